"""From plain objects to files: HTML, Markdown, DOCX and PDF."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from guideline_workshop.exports.docx import to_docx
from guideline_workshop.exports.html import to_html
from guideline_workshop.exports.markdown import to_markdown
from guideline_workshop.exports.pdf import PdfUnavailable, to_pdf
from guideline_workshop.exports.publication import Author, Note, Publication

__all__ = ["FORMATS", "Author", "Format", "Note", "PdfUnavailable", "Publication", "filename"]

_LONGEST = 80  # characters of a title; with the rest, every file system takes it


@dataclass(frozen=True, slots=True)
class Format:
    """How a kind of file is made and served.

    `shows_changes` says whether the file is tracked when the publication has lines.
    """

    write: Callable[[Publication], bytes]
    media_type: str
    extension: str
    shows_changes: bool = True


FORMATS: dict[str, Format] = {
    "docx": Format(
        to_docx, "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"
    ),
    "pdf": Format(to_pdf, "application/pdf", "pdf"),
    "html": Format(to_html, "text/html; charset=utf-8", "html"),
    "markdown": Format(to_markdown, "text/markdown; charset=utf-8", "md", shows_changes=False),
}


def filename(publication: Publication, name: str) -> str:
    """Return a name for the file in the format called `name`: ASCII letters, digits and dashes.

    Raises KeyError for an unknown format.
    """
    form = FORMATS[name]
    changes = _TRACKED[publication.language] if publication.is_tracked else ""
    parts = [_slug(publication.title), _slug(publication.version)]
    if form.shows_changes and changes:
        parts.append(changes)
    return f"{'-'.join(filter(None, parts)) or 'text'}.{form.extension}"


_TRACKED = {"de": "aenderungen", "en": "changes"}
_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def _slug(text: str) -> str:
    lowered = unicodedata.normalize("NFC", text).lower().translate(_GERMAN)
    plain = unicodedata.normalize("NFKD", lowered).encode("ascii", "ignore").decode()
    return re.sub("[^a-z0-9]+", "-", plain)[:_LONGEST].strip("-")
