"""Digests: what happened in a consultation since somebody was last told, in one mail.

Ordering decides when somebody is told, and marks up to where. What the mail says is gathered when
it is delivered: by then somebody may have left, and reads nothing.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from guideline_workshop.models import (
    Consultation,
    DigestMark,
    JournalEntry,
    Membership,
    Moderation,
    NotificationChoice,
    Participation,
    Round,
    User,
    UserRole,
)
from guideline_workshop.rules.acts import Act
from guideline_workshop.rules.notifications import QUIET, Frequency, MailKind, last_turn
from guideline_workshop.rules.roles import GlobalRole
from guideline_workshop.services import happenings, journal, outbox
from guideline_workshop.services.errors import Invalid
from guideline_workshop.services.happenings import TOLD, Happening

LOCK = 7_451_003  # any number that nothing else in the database locks
MOST = 40
"""Happenings of one consultation that a mail tells; the page has all."""


@dataclass(frozen=True)
class Section:
    """What happened in one consultation, newest first."""

    consultation: Consultation
    happenings: tuple[Happening, ...]
    more: int
    """How many older ones are left out."""


@dataclass(frozen=True)
class _Follower:
    """Somebody whom a consultation concerns."""

    user_id: int
    address: str
    consultation_id: int
    frequency: Frequency
    mark: DigestMark | None


@dataclass(frozen=True)
class _News:
    """What may have to be told: acts with who did them, and rounds that have begun."""

    acts: Mapping[int, list[tuple[int, int | None]]]
    begun: Mapping[int, list[dt.datetime]]

    def concern(self, one: _Follower, mark: DigestMark) -> bool:
        """Say whether there is anything new to `one`; what people did they know themselves."""
        return any(
            sequence > mark.sequence and actor != one.user_id
            for sequence, actor in self.acts[one.consultation_id]
        ) or any(at > mark.at for at in self.begun[one.consultation_id])


def concerned() -> sa.CompoundSelect[tuple[int, int]]:
    """Select whom a consultation concerns: members of those that take part, moderation, board."""
    return sa.union(
        select(
            Membership.user_id.label("user_id"),
            Participation.consultation_id.label("consultation_id"),
        ).join(Participation, Participation.association_id == Membership.association_id),
        select(Moderation.user_id, Moderation.consultation_id),
        select(UserRole.user_id, Consultation.id)
        .join(Consultation, sa.true())
        .where(UserRole.role == GlobalRole.BOARD),
    )


def order_due(db: Session, *, zone: ZoneInfo, now: dt.datetime) -> int:
    """Order the digests whose turn has come; return how many.

    One sweep at a time: on PostgreSQL by an advisory lock, on SQLite by its single write lock.
    """
    if db.get_bind().dialect.name == "postgresql":
        db.execute(select(sa.func.pg_advisory_xact_lock(LOCK)))
    sequence, _hash = journal.head(db)
    turns = {frequency: last_turn(frequency, now, zone) for frequency in Frequency}
    waiting = []
    for one in _followers(db):
        if one.mark is None:  # told from now on
            db.add(
                DigestMark(
                    user_id=one.user_id,
                    consultation_id=one.consultation_id,
                    sequence=sequence,
                    at=now,
                )
            )
        elif one.mark.at < turns[one.frequency]:
            waiting.append((one, one.mark))
    ordered = _order(db, waiting, sequence, now)
    db.flush()
    return ordered


def sections(db: Session, user_id: int, parts: Collection[Mapping[str, Any]]) -> list[Section]:
    """Gather what a digest tells, as far as it still concerns the recipient."""
    concerned_now: set[int] = set(
        db.scalars(
            sa.select(sa.column("consultation_id"))
            .select_from(concerned().subquery())
            .where(sa.column("user_id") == user_id)
        )
    )
    found = []
    for part in parts:
        if part["consultation"] in concerned_now:
            section = _section(db, user_id, part)
            found += [section] if section.happenings else []
    return found


def _order(
    db: Session, waiting: list[tuple[_Follower, DigestMark]], sequence: int, now: dt.datetime
) -> int:
    news = _news(db, [mark for _one, mark in waiting], now)
    last = outbox.last_at(db, {one.user_id for one, _mark in waiting}, MailKind.DIGEST)
    ordered = 0
    for user_id, group in groupby(waiting, lambda pair: pair[0].user_id):
        own = list(group)
        if user_id in last and last[user_id] > now - QUIET:
            continue
        ordered += _order_one(db, [pair for pair in own if news.concern(*pair)], sequence, now)
        for one, mark in own:
            if one.frequency is not Frequency.IMMEDIATELY or news.concern(one, mark):
                mark.sequence, mark.at = sequence, now
    return ordered


def _order_one(
    db: Session, told: list[tuple[_Follower, DigestMark]], sequence: int, now: dt.datetime
) -> bool:
    wanted = [pair for pair in told if pair[0].frequency is not Frequency.NEVER]
    if not wanted:
        return False
    one = wanted[0][0]
    parts = [
        {
            "consultation": mark.consultation_id,
            "after": mark.sequence,
            "upto": sequence,
            "since": mark.at.isoformat(),
            "until": now.isoformat(),
        }
        for _one, mark in wanted
    ]
    try:
        mail = outbox.order(
            db,
            MailKind.DIGEST,
            thing=f"digest {one.user_id} {now.isoformat(timespec='seconds')}",
            address=one.address,
            user_id=one.user_id,
            data={"parts": parts},
            now=now,
        )
    except Invalid:  # an address nobody can write to must not keep the mails of the others
        return False
    return mail is not None


def _followers(db: Session) -> list[_Follower]:
    """List everybody whom a consultation concerns and who can sign in, by user."""
    pairs = concerned().subquery()
    rows = db.execute(
        select(
            User.id,
            User.email,
            pairs.c.consultation_id,
            sa.func.coalesce(NotificationChoice.frequency, User.frequency),
            DigestMark,
        )
        .join(pairs, pairs.c.user_id == User.id)
        .outerjoin(
            NotificationChoice,
            (NotificationChoice.user_id == User.id)
            & (NotificationChoice.consultation_id == pairs.c.consultation_id),
        )
        .outerjoin(
            DigestMark,
            (DigestMark.user_id == User.id)
            & (DigestMark.consultation_id == pairs.c.consultation_id),
        )
        .where(User.locked_at.is_(None), User.removed_at.is_(None))
        .order_by(User.id, pairs.c.consultation_id)
    )
    return [_Follower(*row) for row in rows]


def _news(db: Session, marks: list[DigestMark], now: dt.datetime) -> _News:
    acts: dict[int, list[tuple[int, int | None]]] = defaultdict(list)
    begun: dict[int, list[dt.datetime]] = defaultdict(list)
    if marks:
        query = select(JournalEntry.consultation_id, JournalEntry.sequence, JournalEntry.actor_id)
        for consultation_id, sequence, actor in db.execute(
            query.where(
                JournalEntry.sequence > min(mark.sequence for mark in marks),
                JournalEntry.consultation_id.is_not(None),
                JournalEntry.act.in_(TOLD),
            )
        ):
            acts[consultation_id or 0].append((sequence, actor))
        since = min(mark.at for mark in marks)
        for consultation_id, at in db.execute(
            select(Round.consultation_id, Round.opens_at).where(
                Round.opens_at > since, Round.opens_at <= now
            )
        ):
            begun[consultation_id].append(at)
    return _News(acts, begun)


def _section(db: Session, user_id: int, part: Mapping[str, Any]) -> Section:
    consultation = db.get_one(Consultation, part["consultation"])
    entries = db.scalars(
        select(JournalEntry)
        .where(
            JournalEntry.consultation_id == consultation.id,
            JournalEntry.sequence > part["after"],
            JournalEntry.sequence <= part["upto"],
            JournalEntry.act.in_(TOLD),
            JournalEntry.actor_id.is_distinct_from(user_id),
        )
        .order_by(JournalEntry.sequence.desc())
    ).all()
    told = happenings.of(db, consultation, entries[:MOST])
    told += _begun(db, consultation, part)
    told.sort(key=lambda one: one.at, reverse=True)
    return Section(consultation, tuple(told), max(0, len(entries) - MOST))


def _begun(db: Session, consultation: Consultation, part: Mapping[str, Any]) -> list[Happening]:
    """Tell the rounds that began meanwhile, but those that were only just planned."""
    since, until = (dt.datetime.fromisoformat(part[name]) for name in ("since", "until"))
    planned = select(JournalEntry.subject).where(
        JournalEntry.consultation_id == consultation.id,
        JournalEntry.sequence > part["after"],
        JournalEntry.act == Act.ROUND_CREATED,
    )
    found = db.scalars(
        select(Round)
        .where(
            Round.consultation_id == consultation.id,
            Round.opens_at > since,
            Round.opens_at <= until,
            Round.closes_at > until,
            Round.title.not_in(planned),
        )
        .options(joinedload(Round.consultation))
    )
    return [happenings.begun(one) for one in found]
