"""Who gets what at every address (threats 1 to 5): routes, methods and roles, own and foreign.

The table declares the answer for each view and each role. A view that is not in it fails, and so
does a line whose view is gone. Everything is asked in a public and in a private consultation.
"""

import itertools
import re
from typing import NamedTuple

import pytest
from support.answers import (
    ANSWERS,
    EVERYBODYS,
    FORMS_FOR_VISITORS,
    HIDDEN_IN_PRIVATE,
    OWN_BROWSER,
    VIEWS,
)
from support.headers import unsafe
from support.scene import PASSWORD, ROLES, Stage

from guideline_workshop.rules.permissions import TABLE, Permission
from guideline_workshop.rules.rounds import RoundKind

CAME_FROM = re.compile(r'name="came_from" value="[^"]*"')


class Line(NamedTuple):
    """A view, the kind of object it is asked about, and in which consultation."""

    route: str
    method: str
    kind: str
    where: str

    def __str__(self) -> str:
        return " ".join(filter(None, self))


LINES = [
    Line(*view, where)
    for view, where in itertools.product(VIEWS, ("public", "private"))
    if not (where == "private" and view[0] in EVERYBODYS)
]
ACTS = [
    line
    for line in LINES
    if (line.method, line.where) == ("POST", "public") and "do" in VIEWS[line[:3]]
]
"""Those that somebody may do."""


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


def address(stage: Stage, line: Line, *, exists: bool = True) -> str:
    """Return the address of the object of a route, or of one that does not exist."""
    route, kind, things = line.route, line.kind, stage.things[line.where]
    documents = {
        "consolidation.resolve": "disputed",
        "consolidation.publish": "merged",
        "version.compare": "twice",
        "version.provenance": "twice",
    }
    document = "empty" if route.startswith("draft_import") else documents.get(route, "main")
    amendment = {"draft": things.draft, "submitted": things.submitted}.get(kind, things.voted)
    rounds = {"amendment": RoundKind.AMENDMENT, "comment": RoundKind.COMMENT}
    elements = {
        "consultation": things.slug,
        "document": things.documents[document],
        "version": 1,
        "other": 2,
        "format": "csv" if route == "journal.export" else "markdown",
        "page": "impressum",
        "round": things.rounds[rounds.get(route.partition(".")[0], RoundKind.BALLOT)],
        "amendment": amendment,
        "comment": things.comment,
        "draft_import": things.draft_import,
        "association": stage.association_ids["own"],
        "user": stage.user_ids["own_deputy" if kind == "own" else "moderator_deputy"],
        "invitation": things.invitation,
        "token": things.expired_link if route == "invitation.renew" else things.link,
        "mail": stage.mail_id,
    }
    if route == "unsubscribe":
        elements["token"] = stage.subscription
    if not exists:
        elements["mail"] = 999_999
        elements["consultation"] += "-" if kind == "" else ""
        elements |= {"user": 999_999, "invitation": 999_999} if kind == "own" else {}
        elements["amendment"] = "d999999" if kind == "draft" else "999999"
    return stage.path_of(route, **elements)


def entered(stage: Stage, line: Line) -> dict[str, object]:
    """Return what a person fills in, so that the act succeeds where it is allowed."""
    things = stage.things[line.where]
    amending = {"revision": things.draft_revision}
    box = {"place": "replace", "key": "p2", "kind": "paragraph", "text": "Anders."}
    dates = {"opens_at": "2030-01-01T08:00", "closes_at": "2030-02-01T08:00"}
    forms: dict[str, dict[str, object]] = {
        "login": {"email": stage.people["outsider"].email, "password": PASSWORD},
        "language": {"language": "en"},
        "password.forgotten": {"email": "niemand@example.org"},
        "user.new": {"name": "Neu", "email": "neu@kreis.example", "language": "de"},
        "user.roles": {"roles": "board"},
        "user.lock": {"reason": "Ist ausgeschieden."},
        "registry.new": {"name": "Neuer Verein", "short_name": "NV", "weight": "2"},
        "registry.edit": {"name": "Anderer Verein", "short_name": "AV", "weight": "2"},
        "registry.import": {"text": "name;short_name\nNeuer Verein;NV"},
        "registry.take_over": {"text": "name;short_name\nNeuer Verein;NV"},
        "profile.details": {"name": "Neuer Name", "language": "en"},
        "profile.notifications": {"frequency": "weekly"},
        "site_page.edit": {"language": "de", "text": "## Wir", "revision": 0},
        "feedback": {"message": "Zu klein."},
        "acting": {"association": stage.association_ids["own"]},
        "consultation.new": {"title": "Neue Beteiligung"},
        "association.new": {"row0-name": "Chor", "row0-email": "chor@example.org"},
        "association.delegate": {"email": "chor@example.org"},
        "moderation.list": {"user": stage.user_ids["foreign_moderator"]},
        "membership.list": {"email": "chor@example.org", "role": "drafter"},
        "membership.role": {"role": "drafter"},
        "invitation.show": {"name": "Ada Neu", "password": PASSWORD},
        "consultation.associations": {"associations": stage.association_ids["stranger"]},
        "document.new": {"type": "guidelines", "title": "Weitere"},
        "draft_import.new": {"text": "# Titel\n\nText."},
        "draft_import.correct": {"title": "Titel", "revision": things.import_revision},
        "draft_import.publish": {"revision": things.import_revision},
        "version.adopt": {"resolution_number": "KA 1"},
        "consolidation.resolve": {
            "conflict": things.conflict,
            "choice": "keep",
            "reason": "Der alte Wortlaut ist klarer.",
            "revision": things.conflict_revision,
        },
        "consolidation.publish": {"revision": things.merged_revision},
        "round.new": {
            "kind": "amendment",
            "title": "Weitere Runde",
            "version": things.version_id,
            "associations": stage.association_ids["own"],
            **dates,
        },
        "amendment.new": {"place": "replace", "key": "p3", "draft": "new"},
        "amendment.edit": {"title": "Titel", "rationale": "Darum.", **amending, **box},
        "amendment.submit": amending,
        "amendment.decide": {"state": "admitted"},
        "comment.new": {"provision": "p2", "body": "Gut."},
        "comment.reply": {f"c{things.comment}-body": "Auch gut."},
        "ballot.new": {"amendment": things.admitted},
        "ballot.vote": {"choice": "yes"},
    }
    return forms.get(line.route, {})


def ask(stage, line, role, *, exists=True, **changes):
    """Let somebody ask, with a valid token, and return the answer."""
    url = address(stage, line, exists=exists)
    browser = stage.browser(role)
    if line.method != "POST":
        return browser.request(url, method=line.method, expect_errors=True)
    fields = entered(stage, line) | {"csrf_token": stage.people[role].csrf}
    if line.route == "round.reschedule":
        fields |= dates_of(stage, address(stage, line))
    headers = {"Origin": "http://localhost:80"}
    return browser.post(url, fields | changes, headers=headers, expect_errors=True)


def dates_of(stage, url):
    """Return the dates that the form shows: an open round keeps its begin."""
    page = stage.browser("moderator").get(url)
    form = page.forms[max(page.forms, key=lambda key: len(page.forms[key].fields))]
    return {"reason": "Länger."} | {name: form[name].value for name in ("opens_at", "closes_at")}


def expected(line, role):
    """Return the declared word, which a private consultation hides from those outside."""
    cells = VIEWS[line[:3]].split()
    assert len(cells) == len(ROLES), f"{line} declares {len(cells)} of {len(ROLES)} roles"
    cell = dict(zip(ROLES, cells, strict=True))[role]
    return "--" if line.where == "private" and role in HIDDEN_IN_PRIVATE else cell


def somebody_who_may(line):
    """Return the last role for which the table says that the act is done."""
    return [role for role in ROLES if expected(line, role) == "do"][-1]


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
    for token in ("", "nonsense", another, "ä"):
        answer = ask(stage, line, role, csrf_token=token)
        assert answer.status_int == 400
        assert not stage.is_changed()


@pytest.mark.parametrize("line", ACTS, ids=str)
def test_an_act_asked_for_by_another_site_is_refused(stage, line):
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
        assert ask(stage, line._replace(method="HEAD"), role).body == b""
    assert not stage.is_changed()
