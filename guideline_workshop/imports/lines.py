"""Line breaks inside paragraphs, and lists that were typed by hand."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from guideline_workshop.imports.blocks import Block, Spans, cut, is_blank, literal
from guideline_workshop.imports.labels import split_label
from guideline_workshop.imports.report import Report
from guideline_workshop.imports.result import NoticeCode
from guideline_workshop.text.document import Kind

BULLET = re.compile(r"\s*[•●▪◦‣·–—-]\s+(?=\S)")
LETTER = re.compile(r"\s*([a-z])\)\s+(?=\S)")


def split_lines(blocks: Iterable[Block], *, bullets: bool) -> Iterator[Block]:
    """Split paragraphs where a line break comes before a label ("Ziel:") or a typed bullet.

    All other breaks stay.
    """
    for block in blocks:
        if block.kind is Kind.PARAGRAPH and "\n" in block.text and not block.is_title:
            for spans in _segments(block.spans, bullets=bullets):
                yield replace(block, cells=(spans,))
        else:
            yield block


def _segments(spans: Spans, *, bullets: bool) -> Iterator[Spans]:
    text = literal(spans)
    start = 0
    position = text.find("\n")
    while position >= 0:
        end = text.find("\n", position + 1)
        line = cut(spans, position + 1, len(text) if end < 0 else end)
        if split_label(line) or (bullets and BULLET.match(literal(line))):
            yield cut(spans, start, position)
            start = position + 1
        position = end
    yield cut(spans, start)


def close_lines(blocks: Iterable[Block], report: Report | None) -> Iterator[Block]:
    """Turn the line breaks into blanks; without `report` they were never meant to be seen."""
    for block in blocks:
        breaks = sum(literal(cell).strip().count("\n") for cell in block.cells)
        if breaks and report:
            report.add(NoticeCode.SOFT_BREAKS, block.text, count=breaks)
        yield replace(block, cells=tuple(map(_closed, block.cells))) if breaks else block


def _closed(spans: Spans) -> Spans:
    return tuple(replace(span, text=span.text.replace("\n", " ")) for span in spans)


def typed_items(blocks: list[Block], report: Report) -> list[Block]:
    """Make items of paragraphs typed as "- ..." and of sequences typed as "a) ...", "b) ..."."""
    found = list(blocks)
    for index, block in enumerate(blocks):
        if block.kind is not Kind.PARAGRAPH or block.is_title:
            continue
        mark = BULLET.match(block.text) or _letter(blocks, index)
        if mark and not is_blank(cut(block.spans, mark.end())):
            report.add(NoticeCode.TYPED_LISTS, block.text)
            spans = cut(block.spans, mark.end())
            found[index] = replace(block, kind=Kind.ITEM, level=1, cells=(spans,))
    return found


def _letter(blocks: list[Block], index: int) -> re.Match[str] | None:
    """Return the letter of a paragraph that has its predecessor or successor beside it."""
    letter = LETTER.match(blocks[index].text)
    if letter is None:
        return None
    before = _letter_of(blocks, index - 1)
    after = _letter_of(blocks, index + 1)
    code = ord(letter[1])
    return letter if before == code - 1 or after == code + 1 else None


def _letter_of(blocks: list[Block], index: int) -> int:
    if not 0 <= index < len(blocks) or blocks[index].kind is not Kind.PARAGRAPH:
        return 0
    letter = LETTER.match(blocks[index].text)
    return ord(letter[1]) if letter else 0
