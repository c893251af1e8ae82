"""The tables. Importing this package registers all of them with `Base.metadata`."""

from guideline_workshop.models.adoption import Adoption
from guideline_workshop.models.amendment import Amendment, CoSubmission, Submission, Support
from guideline_workshop.models.association import Association, Membership, MembershipInvitation
from guideline_workshop.models.ballot import Ballot, RollEntry, Vote
from guideline_workshop.models.comment import Comment
from guideline_workshop.models.consolidation import Consolidation
from guideline_workshop.models.consultation import Consultation, Moderation, Participation
from guideline_workshop.models.document import Document
from guideline_workshop.models.draft_import import DraftImport
from guideline_workshop.models.form_post import FormPost
from guideline_workshop.models.handling import (
    AmendmentTag,
    Handling,
    InternalNote,
    SavedFilter,
)
from guideline_workshop.models.journal import JournalEntry
from guideline_workshop.models.login import Attempt, Login, PasswordReset
from guideline_workshop.models.mail import DigestMark, Mail, NotificationChoice
from guideline_workshop.models.meta import Base
from guideline_workshop.models.place_correction import PlaceCorrection
from guideline_workshop.models.proposal import ProposedDecision
from guideline_workshop.models.relation import AmendmentRelation
from guideline_workshop.models.round import Invitation, Round
from guideline_workshop.models.search import AmendmentWords
from guideline_workshop.models.site_page import SitePage
from guideline_workshop.models.user import ExternalIdentity, Passkey, RecoveryCode, User, UserRole
from guideline_workshop.models.version import Version

__all__ = [
    "Adoption",
    "Amendment",
    "AmendmentRelation",
    "AmendmentTag",
    "AmendmentWords",
    "Association",
    "Attempt",
    "Ballot",
    "Base",
    "CoSubmission",
    "Comment",
    "Consolidation",
    "Consultation",
    "DigestMark",
    "Document",
    "DraftImport",
    "ExternalIdentity",
    "FormPost",
    "Handling",
    "InternalNote",
    "Invitation",
    "JournalEntry",
    "Login",
    "Mail",
    "Membership",
    "MembershipInvitation",
    "Moderation",
    "NotificationChoice",
    "Participation",
    "Passkey",
    "PasswordReset",
    "PlaceCorrection",
    "ProposedDecision",
    "RecoveryCode",
    "RollEntry",
    "Round",
    "SavedFilter",
    "SitePage",
    "Submission",
    "Support",
    "User",
    "UserRole",
    "Version",
    "Vote",
]
