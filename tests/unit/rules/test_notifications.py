"""When mails are due."""

import datetime as dt
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from guideline_workshop.rules.notifications import (
    PAUSES,
    Frequency,
    Lead,
    last_turn,
    lead_at,
    next_try,
)

BERLIN = ZoneInfo("Europe/Berlin")
DAY = dt.timedelta(days=1)


def at(*parts):
    return dt.datetime(*parts, tzinfo=BERLIN)


def turn(frequency, now):
    return last_turn(frequency, now, BERLIN)


def test_pauses_between_attempts_grow():
    assert all(before < after for before, after in pairwise(PAUSES))


def test_after_the_last_attempt_there_is_none():
    now = at(2026, 3, 2, 12)
    assert next_try(1, now) == now + PAUSES[0]
    assert next_try(len(PAUSES), now) == now + PAUSES[-1]
    assert next_try(len(PAUSES) + 1, now) is None


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (at(2026, 3, 3, 6, 59), at(2026, 3, 2, 7)),
        (at(2026, 3, 3, 7), at(2026, 3, 3, 7)),
        (at(2026, 3, 3, 23, 59), at(2026, 3, 3, 7)),
        (at(2026, 3, 29, 12), at(2026, 3, 29, 7)),  # summer time has begun in this night
        (at(2026, 10, 25, 6), at(2026, 10, 24, 7)),  # and has ended in this one
    ],
)
def test_a_day_begins_at_seven_by_the_clock_on_the_wall(now, expected):
    assert turn(Frequency.DAILY, now) == expected
    assert turn(Frequency.NEVER, now) == expected


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (at(2026, 3, 2, 6), at(2026, 2, 23, 7)),  # a Monday, too early
        (at(2026, 3, 2, 7), at(2026, 3, 2, 7)),
        (at(2026, 3, 8, 23), at(2026, 3, 2, 7)),
    ],
)
def test_a_week_begins_on_monday_at_seven(now, expected):
    assert turn(Frequency.WEEKLY, now) == expected


def test_at_once_is_always():
    now = at(2026, 3, 2, 3, 21)
    assert turn(Frequency.IMMEDIATELY, now) == now


@pytest.mark.parametrize(
    ("days_left", "lead"),
    [(7.1, None), (7, Lead.WEEK), (6.1, Lead.WEEK), (6, None), (1.1, None), (1, Lead.DAY),
     (0.1, Lead.DAY), (0, None)],
)  # fmt: skip
def test_reminders_have_their_day(days_left, lead):
    end = at(2026, 5, 1, 18)
    assert lead_at(end - 30 * DAY, end, end - days_left * DAY) == lead


def test_a_reminder_whose_moment_lies_before_the_beginning_is_left_out():
    end = at(2026, 5, 1, 18)
    assert lead_at(end - 7 * DAY, end, end - 6.5 * DAY) is None
    assert lead_at(end - 7 * DAY, end, end - DAY / 2) is Lead.DAY
