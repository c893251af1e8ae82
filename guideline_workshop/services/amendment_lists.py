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
from sqlalchemy.orm import Session, contains_eager, joinedload, load_only

from guideline_workshop.models import Amendment, Association, Consultation, Round, Version
from guideline_workshop.rules.rounds import RoundKind
from guideline_workshop.rules.states import AmendmentState
from guideline_workshop.services import amendments, overlaps
from guideline_workshop.services.identities import Identity
from guideline_workshop.services.overlaps import Mark
from guideline_workshop.services.texts import Text, text_of
from guideline_workshop.text.numbering import Reference
from guideline_workshop.text.relations import Relation

Columns = TypeVarTuple("Columns")
A_PAGE = 50
MOST_MARKS = 6
"""So many others a list names for one amendment; its page names them all."""


class Order(StrEnum):
    """How a list is sorted."""

    NUMBER = "number"
    PLACE = "place"


@dataclass(frozen=True)
class Wanted:
    """What a list is to show: filters, the order and the page."""

    version: Version | None = None
    association: Association | None = None
    state: AmendmentState | None = None
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


def page_of(
    db: Session, consultation: Consultation, versions: Sequence[Version], wanted: Wanted
) -> Page:
    """Return a page of what was submitted to `versions`, the last one if there are not so many."""
    known = {version.id: version for version in versions}
    texts = {version.id: text_of(version) for version in versions}
    rows: Sequence[Any] = db.execute(
        _filtered(
            select(Amendment.id, Amendment.digest, Amendment.version_id),
            consultation,
            wanted,
        )
        .where(Amendment.number.is_not(None))
        .order_by(Amendment.number)
    ).all()
    if wanted.order is Order.PLACE:
        rows = by_place(db, texts, rows)
    pages = max(1, -(-len(rows) // A_PAGE))
    number = min(wanted.page, pages)
    shown = rows[(number - 1) * A_PAGE : number * A_PAGE]
    return Page(_lines(db, shown, known, texts), len(rows), number, pages)


def drafts_of(
    db: Session,
    consultation: Consultation,
    identity: Identity | None,
    wanted: Wanted,
) -> list[Line]:
    """List the drafts that `identity` may see, as far as they are wanted."""
    if identity is None or identity.acting is None:
        return []
    drafts = db.scalars(
        _filtered(select(Amendment), consultation, wanted)
        .where(amendments.visible_to(identity), Amendment.number.is_(None))
        .order_by(Amendment.id)
        .options(
            joinedload(Amendment.consultation),
            joinedload(Amendment.version),
        )
    )
    return [_draft(one, text_of(one.version)) for one in drafts]


def amendable_versions(db: Session, consultation: Consultation) -> list[Version]:
    """List the versions that had or have an amendment round, without their long texts."""
    rounds = db.scalars(
        select(Round)
        .join(Round.version)
        .where(Round.consultation_id == consultation.id, Round.kind == RoundKind.AMENDMENT)
        .order_by(Round.number)
        .options(
            contains_eager(Round.version).load_only(
                Version.document_id, Version.number, Version.title, Version.digest
            )
        )
    )
    return list({one.version_id: one.version for one in rounds}.values())


def _filtered(
    query: Select[*Columns], consultation: Consultation, wanted: Wanted
) -> Select[*Columns]:
    query = query.where(Amendment.consultation_id == consultation.id)
    if wanted.version is not None:
        query = query.where(Amendment.version_id == wanted.version.id)
    if wanted.state is not None:
        query = query.where(Amendment.state == wanted.state)
    if wanted.association is not None:
        query = query.where(Amendment.association_id == wanted.association.id)
    return query


def by_place(db: Session, texts: Mapping[int, Text], rows: Sequence[Any]) -> list[Any]:
    """Sort rows by text and by the first place they touch; at one place the numbers decide."""
    documents = {version_id: one.document for version_id, one in texts.items()}
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
                Amendment.consultation_id, Amendment.number, Amendment.title, Amendment.state
            ),
            joinedload(Amendment.consultation),
            joinedload(Amendment.association),
        )
    )
    by_id = {one.id: one for one in loaded}
    documents = {row.version_id: texts[row.version_id].document for row in rows}
    readings = overlaps.readings_of(db, documents, rows)
    marks = overlaps.marks_of(db, documents, frozenset(ids))
    return [
        Line(
            by_id[row.id],
            versions[row.version_id],
            places_of(texts[row.version_id], readings[row.id].keys),
            marks.get(row.id, []),
            readings[row.id].changes is not None,
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
