"""Tables of an ODT as rows of cells."""

from collections.abc import Iterator

from guideline_workshop.imports.blocks import Spans, is_blank, join
from guideline_workshop.imports.odt.names import TABLE, TEXT
from guideline_workshop.imports.odt.runs import RunReader
from guideline_workshop.imports.report import Report
from guideline_workshop.imports.result import NoticeCode
from guideline_workshop.imports.xml import Element

MOST_COLUMNS = 63  # as in DOCX; a repetition of 16,384 columns can only be meant to hurt
HEADER_LEVEL = 1
ROW_GROUPS = frozenset(TABLE + name for name in ("table-rows", "table-row-group"))


class TableReader:
    """Flattens tables: the model knows neither merged cells nor tables in cells."""

    def __init__(self, runs: RunReader, report: Report) -> None:
        self._runs = runs
        self._report = report

    def only_cell(self, table: Element) -> Element | None:
        """Return the cell of a table that has just one."""
        rows = list(self._rows(table, 0))
        cells = list(rows[0][1].iterfind(TABLE + "table-cell")) if len(rows) == 1 else []
        return cells[0] if len(cells) == 1 else None

    def rows(self, table: Element) -> Iterator[tuple[int, tuple[Spans, ...]]]:
        """Go through the rows: level (1 for a header) and cells."""
        for level, row in self._rows(table, 0):
            cells = tuple(self._cells(row))
            if not all(map(is_blank, cells)):
                yield level, cells

    def _rows(self, parent: Element, level: int) -> Iterator[tuple[int, Element]]:
        for child in parent:
            if child.tag == TABLE + "table-row":
                yield level, child
            elif child.tag == TABLE + "table-header-rows":
                yield from self._rows(child, HEADER_LEVEL)
            elif child.tag in ROW_GROUPS:
                yield from self._rows(child, level)

    def _cells(self, row: Element) -> Iterator[Spans]:
        for cell in row:
            if cell.tag == TABLE + "covered-table-cell":
                self._report.add(NoticeCode.MERGED_CELLS)
                yield ()
            elif cell.tag == TABLE + "table-cell":
                spans = join(self._paragraphs(cell))
                yield from [spans] * _repeated(cell)

    def _paragraphs(self, parent: Element) -> Iterator[Spans]:
        for child in parent:
            if child.tag in {TEXT + "p", TEXT + "h"}:
                inline = self._runs.read(child)
                yield tuple(inline.spans)
                for box in inline.boxes:
                    self._report.add(NoticeCode.TEXT_BOXES)
                    yield from self._paragraphs(box)
            else:
                if child.tag == TABLE + "table":
                    self._report.add(NoticeCode.NESTED_TABLES)
                yield from self._paragraphs(child)


def _repeated(cell: Element) -> int:
    times = cell.get(TABLE + "number-columns-repeated", "1")
    count = int(times) if times.isascii() and times.isdecimal() and len(times) < 6 else 1
    return max(1, min(count, MOST_COLUMNS))
