"""Where an invitation stands."""

import datetime as dt

import pytest

from guideline_workshop.rules.invitations import InvitationState, state_of

NOW = dt.datetime(2027, 3, 1, 9, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
WAITING = {
    "sent_at": None,
    "expires_at": NOW + DAY,
    "accepted_at": None,
    "revoked_at": None,
    "is_undeliverable": False,
}


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        ({}, InvitationState.QUEUED),
        ({"is_undeliverable": True}, InvitationState.UNDELIVERABLE),
        ({"sent_at": NOW}, InvitationState.SENT),
        ({"sent_at": NOW, "expires_at": NOW}, InvitationState.EXPIRED),
        ({"sent_at": NOW, "is_undeliverable": True}, InvitationState.UNDELIVERABLE),
        ({"revoked_at": NOW, "is_undeliverable": True}, InvitationState.REVOKED),
        ({"sent_at": NOW, "expires_at": NOW - DAY, "accepted_at": NOW - DAY},
         InvitationState.ACCEPTED),
    ],
)  # fmt: skip
def test_the_state_follows_from_the_moments(facts, state):
    assert state_of(**WAITING | facts, now=NOW) is state
