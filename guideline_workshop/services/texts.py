"""Texts: what never changes once it is published, read once and then kept by its digest."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Generic, TypeVar

from guideline_workshop.models import Version
from guideline_workshop.services import versions
from guideline_workshop.text.document import Document
from guideline_workshop.text.numbering import Reference, numbering

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

    def find(self, key: Hashable) -> Made | None:
        """Return what is kept under `key`, if anything is."""
        return self._made.get(key)

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


def text_of(version: Version) -> Text:
    """Return the text of a version; only the first reader loads it."""

    def make() -> Text:
        document = versions.text_of(version)
        return Text(document, numbering(document))

    return _texts.get(version.digest, make)
