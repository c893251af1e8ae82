"""Adoptions: the board's decision on a version."""

import datetime as dt

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from guideline_workshop.models.meta import Base
from guideline_workshop.models.user import User
from guideline_workshop.models.version import Version


class Adoption(Base):
    """The board adopted a version; it can do so once."""

    __tablename__ = "adoptions"

    version_id: Mapped[int] = mapped_column(ForeignKey("versions.id"), primary_key=True)
    adopted_at: Mapped[dt.datetime]
    adopted_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    resolution_number: Mapped[str] = mapped_column(String(80), default="")
    note: Mapped[str] = mapped_column(Text, default="")

    version: Mapped[Version] = relationship()
    adopted_by: Mapped[User] = relationship()
