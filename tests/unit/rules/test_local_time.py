"""Deadlines in local time (threat 51): the doubled hour is asked about, the missing one refused."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guideline_workshop.rules.local_time import AmbiguousTime, NonexistentTime, to_utc

BERLIN = ZoneInfo("Europe/Berlin")


local_time = dt.datetime.fromisoformat


def utc(*parts):
    return dt.datetime(*parts, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("local", "expected"),
    [
        (local_time("2026-01-31 23:59"), utc(2026, 1, 31, 22, 59)),
        (local_time("2026-07-31 23:59"), utc(2026, 7, 31, 21, 59)),
        (local_time("2027-03-28 01:59"), utc(2027, 3, 28, 0, 59)),
        (local_time("2027-03-28 03:00"), utc(2027, 3, 28, 1, 0)),
        (local_time("2026-10-25 01:59"), utc(2026, 10, 24, 23, 59)),
        (local_time("2026-10-25 03:00"), utc(2026, 10, 25, 2, 0)),
    ],
)
def test_a_time_that_comes_once_needs_no_question(local, expected):
    assert {to_utc(local, BERLIN, second=second) for second in (None, False, True)} == {expected}


@pytest.mark.parametrize("minute", [0, 30, 59])
def test_a_time_that_comes_twice_is_asked_about(minute):
    local = local_time(f"2026-10-25 02:{minute:02}")
    with pytest.raises(AmbiguousTime):
        to_utc(local, BERLIN)
    assert to_utc(local, BERLIN, second=False) == utc(2026, 10, 25, 0, minute)
    assert to_utc(local, BERLIN, second=True) == utc(2026, 10, 25, 1, minute)


@pytest.mark.parametrize("minute", [0, 30, 59])
@pytest.mark.parametrize("second", [None, False, True])
def test_a_time_that_does_not_exist_is_refused_whatever_is_said(minute, second):
    with pytest.raises(NonexistentTime):
        to_utc(local_time(f"2027-03-28 02:{minute:02}"), BERLIN, second=second)


@given(st.datetimes(local_time("1990-01-01"), local_time("2060-01-01")), st.booleans())
def test_what_is_taken_reads_the_same_on_the_clock_on_the_wall(local, second):
    try:
        moment = to_utc(local, BERLIN, second=second)
    except NonexistentTime:
        return
    assert moment.tzinfo is dt.UTC
    assert moment.astimezone(BERLIN).replace(tzinfo=None, fold=0) == local
