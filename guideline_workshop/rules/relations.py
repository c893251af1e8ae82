"""How the moderation may say that two amendments stand to each other."""

from enum import StrEnum


class RelationKind(StrEnum):
    """What the first amendment is to the second one."""

    COMPETING = "competing"
    """They exclude each other; it says the same of both."""
    FURTHER = "further"
    """It goes further than the other one."""
    DEPENDS = "depends"
    """It makes sense only together with the other one."""
    OBSOLETE_IF = "obsolete_if"
    """It is settled when the other one is adopted."""


MUTUAL = frozenset({RelationKind.COMPETING})
"""Those that say the same of both."""
ONE_WAY = frozenset({RelationKind.FURTHER})
"""Those that cannot hold in both directions."""
