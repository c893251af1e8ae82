"""Login sessions: the server decides who is signed in, so that signing out is final."""

import datetime as dt

from sqlalchemy import ForeignKey, String
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
    created_at: Mapped[dt.datetime]
    expires_at: Mapped[dt.datetime]
