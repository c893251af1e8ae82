"""What the moderation proposes to decide about amendments."""

import datetime as dt
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from guideline_workshop.models.amendment import Amendment
from guideline_workshop.models.meta import Base, stored_enum
from guideline_workshop.models.user import User
from guideline_workshop.rules.dispositions import Answer, Outcome


class ProposedDecision(Base):
    """What the moderation proposes to decide about an amendment; the highest number counts.

    It is internal until it is published. What has been published is not changed any more: a
    further proposal is a further row.
    """

    __tablename__ = "proposed_decisions"
    __table_args__ = (
        UniqueConstraint("amendment_id", "number"),
        CheckConstraint("outcome = 'adopt' OR reason <> ''", name="reason_unless_adopted"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    amendment_id: Mapped[int] = mapped_column(ForeignKey("amendments.id"))
    number: Mapped[int]
    edition: Mapped[int]
    """The edition of the amendment it is about."""
    outcome: Mapped[Outcome] = mapped_column(stored_enum(Outcome, checked=False))
    changes: Mapped[list[Any] | None]
    """The modified wording, as changes to the version of the amendment."""
    reason: Mapped[str] = mapped_column(Text)
    is_consensus: Mapped[bool | None]
    """Whether all agree, as far as the moderation knows."""
    obsolete_by_id: Mapped[int | None] = mapped_column(ForeignKey("amendments.id"))
    """The amendment whose adoption settles this one."""
    created_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[dt.datetime]
    published_at: Mapped[dt.datetime | None]
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    answer: Mapped[Answer | None] = mapped_column(stored_enum(Answer, checked=False))
    answer_reason: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[dt.datetime | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))

    revision: Mapped[int] = mapped_column(default=0)
    """Counts how often it was written; who has seen an older one is told."""

    amendment: Mapped[Amendment] = relationship(foreign_keys=[amendment_id])
    obsolete_by: Mapped[Amendment | None] = relationship(foreign_keys=[obsolete_by_id])
    created_by: Mapped[User] = relationship(foreign_keys=[created_by_id])
