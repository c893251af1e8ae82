"""Ballots: when one can vote, and what the count says."""

import datetime as dt
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guideline_workshop.rules.ballots import BallotState, Choice, ballot_state, tally
from guideline_workshop.rules.majorities import Majority, is_reached

CLOSES = dt.datetime(2026, 5, 4, 12, tzinfo=dt.UTC)
MILLISECOND = dt.timedelta(milliseconds=1)
YES, NO, ABSTAIN = Choice.YES, Choice.NO, Choice.ABSTAIN


def count(*choices, entitled=10):
    return tally(choices, entitled=entitled, majority=Majority.SIMPLE)


@pytest.mark.parametrize(
    ("closed_at", "now", "state"),
    [
        (None, CLOSES - MILLISECOND, BallotState.OPEN),
        (None, CLOSES, BallotState.ENDED),
        (None, CLOSES + MILLISECOND, BallotState.ENDED),
        (CLOSES, CLOSES, BallotState.CLOSED),
        (CLOSES - 5 * MILLISECOND, CLOSES - MILLISECOND, BallotState.CLOSED),
    ],
)
def test_voting_ends_at_the_end_and_the_result_comes_with_the_close(closed_at, now, state):
    assert ballot_state(CLOSES, closed_at, now) is state


@pytest.mark.parametrize(
    ("choices", "adopted"),
    [
        ((), False),
        ((ABSTAIN, ABSTAIN, ABSTAIN), False),
        ((YES,), True),
        ((NO,), False),
        ((YES, NO), False),
        ((YES, NO, ABSTAIN), False),
        ((YES, YES, NO, ABSTAIN, ABSTAIN, ABSTAIN, ABSTAIN), True),
        ((YES, NO, NO), False),
    ],
)
def test_more_yes_than_no_adopts_and_a_tie_rejects(choices, adopted):
    assert count(*choices).adopted is adopted


def test_the_count_names_every_figure():
    counted = count(YES, YES, NO, ABSTAIN, entitled=7)
    figures = (counted.entitled, counted.cast, counted.yes, counted.no, counted.abstentions)
    assert figures == (7, 4, 2, 1, 1)
    assert counted.majority is Majority.SIMPLE


def test_all_entitled_may_vote_and_not_one_more():
    assert count(YES, YES, entitled=2).cast == 2
    with pytest.raises(ValueError, match="more votes"):
        count(YES, YES, YES, entitled=2)
    with pytest.raises(ValueError, match="more votes"):
        count(ABSTAIN, entitled=0)


def test_a_ballot_without_anybody_entitled_rejects():
    assert count(entitled=0).adopted is False


@pytest.mark.parametrize("majority", Majority)
def test_a_result_without_a_single_yes_never_adopts(majority):
    assert not any(is_reached(majority, yes=0, no=no) for no in range(4))


@given(st.permutations([YES] * 3 + [NO] * 2 + [ABSTAIN] * 4))
def test_the_order_of_the_votes_does_not_matter(choices):
    assert count(*choices) == count(*sorted(choices))


@given(st.lists(st.sampled_from(Choice), max_size=30))
def test_the_simple_majority_is_more_than_half_of_yes_and_no(choices):
    counted = count(*choices, entitled=30)
    said = counted.yes + counted.no
    assert counted.adopted is (said > 0 and Fraction(counted.yes, said) > Fraction(1, 2))
