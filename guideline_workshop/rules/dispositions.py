"""Dispositions: what is answered to an amendment, in the words of the field."""

from enum import StrEnum


class Outcome(StrEnum):
    """What the moderation proposes to decide about an amendment."""

    ADOPT = "adopt"
    ADOPT_MODIFIED = "adopt_modified"
    ADOPT_PARTLY = "adopt_partly"
    COVERED_ELSEWHERE = "covered_elsewhere"
    REJECT = "reject"
    OBSOLETE = "obsolete"
    """Settled by another amendment, which is named."""
    TAKE_NOTE = "take_note"
    REFER = "refer"


MODIFIES = frozenset({Outcome.ADOPT_MODIFIED, Outcome.ADOPT_PARTLY})
"""The outcomes that come with a wording of their own."""


class Answer(StrEnum):
    """What the association says to the modified wording that is proposed."""

    AGREED = "agreed"
    OBJECTED = "objected"
