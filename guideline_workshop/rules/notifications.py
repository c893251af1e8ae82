"""Notifications: which mails there are, how often people get them, and when."""

import datetime as dt
from enum import StrEnum
from zoneinfo import ZoneInfo

HOUR_OF_DIGESTS = 7
"""Local time; the weekly one comes on Monday."""
QUIET = dt.timedelta(minutes=10)
"""Nobody gets more than one digest in this time, however much happens."""
PAUSES = tuple(
    dt.timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 4 * 60, 12 * 60, 24 * 60)
)
"""How long to wait after each attempt that failed; there is one attempt more than pauses."""


class Frequency(StrEnum):
    """How often somebody wants a digest of what happened."""

    IMMEDIATELY = "immediately"
    DAILY = "daily"
    WEEKLY = "weekly"
    NEVER = "never"


class MailKind(StrEnum):
    """What a mail is for."""

    INVITATION = "invitation"
    PASSWORD_RESET = "password_reset"  # noqa: S105 -- the name of a kind of mail
    ACCOUNT = "account"
    """Something about one's own account changed."""
    DIGEST = "digest"
    REMINDER = "reminder"
    RECEIPT = "receipt"
    """That an amendment was submitted, and how it reads."""
    FEEDBACK = "feedback"
    """What a reader reported about the accessibility of a page."""


class MailState(StrEnum):
    """What became of a mail."""

    UNDELIVERABLE = "undeliverable"
    WAITING = "waiting"
    SENT = "sent"
    UNNEEDED = "unneeded"
    """What it was to tell of no longer held when its turn came."""


class Lead(StrEnum):
    """How long before a deadline somebody is reminded."""

    WEEK = "week"
    DAY = "day"


LEADS = {Lead.DAY: dt.timedelta(days=1), Lead.WEEK: dt.timedelta(days=7)}
LATE = dt.timedelta(days=1)
"""A reminder that could not be ordered in time is left out after this: another one follows."""


def next_try(attempts: int, now: dt.datetime) -> dt.datetime | None:
    """Say when to try again after so many attempts; None when it is enough."""
    return now + PAUSES[attempts - 1] if attempts <= len(PAUSES) else None


def last_turn(frequency: Frequency, now: dt.datetime, zone: ZoneInfo) -> dt.datetime:
    """Return the last moment up to `now` at which digests of this frequency were due.

    Who wants none has the turn of a day: then what happened is passed over.
    """
    if frequency is Frequency.IMMEDIATELY:
        return now
    local = now.astimezone(zone)
    days = local.weekday() if frequency is Frequency.WEEKLY else 0
    turn = _at_hour(local.date() - dt.timedelta(days=days), zone)
    if turn > now:
        days += 7 if frequency is Frequency.WEEKLY else 1
        turn = _at_hour(local.date() - dt.timedelta(days=days), zone)
    return turn


def lead_at(opens_at: dt.datetime, closes_at: dt.datetime, now: dt.datetime) -> Lead | None:
    """Say which reminder of a round's end is due at `now`.

    None of a lead that began before the round opened: who has just been told need not be reminded.
    """
    for lead, time in LEADS.items():
        begins = closes_at - time
        if opens_at < begins <= now < min(begins + LATE, closes_at):
            return lead
    return None


def _at_hour(day: dt.date, zone: ZoneInfo) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(HOUR_OF_DIGESTS), zone).astimezone(dt.UTC)
