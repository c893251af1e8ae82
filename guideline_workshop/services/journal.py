"""The journal: every act that matters is one row, chained by hashes to the row before."""

import datetime as dt
import hashlib
from typing import Any

import sqlalchemy as sa
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from guideline_workshop.models import Amendment, Ballot, JournalEntry
from guideline_workshop.rules.acts import Act
from guideline_workshop.services.identities import Identity
from guideline_workshop.text.document import canonical_json

BEGINNING = "0" * 64
LOCK = 7_451_002  # any number that nothing else in the database locks


def record(  # noqa: PLR0913 -- a journal row has this many facts
    db: Session,
    act: Act,
    *,
    by: Identity | None,
    now: dt.datetime,
    subject: str,
    consultation_id: int | None,
    details: dict[str, Any] | None = None,
    reason: str = "",
) -> JournalEntry:
    """Append one row. Call it once an act, in the act's own transaction.

    Writers queue: on PostgreSQL by an advisory lock, on SQLite by its single write lock.
    """
    if db.get_bind().dialect.name == "postgresql":
        db.execute(select(sa.func.pg_advisory_xact_lock(LOCK)))
    sequence, previous = head(db)
    entry = JournalEntry(
        sequence=sequence + 1,
        at=now,
        act=act,
        consultation_id=consultation_id,
        actor_id=by.user_id if by else None,
        association_id=by.acting_id if by else None,
        subject=subject,
        details=details or {},
        reason=reason,
        previous_hash=previous,
    )
    entry.hash = digest_of(entry)
    db.add(entry)
    db.flush()
    return entry


def digest_of(entry: JournalEntry) -> str:
    """SHA-256 of all facts of a row and of the hash of the row before."""
    facts = [
        entry.sequence,
        entry.at.astimezone(dt.UTC).isoformat(timespec="microseconds"),
        entry.act.value,
        entry.consultation_id,
        entry.actor_id,
        entry.association_id,
        entry.subject,
        entry.details,
        entry.reason,
        entry.previous_hash,
    ]
    return hashlib.sha256(canonical_json(facts)).hexdigest()


def first_altered(db: Session) -> int | None:
    """Check the whole chain; return the sequence of the first row that does not fit, or None."""
    previous, expected = BEGINNING, 1
    for entry in db.scalars(select(JournalEntry).order_by(JournalEntry.sequence)):
        fits = entry.sequence == expected and entry.previous_hash == previous
        if not fits or entry.hash != digest_of(entry):
            return expected
        previous, expected = entry.hash, expected + 1
    return None


def head(db: Session) -> tuple[int, str]:
    """Return sequence and hash of the last row; (0, zeros) for an empty journal."""
    row = db.execute(
        select(JournalEntry.sequence, JournalEntry.hash)
        .order_by(JournalEntry.sequence.desc())
        .limit(1)
    ).first()
    return (row[0], row[1]) if row else (0, BEGINNING)


def row_of(
    db: Session, act: Act, *, subject: str, consultation_id: int | None
) -> JournalEntry | None:
    """Find the last row of an act; its hash stands for the whole journal up to then."""
    return db.scalars(
        select(JournalEntry)
        .where(
            JournalEntry.act == act,
            JournalEntry.subject == subject,
            JournalEntry.consultation_id == consultation_id,
        )
        .order_by(JournalEntry.sequence.desc())
        .limit(1)
    ).first()


def entries(  # noqa: PLR0913 -- where, when, and what of it
    db: Session,
    consultation_id: int | None,
    *,
    now: dt.datetime,
    act: Act | None = None,
    association_id: int | None = None,
    before: int | None = None,
    limit: int | None = None,
) -> list[JournalEntry]:
    """List rows of a consultation, newest first: all, or those below the sequence `before`.

    Without a consultation, those of the acts that belong to none.
    Who has voted is shown after the close of the ballot only.
    """
    still_open = [f"Ä {number}" for number in db.scalars(_open_ballots(consultation_id, now))]
    query = (
        select(JournalEntry)
        .where(
            JournalEntry.consultation_id == consultation_id,
            sa.or_(JournalEntry.act != Act.VOTE_CAST, JournalEntry.subject.not_in(still_open)),
        )
        .order_by(JournalEntry.sequence.desc())
        .options(joinedload(JournalEntry.actor), joinedload(JournalEntry.association))
        .limit(limit)
    )
    if act is not None:
        query = query.where(JournalEntry.act == act)
    if association_id is not None:
        query = query.where(JournalEntry.association_id == association_id)
    if before is not None:
        query = query.where(JournalEntry.sequence < before)
    return list(db.scalars(query))


def acts_in(db: Session, consultation_id: int | None) -> list[Act]:
    """List the kinds of acts there are in a consultation, or outside of all."""
    return list(
        db.scalars(
            select(JournalEntry.act)
            .where(JournalEntry.consultation_id == consultation_id)
            .distinct()
            .order_by(JournalEntry.act)
        )
    )


def _open_ballots(consultation_id: int | None, now: dt.datetime) -> sa.Select[int | None]:
    return (
        select(Amendment.number)
        .join(Ballot, Ballot.amendment_id == Amendment.id)
        .where(
            Amendment.consultation_id == consultation_id,
            Ballot.closed_at.is_(None),
            Ballot.closes_at > now,
        )
    )
