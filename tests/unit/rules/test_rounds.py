"""A round's state follows from its dates and the moment alone."""

import datetime as dt

import pytest

from guideline_workshop.rules.rounds import RoundState, state_of

OPENS = dt.datetime(2026, 3, 2, 8, tzinfo=dt.UTC)
CLOSES = dt.datetime(2026, 3, 30, 22, tzinfo=dt.UTC)
MILLISECOND = dt.timedelta(milliseconds=1)


@pytest.mark.parametrize(
    ("now", "state"),
    [
        (OPENS - MILLISECOND, RoundState.PLANNED),
        (OPENS, RoundState.OPEN),
        (CLOSES - MILLISECOND, RoundState.OPEN),
        (CLOSES, RoundState.CLOSED),
        (CLOSES + MILLISECOND, RoundState.CLOSED),
    ],
)
def test_a_round_is_open_from_its_begin_until_just_before_its_end(now, state):
    assert state_of(OPENS, CLOSES, now) is state


def test_the_zone_of_the_moment_does_not_matter():
    zone = dt.timezone(dt.timedelta(hours=-11))
    assert state_of(OPENS, CLOSES, CLOSES.astimezone(zone)) is RoundState.CLOSED
    assert state_of(OPENS, CLOSES, (CLOSES - MILLISECOND).astimezone(zone)) is RoundState.OPEN


def test_a_moment_without_a_zone_is_a_mistake():
    with pytest.raises(TypeError):
        state_of(OPENS, CLOSES, OPENS.replace(tzinfo=None))
