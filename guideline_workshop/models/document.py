"""Documents: the texts under consultation."""

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from guideline_workshop.models.consultation import Consultation
from guideline_workshop.models.meta import Base, stored_enum
from guideline_workshop.rules.states import DocumentType


class Document(Base):
    """A text under consultation; what it says stands in its versions."""

    __tablename__ = "documents"
    __table_args__ = (UniqueConstraint("consultation_id", "slug"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"))
    slug: Mapped[str] = mapped_column(String(80))
    type: Mapped[DocumentType] = mapped_column(stored_enum(DocumentType))
    title: Mapped[str] = mapped_column(String(200))

    consultation: Mapped[Consultation] = relationship()
