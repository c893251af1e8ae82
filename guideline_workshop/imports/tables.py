"""Header rows of tables."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby

from guideline_workshop.imports.blocks import Block, Spans

HEADER_LEVEL = 1


def mark_headers(blocks: Iterable[Block]) -> Iterator[Block]:
    """Take the first row of a table for its header if it alone is bold, and unbold headers."""
    for table, group in groupby(blocks, key=lambda block: block.table):
        rows = list(group)
        if table and len(rows) > 1 and _is_bold(rows[0]) and not all(map(_is_bold, rows)):
            rows[0] = replace(rows[0], level=HEADER_LEVEL)
        for row in rows:
            is_header = table and row.level == HEADER_LEVEL and _is_bold(row)
            yield replace(row, cells=tuple(map(_unbold, row.cells))) if is_header else row


def _is_bold(row: Block) -> bool:
    return all(span.strong for cell in row.cells for span in cell if span.text.strip())


def _unbold(cell: Spans) -> Spans:
    return tuple(replace(span, strong=False) for span in cell)
