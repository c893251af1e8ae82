"""Between the editor's boxes and the text core's changes: one box, one place in the text."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import groupby

from guideline_workshop.i18n import _
from guideline_workshop.services.errors import Invalid
from guideline_workshop.text.align import PairKind
from guideline_workshop.text.amendment import Change, Insert, Move, Replace
from guideline_workshop.text.display import compare
from guideline_workshop.text.document import Document, Field, Kind, Provision
from guideline_workshop.text.markup import normalise

BLANK_LINES = re.compile(r"\n[ \t]*\n")
JOINABLE = (Kind.PARAGRAPH, Kind.ITEM, Kind.HEADING)


class Place(StrEnum):
    """Where a box stands and what it does; in this order boxes of one provision are shown."""

    REPLACE = "replace"
    JOIN = "join"
    """It replaces a provision and the one after it."""
    MOVE = "move"
    AFTER = "after"
    """It inserts something after a provision, at the very start where that is ""."""


class Way(StrEnum):
    """What somebody would like to do at a provision; some of it takes several boxes."""

    REPLACE = "replace"
    BEFORE = "before"
    AFTER = "after"
    JOIN = "join"
    MOVE = "move"
    GUIDELINE = "guideline"
    RECOMMENDATION = "recommendation"


@dataclass(frozen=True)
class Edit:
    """One box of the editor. Its text is split at blank lines; an empty one strikes."""

    place: Place
    key: str
    text: str
    kind: Kind = Kind.PARAGRAPH
    """What is inserted; a replaced provision stays what it is."""
    field: Field | None = None
    """Which field of a recommendation is inserted."""
    after: str = ""
    """After which provision a moved one comes; "" is the start."""
    rationale: str = ""
    """Why this is proposed, besides the rationale of the amendment."""

    @property
    def shape(self) -> str:
        """Write kind and field as one word: "paragraph", "field.goal"."""
        return f"{self.kind.value}.{self.field.value}" if self.field else self.kind.value


def begin(document: Document, place: Place, key: str) -> Edit:
    """Make the box with which an edit begins: the text as it stands, or nothing to insert yet.

    Raises Invalid for what cannot be joined, KeyError for a provision that is not there.
    """
    base = document[key] if key or place is not Place.AFTER else None
    if base is None or place is Place.AFTER:
        return Edit(Place.AFTER, key, "", _like(base))
    if place is Place.MOVE:
        return Edit(place, key, "", base.kind, after=before(document, key))
    if place is Place.JOIN:
        return Edit(place, key, f"{base.text} {_joined(document, key).text}", base.kind)
    return Edit(place, key, base.text, base.kind)


def before(document: Document, key: str) -> str:
    """Return the key of the provision before another one, "" for the first."""
    position = document.positions[key]
    return document.provisions[position - 1].key if position else ""


def add(document: Document, edits: Sequence[Edit], way: Way, key: str) -> tuple[Edit, ...]:
    """Add what is to be done, in the order of the text; what has its box already gets no second.

    Raises Invalid for what cannot be joined, KeyError for a provision that is not there.
    """
    match way:
        case Way.BEFORE:
            new = [begin(document, Place.AFTER, before(document, key))]
        case Way.GUIDELINE | Way.RECOMMENDATION:
            new = _section(document, key, way)
        case Way.JOIN:
            return _with_join(document, edits, key)
        case _:
            new = [begin(document, Place(way.value), key)]
    if new[0].place is not Place.AFTER and any(_covers(document, one, new[0]) for one in edits):
        return tuple(edits)
    return in_order(document, (*edits, *new))


def _with_join(document: Document, edits: Sequence[Edit], key: str) -> tuple[Edit, ...]:
    """Join a provision with the one after it, as they have been changed already."""
    both = [begin(document, Place.REPLACE, one) for one in (key, _joined(document, key).key)]
    if any(_covers(document, one, both[0]) for one in edits if one.place is Place.JOIN):
        return tuple(edits)
    written = [next((one for one in edits if _same_place(one, box)), box) for box in both]
    rest = [one for one in edits if one not in written]
    text = " ".join(one.text for one in written if one.text)
    why = "\n\n".join(one.rationale for one in written if one.rationale)
    joined = Edit(Place.JOIN, key, text, both[0].kind, rationale=why)
    return in_order(document, (*rest, joined))


def _section(document: Document, key: str, way: Way) -> list[Edit]:
    """Make the boxes of a whole new guideline or recommendation, after the section of `key`."""
    after = _end_of_section(document, key)
    heading = Edit(Place.AFTER, after, "", Kind.HEADING)
    if way is Way.GUIDELINE:
        return [heading, Edit(Place.AFTER, after, "")]
    return [heading, *[Edit(Place.AFTER, after, "", Kind.FIELD, field) for field in Field]]


def _end_of_section(document: Document, key: str) -> str:
    position = document.positions[key]
    level = _heading_level(document, document[key])
    for provision in document.provisions[position + 1 :]:
        if provision.kind is Kind.HEADING and provision.level <= level:
            return before(document, provision.key)
    return document.provisions[-1].key


def in_order(document: Document, edits: Iterable[Edit]) -> tuple[Edit, ...]:
    """Sort boxes as their places stand in the text; several at one place keep their order."""
    order = list(Place)
    places = {"": -1} | document.positions
    return tuple(sorted(edits, key=lambda edit: (places[edit.key], order.index(edit.place))))


def to_changes(document: Document, edits: Iterable[Edit], prefix: str) -> tuple[Change, ...]:
    """Turn boxes into changes; new provisions get the keys `prefix`.1, `prefix`.2 and so on.

    An insertion without a text yet is an empty provision, so that its kind is kept.
    Raises KeyError for a provision that the document does not have.
    """
    changes: list[Change] = []
    made = 0
    for edit in edits:
        base = document[edit.key] if edit.key or edit.place is not Place.AFTER else None
        if base is not None and edit.place is Place.MOVE:
            _require_place(document, edit)
            changes.append(Move(base.key, base.digest, edit.after, edit.rationale))
            continue
        texts = [text for part in BLANK_LINES.split(edit.text) if (text := normalise(part))]
        is_insertion = base is None or edit.place is Place.AFTER
        provisions = []
        for index, text in enumerate(texts or [""] * is_insertion):
            if base is not None and not is_insertion and index == 0:
                provisions.append(replace(base, text=text))
                continue
            made += 1
            provisions.append(_new(document, edit, base, f"{prefix}.{made}", text))
        if base is None or is_insertion:
            changes.append(Insert(edit.key, tuple(provisions), edit.rationale))
            continue
        changes.append(Replace(base.key, base.digest, tuple(provisions), edit.rationale))
        if edit.place is Place.JOIN:
            other = _joined(document, base.key)
            changes.append(Replace(other.key, other.digest, ()))
    return tuple(changes)


def to_edits(document: Document, changes: Sequence[Change]) -> list[Edit]:
    """Turn stored changes back into boxes.

    Raises KeyError for a provision that the document does not have.
    """
    joins = joins_of(document, changes)
    edits = []
    for change in changes:
        why = change.rationale
        match change:
            case Move():
                kind = document[change.key].kind
                edits.append(Edit(Place.MOVE, change.key, "", kind, None, change.after, why))
            case Insert():
                edits += _insertions(document, change)
            case Replace() if change.key not in joins.values():
                place = Place.JOIN if change.key in joins else Place.REPLACE
                kind = document[change.key].kind
                edits.append(Edit(place, change.key, _text(change.provisions), kind, rationale=why))
    return edits


def joins_of(document: Document, changes: Sequence[Change]) -> dict[str, str]:
    """Say which provisions were joined with the next one: the keys of both.

    That is how it is shown; joining is changing the one and striking the other.
    """
    replaced = [change for change in changes if isinstance(change, Replace)]
    struck = {change.key for change in replaced if not change.provisions}
    joins: dict[str, str] = {}
    for change in replaced:
        try:
            other = _joined(document, change.key)
        except Invalid:
            continue
        if not change.provisions or other.key not in struck or other.key in joins:
            continue
        both = Document((document[change.key], other))
        lines = compare(both, Document(change.provisions)).lines
        if any(line.change is PairKind.JOINED for line in lines):
            joins[change.key] = other.key
    return joins


def _insertions(document: Document, change: Insert) -> list[Edit]:
    """Return a box for each kind of provision that one change inserts."""
    base = document[change.after] if change.after else None
    if not change.provisions:
        return [Edit(Place.AFTER, change.after, "", _like(base), rationale=change.rationale)]
    alike = groupby(change.provisions, key=lambda one: (one.kind, one.level, one.field))
    boxes = [
        Edit(Place.AFTER, change.after, _text(tuple(some)), kind, field)
        for (kind, _level, field), some in alike
    ]
    return [replace(boxes[0], rationale=change.rationale), *boxes[1:]]


def _text(provisions: Iterable[Provision]) -> str:
    return "\n\n".join(provision.text for provision in provisions)


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
    """Leave out what changes nothing, and what is to be inserted but has no text."""
    written = [
        replace(change, provisions=tuple(one for one in change.provisions if one.text))
        if isinstance(change, Insert)
        else change
        for change in changes
    ]
    return tuple(change for change in written if not _is_idle(document, change))


def _is_idle(document: Document, change: Change) -> bool:
    match change:
        case Replace():
            return change.provisions == (document[change.key],)
        case Insert():
            return not change.provisions
        case Move():
            return change.after == before(document, change.key)


def _joined(document: Document, key: str) -> Provision:
    """Return the provision that would be joined to another one; raises Invalid without one."""
    position = document.positions[key] + 1
    base, rest = document[key], document.provisions[position:]
    if not rest or rest[0].kind is not base.kind or base.kind not in JOINABLE:
        raise Invalid(
            _("Only two paragraphs, list items or headings that follow each other can be joined.")
        )
    return rest[0]


def _require_place(document: Document, move: Edit) -> None:
    if move.after == move.key or (move.after and move.after not in document):
        raise KeyError(move.after)


def _covers(document: Document, one: Edit, new: Edit) -> bool:
    """Say whether a box is about the wording that another one would be about, or the same move."""
    if one.place is Place.AFTER or (one.place is Place.MOVE) != (new.place is Place.MOVE):
        return False
    keys = {one.key}
    if one.place is Place.JOIN:
        keys.add(_joined(document, one.key).key)
    return new.key in keys


def _like(base: Provision | None) -> Kind:
    """Say what is inserted after `base` unless somebody says otherwise."""
    return base.kind if base is not None and base.kind in (Kind.ITEM, Kind.ROW) else Kind.PARAGRAPH


def _same_place(one: Edit, other: Edit) -> bool:
    return (one.place, one.key, one.field) == (other.place, other.key, other.field)


def _new(document: Document, edit: Edit, base: Provision | None, key: str, text: str) -> Provision:
    kind = base.kind if base is not None and edit.place is not Place.AFTER else edit.kind
    if kind is Kind.FIELD and edit.field is None:
        kind = Kind.PARAGRAPH  # a field is there once; what is split off it is a paragraph
    match kind:
        case Kind.HEADING:
            level = _heading_level(document, base)
        case Kind.ITEM:
            level = base.level if base is not None and base.kind is Kind.ITEM else 1
        case _:
            level = 0
    return Provision(key, kind, level, text, edit.field if kind is Kind.FIELD else None)


def _heading_level(document: Document, base: Provision | None) -> int:
    """Return the level of the heading over a provision, at the start that of the first one."""
    position = 0 if base is None else document.positions[base.key]
    earlier = document.provisions[position::-1] if base is not None else document.provisions
    return next((one.level for one in earlier if one.kind is Kind.HEADING), 1)
