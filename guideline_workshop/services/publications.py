"""Publications: a version with all that an exported file says about it."""

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from guideline_workshop.exports.publication import Author, Language, Publication
from guideline_workshop.exports.vocabulary import VOCABULARIES
from guideline_workshop.models import Amendment, Version
from guideline_workshop.services import adoptions, versions
from guideline_workshop.text.display import TrackedProvision, compare, lines_from_json

EDITORIAL = "editorial"
WORDS = {
    "de": {
        "draft": "Entwurf {}",
        "adopted": "Beschlossene Fassung ({})",
        "amendment": "Ä {}",
        "editorial": "Redaktion",
        "resolution": "Beschlossen am {}. Prüfsumme des Verfahrensjournals nach Zeile {}: {}",
    },
    "en": {
        "draft": "Draft {}",
        "adopted": "Adopted version ({})",
        "amendment": "A {}",
        "editorial": "Editorial",
        "resolution": "Adopted on {}. Checksum of the journal after row {}: {}",
    },
}


def publication_of(
    db: Session, version: Version, language: Language, *, against: Version | None = None
) -> Publication:
    """Gather a version for export, tracked against another one where that is asked for.

    Against its own base the changes are exactly those merged, each with its amendment; against any
    other version they are what a comparison finds.
    """
    document = version.document
    return Publication(
        title=version.title,
        consultation=document.consultation.title,
        version=_label(db, version, language),
        date=version.published_at,
        digest=version.digest,
        document=versions.text_of(version),
        language=language,
        lines=_lines(version, against) if against else None,
        against=_label(db, against, language) if against else "",
        authors=_authors(db, version, language),
        resolution=_resolution(db, version, language),
    )


def _lines(version: Version, against: Version) -> tuple[TrackedProvision, ...]:
    if version.lines is not None and version.base_id == against.id:
        return lines_from_json(version.lines)
    return compare(versions.text_of(against), versions.text_of(version)).exact


def _label(db: Session, version: Version, language: Language) -> str:
    words = WORDS[language]
    draft = words["draft"].format(version.number)
    return words["adopted"].format(draft) if versions.adoption_of(db, version) else draft


def _resolution(db: Session, version: Version, language: Language) -> str:
    """Say when the version was adopted, and what stands for the whole journal up to then."""
    row = adoptions.recorded(db, version)
    if row is None:
        return ""
    day = VOCABULARIES[language].day(row.at)
    return WORDS[language]["resolution"].format(day, row.sequence, row.hash)


def _authors(db: Session, version: Version, language: Language) -> dict[str, Author]:
    """Name who stands behind each origin: the association of the amendment, or the editors."""
    authors = {EDITORIAL: Author(WORDS[language]["editorial"], version.published_at)}
    submitted = db.scalars(
        select(Amendment)
        .where(
            Amendment.consultation_id == version.document.consultation_id,
            Amendment.number.is_not(None),
        )
        .options(joinedload(Amendment.association))
    )
    for amendment in submitted:
        label = WORDS[language]["amendment"].format(amendment.number)
        name = f"{amendment.association.short_name} ({label})"
        authors[amendment.reference] = Author(name, amendment.submitted_at or amendment.created_at)
    return authors
