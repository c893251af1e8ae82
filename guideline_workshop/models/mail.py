"""Mails: ordered in the transaction of what they tell of, delivered later."""

import datetime as dt
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from guideline_workshop.models.meta import Base, stored_enum
from guideline_workshop.models.user import User
from guideline_workshop.rules.notifications import Frequency, MailKind


class Mail(Base):
    """One mail to one person: the outbox, and what became of it."""

    __tablename__ = "mails"
    __table_args__ = (Index("ix_mails_sent_at_due_at", "sent_at", "due_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[MailKind] = mapped_column(stored_enum(MailKind, checked=False))
    thing: Mapped[str] = mapped_column(String(120), unique=True)
    """What it tells of, to whom: nobody gets two mails for one thing."""
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    """The recipient, where they have an account already."""
    address: Mapped[str] = mapped_column(String(254))
    data: Mapped[dict[str, Any]]
    """What it is about, by ids. It is written when it is delivered, in the recipient's language:
    so the tokens of links are never stored."""
    created_at: Mapped[dt.datetime]
    due_at: Mapped[dt.datetime | None]
    """When it is to be tried next; none once it was sent or given up."""
    attempts: Mapped[int] = mapped_column(default=0)
    error: Mapped[str] = mapped_column(String(300), default="")
    """What the mail server said last."""
    sent_at: Mapped[dt.datetime | None]
    given_up_at: Mapped[dt.datetime | None]

    user: Mapped[User | None] = relationship()


class NotificationChoice(Base):
    """How often a user wants to be told what happens in one consultation."""

    __tablename__ = "notification_choices"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    consultation_id: Mapped[int] = mapped_column(
        ForeignKey("consultations.id"), primary_key=True, index=True
    )
    frequency: Mapped[Frequency] = mapped_column(stored_enum(Frequency, checked=False))


class DigestMark(Base):
    """Up to which row of the journal a user was told what happened in a consultation."""

    __tablename__ = "digest_marks"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    consultation_id: Mapped[int] = mapped_column(
        ForeignKey("consultations.id"), primary_key=True, index=True
    )
    sequence: Mapped[int]
    at: Mapped[dt.datetime]
