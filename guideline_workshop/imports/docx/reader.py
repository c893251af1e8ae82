"""The body of a DOCX: paragraphs, tables, text boxes, in reading order."""

from collections.abc import Iterator

from guideline_workshop.imports.blocks import Block, Spans, is_blank, literal
from guideline_workshop.imports.docx.drawings import COMPATIBILITY, chosen
from guideline_workshop.imports.docx.numbering import Numbering
from guideline_workshop.imports.docx.parts import Parts
from guideline_workshop.imports.docx.runs import RunReader
from guideline_workshop.imports.docx.styles import (
    ParagraphStyle,
    Role,
    Styles,
    role_of_outline,
    value,
)
from guideline_workshop.imports.docx.tables import TableReader
from guideline_workshop.imports.package import Package
from guideline_workshop.imports.report import Report
from guideline_workshop.imports.result import NoticeCode, Reason, Unreadable
from guideline_workshop.imports.xml import Element
from guideline_workshop.text.document import Kind

# elements around paragraphs that mean nothing for the text
WRAPPERS = frozenset({"sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"})


def read_docx(package: Package, report: Report) -> list[Block]:
    """Return the blocks of the main document; what is left out goes into `report`."""
    parts = Parts(package)
    body = parts.main.find(parts.namespace + "body")
    if body is None:
        raise Unreadable(Reason.BROKEN)
    blocks = list(BodyReader(parts, report).read(body))
    _report_surroundings(parts, report)
    return blocks


class BodyReader:
    """Turns the elements of the body into blocks."""

    def __init__(self, parts: Parts, report: Report) -> None:
        self._ns = parts.namespace
        self._report = report
        self._styles = Styles(parts.tree("styles"), self._ns)
        self._numbering = Numbering(parts.tree("numbering"), self._ns)
        self._runs = RunReader(parts, self._styles, report)
        self._tables = TableReader(self._ns, self._runs, report)
        self._unfinished: Spans = ()  # of paragraphs whose end was deleted
        self._table = 0

    def read(self, body: Element) -> Iterator[Block]:
        """Go through the blocks of the document."""
        yield from self._container(body)
        if self._unfinished:
            yield Block(Kind.PARAGRAPH, (self._unfinished,))

    def _container(self, parent: Element) -> Iterator[Block]:
        for child in parent:
            tag = str(child.tag)
            name = tag[len(self._ns) :] if tag.startswith(self._ns) else ""
            if name == "p":
                yield from self._paragraph(child)
            elif name == "tbl":
                yield from self._table_blocks(child)
            elif name in WRAPPERS:
                yield from self._container(child)
            elif tag == COMPATIBILITY + "AlternateContent":
                for branch in chosen(child):
                    yield from self._container(branch)

    def _paragraph(self, paragraph: Element) -> Iterator[Block]:
        inline = self._runs.read(paragraph)
        spans = (*self._unfinished, *inline.spans)
        properties = paragraph.find(self._ns + "pPr")
        if self._end_is_deleted(properties):
            self._unfinished = spans
        else:
            self._unfinished = ()
            yield from self._block(properties, spans)
        for box in inline.boxes:
            self._report.add(NoticeCode.TEXT_BOXES, "".join(box.itertext(self._ns + "t")))
            yield from self._container(box)

    def _end_is_deleted(self, properties: Element | None) -> bool:
        if properties is None:
            return False
        mark = properties.find(self._ns + "rPr")
        return mark is not None and any(
            mark.find(self._ns + name) is not None for name in ("del", "moveFrom")
        )

    def _block(self, properties: Element | None, spans: Spans) -> Iterator[Block]:
        if is_blank(spans):
            return
        style_id = self._value(properties, "pStyle")
        style = self._styles.paragraph(style_id)
        role, level = self._role(properties, style)
        if role is Role.CONTENTS:
            self._report.add(NoticeCode.TABLE_OF_CONTENTS, literal(spans))
        elif role is Role.HEADING:
            yield Block(Kind.HEADING, (spans,), level)
        elif role is Role.TITLE:
            yield Block(Kind.PARAGRAPH, (spans,), is_title=True)
        else:
            kind, depth = self._list_kind(properties, style_id, style)
            yield Block(kind, (spans,), depth)

    def _role(self, properties: Element | None, style: ParagraphStyle) -> tuple[Role, int]:
        outline = self._value(properties, "outlineLvl")
        if style.role is Role.BODY and len(outline) == 1 and outline.isdecimal():
            return role_of_outline(int(outline))
        return style.role, style.level

    def _list_kind(
        self, properties: Element | None, style_id: str, style: ParagraphStyle
    ) -> tuple[Kind, int]:
        list_id = self._value(properties, "numPr/numId") or style.list_id
        depth = self._value(properties, "numPr/ilvl")
        if len(depth) == 1 and depth.isdecimal():
            return self._numbering.kind(list_id, int(depth))
        if style.list_level is not None:
            return self._numbering.kind(list_id, style.list_level)
        return self._numbering.kind(list_id, self._numbering.depth_of_style(list_id, style_id))

    def _value(self, properties: Element | None, path: str) -> str:
        if properties is None:
            return ""
        steps = "/".join(self._ns + step for step in path.split("/"))
        return value(properties.find(steps), self._ns)

    def _table_blocks(self, table: Element) -> Iterator[Block]:
        frame = self._tables.only_cell(table)
        if frame is not None:  # a frame around text, not a table
            self._report.add(NoticeCode.TEXT_BOXES, "".join(frame.itertext(self._ns + "t")))
            yield from self._container(frame)
            return
        self._table += 1
        for level, cells in self._tables.rows(table):
            yield Block(Kind.ROW, cells, level, self._table)


def _report_surroundings(parts: Parts, report: Report) -> None:
    """Report headers and footers with text in them."""
    text = parts.namespace + "t"
    for part in (*parts.trees("header"), *parts.trees("footer")):
        words = "".join(part.itertext(text))
        if words.strip():
            report.add(NoticeCode.HEADERS_FOOTERS, words)
