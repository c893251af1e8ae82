"""Notifications: how often people are told what happened, and which mails there are."""

from enum import StrEnum


class Frequency(StrEnum):
    """How often somebody wants a digest of what happened."""

    IMMEDIATELY = "immediately"
    DAILY = "daily"
    WEEKLY = "weekly"
    NEVER = "never"


class MailKind(StrEnum):
    """What a mail is for."""

    INVITATION = "invitation"
    PASSWORD_RESET = "password_reset"  # noqa: S105 -- the name of a kind of mail
    ACCOUNT = "account"
    """Something about one's own account changed."""
    DIGEST = "digest"
    REMINDER = "reminder"
    FEEDBACK = "feedback"
    """What a reader reported about the accessibility of a page."""
