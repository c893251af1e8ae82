"""How the moderation works on amendments. All of it is internal."""

import datetime as dt

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from guideline_workshop.models.amendment import Amendment
from guideline_workshop.models.meta import Base, stored_enum
from guideline_workshop.models.user import User
from guideline_workshop.rules.submissions import RelationKind


class Handling(Base):
    """Who of the moderation sees to an amendment, and until when. Made when first needed."""

    __tablename__ = "handlings"

    amendment_id: Mapped[int] = mapped_column(ForeignKey("amendments.id"), primary_key=True)
    assignee_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    due_on: Mapped[dt.date | None]
    revision: Mapped[int] = mapped_column(default=0)
    """Counts the saves; a save that names an older one is refused."""

    amendment: Mapped[Amendment] = relationship()
    assignee: Mapped[User | None] = relationship()

    __mapper_args__ = {"version_id_col": revision}  # noqa: RUF012 -- SQLAlchemy's way


class AmendmentTag(Base):
    """A word under which the moderation finds an amendment again."""

    __tablename__ = "amendment_tags"

    amendment_id: Mapped[int] = mapped_column(ForeignKey("amendments.id"), primary_key=True)
    tag: Mapped[str] = mapped_column(String(40), primary_key=True, index=True)


class AmendmentNote(Base):
    """A remark for the moderation alone."""

    __tablename__ = "amendment_notes"

    id: Mapped[int] = mapped_column(primary_key=True)
    amendment_id: Mapped[int] = mapped_column(ForeignKey("amendments.id"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    body: Mapped[str] = mapped_column(Text)
    created_at: Mapped[dt.datetime]

    author: Mapped[User] = relationship()


class AmendmentRelation(Base):
    """How one amendment stands to another one, as the moderation says; everybody can read it."""

    __tablename__ = "amendment_relations"

    first_id: Mapped[int] = mapped_column(ForeignKey("amendments.id"), primary_key=True)
    second_id: Mapped[int] = mapped_column(
        ForeignKey("amendments.id"), primary_key=True, index=True
    )
    kind: Mapped[RelationKind] = mapped_column(
        stored_enum(RelationKind, checked=False), primary_key=True
    )
    created_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[dt.datetime]

    first: Mapped[Amendment] = relationship(foreign_keys=[first_id])
    second: Mapped[Amendment] = relationship(foreign_keys=[second_id])


class SavedFilter(Base):
    """What somebody often looks for in the inbox."""

    __tablename__ = "saved_filters"
    __table_args__ = (UniqueConstraint("consultation_id", "user_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    name: Mapped[str] = mapped_column(String(80))
    query: Mapped[str] = mapped_column(String(1000))
    """What stands in the address behind the question mark."""
