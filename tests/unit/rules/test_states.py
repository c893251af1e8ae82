"""What may become of an amendment."""

import itertools

import pytest

from guideline_workshop.rules.states import NEEDS_REASON, TRANSITIONS, AmendmentState, may_become

S = AmendmentState
WAYS = {
    (S.DRAFT, S.SUBMITTED),
    (S.SUBMITTED, S.ADMITTED),
    (S.SUBMITTED, S.RETURNED),
    (S.SUBMITTED, S.NOT_ADMITTED),
    (S.SUBMITTED, S.WITHDRAWN),
    (S.ADMITTED, S.WITHDRAWN),
    (S.ADMITTED, S.ADOPTED),
    (S.ADMITTED, S.ADOPTED_MODIFIED),
    (S.ADMITTED, S.REJECTED),
    (S.ADMITTED, S.OBSOLETE),
    (S.ADMITTED, S.REFERRED),
    (S.ADOPTED, S.INCORPORATED),
    (S.ADOPTED_MODIFIED, S.INCORPORATED),
    (S.ADOPTED, S.OBSOLETE),
    (S.ADOPTED_MODIFIED, S.OBSOLETE),
}


@pytest.mark.parametrize(("state", "target"), list(itertools.product(S, S)))
def test_an_amendment_goes_only_the_ways_of_the_procedure(state, target):
    assert may_become(state, target) is ((state, target) in WAYS)


def test_nothing_becomes_a_draft_again():
    assert not any(may_become(state, S.DRAFT) for state in S)


def test_every_state_can_be_reached_from_a_draft():
    reached = {S.DRAFT}
    while new := {target for one in reached for target in TRANSITIONS.get(one, ())} - reached:
        reached |= new
    assert reached == set(S)


def test_refusals_need_a_reason():
    assert {S.RETURNED, S.NOT_ADMITTED} == NEEDS_REASON
