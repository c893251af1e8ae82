"""The journal: append-only and hash-chained."""

import datetime as dt
from typing import Any

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from guideline_workshop.models.association import Association
from guideline_workshop.models.meta import Base, stored_enum
from guideline_workshop.models.user import User
from guideline_workshop.rules.acts import Act


class JournalEntry(Base):
    """One act. A database trigger refuses to change or delete a row."""

    __tablename__ = "journal"

    sequence: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[dt.datetime]
    act: Mapped[Act] = mapped_column(stored_enum(Act, checked=False))
    consultation_id: Mapped[int | None] = mapped_column(ForeignKey("consultations.id"), index=True)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    """Who acted; none for the operator at the command line."""
    association_id: Mapped[int | None] = mapped_column(ForeignKey("associations.id"))
    """For whom."""
    subject: Mapped[str] = mapped_column(String(300))
    """What it was done to, in words that stay readable: "Ä 7", "Entwurf 2"."""
    details: Mapped[dict[str, Any]]
    reason: Mapped[str] = mapped_column(Text, default="")
    previous_hash: Mapped[str] = mapped_column(String(64), unique=True)
    """The hash of the row before; unique, so that the chain cannot fork."""
    hash: Mapped[str] = mapped_column(String(64), unique=True)

    actor: Mapped[User | None] = relationship()
    association: Mapped[Association | None] = relationship()
