"""Overlaps: amendments that touch the same passages of one version. That is the normal case.

What was submitted never changes, so what it says is read once and kept by its digest, and so is how
two of them stand to each other.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from guideline_workshop.models import Amendment
from guideline_workshop.rules.states import AmendmentState
from guideline_workshop.services.drafting import effective
from guideline_workshop.services.texts import Kept, text_of
from guideline_workshop.text import amendment as text
from guideline_workshop.text.document import Document
from guideline_workshop.text.relations import Relation, relations

OUT_OF_THE_WAY = (
    AmendmentState.DRAFT,
    AmendmentState.RETURNED,
    AmendmentState.NOT_ADMITTED,
    AmendmentState.WITHDRAWN,
)
"""What is not or no longer proposed touches nothing."""
OURS, THEIRS = "1", "2"
"""The ids of two amendments that are compared; the core sorts by them."""
MOST_COMPARED = 40
"""With so many others an amendment in a list is compared, so that no list becomes slow."""


@dataclass(frozen=True)
class Standing:
    """How an amendment stands to another one."""

    relation: Relation | None
    """None where the two cannot be compared, since one of them does not fit the text."""
    is_alike: bool = False
    """Whether both say the same or nearly the same, so that they may be submitted together."""

    @property
    def rank(self) -> int:
        """Where it comes in a list: what says the same comes before what only stands nearby."""
        nearly = self.is_alike and self.relation is Relation.OVERLAPPING
        return 1 if nearly else 2 * _ORDER.index(self.relation)


_ORDER = (
    Relation.IDENTICAL,
    Relation.CONTAINED,
    Relation.CONTAINS,
    Relation.OVERLAPPING,
    Relation.TOUCHING,
    Relation.DISJOINT,
    None,
)


@dataclass(frozen=True)
class Overlap:
    """Another amendment that touches some of the same passages, or begins where this one ends."""

    amendment: Amendment
    keys: tuple[str, ...]
    """The passages that both touch, in the order of the text."""
    standing: Standing


@dataclass(frozen=True)
class Mark:
    """What a list says of another amendment."""

    number: int
    standing: Standing


@dataclass(frozen=True, eq=False)
class Reading:
    """What the stored changes of an amendment say about a text."""

    document: Document
    changes: tuple[text.Change, ...] | None
    """None when what is stored cannot be read."""
    ours: text.Amendment
    theirs: text.Amendment
    """The same changes under both ids, with what the core remembers of them."""
    keys: frozenset[str]
    """The provisions it touches."""
    borders: frozenset[int]
    """Where they begin and end in the text: amendments that have none in common never meet."""


_kept: Kept[Reading] = Kept(8192)


def keys_of(changes: Iterable[Any]) -> frozenset[str] | None:
    """Return the provisions that stored changes touch; None when they cannot be read."""
    found = _from_json(changes)
    return None if found is None else text.touched(found)


def with_others(db: Session, amendment: Amendment) -> list[Overlap]:
    """List the submitted amendments of other associations that touch the same passages.

    Those that say the same come first.
    """
    version = amendment.version
    own = _read(text_of(version).document, amendment.changes)
    found = {
        other.id: (_shared(own, reading), standing)
        for other, reading in _proposed(db, {version.id: own.document})
        if other.id != amendment.id and other.association_id != amendment.association_id
        if (standing := _standing(own, reading)) is not None
    }
    if not found:
        return []
    others = db.scalars(
        select(Amendment)
        .where(Amendment.id.in_(found))
        .options(joinedload(Amendment.association), joinedload(Amendment.consultation))
    )
    return sorted(
        (Overlap(other, *found[other.id]) for other in others),
        key=lambda one: (one.standing.rank, one.amendment.number),
    )


def marks_of(
    db: Session, documents: Mapping[int, Document], ids: Collection[int]
) -> dict[int, list[Mark]]:
    """Return how amendments, given by their ids, stand to the others that are proposed.

    Those that change other words of the same passages are left out.
    `documents` are the texts of their versions, by the versions' ids.
    """
    all_ = _proposed(db, documents)
    at: dict[tuple[int, int], list[tuple[Any, Reading]]] = {}
    for row, reading in all_:
        for border in reading.borders:
            at.setdefault((row.version_id, border), []).append((row, reading))
    marks = {}
    for row, reading in all_:
        if row.id not in ids:
            continue
        near = {
            other.number: theirs
            for border in reading.borders
            for other, theirs in at[row.version_id, border]
            if other.id != row.id
        }
        marks[row.id] = _marks(reading, near)
    return marks


def readings_of(
    db: Session, documents: Mapping[int, Document], rows: Iterable[Any]
) -> dict[int, Reading]:
    """Return what submitted amendments say, by their ids.

    `rows` have id, version_id and digest. Only what nobody asked for before is loaded.
    """
    found = {row.id: (row, _kept.find(row.digest)) for row in rows}
    unknown = [row.id for row, reading in found.values() if reading is None]
    stored: dict[int, Any] = {}
    if unknown:
        query = select(Amendment.id, Amendment.changes).where(Amendment.id.in_(unknown))
        stored = {row.id: row.changes for row in db.execute(query)}
    readings = {}
    for id_, (row, reading) in found.items():
        if reading is None:
            make = partial(_read, documents[row.version_id], stored[id_])
            reading = _kept.get(row.digest, make)  # noqa: PLW2901 -- the one that was missing
        readings[id_] = reading
    return readings


def _proposed(db: Session, documents: Mapping[int, Document]) -> list[tuple[Any, Reading]]:
    """List the rows of what is proposed to versions, by number, with what they say."""
    rows = db.execute(
        select(
            Amendment.id,
            Amendment.number,
            Amendment.association_id,
            Amendment.digest,
            Amendment.version_id,
        )
        .where(Amendment.version_id.in_(documents), Amendment.state.not_in(OUT_OF_THE_WAY))
        .order_by(Amendment.number)
    ).all()
    readings = readings_of(db, documents, rows)
    return [(row, readings[row.id]) for row in rows]


def _marks(reading: Reading, near: Mapping[int, Reading]) -> list[Mark]:
    sharing = sorted(near, key=lambda number: (not reading.keys & near[number].keys, number))
    compared = [(number, _standing(reading, near[number])) for number in sharing[:MOST_COMPARED]]
    found = [
        Mark(number, standing)
        for number, standing in compared
        if standing is not None and standing.relation is not Relation.DISJOINT
    ]
    return sorted(found, key=lambda one: (one.standing.rank, one.number))


@lru_cache(maxsize=32768)
def _standing(own: Reading, other: Reading) -> Standing | None:
    """Return how one stands to another; None when they have nothing to do with each other."""
    is_shared = bool(own.keys & other.keys)
    if not is_shared and not own.borders & other.borders:
        return None
    try:
        found = relations(own.document, (own.ours, other.theirs))
    except (text.StaleBaseError, text.InvalidAmendmentError):
        return Standing(None) if is_shared else None
    if found:
        return Standing(found[0].relation, found[0].alike)
    return Standing(Relation.DISJOINT) if is_shared else None


def _shared(own: Reading, other: Reading) -> tuple[str, ...]:
    places = own.document.positions
    return tuple(sorted(own.keys & other.keys, key=lambda key: places.get(key, -1)))


def _read(document: Document, stored: Iterable[Any]) -> Reading:
    changes = _from_json(stored)
    said = changes or ()
    keys = text.touched(said)
    if keys <= document.positions.keys():
        said = effective(document, said)
    ours, theirs = (text.Amendment(name, document.digest, said) for name in (OURS, THEIRS))
    return Reading(document, changes, ours, theirs, keys, _borders(document, said))


def _borders(document: Document, changes: Iterable[text.Change]) -> frozenset[int]:
    """Return the places before and after provisions that changes reach."""
    places = document.positions
    found: set[int] = set()
    for change in changes:
        if not isinstance(change, text.Replace):
            found.add(places.get(change.after, -1) + 1)
        if not isinstance(change, text.Insert) and change.key in places:
            found |= {places[change.key], places[change.key] + 1}
    return frozenset(found)


def _from_json(changes: Iterable[Any]) -> tuple[text.Change, ...] | None:
    try:
        return text.changes_from_json(changes)
    except (AttributeError, KeyError, TypeError, ValueError):
        return None
