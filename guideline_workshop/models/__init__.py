"""The tables. Importing this package registers all of them with `Base.metadata`."""

from guideline_workshop.models.adoption import Adoption
from guideline_workshop.models.amendment import Amendment
from guideline_workshop.models.association import Association, Membership
from guideline_workshop.models.ballot import Ballot, RollEntry, Vote
from guideline_workshop.models.comment import Comment
from guideline_workshop.models.consolidation import Consolidation
from guideline_workshop.models.consultation import Consultation, Moderation, Participation
from guideline_workshop.models.document import Document
from guideline_workshop.models.draft_import import DraftImport
from guideline_workshop.models.form_post import FormPost
from guideline_workshop.models.journal import JournalEntry
from guideline_workshop.models.login import Login
from guideline_workshop.models.meta import Base
from guideline_workshop.models.round import Invitation, Round
from guideline_workshop.models.user import User, UserRole
from guideline_workshop.models.version import Version

__all__ = [
    "Adoption",
    "Amendment",
    "Association",
    "Ballot",
    "Base",
    "Comment",
    "Consolidation",
    "Consultation",
    "Document",
    "DraftImport",
    "FormPost",
    "Invitation",
    "JournalEntry",
    "Login",
    "Membership",
    "Moderation",
    "Participation",
    "RollEntry",
    "Round",
    "User",
    "UserRole",
    "Version",
    "Vote",
]
