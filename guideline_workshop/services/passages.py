"""Passages: the places an amendment changes, each with its wording before and after."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from guideline_workshop.services.drafting import Edit, effective, joins_of, to_changes
from guideline_workshop.text.amendment import Change, Insert, Move, Replace, changes_from_json
from guideline_workshop.text.display import Comparison, PairKind, SideRow, compare, side_by_side
from guideline_workshop.text.document import Document, Kind, Provision
from guideline_workshop.text.markup import plain
from guideline_workshop.text.numbering import numbering

NONE: Mapping[str, str] = MappingProxyType({})
SHORT = 60
"""About as many characters as a choice shows on a phone."""


class Deed(StrEnum):
    """What happens to a passage, in one word."""

    CHANGED = "changed"
    SPLIT = "split"
    JOINED = "joined"
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
    rationale: str = ""
    """Why just this is proposed, where somebody has said so."""

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


def grouped_titles(document: Document) -> dict[str, Any]:
    """Name the passages under their headings, as a select with groups wants them."""
    choices: dict[str, Any] = {}
    group, titles = choices, titles_of(document)
    for one in document.provisions:
        if one.kind is Kind.HEADING:
            group = choices.setdefault(titles[one.key], {})
        group[one.key] = titles[one.key]
    return choices


def _beginning(words: str) -> str:
    return words if len(words) <= SHORT else words[:SHORT].rsplit(" ", 1)[0] + " …"


def passages_of(document: Document, changes: Iterable[Change]) -> list[Passage]:
    """Compare each change with the text it was written against, in the order of the text.

    What was joined is one passage. Raises KeyError for a provision that the document does not have.
    """
    changes = tuple(changes)
    joins = joins_of(document, changes)
    found = [
        passage_of(document, change, joins)
        for change in changes
        if not (isinstance(change, Replace) and change.key in joins.values())
    ]
    return sorted(found, key=lambda passage: document.positions.get(passage.key, -1))


def passages_of_stored(document: Document, stored: Iterable[Any]) -> list[Passage] | None:
    """Compare stored changes, without what changes nothing; None when they cannot be read."""
    try:
        return passages_of(document, effective(document, changes_from_json(stored)))
    except (AttributeError, KeyError, TypeError, ValueError):
        return None


def passages_of_edits(document: Document, edits: Iterable[Edit]) -> list[Passage | None]:
    """Compare the editor's boxes, in their order; None for one without its place in the text."""
    return [_passage_of_edit(document, edit) for edit in edits]


def _passage_of_edit(document: Document, edit: Edit) -> Passage | None:
    try:
        first, *more = to_changes(document, [edit], "preview")
    except KeyError:
        return None
    if isinstance(first, Insert):
        shown = tuple(one for one in first.provisions if one.text)
        return passage_of(document, Insert(first.after, shown))
    struck = [one.key for one in more if isinstance(one, Replace)]
    joins = dict(zip([edit.key], struck, strict=False))
    return passage_of(document, first, joins)


def passage_of(document: Document, change: Change, joins: Mapping[str, str] = NONE) -> Passage:
    """Compare one change with the text it was written against; `joins` says what was joined."""
    why = change.rationale
    match change:
        case Insert():
            comparison = _compare((), change.provisions)
            return Passage(change.after, Deed.INSERTED, comparison, rationale=why)
        case Move():
            here = (document[change.key],)
            return Passage(change.key, Deed.MOVED, _compare(here, here), change.after, why)
        case Replace():
            keys = [change.key, *([joins[change.key]] if change.key in joins else [])]
            comparison = _compare(tuple(document[key] for key in keys), change.provisions)
            return Passage(change.key, _deed(comparison), comparison, rationale=why)


def _deed(comparison: Comparison) -> Deed:
    if not comparison.changed:
        return Deed.UNCHANGED
    if not comparison.new.provisions:
        return Deed.STRUCK
    how = {line.change for line in comparison.lines}
    if PairKind.JOINED in how:
        return Deed.JOINED
    return Deed.SPLIT if PairKind.SPLIT in how else Deed.CHANGED


def _compare(before: tuple[Provision, ...], after: tuple[Provision, ...]) -> Comparison:
    return compare(Document(before), Document(after))


def wordings_of(
    document: Document, changes: Iterable[Any], keys: Collection[str]
) -> list[Passage] | None:
    """Compare what stored changes make of some of the passages; None when they cannot be read."""
    found = passages_of_stored(document, changes)
    if found is None:
        return None
    return [one for one in found if one.key in keys] or found
