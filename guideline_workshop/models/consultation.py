"""Consultations, their moderators and the associations that take part."""

import datetime as dt

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from guideline_workshop.models.association import Association
from guideline_workshop.models.meta import Base
from guideline_workshop.models.user import User


class Consultation(Base):
    """One procedure: documents, associations, rounds, journal."""

    __tablename__ = "consultations"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    summary: Mapped[str] = mapped_column(Text, default="")
    is_public: Mapped[bool] = mapped_column(default=False)
    """Whether visitors may read it; otherwise only those who take part."""
    created_at: Mapped[dt.datetime]

    participations: Mapped[list["Participation"]] = relationship()
    moderations: Mapped[list["Moderation"]] = relationship()


class Moderation(Base):
    """A user who leads a consultation."""

    __tablename__ = "moderations"

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True, index=True)

    user: Mapped[User] = relationship()


class Participation(Base):
    """An association that takes part in a consultation."""

    __tablename__ = "participations"

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"), primary_key=True)
    association_id: Mapped[int] = mapped_column(
        ForeignKey("associations.id"), primary_key=True, index=True
    )
    invited_at: Mapped[dt.datetime]
    invited_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    """The moderator who invited it; unknown for those of before it was recorded."""

    association: Mapped[Association] = relationship()
    invited_by: Mapped[User | None] = relationship()
