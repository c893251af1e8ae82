"""Reading the files of `diff` and `merge`; whatever is wrong with one is one line."""

import os
import stat
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePath

from guideline_workshop.exports.characters import visible
from guideline_workshop.imports.cleaning import LINE_BREAKS, UNWANTED
from guideline_workshop.imports.limits import MAX_UPLOAD_BYTES
from guideline_workshop.imports.plain import decode
from guideline_workshop.imports.reader import read_as_written
from guideline_workshop.imports.report import Report
from guideline_workshop.imports.result import NoticeCode, Reason, Unreadable
from guideline_workshop.text.document import Document, Kind
from guideline_workshop.text.markup import plain

PLAIN_EXTENSIONS = frozenset({".txt", ".text"})
_NEWEST = datetime(9999, 1, 1, tzinfo=UTC)

_REASONS = {
    Reason.BROKEN: "it is damaged or incomplete",
    Reason.DTD: "it contains declarations that no word processor writes",
    Reason.EMPTY: "there is no text in it",
    Reason.ENCRYPTED: "it is protected by a password",
    Reason.MACROS: "it contains macros",
    Reason.PROVISION_TOO_LONG: "a paragraph is longer than {limit} characters: {start}",
    Reason.TOO_COMPLEX: "it is too complex",
    Reason.TOO_DEEP: "its tables or boxes are nested too deeply",
    Reason.TOO_EXPENSIVE: "reading it takes too long",
    Reason.TOO_LARGE: "it is larger than {limit} bytes",
    Reason.TOO_LONG: "it has more than {limit} characters",
    Reason.TOO_MANY_ENTRIES: "it has more than {limit} parts",
    Reason.TOO_MANY_PARAGRAPHS: "it has more than {limit} paragraphs",
    Reason.UNPACKED_TOO_LARGE: "it is too large when unpacked",
    Reason.UNSAFE_NAMES: "it contains parts with unsafe names",
    Reason.WRONG_TYPE: "it is no .md, .txt, .docx or .odt file",
}
_LOST = {
    NoticeCode.COMMENTS: "comments",
    NoticeCode.DELETIONS_LEFT_OUT: "tracked deletions",
    NoticeCode.FOOTNOTES: "footnotes",
    NoticeCode.HEADERS_FOOTERS: "headers and footers",
    NoticeCode.HIDDEN_TEXT: "hidden text",
    NoticeCode.IMAGES: "images",
    NoticeCode.LINKS_AS_TEXT: "targets of links that are neither https nor e-mail",
    NoticeCode.OBJECTS: "objects",
    NoticeCode.SYMBOLS: "symbols",
    NoticeCode.TABLE_OF_CONTENTS: "tables of contents",
}


class BadFile(Exception):
    """A file cannot be read or written; the message is one line."""


@dataclass(frozen=True)
class TextFile:
    """A text with the name its file was given by; `left_out` is what was not taken over."""

    name: str
    is_plain: bool
    changed_at: datetime
    document: Document
    left_out: tuple[str, ...] = ()
    written: str = ""
    """The content of a text file, its lines ended by line feeds; else, and if signs that belong
    into no text were removed, nothing.
    """


def read_text(name: str) -> TextFile:
    """Read a file. Raises BadFile."""
    data, changed_at = _bytes_of(name)
    try:
        found = read_as_written(data, PurePath(name).name)
    except Unreadable as unreadable:
        reason = _REASONS[unreadable.reason].format_map(unreadable.details)
        raise BadFile(f"cannot read {shown_name(name)}: {visible(reason)}") from None
    is_office = data.startswith(b"PK")
    is_plain = PurePath(name).suffix.lower() in PLAIN_EXTENSIONS and not is_office
    left_out = tuple(f"{_LOST[n.code]} ({n.count})" for n in found.notices if n.code in _LOST)
    document = Document(found.provisions)
    written = "" if is_office else _content(data)
    return TextFile(shown_name(name), is_plain, changed_at, document, left_out, written)


def title_of(document: Document) -> str:
    """Return the heading a text begins with, if it is above all others; else nothing."""
    headings = [p for p in document.provisions if p.kind is Kind.HEADING]
    first = document.provisions[0]
    if first not in headings or any(p.level <= first.level for p in headings[1:]):
        return ""
    return plain(first.text)


def shown_name(name: str) -> str:
    """Return the name of a file so that it fits on one line and can be encoded."""
    return visible(os.fsencode(name).decode("utf-8", "replace"))


def _bytes_of(name: str) -> tuple[bytes, datetime]:
    try:
        path = Path(name)
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise BadFile(f"cannot read {shown_name(name)}: it is a folder")
        if not stat.S_ISREG(status.st_mode):
            raise BadFile(f"cannot read {shown_name(name)}: it is no ordinary file")
        with path.open("rb") as file:
            return file.read(MAX_UPLOAD_BYTES + 1), _moment(status.st_mtime)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        raise BadFile(f"cannot read {shown_name(name)}: {why(error)}") from None


def _content(data: bytes) -> str:
    text = LINE_BREAKS.sub("\n", decode(data, Report()))
    return "" if UNWANTED.search(text) else text


def _moment(seconds: float) -> datetime:
    """Return when a file was changed, as far as a calendar has it."""
    return datetime.fromtimestamp(min(max(seconds, 0), _NEWEST.timestamp()), UTC)


def why(error: OSError | ValueError) -> str:
    """Return what the system says, without the name of the file."""
    return getattr(error, "strerror", None) or str(error)
