"""Everything of a Word file but its text: pages, header and footer, cover, properties."""

from datetime import UTC
from typing import Any

import docx
from docx.document import Document
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml.ns import qn
from docx.shared import Cm

from guideline_workshop.exports.characters import visible
from guideline_workshop.exports.docx.styles import CLOSING, COVER, set_styles
from guideline_workshop.exports.docx.xml import Element, element, text
from guideline_workshop.exports.publication import Publication
from guideline_workshop.exports.vocabulary import VOCABULARIES

# python-docx's template carries these; the first two are not valid, the third shows someone
# else's page
_UNWANTED_PARTS = ("stylesWithEffects", "customXml", "thumbnail")

_TABLE_STYLES = ("TableNormal", "TableGrid")
_RIGHT = Cm(16)


def framed(publication: Publication) -> Document:
    """Make an empty document with all that goes around the text of `publication`."""
    document = docx.Document()
    language = VOCABULARIES[publication.language].locale.replace("_", "-")
    _drop_parts(document)
    _drop_table_styles(document)
    set_styles(document, language)
    _set_settings(document, language)
    _set_page(document)
    _set_properties(document, publication, language)
    _set_header_and_footer(document, publication)
    return document


def cover(publication: Publication) -> list[Element]:
    """Return the paragraphs above the text: title, version, date, digest."""
    vocabulary = VOCABULARIES[publication.language]
    lines = [
        publication.consultation,
        f"{publication.version} · {vocabulary.date} {vocabulary.day(publication.date)}",
    ]
    if publication.is_tracked:
        lines.append(f"{vocabulary.against} {publication.against}")
    lines += [f"{vocabulary.digest}: {publication.digest}", publication.resolution]
    return [
        _paragraph("Title", publication.title),
        *(_paragraph(COVER, line) for line in lines if line),
    ]


def closing(publication: Publication) -> Element:
    """Return the paragraph beneath the text.

    It stands in every version, so that the last provision always has another one to be joined to
    when it is taken back.
    """
    vocabulary = VOCABULARIES[publication.language]
    return _paragraph(CLOSING, f"{vocabulary.end} · {publication.version}")


def _paragraph(style: str, content: str) -> Element:
    return element(
        "w:p",
        element("w:pPr", element("w:pStyle", val=style)),
        element("w:r", text("w:t", visible(content))),
    )


def _drop_parts(document: Document) -> None:
    for relations in (document.part.rels, document.part.package.rels):
        for name, relation in list(relations.items()):
            if relation.reltype.endswith(_UNWANTED_PARTS):
                del relations[name]


def _drop_table_styles(document: Document) -> None:
    """Drop the hundred table styles that nobody uses: nine tenths of the file."""
    styles: Any = document.styles.element  # lxml has no types
    for style in styles.findall(qn("w:style")):
        if style.get(qn("w:type")) == "table" and style.get(qn("w:styleId")) not in _TABLE_STYLES:
            styles.remove(style)


def _set_settings(document: Document, language: str) -> None:
    settings: Any = document.settings.element  # lxml has no types
    for mode in settings.iter(qn("w:compatSetting")):
        if mode.get(qn("w:name")) == "compatibilityMode":
            mode.set(qn("w:val"), "15")
    for tag in settings.iter(qn("w:themeFontLang")):
        tag.set(qn("w:val"), language)
    for tag in settings.findall(qn("w:zoom")):
        tag.set(qn("w:percent"), "100")
    settings.find(qn("w:defaultTabStop")).addnext(element("w:autoHyphenation"))


def _set_page(document: Document) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    section.top_margin = section.bottom_margin = Cm(2.5)


def _set_properties(document: Document, publication: Publication, language: str) -> None:
    properties = document.core_properties
    moment = publication.date.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    properties.title = _short(publication.title)
    properties.subject = _short(publication.consultation)
    properties.author = _short(publication.consultation)
    properties.last_modified_by = ""
    properties.comments = ""
    properties.version = _short(publication.version)
    properties.identifier = publication.digest
    properties.language = language
    properties.created = properties.modified = moment
    properties.revision = 1


def _short(content: str) -> str:
    return visible(content)[:255]  # what python-docx takes


def _set_header_and_footer(document: Document, publication: Publication) -> None:
    section = document.sections[0]
    vocabulary = VOCABULARIES[publication.language]
    _fill(section.header, [publication.title, "\t", publication.version])
    page, pages = vocabulary.page.split("{page}")[0], vocabulary.page.split("{page}")[1]
    between, after = pages.split("{pages}")
    short_digest = f"SHA-256 {publication.digest[:16]}…"
    _fill(section.footer, [short_digest, "\t", page, "PAGE", between, "NUMPAGES", after])


def _fill(story: Any, parts: list[str]) -> None:
    """Write `parts` into a header or footer; tabs and page numbers become what they mean."""
    paragraph = story.paragraphs[0]
    stops = paragraph.paragraph_format.tab_stops
    stops.add_tab_stop(_RIGHT, WD_TAB_ALIGNMENT.RIGHT)
    for part in parts:
        if part in ("PAGE", "NUMPAGES"):
            field = element("w:fldSimple", element("w:r", text("w:t", "1")), instr=f" {part} ")
            paragraph._p.append(field)  # noqa: SLF001 -- python-docx has no fields
        elif part:
            paragraph.add_run(part if part == "\t" else visible(part))
