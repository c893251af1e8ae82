"""Two texts as a publication, for the formats that show changes; authors are files."""

from collections.abc import Mapping
from datetime import datetime

from guideline_workshop.exports.publication import Author, Publication
from guideline_workshop.text.document import Document
from guideline_workshop.text.tracked import TrackedProvision


def published(
    lines: tuple[TrackedProvision, ...],
    document: Document,
    *,
    names: tuple[str, str],
    authors: Mapping[str, Author],
    date: datetime,
) -> Publication:
    """Return `document` tracked against another text; `names` are those of that one and its own."""
    against, version = names
    return Publication(
        title=f"{against} → {version}",
        consultation="Textvergleich",
        version=version,
        date=date,
        digest=document.digest,
        document=document,
        lines=lines,
        against=against,
        authors=authors,
        numbered=False,
    )
