"""Amendments: changes proposed to one version."""

import datetime as dt
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from guideline_workshop.models.association import Association
from guideline_workshop.models.consultation import Consultation
from guideline_workshop.models.meta import Base, stored_enum
from guideline_workshop.models.round import Round
from guideline_workshop.rules.states import AmendmentState


class Amendment(Base):
    """Proposed changes with their rationale.

    A draft has no number. Once it is submitted a database trigger refuses to change what was
    proposed; only `state` and what belongs to it goes on.
    """

    __tablename__ = "amendments"
    __table_args__ = (
        UniqueConstraint("consultation_id", "number"),
        CheckConstraint("(number IS NULL) = (state = 'draft')", name="number_when_submitted"),
        CheckConstraint(
            "state NOT IN ('returned', 'not_admitted') OR state_reason <> ''",
            name="reason_when_refused",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"))
    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id"), index=True)
    association_id: Mapped[int] = mapped_column(ForeignKey("associations.id"), index=True)
    number: Mapped[int | None]
    title: Mapped[str] = mapped_column(String(200), default="")
    rationale: Mapped[str] = mapped_column(Text, default="")
    changes: Mapped[list[Any]]
    """As `text.amendment.changes_as_json` writes them."""
    digest: Mapped[str] = mapped_column(String(64), default="")
    """SHA-256 of what was submitted: base, changes, title and rationale."""
    state: Mapped[AmendmentState] = mapped_column(
        stored_enum(AmendmentState), default=AmendmentState.DRAFT
    )
    state_reason: Mapped[str] = mapped_column(Text, default="")
    created_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[dt.datetime]
    updated_at: Mapped[dt.datetime]
    submitted_at: Mapped[dt.datetime | None]
    revision: Mapped[int] = mapped_column(default=0)
    """Counts the saves; a save that names an older one is refused."""

    consultation: Mapped[Consultation] = relationship()
    round: Mapped[Round] = relationship()
    association: Mapped[Association] = relationship()

    __mapper_args__ = {"version_id_col": revision}  # noqa: RUF012 -- SQLAlchemy's way

    @property
    def reference(self) -> str:
        """What stands in the address: the number, or "d" and the id of a draft."""
        return str(self.number) if self.number is not None else f"d{self.id}"
