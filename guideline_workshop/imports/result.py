"""What reading a draft gives: its provisions with a report, or the reason why it cannot be read."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from http import HTTPStatus
from typing import Any

from guideline_workshop.text.document import Provision


class NoticeCode(StrEnum):
    """What was not taken over as it stood, or was understood in a way worth a look."""

    CHARACTERS_REMOVED = "characters_removed"  # control characters, NUL, lone surrogates
    CODE_AS_TEXT = "code_as_text"  # Markdown code became ordinary text
    COMMENTS = "comments"  # left out
    DELETIONS_LEFT_OUT = "deletions_left_out"  # tracked deletions in the file
    ENCODING_GUESSED = "encoding_guessed"  # neither UTF-8 nor UTF-16: read as Windows-1252
    EQUATIONS = "equations"  # taken as plain text
    FIELD_LISTS_JOINED = "field_lists_joined"  # list items became one recommendation field
    FOOTNOTES = "footnotes"  # foot- and endnotes, left out
    HEADERS_FOOTERS = "headers_footers"  # left out
    HEADINGS_GUESSED = "headings_guessed"  # no heading styles: short bold paragraphs are headings
    HIDDEN_TEXT = "hidden_text"  # left out
    HTML_AS_TEXT = "html_as_text"  # HTML in Markdown is shown, not interpreted
    IMAGES = "images"  # left out
    INSERTIONS_TAKEN = "insertions_taken"  # tracked insertions in the file
    LEVELS_CHANGED = "levels_changed"  # heading or list levels made consecutive
    LINKS_AS_TEXT = "links_as_text"  # only https and mailto links stay links
    MERGED_CELLS = "merged_cells"  # table cells over several columns or rows
    NESTED_TABLES = "nested_tables"  # a table in a cell became text of the cell
    OBJECTS = "objects"  # charts, drawings, embedded files: left out
    SOFT_BREAKS = "soft_breaks"  # line breaks inside a paragraph became blanks
    STRUCK_THROUGH = "struck_through"  # formatted as struck through, taken as ordinary text
    SYMBOLS = "symbols"  # characters of symbol fonts, left out
    TABLE_OF_CONTENTS = "table_of_contents"  # left out, it is derived
    TEXT_BOXES = "text_boxes"  # their text follows the paragraph they stood at
    TYPED_LISTS = "typed_lists"  # paragraphs typed as "a) ..." or "- ..." became items
    TYPED_NUMBERS_KEPT = "typed_numbers_kept"  # they differ from the derived numbers
    TYPED_NUMBERS_REMOVED = "typed_numbers_removed"  # they equal the derived numbers


@dataclass(frozen=True, slots=True)
class Notice:
    """One line of the report. `detail` quotes the first things concerned; it is text to escape."""

    code: NoticeCode
    count: int
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Imported:
    """A draft as it was understood. `title` is empty where the draft does not show one."""

    title: str
    provisions: tuple[Provision, ...]
    notices: tuple[Notice, ...]

    def as_json(self) -> dict[str, Any]:
        """Plain data for JSON; `from_json` reads it back."""
        return {
            "title": self.title,
            "provisions": [provision.as_json() for provision in self.provisions],
            "notices": [
                {"code": notice.code.value, "count": notice.count, "detail": notice.detail}
                for notice in self.notices
            ],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Imported":
        """Read what `as_json` wrote; raises KeyError, TypeError or ValueError for anything else."""
        return cls(
            title=str(data["title"]),
            provisions=tuple(Provision.from_json(item) for item in data["provisions"]),
            notices=tuple(
                Notice(NoticeCode(item["code"]), int(item["count"]), str(item["detail"]))
                for item in data["notices"]
            ),
        )


class Reason(StrEnum):
    """Why a file cannot be read. The comments name the `details` given with it."""

    BROKEN = "broken"  # truncated, damaged, not well-formed
    DTD = "dtd"  # a document type or entity declaration in an XML part
    EMPTY = "empty"  # no text in it
    ENCRYPTED = "encrypted"
    MACROS = "macros"
    PROVISION_TOO_LONG = "provision_too_long"  # limit (characters), start (its first words)
    TOO_COMPLEX = "too_complex"  # limit (XML elements, lines of Markdown)
    TOO_DEEP = "too_deep"  # limit (nesting), as by tables in tables in tables
    TOO_EXPENSIVE = "too_expensive"  # reading it exceeds the time or memory allowed
    TOO_LARGE = "too_large"  # limit (bytes of the upload)
    TOO_LONG = "too_long"  # limit (characters of text)
    TOO_MANY_ENTRIES = "too_many_entries"  # limit (files in the ZIP)
    TOO_MANY_PARAGRAPHS = "too_many_paragraphs"  # limit
    UNPACKED_TOO_LARGE = "unpacked_too_large"  # limit (bytes when unpacked), a ZIP bomb
    UNSAFE_NAMES = "unsafe_names"  # names in the ZIP that lead outside, or occur twice
    WRONG_TYPE = "wrong_type"  # found ("pdf", "doc", "zip", "html", "" = unknown, ...)


class Unreadable(Exception):
    """The file is broken, hostile, empty or of a type that is not read."""

    def __init__(self, reason: Reason, **details: int | str) -> None:
        super().__init__(reason.value)
        self.reason = reason
        self.details = details

    @property
    def status(self) -> HTTPStatus:
        """The HTTP status that answers such an upload."""
        if self.reason in {Reason.TOO_LARGE, Reason.UNPACKED_TOO_LARGE}:
            return HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        return HTTPStatus.UNPROCESSABLE_ENTITY
