"""Rounds: planning, new dates, and finding them."""

import datetime as dt
from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from guideline_workshop.i18n import _
from guideline_workshop.models import Consultation, Invitation, JournalEntry, Round, Version
from guideline_workshop.rules.acts import Act
from guideline_workshop.rules.rounds import RoundKind, RoundState
from guideline_workshop.services import journal
from guideline_workshop.services.consultations import participant_ids
from guideline_workshop.services.errors import Conflict, Invalid
from guideline_workshop.services.identities import Identity


def plan(  # noqa: PLR0913 -- a round has this many facts
    db: Session,
    version: Version,
    *,
    kind: RoundKind,
    title: str,
    opens_at: dt.datetime,
    closes_at: dt.datetime,
    association_ids: Collection[int],
    supporters_needed: int = 0,
    by: Identity,
    now: dt.datetime,
) -> Round:
    """Set a round on a version. It opens by its date; that may be at once.

    Raises Invalid for dates in the wrong order or past, for associations that do not take part, and
    where an amendment would need more supporters than there are others.
    """
    consultation = version.document.consultation
    _check_dates(opens_at, closes_at, now)
    if not association_ids or not set(association_ids) <= participant_ids(consultation):
        raise Invalid(_("Choose at least one of the associations that take part."))
    if supporters_needed >= max(1, len(set(association_ids))):
        raise Invalid(_("So many other associations are not invited."))
    number = db.scalar(
        select(sa.func.coalesce(sa.func.max(Round.number), 0)).where(
            Round.consultation_id == consultation.id
        )
    )
    round_ = Round(
        consultation=consultation,
        number=(number or 0) + 1,
        kind=kind,
        version=version,
        title=title,
        opens_at=opens_at,
        closes_at=closes_at,
        supporters_needed=supporters_needed,
        invitations=[Invitation(association_id=one) for one in sorted(set(association_ids))],
    )
    db.add(round_)
    db.flush()
    journal.record(
        db,
        Act.ROUND_CREATED,
        by=by,
        now=now,
        subject=title,
        consultation_id=consultation.id,
        details={"kind": kind.value, **_dates(round_)},
    )
    return round_


def reschedule(  # noqa: PLR0913 -- what is entered, and who and when
    db: Session,
    round_: Round,
    *,
    opens_at: dt.datetime,
    closes_at: dt.datetime,
    reason: str,
    by: Identity,
    now: dt.datetime,
) -> None:
    """Give a round new dates, with a reason that everybody can read.

    An end that has passed closes the round at once; ballots keep the end they opened with.
    Raises Conflict when the round has opened and its opening is to move; Invalid for dates in the
    wrong order.
    """
    lock(db, round_)
    if round_.state(now) is not RoundState.PLANNED:
        if abs(opens_at - round_.opens_at) >= dt.timedelta(minutes=1):  # forms show no seconds
            raise Conflict(_("The round has already opened; only its end can still be moved."))
        opens_at = round_.opens_at
    if opens_at >= closes_at:
        raise Invalid(_("The end must be after the beginning."))
    before = _dates(round_)
    round_.opens_at, round_.closes_at = opens_at, closes_at
    db.flush()
    journal.record(
        db,
        Act.ROUND_RESCHEDULED,
        by=by,
        now=now,
        subject=round_.title,
        consultation_id=round_.consultation_id,
        details={"round": round_.number, "before": before, "after": _dates(round_)},
        reason=reason,
    )


def rescheduled(db: Session, round_: Round) -> list[JournalEntry]:
    """List the journal's rows of new dates of a round, each with its reason, the last one first."""
    found = db.scalars(
        select(JournalEntry)
        .where(
            JournalEntry.consultation_id == round_.consultation_id,
            JournalEntry.act == Act.ROUND_RESCHEDULED,
            JournalEntry.subject == round_.title,
        )
        .order_by(JournalEntry.sequence.desc())
    )
    # older rows name no number, and titles alone may be alike
    return [one for one in found if one.details.get("round", round_.number) == round_.number]


def lock(db: Session, round_: Round, *, shared: bool = False) -> None:
    """Hold the round's dates still until the transaction ends, and read them afresh.

    Those who act under the dates share the lock; who changes the dates takes it alone.
    """
    db.refresh(round_, ["opens_at", "closes_at"], with_for_update={"read": shared})


def require_open(round_: Round, now: dt.datetime) -> None:
    """Raise Conflict unless the round is open at `now`."""
    state = round_.state(now)
    if state is RoundState.PLANNED:
        raise Conflict(_("The round has not opened yet."))
    if state is RoundState.CLOSED:
        raise Conflict(_("The round is closed. What you entered is kept as a draft."))


def find(db: Session, consultation: Consultation, number: int) -> Round | None:
    """Load a round of a consultation that was itself loaded for an identity."""
    return db.scalars(
        select(Round)
        .where(Round.consultation_id == consultation.id, Round.number == number)
        .options(
            joinedload(Round.version).joinedload(Version.document),
            selectinload(Round.invitations).joinedload(Invitation.association),
        )
    ).first()


def all_of(db: Session, consultation: Consultation) -> list[Round]:
    """List the rounds by number."""
    return list(
        db.scalars(
            select(Round)
            .where(Round.consultation_id == consultation.id)
            .options(
                joinedload(Round.version).joinedload(Version.document),
                selectinload(Round.invitations),
            )
            .order_by(Round.number)
        )
    )


def on(db: Session, version: Version) -> list[Round]:
    """List the rounds on a version by number."""
    return list(
        db.scalars(
            select(Round)
            .where(Round.version_id == version.id)
            .options(joinedload(Round.invitations))
            .order_by(Round.number)
        ).unique()
    )


def current(rounds: Collection[Round], kind: RoundKind, now: dt.datetime) -> Round | None:
    """Pick the round of `kind` that matters now: open, else next planned, else last closed."""
    candidates = [one for one in rounds if one.kind is kind]
    for state, choose in (
        (RoundState.OPEN, min),
        (RoundState.PLANNED, min),
        (RoundState.CLOSED, max),
    ):
        matching = [one for one in candidates if one.state(now) is state]
        if matching:
            return choose(matching, key=lambda one: one.closes_at)
    return None


def invited_ids(round_: Round) -> frozenset[int]:
    """Return the ids of the associations invited to a round."""
    return frozenset(one.association_id for one in round_.invitations)


def _check_dates(opens_at: dt.datetime, closes_at: dt.datetime, now: dt.datetime) -> None:
    if opens_at >= closes_at:
        raise Invalid(_("The end must be after the beginning."))
    if closes_at <= now:
        raise Invalid(_("The end must be in the future."))


def _dates(round_: Round) -> dict[str, str]:
    return {
        "opens_at": round_.opens_at.isoformat(),
        "closes_at": round_.closes_at.isoformat(),
    }
