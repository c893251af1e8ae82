"""All that is stored about a person, for the person (Article 15 and 20 GDPR)."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from sqlalchemy import select
from sqlalchemy.orm import Session

from guideline_workshop.models import (
    Adoption,
    Amendment,
    AmendmentRelation,
    Base,
    Comment,
    Consolidation,
    CoSubmission,
    DigestMark,
    DraftImport,
    ExternalIdentity,
    Handling,
    InternalNote,
    JournalEntry,
    Login,
    Mail,
    Membership,
    MembershipInvitation,
    Moderation,
    NotificationChoice,
    Participation,
    Passkey,
    PasswordReset,
    PlaceCorrection,
    ProposedDecision,
    RecoveryCode,
    SavedFilter,
    SitePage,
    Submission,
    Support,
    User,
    UserRole,
    Version,
    Vote,
)
from guideline_workshop.services.identities import Identity

KEPT_SECRET = frozenset(
    {
        "password_hash",
        "totp_secret",
        "totp_step",
        "token_hash",
        "code_hash",
        "credential_id",
        "public_key",
    }
)
"""What only proves who somebody is; a copy of it would help nobody but a thief."""
OF_THE_TEXT = frozenset({"text", "provisions", "lines", "provenance", "changes", "report"})
"""Texts of the procedure, which one reads there."""
WHOSE: tuple[tuple[str, sa.ColumnElement[int] | Any], ...] = (  # instrumented attributes
    ("account", User.id),
    ("roles", UserRole.user_id),
    ("memberships", Membership.user_id),
    ("moderations", Moderation.user_id),
    ("logins", Login.user_id),
    ("passkeys", Passkey.user_id),
    ("recovery_codes", RecoveryCode.user_id),
    ("provider_accounts", ExternalIdentity.user_id),
    ("password_resets", PasswordReset.user_id),
    ("notification_choices", NotificationChoice.user_id),
    ("digests", DigestMark.user_id),
    ("mails", Mail.user_id),
    ("invitations_accepted", MembershipInvitation.accepted_by_id),
    ("invitations_sent", MembershipInvitation.invited_by_id),
    ("associations_invited", Participation.invited_by_id),
    ("amendments", Amendment.created_by_id),
    ("submissions", Submission.submitted_by_id),
    ("co_submissions_asked", CoSubmission.invited_by_id),
    ("co_submissions_answered", CoSubmission.answered_by_id),
    ("supports", Support.by_id),
    ("proposed_decisions", ProposedDecision.created_by_id),
    ("proposed_decisions_published", ProposedDecision.published_by_id),
    ("proposed_decisions_answered", ProposedDecision.answered_by_id),
    ("amendments_to_see_to", Handling.assignee_id),
    ("internal_notes", InternalNote.author_id),
    ("saved_filters", SavedFilter.user_id),
    ("places_corrected", PlaceCorrection.proposed_by_id),
    ("places_answered", PlaceCorrection.answered_by_id),
    ("relations_set", AmendmentRelation.set_by_id),
    ("relations_removed", AmendmentRelation.removed_by_id),
    ("comments", Comment.author_id),
    ("votes", Vote.cast_by_id),
    ("imports", DraftImport.created_by_id),
    ("versions", Version.published_by_id),
    ("consolidations", Consolidation.created_by_id),
    ("adoptions", Adoption.adopted_by_id),
    ("pages", SitePage.changed_by_id),
    ("journal", JournalEntry.actor_id),
)
"""Every table that names a person, and the column that does."""


def of(db: Session, identity: Identity) -> dict[str, list[dict[str, Any]]]:
    """Gather all rows that name the person, by what they are."""
    return {
        name: [_shown(row) for row in db.scalars(_rows(column, identity.user_id))]
        for name, column in WHOSE
    }


def _rows(column: Any, user_id: int) -> sa.Select[Any]:
    table = column.class_
    return select(table).where(column == user_id).order_by(*sa.inspect(table).primary_key)


def _shown(row: Base) -> dict[str, Any]:
    names: Iterable[str] = (one.key for one in sa.inspect(type(row)).column_attrs)
    hidden = KEPT_SECRET | OF_THE_TEXT
    return {name: _plain(getattr(row, name)) for name in names if name not in hidden}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.date) else value
