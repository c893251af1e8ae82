"""Editions: the versions of a document without their long texts, for lists and switchers."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager, defer
from sqlalchemy.orm.attributes import set_committed_value

from guideline_workshop.models import Adoption, Consultation, Document, Version


@dataclass(frozen=True)
class Edition:
    """A version with the board's decision on it, if there is one.

    What the version says is loaded when somebody looks at it, and not before.
    """

    version: Version
    adoption: Adoption | None


def of(db: Session, consultation: Consultation, slug: str) -> list[Edition]:
    """List the versions of a document by its address, oldest first, in one statement."""
    rows = db.execute(
        select(Version, Adoption)
        .join(Version.document)
        .outerjoin(Adoption, Adoption.version_id == Version.id)
        .where(Document.consultation_id == consultation.id, Document.slug == slug)
        .order_by(Version.number)
        .options(
            contains_eager(Version.document),
            defer(Version.provisions),
            defer(Version.lines),
            defer(Version.provenance),
        )
    )
    found = [Edition(version, adoption) for version, adoption in rows]
    for edition in found:  # it is at hand; nobody need load it again
        set_committed_value(edition.version.document, "consultation", consultation)
    return found


def find(editions: list[Edition], number: int) -> Edition | None:
    """Pick the edition with `number`."""
    return next((one for one in editions if one.version.number == number), None)
