"""Login sessions: the server decides who is signed in, so that signing out is final."""

import datetime as dt

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from guideline_workshop.models.meta import Base


class Login(Base):
    """One signed-in browser of a user."""

    __tablename__ = "logins"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    """SHA-256 of the 256-bit token in the cookie; the token itself is not stored."""
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    association_id: Mapped[int | None] = mapped_column(ForeignKey("associations.id"))
    """The association the user acts for in this browser."""
    device: Mapped[str] = mapped_column(String(80), default="")
    """What the browser says it is: "Firefox, Windows"."""
    second_factor: Mapped[bool] = mapped_column(default=False)
    """Whether a second factor, a passkey or a provider that vouches for one was used."""
    is_complete: Mapped[bool] = mapped_column(default=True)
    """False between password and second factor; nobody is signed in by such a login."""
    created_at: Mapped[dt.datetime]
    expires_at: Mapped[dt.datetime]


class PasswordReset(Base):
    """A mailed link with which a user chooses a new password, once."""

    __tablename__ = "password_resets"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    """SHA-256 of the 256-bit token in the link, which the mail makes; never stored itself."""
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    created_at: Mapped[dt.datetime]
    expires_at: Mapped[dt.datetime]
    used_at: Mapped[dt.datetime | None]


class Attempt(Base):
    """Something that may be tried only so often: a sign-in for one account, from one address."""

    __tablename__ = "attempts"
    __table_args__ = (Index("ix_attempts_subject_at", "subject", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(String(64))
    """What is counted, as a keyed hash: neither addresses nor accounts can be read from it."""
    at: Mapped[dt.datetime]
