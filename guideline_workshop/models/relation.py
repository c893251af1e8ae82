"""Relations between amendments that the moderation has set."""

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from guideline_workshop.models.amendment import Amendment
from guideline_workshop.models.meta import Base, stored_enum
from guideline_workshop.rules.relations import RelationKind


class AmendmentRelation(Base):
    """How one amendment stands to another one; a relation that was removed stays as a row."""

    __tablename__ = "amendment_relations"
    __table_args__ = (
        CheckConstraint("first_id <> second_id", name="two_amendments"),
        CheckConstraint("removed_at IS NULL OR removal_reason <> ''", name="reason_when_removed"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    first_id: Mapped[int] = mapped_column(ForeignKey("amendments.id"), index=True)
    second_id: Mapped[int] = mapped_column(ForeignKey("amendments.id"), index=True)
    kind: Mapped[RelationKind] = mapped_column(stored_enum(RelationKind, checked=False))
    """What the first one is to the second one."""
    set_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    set_at: Mapped[dt.datetime]
    removed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    removed_at: Mapped[dt.datetime | None]
    removal_reason: Mapped[str] = mapped_column(Text, default="")

    first: Mapped[Amendment] = relationship(foreign_keys=[first_id])
    second: Mapped[Amendment] = relationship(foreign_keys=[second_id])
