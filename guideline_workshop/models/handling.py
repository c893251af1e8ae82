"""How the moderation organises its work on amendments. Nobody else sees any of it."""

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from guideline_workshop.models.amendment import Amendment
from guideline_workshop.models.meta import Base
from guideline_workshop.models.user import User


class Handling(Base):
    """Who sees to an amendment, and until when. Without a row nothing has been arranged yet."""

    __tablename__ = "handlings"

    amendment_id: Mapped[int] = mapped_column(ForeignKey("amendments.id"), primary_key=True)
    assignee_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    due_on: Mapped[dt.date | None]
    revision: Mapped[int] = mapped_column(default=0)
    """Counts how often it was arranged anew, the tags included; who has seen an older one is told.
    """

    assignee: Mapped[User | None] = relationship()


class AmendmentTag(Base):
    """A free word by which the moderation finds amendments again."""

    __tablename__ = "amendment_tags"

    amendment_id: Mapped[int] = mapped_column(ForeignKey("amendments.id"), primary_key=True)
    name: Mapped[str] = mapped_column(String(40), primary_key=True)


class InternalNote(Base):
    """What a moderator noted on an amendment. A database trigger keeps it as it was written."""

    __tablename__ = "internal_notes"
    __table_args__ = (CheckConstraint("body <> ''", name="body_not_empty"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    amendment_id: Mapped[int] = mapped_column(ForeignKey("amendments.id"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    body: Mapped[str] = mapped_column(Text)
    written_at: Mapped[dt.datetime]

    amendment: Mapped[Amendment] = relationship()
    author: Mapped[User] = relationship()


class SavedFilter(Base):
    """A choice of amendments that a moderator has given a name; it is theirs alone."""

    __tablename__ = "saved_filters"
    __table_args__ = (UniqueConstraint("consultation_id", "user_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    name: Mapped[str] = mapped_column(String(80))
    query: Mapped[str] = mapped_column(Text)
    """As it stands in the address of the inbox."""
