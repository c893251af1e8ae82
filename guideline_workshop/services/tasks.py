"""What waits for an association, and what waits for the moderation."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, aliased, contains_eager, defer, joinedload

from guideline_workshop.models import (
    Amendment,
    Ballot,
    Consultation,
    CoSubmission,
    Document,
    Invitation,
    RollEntry,
    Round,
    Version,
    Vote,
)
from guideline_workshop.rules.rounds import RoundKind
from guideline_workshop.rules.states import AmendmentState
from guideline_workshop.services import carrying
from guideline_workshop.services.identities import Identity


@dataclass(frozen=True)
class Tasks:
    """What an association can or must do now, the nearest deadline first."""

    rounds: tuple[Round, ...] = ()
    drafts: tuple[Amendment, ...] = ()
    ballots: tuple[Ballot, ...] = ()
    asked: tuple[Amendment, ...] = ()
    """Amendments of others that it was asked to submit too."""
    returned: tuple[Amendment, ...] = ()
    """Its own that were returned and can still be submitted anew."""
    to_check: tuple[Amendment, ...] = ()
    """Its own that the newest version of the text has overtaken."""

    def __bool__(self) -> bool:
        return any(
            (self.rounds, self.drafts, self.ballots, self.asked, self.returned, self.to_check)
        )


@dataclass(frozen=True)
class Submitted:
    """Amendments of a consultation that were submitted and are not yet admitted."""

    consultation: Consultation
    count: int


@dataclass(frozen=True)
class Mergeable:
    """Adopted amendments that can become the next version."""

    version: Version
    count: int


@dataclass(frozen=True)
class Duties:
    """What the moderation must do now, in the consultations that a person leads."""

    submitted: tuple[Submitted, ...] = ()
    ballots: tuple[Ballot, ...] = ()
    mergeable: tuple[Mergeable, ...] = ()
    to_check: tuple[Amendment, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.submitted or self.ballots or self.mergeable or self.to_check)


def of(db: Session, identity: Identity | None, *, now: dt.datetime) -> Tasks:
    """Gather what waits for the association that `identity` acts for."""
    if identity is None or identity.acting_id is None:
        return Tasks()
    association_id = identity.acting_id
    return Tasks(
        rounds=_open_rounds(db, association_id, now),
        drafts=_drafts(db, association_id),
        ballots=_open_ballots(db, association_id, now),
        asked=_asked(db, association_id, now),
        returned=_returned(db, association_id, now),
        to_check=tuple(carrying.waiting_for(db, association_id)),
    )


def of_moderation(db: Session, identity: Identity | None, *, now: dt.datetime) -> Duties:
    """Gather what waits for `identity` as a moderator."""
    if identity is None or not identity.moderates:
        return Duties()
    return Duties(
        submitted=_submitted(db, identity.moderates),
        ballots=_ended_ballots(db, identity.moderates, now),
        mergeable=_mergeable(db, identity.moderates),
        to_check=tuple(carrying.waiting(db, identity.moderates)),
    )


def _asked(db: Session, association_id: int, now: dt.datetime) -> tuple[Amendment, ...]:
    return tuple(
        db.scalars(
            _in_open_rounds(now)
            .join(CoSubmission, CoSubmission.amendment_id == Amendment.id)
            .where(
                CoSubmission.association_id == association_id,
                CoSubmission.is_confirmed.is_(None),
                Amendment.state.in_(
                    [AmendmentState.DRAFT, AmendmentState.SUBMITTED, AmendmentState.ADMITTED]
                ),
            )
        )
    )


def _returned(db: Session, association_id: int, now: dt.datetime) -> tuple[Amendment, ...]:
    return tuple(
        db.scalars(
            _in_open_rounds(now).where(
                Amendment.association_id == association_id,
                Amendment.state == AmendmentState.RETURNED,
            )
        )
    )


def _in_open_rounds(now: dt.datetime) -> Select[Amendment]:
    return (
        select(Amendment)
        .join(Amendment.round)
        .where(Round.opens_at <= now, Round.closes_at > now)
        .order_by(Round.closes_at, Amendment.id)
        .options(
            contains_eager(Amendment.round),
            joinedload(Amendment.association),
            joinedload(Amendment.consultation),
        )
    )


def _open_rounds(db: Session, association_id: int, now: dt.datetime) -> tuple[Round, ...]:
    return tuple(
        db.scalars(
            select(Round)
            .join(Invitation, Invitation.round_id == Round.id)
            .where(
                Invitation.association_id == association_id,
                Round.kind != RoundKind.BALLOT,
                Round.opens_at <= now,
                Round.closes_at > now,
            )
            .order_by(Round.closes_at)
            .options(
                joinedload(Round.consultation),
                joinedload(Round.version).joinedload(Version.document),
            )
        )
    )


def _drafts(db: Session, association_id: int) -> tuple[Amendment, ...]:
    return tuple(
        db.scalars(
            select(Amendment)
            .join(Amendment.round)
            .where(
                Amendment.association_id == association_id,
                Amendment.state == AmendmentState.DRAFT,
            )
            .order_by(Round.closes_at, Amendment.id)
            .options(joinedload(Amendment.round), joinedload(Amendment.consultation))
        )
    )


def _open_ballots(db: Session, association_id: int, now: dt.datetime) -> tuple[Ballot, ...]:
    voted = select(Vote.ballot_id).where(Vote.association_id == association_id)
    return tuple(
        db.scalars(
            select(Ballot)
            .join(RollEntry, RollEntry.ballot_id == Ballot.id)
            .where(
                RollEntry.association_id == association_id,
                Ballot.closed_at.is_(None),
                Ballot.closes_at > now,
                Ballot.id.not_in(voted),
            )
            .order_by(Ballot.closes_at, Ballot.id)
            .options(joinedload(Ballot.amendment).joinedload(Amendment.consultation))
        )
    )


def _submitted(db: Session, led: frozenset[int]) -> tuple[Submitted, ...]:
    waiting = (
        select(Amendment.consultation_id, func.count().label("count"))
        .where(Amendment.state == AmendmentState.SUBMITTED)
        .group_by(Amendment.consultation_id)
        .subquery()
    )
    rows = db.execute(
        select(Consultation, waiting.c.count)
        .join(waiting, waiting.c.consultation_id == Consultation.id)
        .where(Consultation.id.in_(led))
        .order_by(Consultation.title, Consultation.id)
    ).all()
    return tuple(Submitted(consultation, count) for consultation, count in rows)


def _ended_ballots(db: Session, led: frozenset[int], now: dt.datetime) -> tuple[Ballot, ...]:
    return tuple(
        db.scalars(
            select(Ballot)
            .join(Ballot.amendment)
            .where(
                Amendment.consultation_id.in_(led),
                Ballot.closed_at.is_(None),
                Ballot.closes_at <= now,
            )
            .order_by(Ballot.closes_at, Amendment.number, Ballot.id)
            .options(contains_eager(Ballot.amendment).joinedload(Amendment.consultation))
        )
    )


def _mergeable(db: Session, led: frozenset[int]) -> tuple[Mergeable, ...]:
    """List the newest versions with adopted amendments and no ballot without a result."""
    newer = aliased(Version)
    adopted = (
        select(Amendment.version_id, func.count().label("count"))
        .where(Amendment.state == AmendmentState.ADOPTED)
        .group_by(Amendment.version_id)
        .subquery()
    )
    undecided = (
        select(Ballot.id)
        .join(Ballot.round)
        .where(Round.version_id == Version.id, Ballot.closed_at.is_(None))
    )
    rows = db.execute(
        select(Version, adopted.c.count)
        .join(adopted, adopted.c.version_id == Version.id)
        .join(Version.document)
        .where(
            Document.consultation_id.in_(led),
            ~undecided.exists(),
            # an older one cannot be consolidated any more
            ~select(newer.id)
            .where(newer.document_id == Version.document_id, newer.number > Version.number)
            .exists(),
        )
        .order_by(Document.title, Document.id)
        .options(
            contains_eager(Version.document).joinedload(Document.consultation),
            defer(Version.provisions),  # long, and only its name is shown
            defer(Version.lines),
            defer(Version.provenance),
        )
    ).all()
    return tuple(Mergeable(version, count) for version, count in rows)
