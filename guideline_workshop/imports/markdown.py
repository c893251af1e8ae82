"""Markdown: CommonMark with tables, without HTML."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from guideline_workshop.imports import limits
from guideline_workshop.imports.blocks import Block, Span, Spans
from guideline_workshop.imports.report import Report, check_length
from guideline_workshop.imports.result import NoticeCode, Reason, Unreadable
from guideline_workshop.text.document import Kind

DEEPEST = 6
HTML = re.compile(r"</?[A-Za-z][^<>]{0,300}>")
MARKS: dict[str, dict[str, Any]] = {  # fields of Span that a mark switches
    "strong_open": {"strong": True},
    "strong_close": {"strong": False},
    "em_open": {"emphasis": True},
    "em_close": {"emphasis": False},
    "link_close": {"href": ""},
}


def read_markdown(text: str, report: Report) -> list[Block]:
    """Return the blocks of a Markdown text."""
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    # every link is recognised; which ones stay links is decided in one place for all formats
    parser.validateLink = _is_link  # type: ignore[method-assign] # the documented way
    if text.count("\n") > limits.MAX_LINES:
        raise Unreadable(Reason.TOO_COMPLEX, limit=limits.MAX_LINES)
    return list(_Reader(report).read(_parse(parser, text)))


def _parse(parser: MarkdownIt, text: str) -> list[Token]:
    """Parse blocks first, and what is in them only if they are short: marks cost quadratic time."""
    parser.disable("inline")
    environment: dict[str, Any] = {}
    tokens = parser.parse(text, environment)
    for token in tokens:
        if token.type == "inline":
            check_length(len(token.content), token.content)
            token.children = []
            parser.inline.parse(token.content, parser, environment, token.children)
    return tokens


def _is_link(url: str) -> bool:  # noqa: ARG001 - the signature is given
    return True


class _Reader:
    """Goes through the tokens of a parsed text."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._depth = 0  # of lists
        self._starts_item = False
        self._heading = 0
        self._table = 0
        self._header = 0
        self._in_cell = False
        self._cells: list[Spans] = []

    def read(self, tokens: list[Token]) -> Iterator[Block]:
        """Yield the blocks in order."""
        for token in tokens:
            if token.type == "inline":
                yield from self._inline(token)
            elif token.type in {"fence", "code_block"}:
                self._report.add(NoticeCode.CODE_AS_TEXT, token.content)
                yield self._paragraph((Span(token.content),))
            elif token.type == "tr_close":
                yield Block(Kind.ROW, tuple(self._cells), self._header, self._table)
            else:
                self._enter(token)

    def _enter(self, token: Token) -> None:
        """Note where in headings, lists and tables the following text stands."""
        if token.type == "heading_open":
            self._heading = int(token.tag[1:])
        elif token.type == "heading_close":
            self._heading = 0
        elif token.type in {"bullet_list_open", "ordered_list_open"}:
            self._depth += 1
        elif token.type in {"bullet_list_close", "ordered_list_close"}:
            self._depth -= 1
        elif token.type in {"list_item_open", "list_item_close"}:
            self._starts_item = token.type == "list_item_open"
        else:
            self._enter_table(token)

    def _enter_table(self, token: Token) -> None:
        if token.type == "table_open":
            self._table += 1
        elif token.type in {"thead_open", "thead_close"}:
            self._header = int(token.type == "thead_open")
        elif token.type == "tr_open":
            self._cells = []
        elif token.type in {"td_open", "th_open", "td_close", "th_close"}:
            self._in_cell = token.type.endswith("open")

    def _inline(self, token: Token) -> Iterator[Block]:
        spans = tuple(self._spans(token.children or []))
        if self._in_cell:
            self._cells.append(spans)
        elif self._heading:
            yield Block(Kind.HEADING, (spans,), self._heading)
        else:
            yield self._paragraph(spans)

    def _paragraph(self, spans: Spans) -> Block:
        """Return the paragraph; the first one of a list item is the item."""
        if not self._starts_item:
            return Block(Kind.PARAGRAPH, (spans,))
        self._starts_item = False
        return Block(Kind.ITEM, (spans,), min(self._depth, DEEPEST))

    def _spans(self, tokens: list[Token]) -> Iterator[Span]:
        look = Span("")
        for token in tokens:
            if token.type in MARKS:
                look = replace(look, **MARKS[token.type])
            elif token.type == "link_open":
                look = replace(look, href=str(token.attrGet("href") or ""))
            elif token.type in {"softbreak", "hardbreak"}:
                yield replace(look, text="\n")
            elif token.type == "image":
                self._report.add(NoticeCode.IMAGES, token.content or str(token.attrGet("src")))
            elif token.content:
                yield self._literal(token, look)

    def _literal(self, token: Token, look: Span) -> Span:
        if token.type == "code_inline":
            self._report.add(NoticeCode.CODE_AS_TEXT, token.content)
        elif "<" in token.content:
            tags = HTML.findall(token.content)
            self._report.add(NoticeCode.HTML_AS_TEXT, " ".join(tags[:3]), count=len(tags))
        return replace(look, text=token.content)
