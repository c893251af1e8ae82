"""Where the invitation of a member stands."""

import datetime as dt
from enum import StrEnum


class InvitationState(StrEnum):
    """What became of an invitation."""

    QUEUED = "queued"
    """Its mail has not left yet."""
    UNDELIVERABLE = "undeliverable"
    """Its mail could not be delivered."""
    SENT = "sent"
    EXPIRED = "expired"
    ACCEPTED = "accepted"
    REVOKED = "revoked"


def state_of(  # noqa: PLR0913 -- an invitation has this many moments
    *,
    sent_at: dt.datetime | None,
    expires_at: dt.datetime,
    accepted_at: dt.datetime | None,
    revoked_at: dt.datetime | None,
    is_undeliverable: bool,
    now: dt.datetime,
) -> InvitationState:
    """Say where an invitation stands; what is final counts before what the mail did."""
    if accepted_at is not None:
        return InvitationState.ACCEPTED
    if revoked_at is not None:
        return InvitationState.REVOKED
    if is_undeliverable:
        return InvitationState.UNDELIVERABLE
    if sent_at is None:
        return InvitationState.QUEUED
    return InvitationState.SENT if now < expires_at else InvitationState.EXPIRED
