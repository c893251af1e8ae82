"""How a version is read: its text as HTML, made once for each digest and then kept.

A published text never changes, so what is made from it alone is kept by its digest. What belongs to
a moment or a person (amendments, comments, the token of forms) is put in between afterwards.
"""

import re
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Generic, TypeVar

from markupsafe import Markup
from pyramid.renderers import render

from guideline_workshop.models import Version
from guideline_workshop.services import versions
from guideline_workshop.text.display import Comparison, compare
from guideline_workshop.text.document import Document
from guideline_workshop.text.numbering import Reference, numbering

PLACE = re.compile(r"<!--gw:([^>]*)-->")
"""Where marks go; no text of ours can contain it, since "<" is escaped."""
Made = TypeVar("Made")


@dataclass(frozen=True)
class Text:
    """A text with its numbers."""

    document: Document
    references: dict[str, Reference]


class Kept(Generic[Made]):
    """The things made last, by what they were made from; the oldest gives way."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._made: dict[Hashable, Made] = {}

    def get(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """Return what is kept under `key`, or make and keep it.

        Two threads may both make it; they make the same.
        """
        found = self._made.get(key)
        if found is None:
            found = make()
            while len(self._made) >= self._most:
                self._made.pop(next(iter(self._made)), None)
            self._made[key] = found
        return found


_texts: Kept[Text] = Kept(64)
_pages: Kept[tuple[tuple[Markup, str], ...]] = Kept(64)


def text_of(version: Version) -> Text:
    """Return the text of a version; only the first reader loads it."""

    def make() -> Text:
        document = versions.text_of(version)
        return Text(document, numbering(document))

    return _texts.get(version.digest, make)


@lru_cache(maxsize=16)
def comparison_of(old: Document, new: Document) -> Comparison:
    """Compare two texts; a round reads the same comparison many times."""
    return compare(old, new)


def pieces_of(
    request: Any,  # Pyramid's request
    version: Version,
    *,
    amend: bool,
    comment_url: str,
) -> tuple[tuple[Markup, str], ...]:
    """Return the reading text, cut where marks go: each piece of HTML with the key of its place.

    `amend` is whether one may propose changes; `comment_url` is where comments are written, empty
    where they are not. The last piece has no key.
    """
    key = (version.digest, request.locale_name, amend, comment_url)

    def make() -> tuple[tuple[Markup, str], ...]:
        text = text_of(version)
        html = render(
            "versions/text.jinja2",
            {
                "provisions": text.document.provisions,
                "references": text.references,
                "amend": amend,
                "comment_url": comment_url,
            },
            request,
        )
        parts = [*PLACE.split(html), ""]
        return tuple(
            (Markup(part), place)  # noqa: S704 -- the output of our own template
            for part, place in zip(parts[::2], parts[1::2], strict=True)
        )

    return _pages.get(key, make)
