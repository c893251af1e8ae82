"""How the text of an amendment came about."""

from enum import StrEnum


class SubmissionKind(StrEnum):
    """Why there is another edition of an amendment."""

    SUBMITTED = "submitted"
    REVISED = "revised"
    """Its association has submitted it anew."""
    CORRECTED = "corrected"
    """The moderation has put it in another place, and its association has confirmed that."""
    TAKEN_OVER = "taken_over"
    """Its association has withdrawn it, and a co-submitter goes on with it, word for word."""
    CARRIED = "carried"
    """The text has a new version, for which it says the same."""
    CHECKED = "checked"
    """As before; what the new version says otherwise at its place, people have decided."""
