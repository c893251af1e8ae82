"""Pages that every public body must have, written by the administration."""

import datetime as dt
from typing import Any

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from guideline_workshop.models.meta import Base, stored_enum
from guideline_workshop.rules.site_pages import SitePageName


class SitePage(Base):
    """One of these pages in one language, where the administration has written it."""

    __tablename__ = "site_pages"

    name: Mapped[SitePageName] = mapped_column(
        stored_enum(SitePageName, checked=False), primary_key=True
    )
    language: Mapped[str] = mapped_column(String(10), primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    """Markdown, as it was written."""
    provisions: Mapped[list[Any]]
    """The same as it was read: the JSON of a text document."""
    changed_at: Mapped[dt.datetime]
    changed_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    revision: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": revision}  # noqa: RUF012 -- read by SQLAlchemy
