"""Versions: the immutable published texts of a document."""

import datetime as dt
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from guideline_workshop.models.document import Document
from guideline_workshop.models.meta import Base


class Version(Base):
    """A published text. A database trigger refuses to change or delete a row."""

    __tablename__ = "versions"
    __table_args__ = (UniqueConstraint("document_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"))
    number: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    provisions: Mapped[list[Any]]
    """As `text.document.Document.as_json` writes them."""
    digest: Mapped[str] = mapped_column(String(64))
    """SHA-256 of the canonical JSON of `provisions`."""
    base_id: Mapped[int | None] = mapped_column(ForeignKey("versions.id"))
    """The version this one was consolidated from."""
    lines: Mapped[list[Any] | None]
    """The tracked text against the base, with origins, as `text.display` writes it."""
    provenance: Mapped[dict[str, Any]]
    """The origin of every passage, as `text.merge.Provenance` writes it."""
    published_at: Mapped[dt.datetime]
    published_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))

    document: Mapped[Document] = relationship()
    base: Mapped["Version | None"] = relationship(remote_side=[id])
