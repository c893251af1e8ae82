"""Corrections of the place of an amendment, which its association must confirm."""

import datetime as dt
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from guideline_workshop.models.amendment import Amendment
from guideline_workshop.models.meta import Base


class PlaceCorrection(Base):
    """Another place for one change of an amendment, as the moderation proposes it.

    The last one of an edition counts: a further proposal takes the place of one without an answer.
    """

    __tablename__ = "place_corrections"
    __table_args__ = (
        CheckConstraint("reason <> ''", name="reason_given"),
        CheckConstraint(
            "(answered_at IS NULL) = (is_confirmed IS NULL)", name="answered_with_an_answer"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    amendment_id: Mapped[int] = mapped_column(ForeignKey("amendments.id"), index=True)
    edition: Mapped[int]
    """The edition of the amendment it is about."""
    from_key: Mapped[str] = mapped_column(String(40))
    to_key: Mapped[str] = mapped_column(String(40))
    changes: Mapped[list[Any]]
    """All changes of the amendment, with this one at its new place."""
    reason: Mapped[str] = mapped_column(Text)
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    proposed_at: Mapped[dt.datetime]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    answered_at: Mapped[dt.datetime | None]
    is_confirmed: Mapped[bool | None]
    answer_reason: Mapped[str] = mapped_column(Text, default="")

    amendment: Mapped[Amendment] = relationship()
