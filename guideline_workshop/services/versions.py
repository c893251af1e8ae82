"""Versions: publishing and reading the texts of a document."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from translationstring import TranslationString

from guideline_workshop.i18n import _
from guideline_workshop.models import Adoption, Document, Version
from guideline_workshop.services.identities import Identity
from guideline_workshop.text import document as text


def text_of(version: Version) -> text.Document:
    """Return the text of a version as the text core knows it."""
    return text.Document.from_json(version.provisions)


def label(version: Version) -> TranslationString:
    """Name a version as people do: "Draft 2"."""
    return _("Draft ${number}", mapping={"number": version.number})


def subject(version: Version) -> str:
    """Name a version in the journal, whose language is German."""
    return f"{version.document.title}, Entwurf {version.number}"


def publish(  # noqa: PLR0913 -- a version has this many facts
    db: Session,
    document: Document,
    *,
    title: str,
    content: text.Document,
    by: Identity,
    now: dt.datetime,
    base: Version | None = None,
    lines: list[Any] | None = None,
    provenance: Mapping[str, Any] | None = None,
) -> Version:
    """Store the next version of a document. The caller writes the journal row of the act."""
    number = db.scalar(
        select(func.coalesce(func.max(Version.number), 0)).where(Version.document_id == document.id)
    )
    version = Version(
        document=document,
        number=(number or 0) + 1,
        title=title,
        provisions=content.as_json(),
        digest=content.digest,
        base=base,
        lines=lines,
        provenance=dict(provenance or {}),
        published_at=now,
        published_by_id=by.user_id,
    )
    db.add(version)
    db.flush()
    return version


def find(db: Session, document: Document, number: int) -> Version | None:
    """Load a version of a document that was itself loaded for an identity."""
    return db.scalars(
        select(Version).where(Version.document_id == document.id, Version.number == number)
    ).first()


def all_of(db: Session, document: Document) -> list[Version]:
    """List the versions, oldest first."""
    return list(
        db.scalars(
            select(Version).where(Version.document_id == document.id).order_by(Version.number)
        )
    )


def latest(db: Session, document: Document) -> Version | None:
    """Return the newest version."""
    return db.scalars(
        select(Version)
        .where(Version.document_id == document.id)
        .order_by(Version.number.desc())
        .limit(1)
    ).first()


def adoption_of(db: Session, version: Version) -> Adoption | None:
    """Return the board's decision on a version."""
    return db.get(Adoption, version.id)


def get(db: Session, version_id: int) -> Version:
    """Load a version by an id that a form has checked."""
    return db.get_one(Version, version_id)
