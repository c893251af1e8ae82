"""Texts: their encoding, and plain text as paragraphs."""

import codecs
from collections.abc import Iterator

from guideline_workshop.imports.blocks import Block, Span
from guideline_workshop.imports.cleaning import UNWANTED
from guideline_workshop.imports.report import Report
from guideline_workshop.imports.result import NoticeCode, Reason, Unreadable
from guideline_workshop.text.document import Kind

for encoding in ("utf-8-sig", "utf-16", "cp1252"):
    codecs.lookup(encoding)  # loaded now: once it reads, the worker may open no file

MOST_CONTROLS = 0.02  # share of control characters above which it is no text at all


def decode(data: bytes, report: Report) -> str:
    """Decode UTF-8, UTF-16 with a byte order mark, or what German Windows programs write."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _decode_utf16(data)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:  # lone surrogates come in through forms; they are removed with a notice
        return data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return _decode_windows(data, report)


def _decode_utf16(data: bytes) -> str:
    try:
        return data.decode("utf-16", "surrogatepass")
    except UnicodeDecodeError:
        raise Unreadable(Reason.BROKEN) from None


def _decode_windows(data: bytes, report: Report) -> str:
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        raise Unreadable(Reason.WRONG_TYPE, found="") from None
    if len(UNWANTED.findall(text)) > MOST_CONTROLS * len(text):
        raise Unreadable(Reason.WRONG_TYPE, found="")
    report.add(NoticeCode.ENCODING_GUESSED)
    return text


def read_plain(text: str) -> Iterator[Block]:
    """Read paragraphs separated by blank lines; no mark means anything."""
    lines: list[str] = []
    for line in (*text.split("\n"), ""):
        if line.strip():
            lines.append(line)
        elif lines:
            yield Block(Kind.PARAGRAPH, ((Span("\n".join(lines)),),))
            lines = []
