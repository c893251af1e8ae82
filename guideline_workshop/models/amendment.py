"""Amendments: changes proposed to one version."""

import datetime as dt
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from guideline_workshop.models.association import Association
from guideline_workshop.models.consultation import Consultation
from guideline_workshop.models.meta import Base, stored_enum
from guideline_workshop.models.round import Round
from guideline_workshop.models.version import Version
from guideline_workshop.rules.states import AmendmentState
from guideline_workshop.rules.submissions import SubmissionKind


class Amendment(Base):
    """Proposed changes with their rationale.

    A draft has no number. Once it is submitted a database trigger refuses to change what was
    proposed, unless there is a new edition; only `state` and what belongs to it goes on. Each
    edition stays readable as a `Submission`.
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
    version_id: Mapped[int] = mapped_column(ForeignKey("versions.id"), index=True, nullable=True)
    """The version it is to change: that of its round, or the later one it was carried over to.

    It is always given; the database cannot say so of a column that was added later.
    """
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
    edition: Mapped[int] = mapped_column(default=1)
    """Counts the submissions, the first one is 1."""
    revises_id: Mapped[int | None] = mapped_column(
        ForeignKey("amendments.id"), index=True, unique=True
    )
    """The submitted amendment of which this draft is to be the next edition."""
    revision: Mapped[int] = mapped_column(default=0)
    """Counts the saves; a save that names an older one is refused."""

    consultation: Mapped[Consultation] = relationship()
    round: Mapped[Round] = relationship()
    version: Mapped[Version] = relationship()
    association: Mapped[Association] = relationship()
    revises: Mapped["Amendment | None"] = relationship(remote_side=[id])
    submissions: Mapped[list["Submission"]] = relationship(order_by="Submission.edition")
    co_submissions: Mapped[list["CoSubmission"]] = relationship(passive_deletes="all")
    supports: Mapped[list["Support"]] = relationship()

    __mapper_args__ = {"version_id_col": revision}  # noqa: RUF012 -- SQLAlchemy's way

    @property
    def reference(self) -> str:
        """What stands in the address: the number, or "d" and the id of a draft."""
        return str(self.number) if self.number is not None else f"d{self.id}"


class Submission(Base):
    """One edition of an amendment, as it was submitted. A database trigger keeps it as it is."""

    __tablename__ = "submissions"
    __table_args__ = (UniqueConstraint("amendment_id", "edition"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    amendment_id: Mapped[int] = mapped_column(ForeignKey("amendments.id"))
    edition: Mapped[int]
    kind: Mapped[SubmissionKind] = mapped_column(stored_enum(SubmissionKind, checked=False))
    version_id: Mapped[int] = mapped_column(ForeignKey("versions.id"))
    association_id: Mapped[int] = mapped_column(ForeignKey("associations.id"))
    title: Mapped[str] = mapped_column(String(200))
    rationale: Mapped[str] = mapped_column(Text)
    changes: Mapped[list[Any]]
    digest: Mapped[str] = mapped_column(String(64))
    submitted_at: Mapped[dt.datetime]
    submitted_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))

    version: Mapped[Version] = relationship()
    association: Mapped[Association] = relationship()


class CoSubmission(Base):
    """An association that was asked to submit an amendment together with its own."""

    __tablename__ = "co_submissions"

    amendment_id: Mapped[int] = mapped_column(
        ForeignKey("amendments.id", ondelete="CASCADE"), primary_key=True
    )
    association_id: Mapped[int] = mapped_column(
        ForeignKey("associations.id"), primary_key=True, index=True
    )
    invited_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    invited_at: Mapped[dt.datetime]
    answered_at: Mapped[dt.datetime | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    is_confirmed: Mapped[bool | None]
    """Whether it takes part; unknown until it has answered."""
    digest: Mapped[str] = mapped_column(String(64), default="")
    """The wording it has said yes to; another wording needs another yes."""

    association: Mapped[Association] = relationship()


class Support(Base):
    """An association that supports a submitted amendment of another one."""

    __tablename__ = "supports"

    amendment_id: Mapped[int] = mapped_column(ForeignKey("amendments.id"), primary_key=True)
    association_id: Mapped[int] = mapped_column(
        ForeignKey("associations.id"), primary_key=True, index=True
    )
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    at: Mapped[dt.datetime]
    digest: Mapped[str] = mapped_column(String(64))
    """The wording that it supports."""

    association: Mapped[Association] = relationship()
