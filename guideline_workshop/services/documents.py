"""Documents: the texts of a consultation."""

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session

from guideline_workshop.models import Consultation, Document
from guideline_workshop.rules.acts import Act
from guideline_workshop.rules.states import DocumentType
from guideline_workshop.services import journal
from guideline_workshop.services.identities import Identity
from guideline_workshop.services.slugs import free_slug

SLUGS = {
    DocumentType.GUIDELINES: "leitlinien",
    DocumentType.RECOMMENDATIONS: "handlungsempfehlungen",
}


def create(  # noqa: PLR0913 -- what is entered, and who and when
    db: Session,
    consultation: Consultation,
    *,
    type_: DocumentType,
    title: str,
    by: Identity,
    now: dt.datetime,
) -> Document:
    """Add a document, as yet without a text. Its type, the shorter word, names it in addresses."""
    taken = db.scalars(select(Document.slug).where(Document.consultation_id == consultation.id))
    document = Document(
        consultation=consultation, slug=free_slug(SLUGS[type_], taken), type=type_, title=title
    )
    db.add(document)
    db.flush()
    journal.record(
        db,
        Act.DOCUMENT_CREATED,
        by=by,
        now=now,
        subject=title,
        consultation_id=consultation.id,
        details={"type": type_.value},
    )
    return document


def find(db: Session, consultation: Consultation, slug: str) -> Document | None:
    """Load a document of a consultation that was itself loaded for an identity."""
    return db.scalars(
        select(Document).where(Document.consultation_id == consultation.id, Document.slug == slug)
    ).first()


def all_of(db: Session, consultation: Consultation) -> list[Document]:
    """List the documents in the order in which they were added."""
    return list(
        db.scalars(
            select(Document)
            .where(Document.consultation_id == consultation.id)
            .order_by(Document.id)
        )
    )
