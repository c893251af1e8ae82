"""Passages: the places an amendment changes, each with its wording before and after."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from guideline_workshop.services.drafting import Edit, effective, to_changes
from guideline_workshop.text.amendment import Change, Insert, Move, Replace, changes_from_json
from guideline_workshop.text.display import Comparison, PairKind, SideRow, compare, side_by_side
from guideline_workshop.text.document import Document, Provision
from guideline_workshop.text.markup import plain
from guideline_workshop.text.numbering import numbering

SHORT = 60
"""About as many characters as a choice shows on a phone."""


class Deed(StrEnum):
    """What happens to a passage, in one word."""

    CHANGED = "changed"
    SPLIT = "split"
    STRUCK = "struck"
    INSERTED = "inserted"
    MOVED = "moved"
    UNCHANGED = "unchanged"


@dataclass(frozen=True)
class Passage:
    """One change, ready to be shown."""

    key: str
    """The provision that is changed, or after which something is inserted; "" is the start."""
    deed: Deed
    comparison: Comparison
    destination: str = ""
    """After which provision a moved one comes."""

    @property
    def rows(self) -> tuple[SideRow, ...]:
        """Both wordings beside each other."""
        return side_by_side(self.comparison)


def titles_of(document: Document) -> dict[str, str]:
    """Name each provision by its number and its first words."""
    references = numbering(document)
    return {
        one.key: f"{references[one.key].marker} {_beginning(plain(one.text))}".strip()
        for one in document.provisions
    }


def _beginning(words: str) -> str:
    return words if len(words) <= SHORT else words[:SHORT].rsplit(" ", 1)[0] + " …"


def passages_of(document: Document, changes: Iterable[Change]) -> list[Passage]:
    """Compare each change with the text it was written against, in the order of the text.

    Raises KeyError for a provision that the document does not have.
    """
    found = [passage_of(document, change) for change in changes]
    return sorted(found, key=lambda passage: document.positions.get(passage.key, -1))


def passages_of_stored(document: Document, stored: Iterable[Any]) -> list[Passage] | None:
    """Compare stored changes, without what changes nothing; None when they cannot be read."""
    try:
        return passages_of(document, effective(document, changes_from_json(stored)))
    except (AttributeError, KeyError, TypeError, ValueError):
        return None


def passages_of_edits(document: Document, edits: Iterable[Edit]) -> list[Passage | None]:
    """Compare the editor's boxes, in their order; None for one without its place in the text."""
    return [
        passage_of(document, *to_changes(document, [edit], "preview"))
        if edit.key in document
        else None
        for edit in edits
    ]


def passage_of(document: Document, change: Change) -> Passage:
    """Compare one change with the text it was written against."""
    match change:
        case Insert():
            return Passage(change.after, Deed.INSERTED, _compare((), change.provisions))
        case Move():
            before = (document[change.key],)
            return Passage(change.key, Deed.MOVED, _compare(before, before), change.after)
        case Replace():
            comparison = _compare((document[change.key],), change.provisions)
            return Passage(change.key, _deed(comparison), comparison)


def _deed(comparison: Comparison) -> Deed:
    if not comparison.changed:
        return Deed.UNCHANGED
    if not comparison.new.provisions:
        return Deed.STRUCK
    is_split = any(line.change is PairKind.SPLIT for line in comparison.lines)
    return Deed.SPLIT if is_split else Deed.CHANGED


def _compare(before: tuple[Provision, ...], after: tuple[Provision, ...]) -> Comparison:
    return compare(Document(before), Document(after))
