"""Comments on a version or on one of its provisions, and the replies to them."""

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from guideline_workshop.models.association import Association
from guideline_workshop.models.meta import Base
from guideline_workshop.models.round import Round
from guideline_workshop.models.user import User


class Comment(Base):
    """A remark; a reply names its `parent`."""

    __tablename__ = "comments"
    __table_args__ = (CheckConstraint("body <> ''", name="body_not_empty"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id"), index=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("comments.id"), index=True)
    provision_key: Mapped[str | None] = mapped_column(String(40))
    """The provision it is about; none for the document as a whole."""
    association_id: Mapped[int | None] = mapped_column(ForeignKey("associations.id"))
    """For whom it was written; none for the moderation."""
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    body: Mapped[str] = mapped_column(Text)
    created_at: Mapped[dt.datetime]

    round: Mapped[Round] = relationship()
    association: Mapped[Association | None] = relationship()
    author: Mapped[User] = relationship()
