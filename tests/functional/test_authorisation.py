"""Who gets what at every address (threats 1 to 5): routes, methods and roles, own and foreign.

The table declares the answer for each view and each role. A view that is not in it fails, and so
does a line whose view is gone. Everything is asked in a public and in a private consultation.
"""

import itertools
import re

import pytest
from support.answers import ANSWERS, FORMS_FOR_VISITORS, OWN_BROWSER, VIEWS
from support.asking import ACTS, LINES, address, ask, entered, expected, somebody_who_may
from support.headers import unsafe
from support.scene import ROLES, Stage

from guideline_workshop.rules.permissions import TABLE, Permission

CAME_FROM = re.compile(r'name="came_from" value="[^"]*"')


def declared(stage: Stage) -> dict[tuple[str, str], list[Permission]]:
    """Ask Pyramid for every view of ours: route and method, with its permissions."""
    found = {}
    for one in stage.site.application.registry.introspector.get_category("views"):
        view = one["introspectable"]
        if view["route_name"] is None or view["route_name"].startswith("__static"):
            continue
        methods = view["request_methods"] or "every method"
        permissions = [
            related["value"] for related in one["related"] if related.category_name == "permissions"
        ]
        for method in [methods] if isinstance(methods, str) else methods:
            found[view["route_name"], method] = permissions
    return found


def said_by(stage, role, answer):
    """Return the page without the token, and without the address that was asked for."""
    return CAME_FROM.sub("", answer.text.replace(stage.people[role].csrf, ""))


def wrong_status(line, role, answer):
    word, location = expected(line, role), answer.headers.get("Location", "")
    if answer.status_int != ANSWERS[word]:
        yield f"{answer.status_int} instead of {ANSWERS[word]}"
    elif (word == "in") is not ("/login?next=" in location):
        yield f"{answer.status_int} to {location}"
    sets_none = line.route not in FORMS_FOR_VISITORS
    if role == "visitor" and line.method == "GET" and sets_none:
        yield from ["sets a cookie"] * ("Set-Cookie" in answer.headers)


def wrong_change(line, role, *, changed):
    is_done = expected(line, role) in ("do", "set")
    if changed and not is_done:
        yield "changes something"
    if not changed and is_done and line.route not in OWN_BROWSER:
        yield "changes nothing"


def test_every_view_is_declared_and_every_declared_view_exists(stage):
    found = set(declared(stage))
    table = {(route, method) for route, method, _ in VIEWS}
    assert found - table == set(), "these views have no line in the table of this file"
    assert table - found == set(), "these lines have no view any more"


def test_every_view_names_one_method_and_one_permission(stage):
    for view, permissions in declared(stage).items():
        assert view[1] in ("GET", "POST"), f"{view} must name GET or POST"
        assert len(permissions) == 1, f"{view} names no permission"
        assert permissions[0] in set(Permission), f"{view}: {permissions[0]} is no permission"


def test_no_act_is_guarded_by_a_permission_to_read(stage):
    """Threat 3."""
    wrong = [
        view
        for view, (permission,) in declared(stage).items()
        if view[1] != "GET" and not TABLE[Permission(permission)].writes
    ]
    assert wrong == []


@pytest.mark.parametrize("line", LINES, ids=str)
def test_everybody_gets_what_the_table_says(stage, line):
    """Threats 1, 2, 14 and 15."""
    wrong = {}
    for role in ROLES:
        answer = ask(stage, line, role)
        changed = stage.is_changed()
        if changed:
            stage.reset()
        complaints = [
            *wrong_status(line, role, answer),
            *wrong_change(line, role, changed=changed),
            *unsafe(answer, signed_in=role != "visitor"),
        ]
        if expected(line, role) == "--":
            missing = ask(stage, line, role, exists=False)
            if said_by(stage, role, missing) != said_by(stage, role, answer):
                complaints.append("differs from what does not exist")
        if complaints:
            wrong[role] = ", ".join(complaints)
    assert wrong == {}


@pytest.mark.parametrize("line", [one for one in ACTS if one.route != "language"], ids=str)
def test_an_act_needs_the_token_of_the_same_browser(stage, line):
    """Threat 5."""
    role = somebody_who_may(line)
    another = stage.people["visitor" if role != "visitor" else "outsider"].csrf
    for token in ([], "", "nonsense", another, "ä"):  # the first is no field at all
        answer = ask(stage, line, role, csrf_token=token)
        assert answer.status_int == 400
        assert not stage.is_changed()


@pytest.mark.parametrize("line", ACTS, ids=str)
def test_an_act_asked_for_by_another_site_is_refused(stage, line):
    """Threat 5."""
    role = somebody_who_may(line)
    for origin in ("https://evil.example", "null", "http://localhost:81"):
        answer = stage.browser(role).post(
            address(stage, line),
            entered(stage, line) | {"csrf_token": stage.people[role].csrf},
            headers={"Origin": origin},
            extra_environ={"wsgi.url_scheme": "https", "HTTP_HOST": "localhost"},
            expect_errors=True,
        )
        assert answer.status_int == 400, origin
        assert not stage.is_changed()


@pytest.mark.parametrize("route", sorted({line.route for line in LINES}))
def test_what_is_not_declared_is_not_there_and_looking_changes_nothing(stage, route):
    """Threat 4."""
    lines = [line for line in LINES if line.route == route and line.where == "public"]
    undeclared = {"GET", "POST", "PUT", "PATCH", "DELETE"} - {line.method for line in lines}
    for line, role in itertools.product(lines, ("visitor", "own_delegate", "moderator")):
        for method in undeclared:
            answer = ask(stage, line._replace(method=method), role)
            assert answer.status_int in (400, 404, 405), (line, method, role)
        for _ in range(3 if line.method == "GET" else 1):
            assert ask(stage, line._replace(method="HEAD"), role).body == b""
            ask(stage, line._replace(method="GET"), role)
    assert not stage.is_changed()
