"""Imports under correction: nothing of them is a version before it is published."""

import datetime as dt
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from guideline_workshop.models.document import Document
from guideline_workshop.models.meta import Base


class DraftImport(Base):
    """What was recognised in an uploaded draft, as corrected so far."""

    __tablename__ = "draft_imports"

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"), index=True)
    created_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[dt.datetime]
    filename: Mapped[str] = mapped_column(String(255), default="")
    title: Mapped[str] = mapped_column(String(200), default="")
    provisions: Mapped[list[Any]]
    """As `text.document.Document.as_json` writes them."""
    notices: Mapped[list[Any]]
    """What was not taken over, as `imports.result.Notice` writes it."""
    revision: Mapped[int] = mapped_column(default=0)

    document: Mapped[Document] = relationship()

    __mapper_args__ = {"version_id_col": revision}  # noqa: RUF012 -- SQLAlchemy's way
