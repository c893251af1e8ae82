"""The states of amendments and the transitions between them."""

from collections.abc import Mapping
from enum import StrEnum


class DocumentType(StrEnum):
    """What kind of text a document is."""

    GUIDELINES = "guidelines"
    RECOMMENDATIONS = "recommendations"


class AmendmentState(StrEnum):
    """Where an amendment stands in the procedure."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    ADMITTED = "admitted"
    RETURNED = "returned"
    NOT_ADMITTED = "not_admitted"
    WITHDRAWN = "withdrawn"
    ADOPTED = "adopted"
    ADOPTED_MODIFIED = "adopted_modified"
    REJECTED = "rejected"
    OBSOLETE = "obsolete"
    REFERRED = "referred"
    INCORPORATED = "incorporated"


TRANSITIONS: Mapping[AmendmentState, frozenset[AmendmentState]] = {
    AmendmentState.DRAFT: frozenset({AmendmentState.SUBMITTED}),
    AmendmentState.SUBMITTED: frozenset(
        {
            AmendmentState.ADMITTED,
            AmendmentState.RETURNED,
            AmendmentState.NOT_ADMITTED,
            AmendmentState.WITHDRAWN,
        }
    ),
    AmendmentState.ADMITTED: frozenset(
        {
            AmendmentState.WITHDRAWN,
            AmendmentState.ADOPTED,
            AmendmentState.ADOPTED_MODIFIED,
            AmendmentState.REJECTED,
            AmendmentState.OBSOLETE,
            AmendmentState.REFERRED,
        }
    ),
    # another adopted wording may have been preferred when they were merged
    AmendmentState.ADOPTED: frozenset({AmendmentState.INCORPORATED, AmendmentState.OBSOLETE}),
    AmendmentState.ADOPTED_MODIFIED: frozenset(
        {AmendmentState.INCORPORATED, AmendmentState.OBSOLETE}
    ),
}

NEEDS_REASON = frozenset({AmendmentState.RETURNED, AmendmentState.NOT_ADMITTED})
"""The submitter is told why."""


REVISABLE = frozenset({AmendmentState.SUBMITTED, AmendmentState.RETURNED, AmendmentState.ADMITTED})
"""What its association may submit anew; it begins as submitted again."""


OPEN = REVISABLE
"""What is not decided yet, and follows the text when that has a new version."""


def may_become(state: AmendmentState, target: AmendmentState) -> bool:
    """Say whether an amendment may go from `state` to `target`."""
    return target in TRANSITIONS.get(state, frozenset())
