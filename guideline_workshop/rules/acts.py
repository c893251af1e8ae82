"""The acts that the journal records."""

from enum import StrEnum


class Act(StrEnum):
    """What was done."""

    USER_CREATED = "user_created"
    ASSOCIATION_CREATED = "association_created"
    PASSWORD_RESET = "password_reset"  # noqa: S105 -- the name of an act
    CONSULTATION_CREATED = "consultation_created"
    ASSOCIATION_INVITED = "association_invited"
    DOCUMENT_CREATED = "document_created"
    DRAFT_IMPORTED = "draft_imported"
    DRAFT_DISCARDED = "draft_discarded"
    VERSION_PUBLISHED = "version_published"
    ROUND_CREATED = "round_created"
    ROUND_RESCHEDULED = "round_rescheduled"
    AMENDMENT_SUBMITTED = "amendment_submitted"
    AMENDMENT_ADMITTED = "amendment_admitted"
    AMENDMENT_RETURNED = "amendment_returned"
    AMENDMENT_NOT_ADMITTED = "amendment_not_admitted"
    AMENDMENT_WITHDRAWN = "amendment_withdrawn"
    COMMENT_WRITTEN = "comment_written"
    BALLOT_OPENED = "ballot_opened"
    VOTE_CAST = "vote_cast"
    BALLOT_CLOSED = "ballot_closed"
    CONSOLIDATION_BEGUN = "consolidation_begun"
    CONFLICT_RESOLVED = "conflict_resolved"
    CONFLICT_REOPENED = "conflict_reopened"
    VERSION_CONSOLIDATED = "version_consolidated"
    VERSION_ADOPTED = "version_adopted"
