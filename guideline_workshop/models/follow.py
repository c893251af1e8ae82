"""What people follow: they are told of what happens there."""

import datetime as dt

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from guideline_workshop.models.meta import Base


class Follow(Base):
    """Somebody follows a document, one of its sections, or an amendment."""

    __tablename__ = "follows"
    __table_args__ = (UniqueConstraint("user_id", "document_id", "section_key", "amendment_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"), index=True)
    document_id: Mapped[int | None] = mapped_column(ForeignKey("documents.id"))
    section_key: Mapped[str] = mapped_column(String(40), default="")
    """The heading of the section; "" is all of the document."""
    amendment_id: Mapped[int | None] = mapped_column(ForeignKey("amendments.id"))
    at: Mapped[dt.datetime]
