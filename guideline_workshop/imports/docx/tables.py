"""Tables of a DOCX as rows of cells."""

from collections.abc import Iterator

from guideline_workshop.imports.blocks import Spans, is_blank, join
from guideline_workshop.imports.docx.runs import RunReader
from guideline_workshop.imports.docx.styles import is_on, value
from guideline_workshop.imports.report import Report
from guideline_workshop.imports.result import NoticeCode
from guideline_workshop.imports.xml import Element

MOST_COLUMNS = 63  # what Word allows; more can only be meant to hurt
HEADER_LEVEL = 1


class TableReader:
    """Flattens tables: the model knows neither merged cells nor tables in cells."""

    def __init__(self, namespace: str, runs: RunReader, report: Report) -> None:
        self._ns = namespace
        self._runs = runs
        self._report = report

    def only_cell(self, table: Element) -> Element | None:
        """Return the cell of a table that has just one."""
        rows = self._children(table, "tr")
        cells = self._children(rows[0], "tc") if len(rows) == 1 else []
        return cells[0] if len(cells) == 1 else None

    def rows(self, table: Element) -> Iterator[tuple[int, tuple[Spans, ...]]]:
        """Go through the rows: level (1 for a header) and cells."""
        in_header = True
        for row in self._children(table, "tr"):
            properties = row.find(self._ns + "trPr")
            if properties is not None and properties.find(self._ns + "del") is not None:
                self._report.add(NoticeCode.DELETIONS_LEFT_OUT)
                continue
            cells = tuple(self._cells(row))
            in_header = in_header and self._is_header(properties)
            if not all(map(is_blank, cells)):
                yield HEADER_LEVEL if in_header else 0, cells

    def _is_header(self, properties: Element | None) -> bool:
        return properties is not None and is_on(properties.find(self._ns + "tblHeader"), self._ns)

    def _cells(self, row: Element) -> Iterator[Spans]:
        for cell in self._children(row, "tc"):
            properties = cell.find(self._ns + "tcPr")
            width = self._width(properties)
            if width > 1 or self._continues(properties):
                self._report.add(NoticeCode.MERGED_CELLS)
            yield join(self._paragraphs(cell))
            yield from [()] * (width - 1)

    def _width(self, properties: Element | None) -> int:
        if properties is None:
            return 1
        span = value(properties.find(self._ns + "gridSpan"), self._ns)
        width = int(span) if span.isascii() and span.isdecimal() and len(span) < 5 else 1
        return max(1, min(width, MOST_COLUMNS))

    def _continues(self, properties: Element | None) -> bool:
        """Whether this cell only continues the one above."""
        if properties is None:
            return False
        merge = properties.find(self._ns + "vMerge")
        return merge is not None and value(merge, self._ns) != "restart"

    def _paragraphs(self, cell: Element) -> Iterator[Spans]:
        for child in self._unwrapped(cell):
            if child.tag == self._ns + "p":
                inline = self._runs.read(child)
                yield tuple(inline.spans)
                for box in inline.boxes:
                    self._report.add(NoticeCode.TEXT_BOXES)
                    yield from self._paragraphs(box)
            elif child.tag == self._ns + "tbl":
                self._report.add(NoticeCode.NESTED_TABLES)
                for row in self._children(child, "tr"):
                    for inner in self._children(row, "tc"):
                        yield from self._paragraphs(inner)

    def _children(self, parent: Element, name: str) -> list[Element]:
        return [child for child in self._unwrapped(parent) if child.tag == self._ns + name]

    def _unwrapped(self, parent: Element) -> Iterator[Element]:
        """Go through the children, looking into content controls."""
        wrappers = {self._ns + name for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo")}
        for child in parent:
            if child.tag in wrappers:
                yield from self._unwrapped(child)
            else:
                yield child
