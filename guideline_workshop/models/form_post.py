"""Forms that were posted: the same form sent twice is one act."""

import datetime as dt

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from guideline_workshop.models.meta import Base


class FormPost(Base):
    """A form that did its work, and where it led."""

    __tablename__ = "form_posts"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    """SHA-256 of who sent it, to which address, and every byte of it, its own key among them."""
    location: Mapped[str] = mapped_column(Text)
    created_at: Mapped[dt.datetime] = mapped_column(index=True)
