"""Take out of the text of blocks what no provision may contain."""

import re
from collections.abc import Iterable
from dataclasses import replace
from itertools import groupby

from guideline_workshop.imports.blocks import Block, Span, Spans, literal
from guideline_workshop.imports.inline import link_target
from guideline_workshop.imports.report import Report
from guideline_workshop.imports.result import NoticeCode

# Tab, line feed and carriage return are blanks. A line or page break by another name stays one.
LINE_BREAKS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
UNWANTED = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")


def clean_text(text: str, report: Report) -> str:
    """Remove control characters and lone surrogates, and say so."""
    text, count = UNWANTED.subn("", LINE_BREAKS.sub("\n", text))
    if count:
        report.add(NoticeCode.CHARACTERS_REMOVED, count=count)
    return text


def clean_blocks(blocks: Iterable[Block], report: Report) -> list[Block]:
    """Clean the text and the links of all blocks."""
    return [
        replace(block, cells=tuple(_clean_spans(cell, report) for cell in block.cells))
        for block in blocks
    ]


def _clean_spans(spans: Spans, report: Report) -> Spans:
    cleaned: list[Span] = []
    for url, group in groupby(spans, key=lambda span: span.href):
        linked = tuple(replace(span, text=clean_text(span.text, report)) for span in group)
        target = link_target(url) if url else ""
        if url and not target and literal(linked).strip():
            report.add(NoticeCode.LINKS_AS_TEXT, url)
        cleaned.extend(replace(span, href=target) for span in linked)
    return tuple(cleaned)
