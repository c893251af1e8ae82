"""Roles: what a person is in the product, in an association, and towards one object."""

from enum import StrEnum


class GlobalRole(StrEnum):
    """What a user may be everywhere."""

    ADMINISTRATOR = "administrator"
    MODERATOR = "moderator"
    """May set up consultations; leads those where they are named as moderator."""
    BOARD = "board"


class MembershipRole(StrEnum):
    """What a user is in an association."""

    DRAFTER = "drafter"
    DELEGATE = "delegate"


class Role(StrEnum):
    """What an identity is towards the object at hand; it may be several at once.

    Drafter and delegate mean: of an association that takes part, and for an amendment or a ballot:
    of the very association that submitted it or is on the roll.
    """

    VISITOR = "visitor"
    SIGNED_IN = "signed_in"
    DRAFTER = "drafter"
    DELEGATE = "delegate"
    MODERATOR = "moderator"
    FOUNDER = "founder"
    """May set up consultations: has the global role of a moderator."""
    BOARD = "board"
    ADMINISTRATOR = "administrator"
