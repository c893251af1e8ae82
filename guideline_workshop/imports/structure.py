"""From the blocks of any format to provisions: one way for all formats."""

from collections.abc import Iterable
from dataclasses import replace

from guideline_workshop.imports import limits
from guideline_workshop.imports.blocks import Block, cut, is_blank
from guideline_workshop.imports.cleaning import clean_blocks
from guideline_workshop.imports.fields import fields_from_labels, fields_from_tables
from guideline_workshop.imports.guard import Format
from guideline_workshop.imports.headings import (
    DEEPEST,
    consecutive_levels,
    guess_headings,
    take_title,
    without_bold,
)
from guideline_workshop.imports.inline import markup
from guideline_workshop.imports.lines import close_lines, split_lines, typed_items
from guideline_workshop.imports.numbers import equals, is_certain, typed_number
from guideline_workshop.imports.report import Report, check_length
from guideline_workshop.imports.result import Imported, NoticeCode, Reason, Unreadable
from guideline_workshop.imports.tables import mark_headers
from guideline_workshop.text.document import Document, Kind, Provision
from guideline_workshop.text.numbering import numbering

OFFICE_FORMATS = frozenset({Format.DOCX, Format.ODT})


def imported(blocks: Iterable[Block], source: Format, report: Report) -> Imported:
    """Build the result. Raises Unreadable where there is no text, or too much of it."""
    found = clean_blocks(blocks, report)
    _check_size(found)
    title, found = take_title(_recognised(found, source, report))
    found = consecutive_levels(list(map(without_bold, found)), report)
    provisions = _numberless(found, report)
    if not provisions and not title:
        raise Unreadable(Reason.EMPTY)
    return Imported(title, provisions, report.notices)


def as_written(blocks: Iterable[Block], source: Format, report: Report) -> Imported:
    """Build the result without recognising anything: what is written is what is there.

    The title is a heading like others. Raises Unreadable as `imported` does.
    """
    found = clean_blocks(blocks, report)
    _check_size(found)
    if source in OFFICE_FORMATS:
        found = list(map(without_bold, mark_headers(_with_titles_as_headings(found))))
    found = list(close_lines(_with_consecutive_items(found), None))
    texts = [(block, text) for block in found if (text := _markup(block))]
    if not texts:
        raise Unreadable(Reason.EMPTY)
    provisions = (_provision(f"p{n}", *pair) for n, pair in enumerate(texts, start=1))
    return Imported("", tuple(provisions), report.notices)


def _with_titles_as_headings(blocks: list[Block]) -> list[Block]:
    """Make titles the headings above all others."""
    if not any(block.is_title for block in blocks):
        return blocks
    return [
        replace(block, kind=Kind.HEADING, level=1)
        if block.is_title
        else replace(block, level=block.level + (block.kind is Kind.HEADING))
        for block in blocks
    ]


def _with_consecutive_items(blocks: list[Block]) -> list[Block]:
    """Close gaps in the levels of items; those of headings stay as they are."""
    return [
        replace(block, level=min(block.level, DEEPEST)) if block.kind is Kind.HEADING else closed
        for block, closed in zip(blocks, consecutive_levels(blocks, Report()), strict=True)
    ]


def _recognised(blocks: list[Block], source: Format, report: Report) -> list[Block]:
    """Find lists, headings and fields that are only typed."""
    is_plain = source is Format.PLAIN  # no markup is read there, not even a bullet
    found = list(split_lines(blocks, bullets=not is_plain))
    # in an office file a line break was put there on purpose, in a text it only wraps lines
    found = list(close_lines(found, report if source in OFFICE_FORMATS else None))
    if not is_plain:
        found = typed_items(found, report)
    if source in OFFICE_FORMATS:
        found = guess_headings(found, report)
    found = list(fields_from_tables(mark_headers(found)))
    return list(fields_from_labels(found, report))


def _check_size(blocks: list[Block]) -> None:
    if len(blocks) > limits.MAX_PARAGRAPHS:
        raise Unreadable(Reason.TOO_MANY_PARAGRAPHS, limit=limits.MAX_PARAGRAPHS)
    total = 0
    for block in blocks:
        length = sum(len(span.text) for cell in block.cells for span in cell)
        total += length
        check_length(length, "".join(span.text[:80] for span in block.cells[0][:20]))
    if total > limits.MAX_CHARACTERS:
        raise Unreadable(Reason.TOO_LONG, limit=limits.MAX_CHARACTERS)


def _numberless(blocks: list[Block], report: Report) -> tuple[Provision, ...]:
    """Make the provisions, without typed numbers that equal the derived ones."""
    said = [(block, text) for block in blocks if (text := _markup(block))]
    provisions = [_provision(f"p{n}", *pair) for n, pair in enumerate(said, start=1)]
    markers = numbering(Document(tuple(provisions)))
    for index, (block, _) in enumerate(said):
        number = typed_number(block)
        if number is None:
            continue
        key = provisions[index].key
        if key in markers and equals(number, markers[key].marker):
            rest = replace(block, cells=(cut(block.spans, number.end()),))
            if text := markup(rest):  # what follows may be nothing but a soft hyphen
                report.add(NoticeCode.TYPED_NUMBERS_REMOVED, block.text)
                provisions[index] = replace(provisions[index], text=text)
        elif is_certain(number):
            report.add(NoticeCode.TYPED_NUMBERS_KEPT, block.text)
    return tuple(provisions)


def _markup(block: Block) -> str:
    return "" if all(map(is_blank, block.cells)) else markup(block)


def _provision(key: str, block: Block, text: str) -> Provision:
    level = 0 if block.kind in {Kind.PARAGRAPH, Kind.FIELD} else block.level
    return Provision(key, block.kind, level, text, block.field)
