"""The inbox of the moderation: all submitted amendments of a consultation, and what is to be done.

As other lists it reads short rows of everything it is asked for, and more of the page shown.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeVarTuple

import sqlalchemy as sa
from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session, joinedload, load_only

from guideline_workshop.models import (
    Amendment,
    AmendmentTag,
    Consultation,
    Handling,
    InternalNote,
    Round,
    User,
    Version,
)
from guideline_workshop.rules.rounds import RoundKind
from guideline_workshop.rules.states import AmendmentState
from guideline_workshop.services import amendment_lists, moderations, overlaps
from guideline_workshop.services.proposed_decisions import UNDECIDED
from guideline_workshop.services.texts import Text, text_of
from guideline_workshop.text.numbering import Reference

Columns = TypeVarTuple("Columns")
A_PAGE = 50
NOBODY = 0
"""Stands for "assigned to nobody" among the ids of users."""
OPEN = "open"
"""Stands for all states in which the moderation still has something to do."""


class Order(StrEnum):
    """How the inbox is sorted."""

    NUMBER = "number"
    PLACE = "place"
    DUE = "due"
    NEWEST = "newest"


@dataclass(frozen=True)
class Wanted:
    """What the inbox is to show: filters, the order and the page."""

    state: str = ""
    """A state, `OPEN`, or "" for all."""
    assignee_id: int | None = None
    tag: str = ""
    is_overdue: bool = False
    round_number: int | None = None
    order: Order = Order.NUMBER
    page: int = 1

    @property
    def is_narrowed(self) -> bool:
        """Whether anything is left out."""
        return self != Wanted(order=self.order, page=self.page)


@dataclass(frozen=True)
class Line:
    """An amendment in the inbox."""

    amendment: Amendment
    handling: Handling | None
    tags: list[str]
    notes: int
    places: list[Reference]
    is_readable: bool
    is_overdue: bool


@dataclass(frozen=True)
class Page:
    """One page of the inbox."""

    lines: list[Line]
    count: int
    number: int
    pages: int


@dataclass(frozen=True)
class Counts:
    """How much there is to do; all but the first count only what is still to be decided."""

    submitted: int
    undecided: int
    unassigned: int
    own: int
    overdue: int


@dataclass(frozen=True)
class Choices:
    """What the inbox can be narrowed to."""

    moderators: list[User]
    tags: list[str]
    rounds: list[Round] = field(default_factory=list)


def page_of(db: Session, consultation: Consultation, wanted: Wanted, today: dt.date) -> Page:
    """Return a page of what is wanted, the last one if there are not so many."""
    rows = rows_of(db, consultation, wanted, today)
    pages = max(1, -(-len(rows) // A_PAGE))
    number = min(wanted.page, pages)
    shown = rows[(number - 1) * A_PAGE : number * A_PAGE]
    return Page(_lines(db, shown, today), len(rows), number, pages)


def rows_of(
    db: Session, consultation: Consultation, wanted: Wanted, today: dt.date
) -> Sequence[Any]:
    """Return id, number, digest and version of everything that is wanted, in its order."""
    query = (
        select(Amendment.id, Amendment.number, Amendment.digest, Amendment.version_id)
        .outerjoin(Handling, Handling.amendment_id == Amendment.id)
        .where(Amendment.consultation_id == consultation.id, Amendment.number.is_not(None))
        .order_by(*_order(wanted.order), Amendment.number)
    )
    rows: Sequence[Any] = db.execute(_filtered(query, wanted, today)).all()
    if wanted.order is not Order.PLACE:
        return rows
    return amendment_lists.by_place(db, _texts(db, rows), rows)


def counts(db: Session, consultation: Consultation, *, user_id: int, today: dt.date) -> Counts:
    """Count what there is to do, in one statement."""

    def number(*conditions: ColumnElement[bool]) -> ColumnElement[int]:
        return func.count(sa.case((sa.and_(*conditions), 1)))

    undecided = Amendment.state.in_(UNDECIDED)
    row = db.execute(
        select(
            number(Amendment.state == AmendmentState.SUBMITTED),
            number(undecided),
            number(undecided, Handling.assignee_id.is_(None)),
            number(undecided, Handling.assignee_id == user_id),
            number(_overdue(today)),
        )
        .select_from(Amendment)
        .outerjoin(Handling, Handling.amendment_id == Amendment.id)
        .where(Amendment.consultation_id == consultation.id, Amendment.number.is_not(None))
    ).one()
    return Counts(*row)


def choices(db: Session, consultation: Consultation, tags: list[str]) -> Choices:
    """Return what the inbox can be narrowed to; `tags` are those in use."""
    rounds = db.scalars(
        select(Round)
        .where(Round.consultation_id == consultation.id, Round.kind == RoundKind.AMENDMENT)
        .order_by(Round.number)
    )
    people = [one.user for one in moderations.of(db, consultation)]
    return Choices(people, tags, list(rounds))


def is_overdue(amendment: Amendment, handling: Handling | None, today: dt.date) -> bool:
    """Whether the date has passed, and there is still something to decide."""
    due_on = handling.due_on if handling else None
    return due_on is not None and due_on < today and amendment.state in UNDECIDED


def _filtered(query: Select[*Columns], wanted: Wanted, today: dt.date) -> Select[*Columns]:
    if wanted.state == OPEN:
        query = query.where(Amendment.state.in_(UNDECIDED))
    elif wanted.state:
        query = query.where(Amendment.state == AmendmentState(wanted.state))
    if wanted.assignee_id == NOBODY:
        query = query.where(Handling.assignee_id.is_(None))
    elif wanted.assignee_id is not None:
        query = query.where(Handling.assignee_id == wanted.assignee_id)
    if wanted.tag:
        tagged = select(AmendmentTag.amendment_id).where(AmendmentTag.name == wanted.tag)
        query = query.where(Amendment.id.in_(tagged))
    if wanted.is_overdue:
        query = query.where(_overdue(today))
    if wanted.round_number is not None:
        query = query.join(Round, Round.id == Amendment.round_id).where(
            Round.number == wanted.round_number
        )
    return query


def _overdue(today: dt.date) -> ColumnElement[bool]:
    """Build the condition that `is_overdue` checks."""
    return sa.and_(Handling.due_on < today, Amendment.state.in_(UNDECIDED))


def _order(order: Order) -> list[ColumnElement[Any]]:
    if order is Order.DUE:
        return [Handling.due_on.is_(None), Handling.due_on.asc()]
    if order is Order.NEWEST:
        return [Amendment.submitted_at.desc()]
    return []


def _texts(db: Session, rows: Sequence[Any]) -> dict[int, Text]:
    """Return the texts that amendments are to change, by their versions, in a fixed order."""
    versions = db.scalars(
        select(Version)
        .where(Version.id.in_({row.version_id for row in rows}))
        .order_by(Version.document_id, Version.number)
        .options(load_only(Version.document_id, Version.number, Version.title, Version.digest))
    )
    return {one.id: text_of(one) for one in versions}


def _lines(db: Session, rows: Sequence[Any], today: dt.date) -> list[Line]:
    """Load the amendments of a page, with what is arranged for them."""
    ids = [row.id for row in rows]
    loaded = db.scalars(
        select(Amendment)
        .where(Amendment.id.in_(ids))
        .options(
            load_only(
                Amendment.consultation_id, Amendment.number, Amendment.title, Amendment.state
            ),
            joinedload(Amendment.association),
        )
    )
    by_id = {one.id: one for one in loaded}
    handlings = {
        one.amendment_id: one
        for one in db.scalars(
            select(Handling)
            .where(Handling.amendment_id.in_(ids))
            .options(joinedload(Handling.assignee))
        )
    }
    tags: dict[int, list[str]] = {}
    tagged = select(AmendmentTag).where(AmendmentTag.amendment_id.in_(ids))
    for tag in db.scalars(tagged.order_by(AmendmentTag.name)):
        tags.setdefault(tag.amendment_id, []).append(tag.name)
    noted = (
        select(InternalNote.amendment_id, func.count())
        .where(InternalNote.amendment_id.in_(ids))
        .group_by(InternalNote.amendment_id)
    )
    notes: dict[int, int] = {row[0]: row[1] for row in db.execute(noted)}
    texts = _texts(db, rows)
    documents = {version_id: one.document for version_id, one in texts.items()}
    readings = overlaps.readings_of(db, documents, rows)
    lines = []
    for row in rows:
        amendment, handling = by_id[row.id], handlings.get(row.id)
        lines.append(
            Line(
                amendment,
                handling,
                tags.get(row.id, []),
                notes.get(row.id, 0),
                amendment_lists.places_of(texts[row.version_id], readings[row.id].keys),
                readings[row.id].changes is not None,
                is_overdue(amendment, handling, today),
            )
        )
    return lines
