"""Draft imports: an uploaded draft is looked at and corrected before it becomes a version."""

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session

from guideline_workshop.i18n import _
from guideline_workshop.imports.result import Imported
from guideline_workshop.models import Document, DraftImport, Version
from guideline_workshop.rules.acts import Act
from guideline_workshop.services import journal, versions
from guideline_workshop.services.errors import Conflict, Invalid
from guideline_workshop.services.identities import Identity
from guideline_workshop.text import document as text


def start(  # noqa: PLR0913 -- what was read, and who and when
    db: Session,
    document: Document,
    imported: Imported,
    *,
    filename: str,
    by: Identity,
    now: dt.datetime,
) -> DraftImport:
    """Keep what was recognised for correction.

    Raises Conflict when the document has a version already: later versions come from amendments.
    """
    if versions.latest(db, document):
        raise Conflict(_("This document already has a published draft."))
    read = imported.as_json()
    draft = DraftImport(
        document=document,
        created_by_id=by.user_id,
        created_at=now,
        filename=filename[:255],
        title=(imported.title or document.title)[:200],
        provisions=read["provisions"],
        notices=read["notices"],
    )
    db.add(draft)
    db.flush()
    journal.record(
        db,
        Act.DRAFT_IMPORTED,
        by=by,
        now=now,
        subject=document.title,
        consultation_id=document.consultation_id,
        details={"filename": draft.filename, "provisions": len(draft.provisions)},
    )
    return draft


def find(db: Session, document: Document, draft_id: int) -> DraftImport | None:
    """Load a draft import of a document that was itself loaded for an identity."""
    return db.scalars(
        select(DraftImport).where(
            DraftImport.document_id == document.id, DraftImport.id == draft_id
        )
    ).first()


def open_of(db: Session, document: Document) -> list[DraftImport]:
    """List the drafts under correction."""
    return list(
        db.scalars(
            select(DraftImport)
            .where(DraftImport.document_id == document.id)
            .order_by(DraftImport.id)
        )
    )


def correct(draft: DraftImport, *, title: str, content: text.Document, revision: int) -> None:
    """Save a corrected structure; raises Conflict when somebody else has saved meanwhile."""
    if draft.revision != revision:
        raise Conflict(_("Somebody else has changed this meanwhile. Look at it and try again."))
    draft.title = title
    draft.provisions = content.as_json()


def discard(db: Session, draft: DraftImport, *, by: Identity, now: dt.datetime) -> None:
    """Throw a draft import away."""
    journal.record(
        db,
        Act.DRAFT_DISCARDED,
        by=by,
        now=now,
        subject=draft.document.title,
        consultation_id=draft.document.consultation_id,
        details={"filename": draft.filename},
    )
    db.delete(draft)
    db.flush()


def publish(db: Session, draft: DraftImport, *, by: Identity, now: dt.datetime) -> Version:
    """Make the corrected draft the first version, and end every import of the document."""
    document = draft.document
    if versions.latest(db, document):
        raise Conflict(_("This document already has a published draft."))
    content = text.Document.from_json(draft.provisions)
    if not content.provisions:
        raise Invalid(_("There is no text to publish."))
    version = versions.publish(db, document, title=draft.title, content=content, by=by, now=now)
    for other in open_of(db, document):
        db.delete(other)
    journal.record(
        db,
        Act.VERSION_PUBLISHED,
        by=by,
        now=now,
        subject=versions.subject(version),
        consultation_id=document.consultation_id,
        details={"digest": version.digest, "provisions": len(content.provisions)},
    )
    return version
