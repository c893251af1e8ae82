"""Reminders: a week and a day before a round ends, to those who have not acted in it.

Whom they reach is decided when they are ordered, and once more when they are delivered.
"""

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from guideline_workshop.models import (
    Amendment,
    Ballot,
    Comment,
    Invitation,
    Membership,
    NotificationChoice,
    RollEntry,
    Round,
    User,
    Version,
    Vote,
)
from guideline_workshop.rules.notifications import Frequency, Lead, MailKind, lead_at
from guideline_workshop.rules.roles import MembershipRole
from guideline_workshop.rules.rounds import RoundKind
from guideline_workshop.rules.states import AmendmentState
from guideline_workshop.services import outbox
from guideline_workshop.services.errors import Invalid


@dataclass(frozen=True)
class Reminder:
    """What somebody is reminded of."""

    round: Round
    has_acted: bool
    """Whether only drafts are left over."""
    drafts: tuple[Amendment, ...]
    ballots: int
    """In how many ballots a vote is missing."""


def order_due(db: Session, *, now: dt.datetime) -> int:
    """Order the reminders of all rounds that end soon; return how many.

    A round that is extended has a new end, and that one is reminded of anew.
    """
    ordered = 0
    for round_ in db.scalars(
        select(Round).where(Round.opens_at <= now, Round.closes_at > now).order_by(Round.id)
    ):
        lead = lead_at(round_.opens_at, round_.closes_at, now)
        if lead is not None:
            ordered += sum(_order(db, round_, user, lead, now) for user in _waited_for(db, round_))
    return ordered


def reminder(
    db: Session, user_id: int, round_id: int, closes_at: dt.datetime, *, now: dt.datetime
) -> Reminder | None:
    """Gather what a mail reminds of; None when it no longer holds."""
    round_ = db.get_one(
        Round,
        round_id,
        options=[
            joinedload(Round.consultation),
            joinedload(Round.version).joinedload(Version.document),
        ],
    )
    if round_.closes_at != closes_at or closes_at <= now:
        return None
    own = _associations(db, round_, user_id)
    idle = own & _idle(db, round_)
    drafts = _drafts(db, round_, own)
    if not idle and not drafts:
        return None
    is_ballot = round_.kind is RoundKind.BALLOT
    return Reminder(
        round=round_,
        has_acted=not idle,
        drafts=tuple(drafts),
        ballots=len(set(db.scalars(_missing_votes(round_, own, Ballot.id)))) if is_ballot else 0,
    )


def _order(db: Session, round_: Round, user: User, lead: Lead, now: dt.datetime) -> bool:
    end = round_.closes_at.isoformat()
    try:
        mail = outbox.order(
            db,
            MailKind.REMINDER,
            thing=f"reminder {round_.id} {end} {lead} {user.id}",
            address=user.email,
            user_id=user.id,
            data={"round": round_.id, "closes_at": end},
            now=now,
        )
    except Invalid:  # an address nobody can write to must not keep the mails of the others
        return False
    return mail is not None


def _waited_for(db: Session, round_: Round) -> list[User]:
    """List those whose association has not acted or left a draft, and who want to be told."""
    ids = _idle(db, round_) | {one.association_id for one in _drafts(db, round_, None)}
    chosen = sa.func.coalesce(NotificationChoice.frequency, User.frequency)
    return list(
        db.scalars(
            select(User)
            .outerjoin(
                NotificationChoice,
                (NotificationChoice.user_id == User.id)
                & (NotificationChoice.consultation_id == round_.consultation_id),
            )
            .where(
                User.id.in_(_members(round_, Membership.user_id, ids)),
                User.locked_at.is_(None),
                User.removed_at.is_(None),
                chosen != Frequency.NEVER,
            )
            .order_by(User.id)
        )
    )


def _members(
    round_: Round, column: sa.orm.InstrumentedAttribute[int], ids: set[int]
) -> sa.Select[int]:
    """Select a column of the memberships in some of the associations; drafters cannot vote."""
    query = select(column).where(Membership.association_id.in_(ids))
    if round_.kind is RoundKind.BALLOT:
        query = query.where(Membership.role == MembershipRole.DELEGATE)
    return query


def _associations(db: Session, round_: Round, user_id: int) -> set[int]:
    """Return the invited associations that a user acts for."""
    invited = set(
        db.scalars(select(Invitation.association_id).where(Invitation.round_id == round_.id))
    )
    query = _members(round_, Membership.association_id, invited)
    return set(db.scalars(query.where(Membership.user_id == user_id)))


def _idle(db: Session, round_: Round) -> set[int]:
    """Return the invited associations that have done nothing in the round."""
    if round_.kind is RoundKind.BALLOT:
        return set(db.scalars(_missing_votes(round_, None, RollEntry.association_id)))
    if round_.kind is RoundKind.COMMENT:
        acted = select(Comment.association_id).where(
            Comment.round_id == round_.id, Comment.association_id.is_not(None)
        )
    else:
        acted = select(Amendment.association_id).where(
            Amendment.round_id == round_.id, Amendment.number.is_not(None)
        )
    return set(
        db.scalars(
            select(Invitation.association_id).where(
                Invitation.round_id == round_.id, Invitation.association_id.not_in(acted)
            )
        )
    )


def _missing_votes(
    round_: Round, of: set[int] | None, column: sa.orm.InstrumentedAttribute[int]
) -> sa.Select[int]:
    """Select from the ballots of a round those entries of the rolls that have no vote."""
    query = (
        select(column)
        .select_from(RollEntry)
        .join(Ballot, Ballot.id == RollEntry.ballot_id)
        .outerjoin(
            Vote,
            (Vote.ballot_id == RollEntry.ballot_id)
            & (Vote.association_id == RollEntry.association_id),
        )
        .where(Ballot.round_id == round_.id, Ballot.closed_at.is_(None), Vote.ballot_id.is_(None))
    )
    return query if of is None else query.where(RollEntry.association_id.in_(of))


def _drafts(db: Session, round_: Round, of: set[int] | None) -> list[Amendment]:
    """List what is not submitted yet."""
    query = (
        select(Amendment)
        .where(Amendment.round_id == round_.id, Amendment.state == AmendmentState.DRAFT)
        .order_by(Amendment.id)
        .options(joinedload(Amendment.consultation))
    )
    return list(db.scalars(query if of is None else query.where(Amendment.association_id.in_(of))))
