"""Forms that no browser filled in: whatever stands in them, the answer is no fault of ours."""

import json

import pytest
from support.asking import ACTS, LINES, address, entered, somebody_who_may

BESIDE = (
    "act", "association", "came_from", "consultation-1", "credential", "drop", "file", "form_key",
    "frequency", "join", "key", "kind", "lang", "language", "login", "name", "next", "passkey",
    "place", "remove", "role", "rows", "save", "text",
)  # fmt: skip
"""Fields that a page reads beside those of the table, or of another page."""
ODD = (
    "", " ", "\x00", "\u202e", "\ud800", "²", "١٢", "-1", "9" * 18, "9" * 5000, "1e9", "x" * 70_000,
    "[" * 9000, "/" * 9000, "//evil.example", "{}", "null", "a@b\r\nBcc: c@d", "\U0001f600" * 300,
)  # fmt: skip
BODIES = (None, True, 1, "x", [], [[]], {}, {"name": "x"}, {"name": {"name": []}}, {"a": "\x00"})


NAMES = ("acting", "association", "invitation", "membership", "passkey")
FORMS = [
    line
    for line in LINES
    if line.method == "POST" and line.where == "public" and line.route.split(".")[0] in NAMES
]
"""Of invitations and passkeys, where faults were seen once, and of what belongs to them."""


def names(stage, line):
    return sorted({*entered(stage, line), *BESIDE})


def send(stage, line, role, fields, **more):
    """Send as the browser of the role; nothing stays."""
    browser = stage.browser(role)
    token = stage.people[role].csrf
    body = [*fields, ("csrf_token", token)] if isinstance(fields, list) else fields
    answer = browser.post(
        address(stage, line),
        body,
        headers={"X-CSRF-Token": token, "Origin": "http://localhost:80"},
        expect_errors=True,
        **more,
    )
    if stage.is_changed():
        stage.reset()
    return answer.status_int


def percent(value):
    return value.encode("utf-8", "surrogatepass")


def role_for(line):
    return somebody_who_may(line) if line in ACTS else "own_delegate"


@pytest.mark.parametrize("line", ACTS, ids=str)
def test_files_where_text_belongs(stage, line):
    """Threat 45."""
    uploads = [(name, "x.txt", b"1") for name in {*names(stage, line)} - {"file"}]
    assert send(stage, line, role_for(line), [], upload_files=uploads) == 400


@pytest.mark.parametrize("line", FORMS, ids=str)
class TestForms:
    """Threat 45."""

    def test_odd_words(self, stage, line):
        role = role_for(line)
        known = {name: str(value) for name, value in entered(stage, line).items()}

        def forms(odd):
            yield [(name, percent(odd)) for name in names(stage, line)]
            beside = [(name, percent(odd)) for name in BESIDE if name not in known]
            yield [*known.items(), *beside]

        sent = [(odd, form) for odd in ODD for form in forms(odd)]
        faults = [odd[:10] for odd, form in sent if send(stage, line, role, form) >= 500]
        assert faults == []

    def test_a_file_where_text_belongs(self, stage, line):
        role, faults = role_for(line), []
        known = {name: str(value) for name, value in entered(stage, line).items()}
        for file in names(stage, line):
            fields = [(name, value) for name, value in known.items() if name != file]
            if send(stage, line, role, fields, upload_files=[(file, "x.txt", b"1")]) >= 500:
                faults.append(file)
        assert faults == []

    def test_nothing_twice_and_what_is_no_form(self, stage, line):
        role = role_for(line)
        known = [(name, str(value)) for name, value in entered(stage, line).items()]
        kinds = ("application/json", "text/plain", "multipart/form-data; boundary=x")
        sent = [([], {}), (known * 2, {})]
        sent += [(json.dumps(body), {"content_type": kind}) for body in BODIES for kind in kinds]
        faults = [one for one in sent if send(stage, line, role, one[0], **one[1]) >= 500]
        assert faults == []
