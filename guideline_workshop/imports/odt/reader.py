"""The body of an ODT: headings, paragraphs, lists, tables, text boxes, in reading order."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from guideline_workshop.imports.blocks import Block, is_blank, literal
from guideline_workshop.imports.odt.names import DRAW, OFFICE, STYLE, TABLE, TEXT
from guideline_workshop.imports.odt.runs import RunReader
from guideline_workshop.imports.odt.styles import Styles
from guideline_workshop.imports.odt.tables import TableReader
from guideline_workshop.imports.package import Package
from guideline_workshop.imports.report import Report
from guideline_workshop.imports.result import NoticeCode, Reason, Unreadable
from guideline_workshop.imports.xml import Element, parse_xml
from guideline_workshop.text.document import Kind

DEEPEST = 6
CONTENTS = frozenset(
    TEXT + name
    for name in (
        "table-of-content",
        "illustration-index",
        "table-index",
        "object-index",
        "user-index",
        "alphabetical-index",
        "bibliography",
    )
)
CHANGES = {
    TEXT + "insertion": NoticeCode.INSERTIONS_TAKEN,
    TEXT + "deletion": NoticeCode.DELETIONS_LEFT_OUT,
}
# declarations at the beginning of the text, not part of it
DECLARATIONS = frozenset(
    {OFFICE + "forms", TEXT + "sequence-decls", TEXT + "variable-decls", TEXT + "user-field-decls"}
)


@dataclass(frozen=True, slots=True)
class _List:
    """Where in a list a paragraph stands; depth 0 is outside of any."""

    depth: int = 0
    style: str = ""
    is_first: bool = False  # the first paragraph of an item bears its number


def read_odt(package: Package, report: Report) -> list[Block]:
    """Return the blocks of the text; what is left out goes into `report`."""
    content = parse_xml(package["content.xml"])
    has_styles = "styles.xml" in package and package["styles.xml"].strip()
    styles = parse_xml(package["styles.xml"]) if has_styles else None
    body = content.find(f"{OFFICE}body/{OFFICE}text")
    if body is None:
        raise Unreadable(Reason.BROKEN)
    blocks = list(BodyReader(Styles(styles, content), report).read(body))
    if styles is not None:
        _report_surroundings(styles, report)
    return blocks


class BodyReader:
    """Turns the elements of the text into blocks."""

    def __init__(self, styles: Styles, report: Report) -> None:
        self._styles = styles
        self._report = report
        self._runs = RunReader(styles, report)
        self._tables = TableReader(self._runs, report)
        self._table = 0

    def read(self, parent: Element, place: _List = _List()) -> Iterator[Block]:
        """Go through the blocks in `parent`."""
        for child in parent:
            tag = str(child.tag)
            if tag in {TEXT + "p", TEXT + "h"}:
                yield from self._paragraph(child, place)
                place = replace(place, is_first=False)
            elif tag == TEXT + "list":
                yield from self._list(child, place)
            elif tag == TEXT + "numbered-paragraph":
                yield from self.read(child, _numbered(child))
            elif tag == TABLE + "table":
                yield from self._table_blocks(child)
            elif tag == TEXT + "tracked-changes":
                self._changes(child)
            elif tag in CONTENTS:
                self._contents(child)
            elif tag not in DECLARATIONS:
                yield from self._other(child, place)

    def _other(self, element: Element, place: _List) -> Iterator[Block]:
        """Read sections and the like, and drawings anchored to the page."""
        if str(element.tag).startswith(DRAW):
            yield from self._boxes(self._runs.read_drawing(element).boxes)
        else:
            yield from self.read(element, place)

    def _list(self, element: Element, place: _List) -> Iterator[Block]:
        style = element.get(TEXT + "style-name", "") or place.style
        for item in element:
            numbered = item.tag == TEXT + "list-item"
            yield from self.read(item, _List(place.depth + 1, style, is_first=numbered))

    def _paragraph(self, paragraph: Element, place: _List) -> Iterator[Block]:
        inline = self._runs.read(paragraph)
        if not is_blank(inline.spans):
            yield from self._block(paragraph, Block(Kind.PARAGRAPH, (tuple(inline.spans),)), place)
        yield from self._boxes(inline.boxes)

    def _boxes(self, boxes: list[Element]) -> Iterator[Block]:
        for box in boxes:
            self._report.add(NoticeCode.TEXT_BOXES, "".join(box.itertext()))
            yield from self.read(box)

    def _block(self, paragraph: Element, block: Block, place: _List) -> Iterator[Block]:
        style = paragraph.get(TEXT + "style-name", "")
        level = self._level(paragraph, style)
        if self._styles.is_contents(style):
            self._report.add(NoticeCode.TABLE_OF_CONTENTS, literal(block.spans))
        elif level:
            yield replace(block, kind=Kind.HEADING, level=level)
        elif self._styles.is_title(style):
            yield replace(block, is_title=True)
        elif place.is_first and not self._styles.numbers_paragraphs(place.style, place.depth):
            yield replace(block, kind=Kind.ITEM, level=min(place.depth, DEEPEST))
        else:
            yield block

    def _level(self, paragraph: Element, style: str) -> int:
        if paragraph.tag == TEXT + "h":
            level = paragraph.get(TEXT + "outline-level", "1")
            return int(level[:3]) if level.isascii() and level.isdecimal() else 1
        return self._styles.outline_level(style)

    def _table_blocks(self, table: Element) -> Iterator[Block]:
        frame = self._tables.only_cell(table)
        if frame is not None:  # a frame around text, not a table
            self._report.add(NoticeCode.TEXT_BOXES, "".join(frame.itertext()))
            yield from self.read(frame)
            return
        self._table += 1
        for level, cells in self._tables.rows(table):
            yield Block(Kind.ROW, cells, level, self._table)

    def _changes(self, changes: Element) -> None:
        """Count tracked changes: insertions stand in the text, deletions only here."""
        for change in changes.iter(*CHANGES):
            words = " ".join("".join(p.itertext()) for p in change.iter(TEXT + "p", TEXT + "h"))
            self._report.add(CHANGES[change.tag], words)

    def _contents(self, index: Element) -> None:
        lines = [p for p in index.iter(TEXT + "p", TEXT + "h") if "".join(p.itertext()).strip()]
        self._report.add(NoticeCode.TABLE_OF_CONTENTS, count=max(1, len(lines)))


def _numbered(paragraph: Element) -> _List:
    level = paragraph.get(TEXT + "level", "1")
    depth = int(level[:2]) if level.isascii() and level.isdecimal() else 1
    return _List(max(1, depth), paragraph.get(TEXT + "style-name", ""), is_first=True)


def _report_surroundings(styles: Element, report: Report) -> None:
    """Report headers and footers with text in them."""
    names = ("header", "footer", "header-left", "footer-left", "header-first", "footer-first")
    for part in styles.iter(*(STYLE + name for name in names)):
        words = "".join(part.itertext())
        if words.strip():
            report.add(NoticeCode.HEADERS_FOOTERS, words)
