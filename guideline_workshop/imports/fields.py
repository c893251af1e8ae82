"""Find the fields of recommendations in labelled paragraphs and in tables."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby, islice, takewhile

from guideline_workshop.imports.blocks import Block, Span, Spans, is_blank, join, literal
from guideline_workshop.imports.labels import field_named, is_head, is_sure_label, split_label
from guideline_workshop.imports.report import Report
from guideline_workshop.imports.result import NoticeCode
from guideline_workshop.text.document import Kind

DEEPEST = 6


def fields_from_tables(blocks: Iterable[Block]) -> Iterator[Block]:
    """Turn two-column tables with a field in most rows, below a heading, into fields."""
    level = 0
    for table, group in groupby(blocks, key=lambda block: block.table):
        rows = list(group)
        if table and _lists_fields(rows) and (level or _title_cell(rows[0])):
            for row in rows:
                yield from _field_or_row(row, level)
        else:
            yield from rows
        level = next((b.level for b in reversed(rows) if b.kind is Kind.HEADING), level)


def _lists_fields(rows: list[Block]) -> bool:
    if any(len(row.cells) != 2 for row in rows):
        return False
    contents = [row for row in rows if not _is_head(row) and not _title_cell(row)]
    if _is_field(rows[0]) and field_named(literal(rows[0].cells[1])):
        return False  # "Maßnahme | Ziel" heads two columns
    return 2 * sum(_is_field(row) for row in contents) > len(contents)


def _is_field(row: Block) -> bool:
    label, content = map(literal, row.cells)
    return bool(field_named(label) and content.strip())


def _is_head(row: Block) -> bool:
    """Whether a row only heads the columns of labels and contents."""
    return all(is_head(literal(cell)) for cell in row.cells)


def _title_cell(row: Block) -> Spans:
    """Return the first cell if it alone is filled and names no field: the recommendation's name."""
    first, second = row.cells[0], row.cells[-1]
    if is_blank(first) or not is_blank(second) or field_named(literal(first)):
        return ()
    return first


def _field_or_row(row: Block, level: int) -> Iterator[Block]:
    if _is_field(row):
        field = field_named(literal(row.cells[0]))
        yield Block(Kind.FIELD, (row.cells[1],), field=field)
    elif title := _title_cell(row):
        yield Block(Kind.HEADING, (title,), min(level + 1, DEEPEST))
    elif not _is_head(row):
        yield row


def fields_from_labels(blocks: list[Block], report: Report) -> Iterator[Block]:
    """Turn paragraphs such as "Ziel: ..." below a heading into fields of a recommendation.

    A label alone in its paragraph takes the following paragraph, or joins the following list.
    """
    in_recommendation = False
    index = 0
    while index < len(blocks):
        block = blocks[index]
        index += 1
        if block.kind is Kind.HEADING:
            in_recommendation = _is_recommendation(blocks, index)
        found = split_label(block.spans) if in_recommendation and _may_be_label(block) else None
        if found is None:
            yield block
            continue
        field, text = found
        if is_blank(text):
            text, taken = _text_below(blocks, index, report)
            index += taken
        yield block if is_blank(text) else Block(Kind.FIELD, (text,), field=field)


def _is_recommendation(blocks: list[Block], index: int) -> bool:
    """Whether a field or a label that can mean nothing else follows before the next heading."""
    section = takewhile(lambda block: block.kind is not Kind.HEADING, islice(blocks, index, None))
    return any(
        block.kind is Kind.FIELD or (_may_be_label(block) and is_sure_label(block.spans))
        for block in section
    )


def _may_be_label(block: Block) -> bool:
    return block.kind is Kind.PARAGRAPH and not block.is_title


def _text_below(blocks: list[Block], index: int, report: Report) -> tuple[Spans, int]:
    """Return the text that belongs to a label alone in its paragraph, and how many blocks it is."""
    following = blocks[index] if index < len(blocks) else None
    if following is not None and _may_be_label(following) and not split_label(following.spans):
        return following.spans, 1
    items: list[Spans] = []
    while index + len(items) < len(blocks) and blocks[index + len(items)].kind is Kind.ITEM:
        items.append(blocks[index + len(items)].spans)
    if len(items) > 1:
        report.add(NoticeCode.FIELD_LISTS_JOINED, literal(items[0]))
    return join(map(_without_end, items[:-1]), "; ") + _last(items), len(items)


def _without_end(spans: Spans) -> Spans:
    """Take the punctuation off the end of an item that others follow."""
    if not spans:
        return spans
    return (*spans[:-1], replace(spans[-1], text=spans[-1].text.rstrip(" ;,")))


def _last(items: list[Spans]) -> Spans:
    if len(items) < 2:
        return items[0] if items else ()
    return (Span("; "), *items[-1])
