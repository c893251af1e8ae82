"""Ballots: choices, states, and the count."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from guideline_workshop.rules.majorities import Majority, is_reached


class Choice(StrEnum):
    """What a vote can say."""

    YES = "yes"
    NO = "no"
    ABSTAIN = "abstain"


class BallotState(StrEnum):
    """Where a ballot stands at a moment."""

    OPEN = "open"
    ENDED = "ended"
    """No more votes; the result is not yet determined."""
    CLOSED = "closed"


@dataclass(frozen=True)
class Tally:
    """The counted votes of a ballot."""

    entitled: int
    yes: int
    no: int
    abstentions: int
    majority: Majority
    adopted: bool

    @property
    def cast(self) -> int:
        """How many of those entitled voted."""
        return self.yes + self.no + self.abstentions


def ballot_state(
    closes_at: dt.datetime, closed_at: dt.datetime | None, now: dt.datetime
) -> BallotState:
    """Say where a ballot stands at `now`; voting is over at `closes_at` itself."""
    if closed_at is not None:
        return BallotState.CLOSED
    return BallotState.OPEN if now < closes_at else BallotState.ENDED


def tally(choices: Iterable[Choice], *, entitled: int, majority: Majority) -> Tally:
    """Count `choices` under `majority`, each with the weight one.

    Raises ValueError when more votes were cast than associations are entitled.
    """
    counted = Counter(choices)
    if counted.total() > entitled:
        raise ValueError("more votes than associations entitled to vote")
    yes, no = counted[Choice.YES], counted[Choice.NO]
    return Tally(
        entitled=entitled,
        yes=yes,
        no=no,
        abstentions=counted[Choice.ABSTAIN],
        majority=majority,
        adopted=is_reached(majority, yes=yes, no=no),
    )
