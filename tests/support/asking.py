"""Asking at every address as anybody: which object it is, and what one fills in there."""

import itertools
from typing import Any, NamedTuple

from support.answers import EVERYBODYS, HIDDEN_IN_PRIVATE, VIEWS
from support.scene import PASSWORD, ROLES, Stage

from guideline_workshop.rules.rounds import RoundKind

KEYS = {"csrf_token", "form_key"}


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
    states = ("draft", "submitted", "asked", "withdrawn", "modified", "misplaced", "overtaken")
    amendment = getattr(things, kind if kind in states else "voted")
    rounds = {"amendment": RoundKind.AMENDMENT, "comment": RoundKind.COMMENT}
    elements = {
        "consultation": things.slug,
        "document": things.documents[document],
        "version": 1,
        "other": 2,
        "format": "csv" if route.startswith(("journal.", "amendment.")) else "markdown",
        "page": "impressum",
        "key": "p2" if exists else "nothing",
        "edition": 1 if exists else 999,
        "round": things.rounds[rounds.get(route.partition(".")[0], RoundKind.BALLOT)],
        "amendment": amendment,
        "comment": things.comment,
        "draft_import": things.draft_import,
        "association": stage.association_ids["own"],
        "user": stage.user_ids["own_deputy" if kind == "own" else "moderator_deputy"],
        "invitation": things.invitation,
        "token": things.expired_link if route == "invitation.renew" else things.link,
        "mail": stage.mail_id,
        "relation": things.relation,
        "filter": things.saved_filter if exists else 999_999,
    }
    if route == "unsubscribe":
        elements["token"] = stage.subscription
    if not exists:
        elements["mail"] = 999_999
        elements["consultation"] += "-" if kind == "" else ""
        elements |= {"user": 999_999, "invitation": 999_999} if kind == "own" else {}
        elements["amendment"] = "d999999" if kind == "draft" else "999999"
    queries = {
        "inbox.preview": f"?act=admit&n={things.submitted}",
        "place_correction.propose": "?change=0&to=p5",
    }
    return stage.path_of(route, **elements) + queries.get(route, "")


def entered(stage: Stage, line: Line) -> dict[str, object]:
    """Return what a person fills in, so that the act succeeds where it is allowed."""
    things = stage.things[line.where]
    amending = {"revision": things.draft_revision}
    box = {"place": "replace", "key": "p2", "kind": "paragraph", "text": "Anders."}
    modified = {"outcome": "adopt_modified", "reason": "Besser.", **box}
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
        "inbox.carry_out": {"act": "admit", "numbers": things.submitted, "seen": "x" * 64},
        "inbox.save_filter": {"name": "Offen", "query": "state=open"},
        "handling.show": {
            "assignee": stage.user_ids["moderator_deputy"],
            "due_on": "2030-01-01",
            "tags": "Finanzen, Sprache",
            "revision": 1,
        },
        "handling.note": {"body": "Rückfrage gestellt."},
        "place_correction.propose": {"change": "0", "to": "p5", "reason": "Gehört dorthin."},
        "place_correction.answer": {"answer": "yes", "proposal": things.correction},
        "relation.list": {"kind": "further", "other": things.admitted},
        "relation.remove": {f"r{things.relation}-reason": "Passt nicht mehr."},
        "proposed_decision.write": {"last_seen": "1.1.published", **modified},
        "proposed_decision.list": {"everything": "yes"},
        "proposed_decision.answer": {"answer": "agreed"},
        "co_submission.ask": {"associations": stage.association_ids["other"]},
        "co_submission.answer": {"answer": "yes"},
        "amendment.support": {"support": "yes"},
        "amendment.check": {
            "edition": 1,
            "target": 2,
            "reason": "So gilt es weiter.",
            f"choice-{things.doubt}": "mine",
        },
        "comment.new": {"provision": "p2", "body": "Gut."},
        "comment.reply": {f"c{things.comment}-body": "Auch gut."},
        "ballot.new": {"amendment": things.admitted},
        "ballot.vote": {"choice": "yes"},
    }
    return forms.get(line.route, {})


def ask(stage: Stage, line: Line, role: str, /, *, exists: bool = True, **changes: Any) -> Any:
    """Let somebody ask, with a valid token, and return the answer."""
    url = address(stage, line, exists=exists)
    browser = stage.browser(role)
    if line.method != "POST":
        return browser.request(url, method=line.method, expect_errors=True)
    fields = entered(stage, line) | {"csrf_token": stage.people[role].csrf}
    if line.route == "round.reschedule":
        fields |= dates_of(stage, address(stage, line))
    if line.route == "inbox.carry_out":
        fields |= previewed(stage, line)
    headers = {"Origin": "http://localhost:80"}
    return browser.post(url, fields | changes, headers=headers, expect_errors=True)


def dates_of(stage: Stage, url: str) -> dict[str, str]:
    """Return the dates that the form shows: an open round keeps its begin."""
    page = stage.browser("moderator").get(url)
    form = page.forms[max(page.forms, key=lambda key: len(page.forms[key].fields))]
    return {"reason": "Länger."} | {name: form[name].value for name in ("opens_at", "closes_at")}


def previewed(stage: Stage, line: Line) -> dict[str, str]:
    """Return what the button of the preview sends when a submitted amendment is to be admitted."""
    things = stage.things[line.where]
    url = stage.path_of("inbox.preview", consultation=things.slug)
    page = stage.browser("moderator").get(url, {"act": "admit", "n": things.submitted})
    form = next(one for one in page.forms.values() if one.action.endswith("/carry-out"))
    return {name: str(value) for name, value in form.submit_fields() if name not in KEYS}


def expected(line: Line, role: str) -> str:
    """Return the declared word, which a private consultation hides from those outside."""
    cells = VIEWS[line[:3]].split()
    assert len(cells) == len(ROLES), f"{line} declares {len(cells)} of {len(ROLES)} roles"
    cell = dict(zip(ROLES, cells, strict=True))[role]
    return "--" if line.where == "private" and role in HIDDEN_IN_PRIVATE else cell


def somebody_who_may(line: Line) -> str:
    """Return the last role for which the table says that the act is done."""
    return [role for role in ROLES if expected(line, role) == "do"][-1]
