"""Ballots: opening, voting, closing and the result."""

import datetime as dt

from sqlalchemy import Select, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session, joinedload, selectinload

from guideline_workshop.i18n import _
from guideline_workshop.models import (
    Amendment,
    Ballot,
    Consultation,
    JournalEntry,
    RollEntry,
    Round,
    Version,
    Vote,
)
from guideline_workshop.rules.acts import Act
from guideline_workshop.rules.ballots import BallotState, Choice, Tally, tally
from guideline_workshop.rules.majorities import Majority
from guideline_workshop.rules.rounds import RoundKind
from guideline_workshop.rules.states import AmendmentState
from guideline_workshop.services import amendments, journal, rounds
from guideline_workshop.services.errors import Conflict, Invalid
from guideline_workshop.services.identities import Identity


def open_(
    db: Session, round_: Round, amendment: Amendment, *, by: Identity, now: dt.datetime
) -> Ballot:
    """Put an admitted amendment to the vote until the round ends.

    Freezes the roll (the associations invited to the round), the rule and the wording. Raises
    Conflict when the round is not open or the amendment is not ready or already put to the vote.
    """
    rounds.lock(db, round_, shared=True)
    rounds.require_open(round_, now)
    if round_.kind is not RoundKind.BALLOT or amendment.version_id != round_.version_id:
        raise Invalid(_("This amendment does not belong to the text of this ballot round."))
    # it may be withdrawn at this moment
    db.refresh(amendment, ["state", "revision"], with_for_update=True)
    if amendment.state is not AmendmentState.ADMITTED:
        raise Conflict(_("Only an admitted amendment can be put to the vote."))
    if of(db, amendment):
        raise Conflict(_("This amendment has already been put to the vote."))
    ballot = Ballot(
        round=round_,
        amendment=amendment,
        wording_digest=amendment.digest,
        majority=Majority.SIMPLE,
        opened_at=now,
        closes_at=round_.closes_at,
        roll=[RollEntry(association_id=one) for one in sorted(rounds.invited_ids(round_))],
    )
    db.add(ballot)
    db.flush()
    journal.record(
        db,
        Act.BALLOT_OPENED,
        by=by,
        now=now,
        subject=amendments.subject(amendment),
        consultation_id=round_.consultation_id,
        details={
            "ballot": ballot.id,
            "wording_digest": ballot.wording_digest,
            "majority": ballot.majority.value,
            "roll": [entry.association_id for entry in ballot.roll],
            "closes_at": ballot.closes_at.isoformat(),
        },
    )
    return ballot


def vote(db: Session, ballot: Ballot, choice: Choice, *, by: Identity, now: dt.datetime) -> None:
    """Cast the vote of the association one acts for; a later vote replaces it until the close.

    Raises Conflict after the close, Invalid when the association is not on the roll.
    """
    db.refresh(ballot, ["closes_at", "closed_at"], with_for_update={"read": True})
    if ballot.state(now) is not BallotState.OPEN:
        raise Conflict(_("Voting has ended."))
    if by.acting_id not in roll_ids(ballot):
        raise Invalid(_("The association you act for is not entitled to vote here."))
    _put(db, ballot, choice, by=by, now=now)
    journal.record(
        db,
        Act.VOTE_CAST,
        by=by,
        now=now,
        subject=amendments.subject(ballot.amendment),
        consultation_id=ballot.round.consultation_id,
        details={"ballot": ballot.id},  # never the choice: the journal is read before the close
    )


def recorded(db: Session, ballot: Ballot) -> JournalEntry | None:
    """Return the journal's row of the result, if it has been determined."""
    return journal.row_of(
        db,
        Act.BALLOT_CLOSED,
        subject=amendments.subject(ballot.amendment),
        consultation_id=ballot.round.consultation_id,
    )


def close(db: Session, ballot: Ballot, *, by: Identity, now: dt.datetime) -> Tally:
    """End the voting, count, and let the result decide about the amendment."""
    db.refresh(ballot, ["closes_at", "closed_at"], with_for_update=True)
    if ballot.closed_at is not None:
        raise Conflict(_("The result has already been determined."))
    counted = _count(db, ballot)
    ballot.closed_at, ballot.adopted = now, counted.adopted
    amendment = ballot.amendment
    amendment.state = AmendmentState.ADOPTED if counted.adopted else AmendmentState.REJECTED
    db.flush()
    journal.record(
        db,
        Act.BALLOT_CLOSED,
        by=by,
        now=now,
        subject=amendments.subject(amendment),
        consultation_id=ballot.round.consultation_id,
        details={
            "ballot": ballot.id,
            "majority": counted.majority.value,
            "entitled": counted.entitled,
            "yes": counted.yes,
            "no": counted.no,
            "abstentions": counted.abstentions,
            "adopted": counted.adopted,
        },
    )
    return counted


def result(db: Session, ballot: Ballot, now: dt.datetime) -> Tally | None:
    """Return the count, and None as long as votes are taken: nobody sees it before."""
    return None if ballot.state(now) is BallotState.OPEN else _count(db, ballot)


def votes_by_name(db: Session, ballot: Ballot, now: dt.datetime) -> dict[int, Choice]:
    """Return who voted what, by association id; empty as long as votes are taken."""
    if ballot.state(now) is BallotState.OPEN:
        return {}
    return {vote.association_id: vote.choice for vote in _votes(db, ballot)}


def own_vote(db: Session, ballot: Ballot, identity: Identity | None) -> Vote | None:
    """Return the vote of the association one acts for."""
    if identity is None or identity.acting_id is None:
        return None
    return db.get(Vote, (ballot.id, identity.acting_id))


def participation(db: Session, ballot: Ballot) -> int:
    """Return how many have voted: all that is known before the close."""
    return len(_votes(db, ballot))


def of(db: Session, amendment: Amendment) -> Ballot | None:
    """Return the ballot on an amendment."""
    return db.scalars(select(Ballot).where(Ballot.amendment_id == amendment.id)).first()


def find(db: Session, consultation: Consultation, number: int) -> Ballot | None:
    """Load the ballot on amendment `number` of a consultation that was loaded for an identity."""
    return db.scalars(
        _query().where(Round.consultation_id == consultation.id, Amendment.number == number)
    ).first()


def all_in(db: Session, round_: Round) -> list[Ballot]:
    """List the ballots of a round in the order of their amendments."""
    return list(db.scalars(_query().where(Ballot.round_id == round_.id).order_by(Amendment.number)))


def without_result(db: Session, version: Version) -> list[Ballot]:
    """List the ballots on a version whose result has not been determined."""
    return list(
        db.scalars(_query().where(Round.version_id == version.id, Ballot.closed_at.is_(None)))
    )


def roll_ids(ballot: Ballot) -> frozenset[int]:
    """Return the ids of the associations entitled to vote."""
    return frozenset(entry.association_id for entry in ballot.roll)


def _put(db: Session, ballot: Ballot, choice: Choice, *, by: Identity, now: dt.datetime) -> None:
    # one statement under the unique key: two delegates at once cannot count twice
    is_sqlite = db.get_bind().dialect.name == "sqlite"
    insert = sqlite.insert if is_sqlite else postgresql.insert
    said = {"choice": choice, "cast_by_id": by.user_id, "cast_at": now}
    key = {"ballot_id": ballot.id, "association_id": by.acting_id}
    db.execute(
        insert(Vote)
        .values(**key, **said)
        .on_conflict_do_update(index_elements=list(key), set_=said)
        .execution_options(populate_existing=True)
    )


def _count(db: Session, ballot: Ballot) -> Tally:
    choices = [vote.choice for vote in _votes(db, ballot)]
    return tally(choices, entitled=len(ballot.roll), majority=ballot.majority)


def _votes(db: Session, ballot: Ballot) -> list[Vote]:
    return list(db.scalars(select(Vote).where(Vote.ballot_id == ballot.id)))


def _query() -> Select[Ballot]:
    return (
        select(Ballot)
        .join(Ballot.amendment)
        .join(Ballot.round)
        .options(
            joinedload(Ballot.amendment).joinedload(Amendment.association),
            joinedload(Ballot.amendment).joinedload(Amendment.version),
            joinedload(Ballot.round),
            selectinload(Ballot.roll).joinedload(RollEntry.association),
        )
    )
