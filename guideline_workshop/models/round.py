"""Rounds: the dated steps of a consultation."""

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from guideline_workshop.models.association import Association
from guideline_workshop.models.consultation import Consultation
from guideline_workshop.models.meta import Base, stored_enum
from guideline_workshop.models.version import Version
from guideline_workshop.rules.rounds import RoundKind, RoundState, state_of


class Round(Base):
    """A step on one version; its state follows from its dates and the clock alone."""

    __tablename__ = "rounds"
    __table_args__ = (
        UniqueConstraint("consultation_id", "number"),
        CheckConstraint("opens_at < closes_at", name="dates_in_order"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"))
    number: Mapped[int]
    kind: Mapped[RoundKind] = mapped_column(stored_enum(RoundKind))
    version_id: Mapped[int] = mapped_column(ForeignKey("versions.id"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    opens_at: Mapped[dt.datetime]
    closes_at: Mapped[dt.datetime]
    supporters_needed: Mapped[int] = mapped_column(default=0)
    """How many other associations must stand behind an amendment before it can be admitted."""

    consultation: Mapped[Consultation] = relationship()
    version: Mapped[Version] = relationship()
    invitations: Mapped[list["Invitation"]] = relationship()

    def state(self, now: dt.datetime) -> RoundState:
        """Say whether the round is planned, open or closed at `now`."""
        return state_of(self.opens_at, self.closes_at, now)


class Invitation(Base):
    """An association invited to a round."""

    __tablename__ = "invitations"

    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id"), primary_key=True)
    association_id: Mapped[int] = mapped_column(
        ForeignKey("associations.id"), primary_key=True, index=True
    )

    association: Mapped[Association] = relationship()
