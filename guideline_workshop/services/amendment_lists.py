"""Lists of amendments: what each one touches, and how it stands to others.

A list reads short rows of everything it is asked for, and the amendments themselves only of the
page that is shown.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import groupby
from typing import Any, TypeVarTuple

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload, load_only

from guideline_workshop.models import (
    Amendment,
    Association,
    Consultation,
    CoSubmission,
    Round,
    Version,
)
from guideline_workshop.rules.rounds import RoundKind
from guideline_workshop.rules.states import AmendmentState
from guideline_workshop.services import amendments, backing, overlaps, searching
from guideline_workshop.services.identities import Identity
from guideline_workshop.services.overlaps import Mark, Reading
from guideline_workshop.services.texts import Text, text_of
from guideline_workshop.text.amendment import Change
from guideline_workshop.text.document import Document
from guideline_workshop.text.numbering import Reference
from guideline_workshop.text.relations import Relation
from guideline_workshop.text.sections import Section

Columns = TypeVarTuple("Columns")
A_PAGE = 50
MOST_MARKS = 6
"""So many others a list names for one amendment; its page names them all."""


class Order(StrEnum):
    """How a list is sorted."""

    NUMBER = "number"
    PLACE = "place"
    ASSOCIATION = "association"
    STATE = "state"


@dataclass(frozen=True)
class Wanted:
    """What a list is to show: filters, the order and the page."""

    version: Version | None = None
    section: Section | None = None
    """A section of the text of `version`."""
    association: Association | None = None
    """It submits the amendment, alone or together with others."""
    state: AmendmentState | None = None
    words: str = ""
    """What is searched for."""
    order: Order = Order.NUMBER
    page: int = 1


@dataclass(frozen=True)
class Line:
    """An amendment in a list."""

    amendment: Amendment
    version: Version
    places: list[Reference] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    """How it stands to others; those that say the same come first."""
    is_readable: bool = True
    """False when what is stored cannot be read; the list goes on without it."""
    jointly: list[Association] = field(default_factory=list)
    """Those who submit it too."""

    @property
    def relations(self) -> list[tuple[Relation | None, list[int]]]:
        """The numbers of the first of those others, by how it stands to them."""
        first = groupby(self.marks[:MOST_MARKS], key=lambda mark: mark.standing.relation)
        return [(relation, [mark.number for mark in group]) for relation, group in first]

    @property
    def others_more(self) -> int:
        """How many others it stands to besides."""
        return max(0, len(self.marks) - MOST_MARKS)


@dataclass(frozen=True)
class Page:
    """One page of a list."""

    lines: list[Line]
    count: int
    number: int
    pages: int
    order: Order

    @property
    def groups(self) -> list[list[Line]]:
        """The lines by what the list is sorted by; else by the text that they are to change."""

        def key(line: Line) -> Any:
            if self.order is Order.ASSOCIATION:
                return line.amendment.association_id
            return line.amendment.state if self.order is Order.STATE else line.version.id

        lines = sorted(self.lines, key=key) if self.order is Order.NUMBER else self.lines
        return [list(group) for _, group in groupby(lines, key=key)]


@dataclass(frozen=True)
class Entry:
    """An amendment in a table that holds all that is wanted."""

    amendment: Amendment
    version: Version
    places: list[Reference]
    jointly: list[Association]
    changes: tuple[Change, ...] | None
    """None when what is stored cannot be read."""
    references: Mapping[str, Reference]


def page_of(
    db: Session, consultation: Consultation, versions: Sequence[Version], wanted: Wanted
) -> Page:
    """Return a page of what was submitted to `versions`, the last one if there are not so many."""
    known = {version.id: version for version in versions}
    texts = {version.id: text_of(version) for version in versions}
    rows = _rows(db, consultation, texts, wanted)
    pages = max(1, -(-len(rows) // A_PAGE))
    number = min(wanted.page, pages)
    shown = rows[(number - 1) * A_PAGE : number * A_PAGE]
    return Page(_lines(db, shown, known, texts), len(rows), number, pages, wanted.order)


def everything(
    db: Session, consultation: Consultation, versions: Sequence[Version], wanted: Wanted
) -> list[Entry]:
    """Return all that is wanted in its order, whatever the page."""
    known = {version.id: version for version in versions}
    texts = {version.id: text_of(version) for version in versions}
    rows = _rows(db, consultation, texts, wanted)
    ids = {row.id for row in rows}
    loaded = db.scalars(
        _filtered(db, select(Amendment), consultation, wanted)
        .where(Amendment.number.is_not(None))
        .options(joinedload(Amendment.association))
    )
    by_id = {one.id: one for one in loaded if one.id in ids}
    readings = overlaps.readings_of(db, _documents(texts), rows)
    jointly = backing.jointly(db, ids)
    return [
        Entry(
            by_id[row.id],
            known[row.version_id],
            places_of(texts[row.version_id], readings[row.id].keys),
            jointly.get(row.id, []),
            readings[row.id].changes,
            texts[row.version_id].references,
        )
        for row in rows
    ]


def drafts_of(
    db: Session,
    consultation: Consultation,
    identity: Identity | None,
    wanted: Wanted,
) -> list[Line]:
    """List the drafts that `identity` may see, as far as they are wanted."""
    if identity is None or identity.acting is None or wanted.words:
        return []  # only what is submitted can be searched
    drafts = db.scalars(
        _filtered(db, select(Amendment), consultation, wanted)
        .where(amendments.visible_to(identity), Amendment.number.is_(None))
        .order_by(Amendment.id)
        .options(
            joinedload(Amendment.consultation),
            joinedload(Amendment.version),
        )
    )
    lines = [(one, text_of(one.version)) for one in drafts]
    return [_draft(one, text) for one, text in lines if _is_draft_in(wanted.section, one)]


def amendable_versions(db: Session, consultation: Consultation) -> list[Version]:
    """List the versions that had or have an amendment round, without their long texts.

    Those to which amendments were carried over are among them.
    """
    in_rounds = select(Round.version_id).where(
        Round.consultation_id == consultation.id, Round.kind == RoundKind.AMENDMENT
    )
    carried = select(Amendment.version_id).where(
        Amendment.consultation_id == consultation.id, Amendment.number.is_not(None)
    )
    found = db.scalars(
        select(Version)
        .where(Version.id.in_(in_rounds) | Version.id.in_(carried))
        .order_by(Version.document_id, Version.number)
        .options(load_only(Version.document_id, Version.number, Version.title, Version.digest))
    )
    return list(found)


def _filtered(
    db: Session, query: Select[*Columns], consultation: Consultation, wanted: Wanted
) -> Select[*Columns]:
    query = query.where(Amendment.consultation_id == consultation.id)
    if wanted.version is not None:
        query = query.where(Amendment.version_id == wanted.version.id)
    if wanted.state is not None:
        query = query.where(Amendment.state == wanted.state)
    if wanted.association is not None:
        together = select(CoSubmission.amendment_id).where(
            CoSubmission.association_id == wanted.association.id, backing.is_behind_it()
        )
        own = Amendment.association_id == wanted.association.id
        query = query.where(own | Amendment.id.in_(together))
    if wanted.words:
        query = query.where(searching.finds(db, wanted.words))
    return query


def _rows(
    db: Session, consultation: Consultation, texts: Mapping[int, Text], wanted: Wanted
) -> Sequence[Any]:
    """Return short rows of all that is wanted, in its order."""
    query = (
        select(
            Amendment.id,
            Amendment.digest,
            Amendment.version_id,
            Amendment.state,
            Association.name.label("association"),
        )
        .join(Amendment.association)
        .where(Amendment.number.is_not(None), Amendment.version_id.in_(texts))
        .order_by(Amendment.number)
    )
    rows: Sequence[Any] = db.execute(_filtered(db, query, consultation, wanted)).all()
    if wanted.section is not None:
        readings = overlaps.readings_of(db, _documents(texts), rows)
        rows = [row for row in rows if _is_in(wanted.section, readings[row.id])]
    if wanted.order is Order.PLACE:
        return by_place(db, texts, rows)
    if wanted.order is Order.ASSOCIATION:
        return sorted(rows, key=lambda row: row.association.casefold())
    if wanted.order is Order.STATE:
        states = list(AmendmentState)
        return sorted(rows, key=lambda row: states.index(row.state))
    return rows


def _is_in(section: Section, reading: Reading) -> bool:
    """Say whether an amendment touches a section; what is put before everything has no key."""
    if not reading.keys:
        return min(reading.borders, default=-1) == section.start
    return not reading.keys.isdisjoint(section.keys)


def _is_draft_in(section: Section | None, draft: Amendment) -> bool:
    keys = overlaps.keys_of(draft.changes)
    return section is None or not (keys or frozenset()).isdisjoint(section.keys)


def _documents(texts: Mapping[int, Text]) -> dict[int, Document]:
    return {version_id: one.document for version_id, one in texts.items()}


def by_place(db: Session, texts: Mapping[int, Text], rows: Sequence[Any]) -> list[Any]:
    """Sort rows by text and by the first place they touch; at one place the numbers decide."""
    documents = _documents(texts)
    order = {version_id: place for place, version_id in enumerate(texts)}
    readings = overlaps.readings_of(db, documents, rows)

    def place(row: Any) -> tuple[int, int]:
        behind = len(documents[row.version_id].provisions) + 1
        return order[row.version_id], min(readings[row.id].borders, default=behind)

    return sorted(rows, key=place)


def _lines(
    db: Session,
    rows: Sequence[Any],
    versions: Mapping[int, Version],
    texts: Mapping[int, Text],
) -> list[Line]:
    """Load the amendments of a page, with what a list says about them."""
    ids = [row.id for row in rows]
    loaded = db.scalars(
        select(Amendment)
        .where(Amendment.id.in_(ids))
        .options(
            load_only(
                Amendment.consultation_id,
                Amendment.association_id,
                Amendment.number,
                Amendment.title,
                Amendment.state,
            ),
            joinedload(Amendment.consultation),
            joinedload(Amendment.association),
        )
    )
    by_id = {one.id: one for one in loaded}
    documents = {row.version_id: texts[row.version_id].document for row in rows}
    readings = overlaps.readings_of(db, documents, rows)
    marks = overlaps.marks_of(db, documents, frozenset(ids))
    jointly = backing.jointly(db, ids)
    return [
        Line(
            by_id[row.id],
            versions[row.version_id],
            places_of(texts[row.version_id], readings[row.id].keys),
            marks.get(row.id, []),
            readings[row.id].changes is not None,
            jointly.get(row.id, []),
        )
        for row in rows
    ]


def _draft(amendment: Amendment, text: Text) -> Line:
    keys = overlaps.keys_of(amendment.changes)
    version = amendment.version
    if keys is None:
        return Line(amendment, version, is_readable=False)
    return Line(amendment, version, places_of(text, keys))


def places_of(text: Text, keys: frozenset[str]) -> list[Reference]:
    """Return where passages stand, in the order of the text."""
    positions = text.document.positions
    known = sorted((key for key in keys if key in positions), key=positions.__getitem__)
    return [text.references[key] for key in known]
