"""The words by which amendments are found."""

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from guideline_workshop.models.meta import Base

INDEX = "amendment_words_index"
"""An FTS5 table on SQLite, which triggers keep, and an index on PostgreSQL: see migration 0005."""


class AmendmentWords(Base):
    """The stems of the words of a submitted amendment, with blanks between them."""

    __tablename__ = "amendment_words"

    amendment_id: Mapped[int] = mapped_column(ForeignKey("amendments.id"), primary_key=True)
    words: Mapped[str] = mapped_column(Text)


def is_declared(name: str | None, kind: str, parents: object) -> bool:
    """Say whether a table or index of the database is one that the tables here declare.

    Alembic asks this; an FTS5 table has others behind it, whose names begin with its own.
    """
    del parents
    return kind not in {"table", "index"} or not (name or "").startswith(INDEX)
