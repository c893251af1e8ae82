"""Word files: python-docx makes the frame, we write the text and its tracked changes."""

from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE

from guideline_workshop.exports.docx.body import Body
from guideline_workshop.exports.docx.frame import closing, cover, framed
from guideline_workshop.exports.publication import Publication
from guideline_workshop.exports.vocabulary import VOCABULARIES

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest date a ZIP archive knows


def to_docx(publication: Publication) -> bytes:
    """Write `publication` for Word and LibreOffice, with tracked changes if it has lines.

    Accepting all changes leaves the new text, rejecting all of them the old one.
    """
    document = framed(publication)
    body = Body(publication, _relating(document), _commenting(document, publication))
    content = [*cover(publication), *body.elements(), closing(publication)]
    section = document.element.body.sectPr
    for child in content:
        section.addprevious(child)
    _set_numbering(document, body)
    return _saved(document)


def _relating(document: Document) -> Any:
    def relate(href: str) -> str:
        return document.part.relate_to(href, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)

    return relate


def _commenting(document: Document, publication: Publication) -> Any:
    vocabulary = VOCABULARIES[publication.language]

    def comment(note: str) -> int:
        made = document.comments.add_comment(text=note, author=vocabulary.note, initials="")
        return made.comment_id

    return comment


def _set_numbering(document: Document, body: Body) -> None:
    numbering = document.part.numbering_part.element
    for child in list(numbering):
        numbering.remove(child)
    definitions = body.numbers.definitions()
    numbering.extend(definitions)


def _saved(document: Document) -> bytes:
    """Save `document` without the time of day, so that the same text is the same file."""
    written, fixed = BytesIO(), BytesIO()
    document.save(written)
    with ZipFile(written) as source, ZipFile(fixed, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            entry = ZipInfo(name, _EPOCH)
            entry.compress_type = ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return fixed.getvalue()
