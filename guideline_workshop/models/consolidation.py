"""Consolidations: the merging of adopted amendments into the next version."""

import datetime as dt
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from guideline_workshop.models.meta import Base
from guideline_workshop.models.version import Version


class Consolidation(Base):
    """The decisions taken so far about conflicts; the merge itself is computed anew each time."""

    __tablename__ = "consolidations"

    id: Mapped[int] = mapped_column(primary_key=True)
    base_id: Mapped[int] = mapped_column(ForeignKey("versions.id"), unique=True)
    resolutions: Mapped[list[Any]]
    """As `text.merge` writes its resolutions."""
    created_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[dt.datetime]
    version_id: Mapped[int | None] = mapped_column(ForeignKey("versions.id"))
    """The version that came of it."""
    revision: Mapped[int] = mapped_column(default=0)

    base: Mapped[Version] = relationship(foreign_keys=[base_id])
    version: Mapped[Version | None] = relationship(foreign_keys=[version_id])

    __mapper_args__ = {"version_id_col": revision}  # noqa: RUF012 -- SQLAlchemy's way
