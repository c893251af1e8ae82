"""What the readers of all formats hand on: blocks of styled text, before they are provisions."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from guideline_workshop.text.document import Field, Kind


@dataclass(frozen=True, slots=True)
class Span:
    """Literal text in one style. A newline in it is a line break inside the paragraph."""

    text: str
    strong: bool = False
    emphasis: bool = False
    href: str = ""


Spans = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, paragraph, item or table row of the draft as its format shows it.

    `level` is as in a Provision but not yet consecutive. `cells` has one entry, and one for each
    cell in a row. Rows with the same `table` number stand in one table.
    """

    kind: Kind
    cells: tuple[Spans, ...]
    level: int = 0
    table: int = 0
    is_title: bool = False
    field: Field | None = None

    @property
    def spans(self) -> Spans:
        """The text of anything but a row."""
        return self.cells[0]

    @property
    def text(self) -> str:
        """The letters without their style."""
        return " ".join(map(literal, self.cells))


def literal(spans: Iterable[Span]) -> str:
    """Return the text without its style."""
    return "".join(span.text for span in spans)


def is_blank(spans: Iterable[Span]) -> bool:
    """Whether there is nothing to read."""
    return not any(span.text.strip() for span in spans)


def join(parts: Iterable[Spans], separator: str = " ") -> Spans:
    """Put several texts one after another, the empty ones left out."""
    joined: list[Span] = []
    for part in parts:
        if is_blank(part):
            continue
        if joined:
            joined.append(Span(separator))
        joined.extend(part)
    return tuple(joined)


def cut(spans: Spans, start: int, end: int | None = None) -> Spans:
    """Return the spans of the characters from `start` up to `end`."""
    kept: list[Span] = []
    position = 0
    for span in spans:
        left = max(start - position, 0)
        right = len(span.text) if end is None else max(min(end - position, len(span.text)), 0)
        if left < right:
            kept.append(replace(span, text=span.text[left:right]))
        position += len(span.text)
    return tuple(kept)
