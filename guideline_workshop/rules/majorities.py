"""Majorities: what must happen for a motion to be adopted."""

from enum import StrEnum


class Majority(StrEnum):
    """The rules a ballot can be held under."""

    SIMPLE = "simple"


def is_reached(majority: Majority, *, yes: int, no: int) -> bool:
    """Say whether the votes adopt the motion.

    Simple: more yes than no; abstentions do not count, a tie rejects, and so does a ballot without
    a single yes or no. Source: section 54 (1) HGO (Hessian municipal code).
    """
    match majority:
        case Majority.SIMPLE:
            return yes > no
