"""How the text of an amendment came about, and on which way it reached the moderation."""

from enum import StrEnum


class SubmissionKind(StrEnum):
    """Why there is another edition of an amendment."""

    SUBMITTED = "submitted"
    REVISED = "revised"
    """Its association has submitted it anew."""
    TAKEN_OVER = "taken_over"
    """Its association has withdrawn it, and a co-submitter goes on with it, word for word."""
    CORRECTED = "corrected"
    """The moderation has put it right, and its association has agreed."""
    CARRIED = "carried"
    """A new version of the text was published, and it was carried over to that."""


class Channel(StrEnum):
    """The way on which an amendment came in; all count the same."""

    ONLINE = "online"
    LETTER = "letter"
    EMAIL = "email"
    TELEPHONE = "telephone"
    WORKSHOP = "workshop"


class RelationKind(StrEnum):
    """How the moderation says that an amendment stands to another one."""

    COMPETING = "competing"
    MORE_FAR_REACHING = "more_far_reaching"
    """The first one reaches further than the second, and is voted on before it."""
    DEPENDS_ON = "depends_on"
    """The first one makes sense only if the second is adopted."""
    OBSOLETE_IF_ADOPTED = "obsolete_if_adopted"
    """The first one is settled when the second is adopted."""
