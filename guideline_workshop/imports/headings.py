"""Headings: find those without a style, find the title, make the levels consecutive."""

import re
from dataclasses import replace

from guideline_workshop.imports.blocks import Block, literal
from guideline_workshop.imports.labels import split_label
from guideline_workshop.imports.report import Report
from guideline_workshop.imports.result import NoticeCode
from guideline_workshop.text.document import Kind

DEEPEST = 6
LONGEST_TITLE = 300
LONGEST_GUESS = 120
TYPED_NUMBER = re.compile(r"\s*(\d{1,2}(?:\.\d{1,2}){0,5})[.)]?\s")


def guess_headings(blocks: list[Block], report: Report) -> list[Block]:
    """Where a draft has no headings at all, take its short paragraphs in bold for headings."""
    candidates = [i for i, block in enumerate(blocks) if _looks_like_heading(block)]
    has_headings = any(block.kind is Kind.HEADING for block in blocks)
    if has_headings or len(candidates) < 2 or 2 * len(candidates) > len(blocks):
        return blocks
    guessed = list(blocks)
    for index in candidates:
        block = blocks[index]
        report.add(NoticeCode.HEADINGS_GUESSED, block.text)
        number = TYPED_NUMBER.match(block.text)
        level = number[1].count(".") + 1 if number else 1
        guessed[index] = replace(block, kind=Kind.HEADING, level=level)
    return guessed


def _looks_like_heading(block: Block) -> bool:
    text = block.text.strip()
    return (
        block.kind is Kind.PARAGRAPH
        and not block.is_title
        and len(text) <= LONGEST_GUESS
        and not text.endswith((".", ":", ";", ","))
        and all(span.strong for span in block.spans if span.text.strip())
        and split_label(block.spans) is None
    )


def without_bold(block: Block) -> Block:
    """Take bold and italics off a heading that is so as a whole: that is its look, no emphasis."""
    if block.kind is not Kind.HEADING:
        return block
    words = [span for span in block.spans if span.text.strip()]
    strong, emphasis = all(s.strong for s in words), all(s.emphasis for s in words)
    spans = (
        replace(s, strong=s.strong and not strong, emphasis=s.emphasis and not emphasis)
        for s in block.spans
    )
    return replace(block, cells=(tuple(spans),))


def take_title(blocks: list[Block]) -> tuple[str, list[Block]]:
    """Return the title and the other blocks.

    The title has the style for titles, or is the one heading above all others.
    """
    index = next((i for i, block in enumerate(blocks) if block.is_title), None)
    if index is None:
        index = _heading_above_all(blocks)
    if index is None:
        return "", blocks
    end = index + 1
    while end < len(blocks) and blocks[end].is_title and blocks[index].is_title:
        end += 1  # a title over several lines
    title = " ".join(" ".join(literal(b.spans) for b in blocks[index:end]).split())
    if len(title) > LONGEST_TITLE:
        return "", blocks
    return title, blocks[:index] + blocks[end:]


def _heading_above_all(blocks: list[Block]) -> int | None:
    headings = [(i, block.level) for i, block in enumerate(blocks) if block.kind is Kind.HEADING]
    if not headings or TYPED_NUMBER.match(blocks[headings[0][0]].text):
        return None  # chapters are numbered, titles are not
    index, level = headings[0]
    others = [other for _, other in headings[1:]]
    is_above = all(other > level for other in others) if others else index == 0
    return index if is_above and len(blocks) > 1 else None


def consecutive_levels(blocks: list[Block], report: Report) -> list[Block]:
    """Close gaps in the levels of headings and items.

    That all headings move up together, as below a title, is not worth a notice.
    """
    shift = min((b.level for b in blocks if b.kind is Kind.HEADING), default=1) - 1
    above: list[int] = []
    item = 0
    changed = []
    for block in blocks:
        level, expected = block.level, block.level
        if block.kind is Kind.HEADING:
            while above and above[-1] >= block.level:
                above.pop()
            above.append(block.level)
            level, expected, item = min(len(above), DEEPEST), block.level - shift, 0
        elif block.kind is Kind.ITEM:
            level = item = max(1, min(block.level, item + 1, DEEPEST))
        if level != expected:
            report.add(NoticeCode.LEVELS_CHANGED, block.text)
        changed.append(replace(block, level=level))
    return changed
