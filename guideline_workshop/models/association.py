"""Associations and who belongs to them."""

from sqlalchemy import ForeignKey, String
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


class Membership(Base):
    """A user in an association."""

    __tablename__ = "memberships"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    association_id: Mapped[int] = mapped_column(
        ForeignKey("associations.id"), primary_key=True, index=True
    )
    role: Mapped[MembershipRole] = mapped_column(stored_enum(MembershipRole))

    user: Mapped[User] = relationship()
    association: Mapped[Association] = relationship()
