"""Between the editor's boxes and the text core's changes: one box, one place in the text."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from guideline_workshop.text.amendment import Change, Insert, Move, Replace
from guideline_workshop.text.document import Document, Kind, Provision
from guideline_workshop.text.markup import normalise

BLANK_LINES = re.compile(r"\n[ \t]*\n")


class Place(StrEnum):
    """Where a box stands: in place of a provision, or after it."""

    REPLACE = "replace"
    AFTER = "after"


@dataclass(frozen=True)
class Edit:
    """One box of the editor. Its text is split at blank lines; an empty one strikes."""

    place: Place
    key: str
    text: str
    kind: Kind = Kind.PARAGRAPH
    """What is inserted; a replaced provision stays what it is."""


def begin(document: Document, place: Place, key: str) -> Edit:
    """Make the box with which an edit begins: the text as it stands, or nothing to insert yet."""
    base = document[key]
    if place is Place.REPLACE:
        return Edit(place, key, base.text, base.kind)
    return Edit(place, key, "", _like(base))


def add(document: Document, edits: Sequence[Edit], place: Place, key: str) -> tuple[Edit, ...]:
    """Add a box, in the order of the text; a provision that has its box already gets no second.

    Raises KeyError for a provision that the document does not have.
    """
    new = begin(document, place, key)
    if place is Place.REPLACE and any(_same_place(edit, new) for edit in edits):
        return tuple(edits)
    return in_order(document, (*edits, new))


def in_order(document: Document, edits: Iterable[Edit]) -> tuple[Edit, ...]:
    """Sort boxes as their places stand in the text; several at one place keep their order."""
    order = list(Place)
    return tuple(
        sorted(edits, key=lambda edit: (document.positions[edit.key], order.index(edit.place)))
    )


def to_changes(document: Document, edits: Iterable[Edit], prefix: str) -> tuple[Change, ...]:
    """Turn boxes into changes; new provisions get the keys `prefix`.1, `prefix`.2 and so on.

    Raises KeyError for a provision that the document does not have.
    """
    changes: list[Change] = []
    made = 0
    for edit in edits:
        base = document[edit.key]
        texts = [text for part in BLANK_LINES.split(edit.text) if (text := normalise(part))]
        provisions = []
        for index, text in enumerate(texts):
            if edit.place is Place.REPLACE and index == 0:
                provisions.append(Provision(base.key, base.kind, base.level, text, base.field))
                continue
            made += 1
            provisions.append(_new(document, edit, base, f"{prefix}.{made}", text))
        if edit.place is Place.REPLACE:
            changes.append(Replace(base.key, base.digest, tuple(provisions)))
        else:
            changes.append(Insert(base.key, tuple(provisions)))
    return tuple(changes)


def to_edits(document: Document, changes: Sequence[Change]) -> list[Edit]:
    """Turn stored changes back into boxes. A move has no box.

    Raises KeyError for a provision that the document does not have.
    """
    edits = []
    for change in changes:
        if isinstance(change, Move):
            continue
        text = "\n\n".join(provision.text for provision in change.provisions)
        if isinstance(change, Replace):
            edits.append(Edit(Place.REPLACE, change.key, text, document[change.key].kind))
        else:
            base = document[change.after]
            kind = change.provisions[0].kind if change.provisions else _like(base)
            edits.append(Edit(Place.AFTER, change.after, text, kind))
    return edits


def beside(mine: Sequence[Edit], stored: Sequence[Edit]) -> list[tuple[Edit | None, Edit | None]]:
    """Pair two people's boxes by their places, mine first; nothing of either is left out."""
    rest = list(stored)
    pairs: list[tuple[Edit | None, Edit | None]] = []
    for edit in mine:
        match = next((other for other in rest if _same_place(edit, other)), None)
        if match is not None:
            rest.remove(match)
        pairs.append((edit, match))
    return pairs + [(None, other) for other in rest]


def effective(document: Document, changes: Iterable[Change]) -> tuple[Change, ...]:
    """Leave out what changes nothing."""
    return tuple(change for change in changes if not _is_idle(document, change))


def _is_idle(document: Document, change: Change) -> bool:
    match change:
        case Replace():
            return change.provisions == (document[change.key],)
        case Insert():
            return not change.provisions
        case Move():
            return False


def _like(base: Provision) -> Kind:
    """Say what is inserted after `base` unless somebody says otherwise."""
    return base.kind if base.kind in (Kind.ITEM, Kind.ROW) else Kind.PARAGRAPH


def _same_place(one: Edit, other: Edit) -> bool:
    return (one.place, one.key) == (other.place, other.key)


def _new(document: Document, edit: Edit, base: Provision, key: str, text: str) -> Provision:
    kind = base.kind if edit.place is Place.REPLACE else edit.kind
    if kind is Kind.FIELD:
        kind = Kind.PARAGRAPH  # a field is there once; what is split off it is a paragraph
    match kind:
        case Kind.HEADING:
            level = _heading_level(document, base)
        case Kind.ITEM:
            level = base.level if base.kind is Kind.ITEM else 1
        case _:
            level = 0
    return Provision(key, kind, level, text)


def _heading_level(document: Document, base: Provision) -> int:
    position = document.positions[base.key]
    for provision in reversed(document.provisions[: position + 1]):
        if provision.kind is Kind.HEADING:
            return provision.level
    return 1
