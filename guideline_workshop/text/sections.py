"""Sections: a heading with all that stands below it, lower headings included."""

from dataclasses import dataclass

from guideline_workshop.text.document import Document, Kind
from guideline_workshop.text.markup import plain


@dataclass(frozen=True)
class Section:
    """A part of a text, by its heading."""

    key: str
    """The key of the heading."""
    level: int
    title: str
    start: int
    """Where the heading stands in the text."""
    keys: frozenset[str]
    """The provisions of the section, the heading among them."""


def sections(document: Document) -> tuple[Section, ...]:
    """Return the sections of a text in its order; a lower one is part of the higher one too."""
    found = []
    for start, heading in enumerate(document.provisions):
        if heading.kind is not Kind.HEADING:
            continue
        keys = [heading.key]
        for below in document.provisions[start + 1 :]:
            if below.kind is Kind.HEADING and below.level <= heading.level:
                break
            keys.append(below.key)
        title = plain(heading.text)
        found.append(Section(heading.key, heading.level, title, start, frozenset(keys)))
    return tuple(found)
