"""Two like consultations, a public and a private one, with something to do for everybody."""

import datetime as dt
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any

import factories
import pytest
from factories import DAY, NOW
from pyramid.request import Request
from sqlalchemy import select
from sqlalchemy.orm import Session
from support.pages import Site
from support.proposing import handle, propose_decisions, second
from support.server import SECRET
from support.world import noise
from webtest import TestApp

from guideline_workshop import models
from guideline_workshop.imports.reader import read_pasted
from guideline_workshop.rules.ballots import Choice
from guideline_workshop.rules.notifications import MailKind
from guideline_workshop.rules.roles import GlobalRole, MembershipRole
from guideline_workshop.rules.rounds import RoundKind
from guideline_workshop.rules.states import AmendmentState, DocumentType
from guideline_workshop.security import LOGIN_COOKIE
from guideline_workshop.services import (
    amendments,
    backing,
    carrying,
    comments,
    consolidations,
    documents,
    draft_imports,
    invitations,
    logins,
    moderations,
    outbox,
    participations,
    unsubscribing,
)
from guideline_workshop.services.drafting import Edit, Place
from guideline_workshop.services.identities import Identity

PASSWORD = "richtig pferd batterie"
CSRF = re.compile(rb'name="csrf_token" value="([^"]*)"')
ROLES = (
    "visitor",
    "outsider",
    "stranger_drafter",
    "stranger_delegate",
    "other_drafter",
    "other_delegate",
    "own_drafter",
    "own_delegate",
    "moderator",
    "foreign_moderator",
    "board",
    "administrator",
)
"""Strangers belong to an association that does not take part, others to one that does."""


@dataclass(frozen=True)
class Things:
    """Where the objects of one consultation stand in addresses and forms."""

    slug: str
    documents: dict[str, str]
    """Their addresses: main, to be merged, in dispute, published twice, and empty."""
    rounds: dict[RoundKind, int]
    draft: str
    draft_revision: int
    submitted: int
    admitted: int
    voted: int
    asked: int
    """One for which the other association was asked to submit it too."""
    withdrawn: int
    """One that the other association has submitted too and may take over."""
    modified: int
    """One to which the moderation has published a modified wording."""
    overtaken: int
    """One at whose place the next version says something else."""
    doubt: str
    saved_filter: int
    """A choice in the inbox, of the moderator."""
    relation: int
    """Of the submitted amendment to the admitted one."""
    misplaced: int
    """One for which another place is proposed."""
    correction: int
    comment: int
    draft_import: int
    import_revision: int
    conflict: str
    conflict_revision: int
    merged_revision: int
    version_id: int
    invitation: int
    link: str
    """The token of the same invitation, and one that is too old."""
    expired_link: str


@dataclass(frozen=True)
class Person:
    """Somebody with a role, and the cookies and the token of their browser."""

    email: str
    jar: CookieJar
    csrf: str


class Stage:
    """The application over the scene; every act can be taken back."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.site = Site(f"sqlite:///{path}")
        with self.site.data() as db:
            users = people(db)
            self.association_ids = association_ids(users)
            self.user_ids = {name: user.id for name, user in users.items()}
            self.mail_id = undeliverable(db, users["outsider"])
            self.subscription = unsubscribing.token(SECRET, users["outsider"].id, None)
            self.things = {
                "public": things(db, users, is_public=True),
                "private": things(db, users, is_public=False),
            }
            users = {role: user for role, user in users.items() if role in ROLES}
            tokens = {role: factories.login(db, user) for role, user in users.items()}
            emails = {role: user.email for role, user in users.items()}
        self._kept = sqlite3.connect(":memory:")
        self._copy(self._open(), self._kept)
        self._before = list(self._kept.iterdump())
        self._watch = self._open()
        self._unchanged = self._version()
        self.people = {role: self._person(emails.get(role, ""), tokens.get(role)) for role in ROLES}

    def browser(self, role: str) -> TestApp:
        """Return a browser of its own for each call, signed in as the role."""
        jar = CookieJar()
        for cookie in self.people[role].jar:
            jar.set_cookie(cookie)
        return TestApp(self.site.application, cookiejar=jar, extra_environ=HOST)

    def path_of(self, route: str, **elements: Any) -> str:
        """Return the address of a route."""
        request = Request.blank("/")
        request.registry = self.site.application.registry
        return str(request.route_path(route, **elements))

    def others_in(self, role: str, body: bytes) -> list[str]:
        """Return whose tokens of forms, other than the role's own, a page holds."""
        return [one for one in ROLES if one != role and self.people[one].csrf.encode() in body]

    def is_changed(self) -> bool:
        """Say whether anything stored differs from the scene."""
        if self._version() == self._unchanged:
            return False  # nothing was committed at all
        with closing(self._open()) as database:
            return list(database.iterdump()) != self._before

    def changed_tables(self) -> set[str]:
        """Name the tables in which anything stored differs from the scene."""
        with closing(self._open()) as database:
            different = set(database.iterdump()) ^ set(self._before)
        return {line.split('"')[1] for line in different if line.startswith("INSERT INTO")}

    def reset(self) -> None:
        """Take everything back."""
        self._copy(self._kept, self._open())
        self._unchanged = self._version()

    def close(self) -> None:
        """Let go of the files."""
        self._kept.close()
        self._watch.close()
        self.site.engine.dispose()
        self.site.application.registry.gw_engine.dispose()

    def _open(self) -> sqlite3.Connection:
        return sqlite3.connect(self.path)

    def _version(self) -> int:
        """Return a number that changes with every commit of others."""
        found: int = self._watch.execute("PRAGMA data_version").fetchone()[0]
        return found

    def _copy(self, source: sqlite3.Connection, target: sqlite3.Connection) -> None:
        source.backup(target)
        for one in (source, target):
            if one is not self._kept:
                one.close()

    def _person(self, email: str, token: str | None) -> Person:
        jar = CookieJar()
        browser = TestApp(self.site.application, cookiejar=jar, extra_environ=HOST)
        if token:
            browser.set_cookie(LOGIN_COOKIE, token)
        found = CSRF.search(browser.get("/" if token else "/login").body)
        assert found
        return Person(email, jar, found[1].decode())


HOST = {"HTTP_HOST": "localhost:80"}


def people(db: Session) -> dict[str, models.User]:
    """Make somebody for each role but the visitor, and deputies for those who may not be last."""
    own, other, stranger = (factories.association(db) for _ in range(3))
    made = {"outsider": factories.user(db)}
    for name, association in (("stranger", stranger), ("other", other), ("own", own)):
        for role in MembershipRole:
            made[f"{name}_{role.value}"] = factories.member(db, association, role)
    for role, name in (
        (GlobalRole.MODERATOR, "moderator"),
        (GlobalRole.MODERATOR, "foreign_moderator"),
        (GlobalRole.BOARD, "board"),
        (GlobalRole.ADMINISTRATOR, "administrator"),
    ):
        made[name] = factories.user(db, roles=[role])
    made["own_deputy"] = factories.member(db, own)
    made["moderator_deputy"] = factories.user(db, roles=[GlobalRole.MODERATOR])
    password = logins.hash_password(PASSWORD)
    for user in made.values():
        user.password_hash = password
    factories.consultation(db, factories.identity(db, made["foreign_moderator"]), is_public=False)
    noise(db)
    return made


def association_ids(users: dict[str, models.User]) -> dict[str, int]:
    """Return the association behind "own", "other" and "stranger"."""
    db = Session.object_session(users["outsider"])
    assert db is not None
    return {
        name: factories.identity(db, users[f"{name}_delegate"]).acting_id or 0
        for name in ("own", "other", "stranger")
    }


def things(db: Session, users: dict[str, models.User], *, is_public: bool) -> Things:
    """Make a consultation with an object for every act."""
    ids = association_ids(users)
    associations = [db.get_one(models.Association, ids[name]) for name in ("own", "other")]
    moderator = factories.identity(db, users["moderator"])
    of = factories.consultation(
        db, moderator, associations, title="Offen" if is_public else "Vertraulich",
        is_public=is_public,
    )  # fmt: skip
    moderator = factories.anew(db, moderator)
    moderations.add(db, of, users["moderator_deputy"].id, by=moderator, now=NOW)
    invitation, link = invited(db, of, associations[0], moderator, now=NOW)
    _, expired_link = invited(db, of, associations[0], moderator, now=NOW - 4 * DAY)
    own = factories.identity(db, users["own_delegate"])
    _, version = factories.document_with_version(db, of, moderator, title="Leitlinien")
    rounds = {kind: factories.round_(db, version, moderator, kind) for kind in RoundKind}
    proposed = rounds[RoundKind.AMENDMENT]
    draft = factories.draft(db, proposed, own)
    states = {
        state: factories.in_state(db, state, proposed, own, moderator)
        for state in (AmendmentState.SUBMITTED, AmendmentState.ADMITTED)
    }
    voted = factories.in_state(db, AmendmentState.ADMITTED, proposed, own, moderator)
    other = factories.identity(db, users["other_delegate"])
    asked, withdrawn, misplaced = (factories.submitted(db, proposed, own) for _ in range(3))
    for one in (asked, withdrawn):
        backing.ask(db, one, [ids["other"]], by=own, now=NOW)
    backing.answer(db, withdrawn, agrees=True, by=other, now=NOW)
    amendments.move_to(db, withdrawn, AmendmentState.WITHDRAWN, reason="", by=own, now=NOW)
    factories.ballot(db, rounds[RoundKind.BALLOT], voted, moderator)
    modified = propose_decisions(db, proposed, own, moderator)
    adopt(db, version, moderator, own, rounds, "Der Kreis fördert Kurse.")
    _, merged = factories.document_with_version(db, of, moderator, title="Werk")
    adopt(db, merged, moderator, own, {}, "Der Kreis fördert Kurse.")
    mergeable = consolidations.begin(db, merged, by=moderator, now=NOW)
    _, disputed = factories.document_with_version(db, of, moderator, title="Streit")
    for words in ("Der Kreis fördert Kurse.", "Der Kreis zahlt alles."):
        adopt(db, disputed, moderator, own, {}, words)
    dispute = consolidations.begin(db, disputed, by=moderator, now=NOW)
    twice, overtaken = second(db, of, moderator, own)
    empty = documents.create(
        db, of, type_=DocumentType.GUIDELINES, title="Neu", by=moderator, now=NOW
    )
    imported = draft_imports.start(
        db, empty, read_pasted("# Neu\n\nText."), filename="", by=moderator, now=NOW
    )
    comment = comments.write(
        db, rounds[RoundKind.COMMENT], provision_key="p2", body="Gut.", by=own, now=NOW
    )
    handled = handle(db, states[AmendmentState.SUBMITTED], voted, misplaced, by=moderator)
    db.flush()
    return Things(
        slug=of.slug,
        documents={
            "main": version.document.slug,
            "merged": merged.document.slug,
            "disputed": disputed.document.slug,
            "twice": twice.slug,
            "empty": empty.slug,
        },
        rounds={kind: one.number for kind, one in rounds.items()},
        draft=draft.reference,
        draft_revision=draft.revision,
        submitted=states[AmendmentState.SUBMITTED].number or 0,
        admitted=states[AmendmentState.ADMITTED].number or 0,
        voted=voted.number or 0,
        asked=asked.number or 0,
        withdrawn=withdrawn.number or 0,
        modified=modified.number or 0,
        misplaced=misplaced.number or 0,
        overtaken=overtaken.number or 0,
        doubt=carrying.check(db, overtaken, {}).doubts[0].id,
        **handled,
        comment=comment.id,
        draft_import=imported.id,
        import_revision=imported.revision,
        conflict=consolidations.workbench(db, dispute).merged.conflicts[0].id,
        conflict_revision=dispute.revision,
        merged_revision=mergeable.revision,
        version_id=version.id,
        invitation=invitation,
        link=link,
        expired_link=expired_link,
    )


def invited(
    db: Session,
    of: models.Consultation,
    association: models.Association,
    by: Identity,
    *,
    now: dt.datetime,
) -> tuple[int, str]:
    """Invite a delegate; return the invitation's id and the token of its mail, which was sent."""
    email = f"neu{of.id}-{now.day}@example.org"
    made = participations.invite_delegate(db, of, association, email, by=by, now=now)
    mail = db.scalars(select(models.Mail).where(models.Mail.address == email)).one()
    mail.sent_at, mail.due_at = now, None
    return made.id, invitations.link_token(db, made.id, now=now) or ""


def undeliverable(db: Session, to: models.User) -> int:
    """Order a mail that was given up; return its id."""
    mail = outbox.order(
        db,
        MailKind.ACCOUNT,
        thing="account scene",
        address=to.email,
        user_id=to.id,
        data={"what": "password_changed"},
        now=NOW,
    )
    assert mail
    outbox.put_off(db, mail, "550 No such user here", now=NOW, for_good=True)
    return mail.id


def adopt(  # noqa: PLR0917 -- where and by whom
    db: Session,
    version: models.Version,
    moderator: Identity,
    own: Identity,
    rounds: dict[RoundKind, models.Round],
    words: str,
) -> None:
    """Let an amendment be adopted, in these rounds or in some of its own."""
    if not rounds:
        kinds = (RoundKind.AMENDMENT, RoundKind.BALLOT)
        rounds = {kind: factories.round_(db, version, moderator, kind) for kind in kinds}
    edits = (Edit(Place.REPLACE, "p2", words),)
    made = factories.in_state(
        db, AmendmentState.ADMITTED, rounds[RoundKind.AMENDMENT], own, moderator, edits
    )
    factories.decided(db, rounds[RoundKind.BALLOT], made, moderator, {own: Choice.YES})


@pytest.fixture(scope="session")
def stage(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """The scene, made once; who changes it takes it back with `reset`."""
    path = tmp_path_factory.mktemp("stage") / "stage.sqlite"
    path.write_bytes(sqlite_template.read_bytes())
    made = Stage(path)
    yield made
    made.close()
