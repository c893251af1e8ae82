"""Test data, made through the services as people make it, each with its own name and moment."""

import datetime as dt
import itertools
from collections.abc import Collection, Iterable, Mapping

from sqlalchemy.orm import Session

from guideline_workshop.models import (
    Adoption,
    Amendment,
    Association,
    Ballot,
    Consultation,
    Document,
    Membership,
    Round,
    User,
    UserRole,
    Version,
)
from guideline_workshop.rules.ballots import Choice
from guideline_workshop.rules.roles import GlobalRole, MembershipRole
from guideline_workshop.rules.rounds import RoundKind
from guideline_workshop.rules.states import AmendmentState, DocumentType
from guideline_workshop.services import (
    adoptions,
    amendments,
    ballots,
    consultations,
    documents,
    drafting,
    logins,
    rounds,
    sign_ins,
    versions,
)
from guideline_workshop.services.identities import Identity
from guideline_workshop.text import document as text

NOW = dt.datetime.now(dt.UTC).replace(microsecond=0)
"""Pages ask the database's clock, so the moment of the tests is the real one."""
HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)

_numbers = itertools.count(1)

CONTENT = text.Document(
    (
        text.Provision("p1", text.Kind.HEADING, 1, "Sprache"),
        text.Provision("p2", text.Kind.PARAGRAPH, 0, "Der Kreis fördert Sprachkurse."),
        text.Provision("p3", text.Kind.PARAGRAPH, 0, "Die Kurse sind für alle offen."),
        text.Provision("p4", text.Kind.HEADING, 1, "Wohnen"),
        text.Provision("p5", text.Kind.PARAGRAPH, 0, "Der Kreis vermittelt Wohnungen:"),
        text.Provision("p6", text.Kind.ITEM, 1, "an Familien,"),
        text.Provision("p7", text.Kind.ITEM, 1, "an Alleinstehende."),
    )
)


def user(db: Session, name: str = "", *, roles: Iterable[GlobalRole] = ()) -> User:
    """Make a person, with global roles. Nobody can sign in with the password; use `login`."""
    number = next(_numbers)
    made = User(
        email=f"user{number}@example.org",
        name=name or f"Person {number}",
        password_hash="none",
        created_at=NOW - 30 * DAY,
        roles=[UserRole(role=role) for role in roles],
    )
    db.add(made)
    db.flush()
    return made


def association(db: Session, name: str = "") -> Association:
    """Make an association."""
    number = next(_numbers)
    made = Association(name=name or f"Verband {number}", short_name=name[:36] or f"V{number}")
    db.add(made)
    db.flush()
    return made


def member(
    db: Session,
    of: Association,
    role: MembershipRole = MembershipRole.DELEGATE,
    *,
    name: str = "",
) -> User:
    """Make a person who acts for an association."""
    made = user(db, name)
    db.add(Membership(user_id=made.id, association_id=of.id, role=role))
    db.flush()
    return made


def login(db: Session, of: User) -> str:
    """Begin a login and return its token, the value of the cookie."""
    return logins.begin(db, of, now=NOW)


def sign_in(db: Session, email: str, password: str) -> str | None:
    """Sign in by password as the page does; None when address and password do not match."""
    account = logins.account_of(db, email)
    if not logins.proves(account, password):
        return None
    made = sign_ins.by_password(db, account, device="", now=NOW)
    return made.token if made else None


def identity(db: Session, of: User) -> Identity:
    """Return who a person is to the services."""
    found = logins.identify(db, login(db, of), now=NOW)
    assert found is not None
    return found


def moderator(db: Session, name: str = "") -> Identity:
    """Make a person who may set up consultations."""
    return identity(db, user(db, name, roles=[GlobalRole.MODERATOR]))


def consultation(
    db: Session,
    by: Identity,
    associations: Collection[Association] = (),
    *,
    title: str = "",
    is_public: bool = True,
) -> Consultation:
    """Set up a consultation with the associations that take part."""
    made = consultations.create(
        db,
        title=title or f"Beteiligung {next(_numbers)}",
        summary="Worum es geht.",
        is_public=is_public,
        by=by,
        now=NOW - 20 * DAY,
    )
    if associations:
        ids = [one.id for one in associations]
        consultations.invite(db, made, ids, by=by, now=NOW - 19 * DAY)
    return made


def document_with_version(
    db: Session,
    of: Consultation,
    by: Identity,
    *,
    title: str = "Leitlinien",
    content: text.Document = CONTENT,
) -> tuple[Document, Version]:
    """Add a document with its first draft."""
    made = documents.create(
        db, of, type_=DocumentType.GUIDELINES, title=title, by=by, now=NOW - 18 * DAY
    )
    version = versions.publish(db, made, title=title, content=content, by=by, now=NOW - 17 * DAY)
    return made, version


def round_(
    db: Session,
    on: Version,
    by: Identity,
    kind: RoundKind = RoundKind.AMENDMENT,
    *,
    opens_at: dt.datetime = NOW - DAY,
    closes_at: dt.datetime = NOW + 10 * DAY,
    associations: Collection[Association] | None = None,
    title: str = "",
) -> Round:
    """Plan a round; it is open unless the dates say otherwise."""
    of = on.document.consultation
    ids = [one.id for one in associations or ()] or consultations.participant_ids(of)
    return rounds.plan(
        db,
        on,
        kind=kind,
        title=title or f"Runde {next(_numbers)}",
        opens_at=opens_at,
        closes_at=closes_at,
        association_ids=ids,
        by=by,
        now=opens_at - HOUR,
    )


def draft(
    db: Session,
    in_: Round,
    by: Identity,
    edits: Iterable[drafting.Edit] = (),
    *,
    title: str = "",
    rationale: str = "Weil es besser ist.",
    now: dt.datetime = NOW,
) -> Amendment:
    """Write a draft amendment; without `edits` it changes the second provision."""
    edits = tuple(edits) or (
        drafting.Edit(drafting.Place.REPLACE, "p2", "Der Kreis fördert kostenlose Sprachkurse."),
    )
    made = amendments.start(db, in_, drafting.Way.REPLACE, edits[0].key or "p2", by=by, now=now)
    amendments.save(
        db,
        made,
        title=title or f"Antrag {next(_numbers)}",
        rationale=rationale,
        edits=edits,
        revision=made.revision,
        now=now,
    )
    return made


def submitted(
    db: Session,
    in_: Round,
    by: Identity,
    edits: Iterable[drafting.Edit] = (),
    *,
    title: str = "",
) -> Amendment:
    """Submit an amendment."""
    return amendments.submit(db, draft(db, in_, by, edits, title=title), by=by, now=NOW)


def in_state(  # noqa: PLR0917 -- where and by whom, as the other factories
    db: Session,
    state: AmendmentState,
    in_: Round,
    by: Identity,
    moderator: Identity,
    edits: Iterable[drafting.Edit] = (),
) -> Amendment:
    """Make an amendment and bring it to a state by the ways of the procedure.

    States that only a count brings about need `ballot` and `decided`.
    """
    made = draft(db, in_, by, edits)
    if state is AmendmentState.DRAFT:
        return made
    amendments.submit(db, made, by=by, now=NOW)
    if state is not AmendmentState.SUBMITTED:
        actor = by if state is AmendmentState.WITHDRAWN else moderator
        amendments.move_to(db, made, state, reason="Weil es so ist.", by=actor, now=NOW)
    return made


def ballot(
    db: Session, in_: Round, on: Amendment, by: Identity, *, now: dt.datetime = NOW
) -> Ballot:
    """Put an admitted amendment to the vote."""
    return ballots.open_(db, in_, on, by=by, now=now)


def decided(
    db: Session, in_: Round, on: Amendment, by: Identity, votes: Mapping[Identity, Choice]
) -> Ballot:
    """Put an amendment to the vote, let delegates vote, and determine the result."""
    made = ballot(db, in_, on, by)
    for delegate, choice in votes.items():
        ballots.vote(db, made, choice, by=delegate, now=NOW)
    ballots.close(db, made, by=by, now=NOW)
    return made


def anew(db: Session, of: Identity) -> Identity:
    """Identify a person again: what they may do has changed meanwhile."""
    return identity(db, db.get_one(User, of.user_id))


def membership(db: Session, of: User, in_: Association, role: MembershipRole) -> None:
    """Let a person act for one more association."""
    db.add(Membership(user_id=of.id, association_id=in_.id, role=role))
    db.flush()


def adopted(db: Session, version: Version, by: Identity) -> Adoption:
    """Let the board adopt a version."""
    return adoptions.adopt(db, version, resolution_number="KA 1/26", note="", by=by, now=NOW)
