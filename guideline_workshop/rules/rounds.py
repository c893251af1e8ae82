"""Rounds: kinds, and the state that follows from the dates."""

import datetime as dt
from enum import StrEnum


class RoundKind(StrEnum):
    """What a round is for."""

    COMMENT = "comment"
    AMENDMENT = "amendment"
    BALLOT = "ballot"


class RoundState(StrEnum):
    """Where a round stands at a moment."""

    PLANNED = "planned"
    OPEN = "open"
    CLOSED = "closed"


def state_of(opens_at: dt.datetime, closes_at: dt.datetime, now: dt.datetime) -> RoundState:
    """Say where a round stands at `now`.

    It is open from `opens_at` on and no longer at `closes_at` itself. All three are aware.
    """
    if now < opens_at:
        return RoundState.PLANNED
    return RoundState.OPEN if now < closes_at else RoundState.CLOSED
