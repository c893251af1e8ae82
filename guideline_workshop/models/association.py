"""Associations and who belongs to them."""

import datetime as dt

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from guideline_workshop.models.meta import Base, stored_enum
from guideline_workshop.models.user import User
from guideline_workshop.rules.roles import MembershipRole


class Association(Base):
    """An organisation that takes part; it, not a person, submits and votes."""

    __tablename__ = "associations"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200), unique=True)
    short_name: Mapped[str] = mapped_column(String(40), unique=True)
    kind: Mapped[str] = mapped_column(String(80), default="")
    postal_address: Mapped[str] = mapped_column(Text, default="")
    contact_name: Mapped[str] = mapped_column(String(200), default="")
    contact_email: Mapped[str] = mapped_column(String(254), default="")
    weight: Mapped[int] = mapped_column(default=1)
    """How many votes it has where votes are weighted."""


class Membership(Base):
    """A user in an association."""

    __tablename__ = "memberships"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    association_id: Mapped[int] = mapped_column(
        ForeignKey("associations.id"), primary_key=True, index=True
    )
    role: Mapped[MembershipRole] = mapped_column(stored_enum(MembershipRole))
    since: Mapped[dt.datetime | None]
    """When they joined; unknown for those of before it was recorded."""

    user: Mapped[User] = relationship()
    association: Mapped[Association] = relationship()


class MembershipInvitation(Base):
    """A mailed link with which somebody becomes a member of an association, once."""

    __tablename__ = "membership_invitations"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    """SHA-256 of the 256-bit token in the link, which each mail makes anew."""
    email: Mapped[str] = mapped_column(String(254), index=True)
    association_id: Mapped[int] = mapped_column(ForeignKey("associations.id"), index=True)
    role: Mapped[MembershipRole] = mapped_column(stored_enum(MembershipRole))
    consultation_id: Mapped[int | None] = mapped_column(ForeignKey("consultations.id"), index=True)
    """The consultation whose moderation invited; none where members invite members."""
    invited_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[dt.datetime]
    sent_at: Mapped[dt.datetime | None]
    """When the last mail with a link left."""
    expires_at: Mapped[dt.datetime]
    accepted_at: Mapped[dt.datetime | None]
    accepted_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    revoked_at: Mapped[dt.datetime | None]

    association: Mapped[Association] = relationship()
    invited_by: Mapped[User] = relationship(foreign_keys=[invited_by_id])
    accepted_by: Mapped[User | None] = relationship(foreign_keys=[accepted_by_id])
