"""What waits for a person: open rounds, unfinished drafts, open ballots."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from guideline_workshop.models import (
    Amendment,
    Ballot,
    Invitation,
    RollEntry,
    Round,
    Version,
    Vote,
)
from guideline_workshop.rules.rounds import RoundKind
from guideline_workshop.rules.states import AmendmentState
from guideline_workshop.services.identities import Identity


@dataclass(frozen=True)
class Tasks:
    """What an association can or must do now, the nearest deadline first."""

    rounds: tuple[Round, ...] = ()
    drafts: tuple[Amendment, ...] = ()
    ballots: tuple[Ballot, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.rounds or self.drafts or self.ballots)


def of(db: Session, identity: Identity | None, *, now: dt.datetime) -> Tasks:
    """Gather what waits for the association that `identity` acts for."""
    if identity is None or identity.acting_id is None:
        return Tasks()
    association_id = identity.acting_id
    return Tasks(
        rounds=_open_rounds(db, association_id, now),
        drafts=_drafts(db, association_id),
        ballots=_open_ballots(db, association_id, now),
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
