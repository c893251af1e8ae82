"""What the exports are made from: one version of one document, with all that goes on its cover."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from guideline_workshop.text.document import Document
from guideline_workshop.text.tracked import TrackedProvision

Language = Literal["de", "en"]


@dataclass(frozen=True, slots=True)
class Author:
    """Who stands behind a change, and since when: an association, or the editorial hand."""

    name: str
    date: datetime


@dataclass(frozen=True, slots=True)
class Note:
    """A remark on one provision, such as where its wording comes from."""

    key: str
    text: str


@dataclass(frozen=True)
class Publication:
    """A version about to become a file.

    `lines` is the same text tracked against the version called `against`, or None for the clean
    text; `authors` names the people behind each `Run.origin`. `resolution` says when it was adopted
    and where that is recorded. A text that is not `numbered` has its numbers typed, if any.
    Raises ValueError for a naive date.
    """

    title: str
    consultation: str
    version: str
    date: datetime
    digest: str
    document: Document
    language: Language = "de"
    lines: tuple[TrackedProvision, ...] | None = None
    against: str = ""
    authors: Mapping[str, Author] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()
    resolution: str = ""
    numbered: bool = True

    def __post_init__(self) -> None:
        if self.date.tzinfo is None:
            raise ValueError("the date of a publication needs a time zone")

    @property
    def is_tracked(self) -> bool:
        """Whether the file shows changes."""
        return self.lines is not None

    def notes_on(self, key: str) -> tuple[str, ...]:
        """Return the remarks on the provision with `key`."""
        return tuple(note.text for note in self.notes if note.key == key)
