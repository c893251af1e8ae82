"""Relations that the moderation sets between two amendments, besides those that the text shows."""

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from guideline_workshop.i18n import _
from guideline_workshop.models import Amendment, AmendmentRelation
from guideline_workshop.rules.acts import Act
from guideline_workshop.rules.relations import MUTUAL, ONE_WAY, RelationKind
from guideline_workshop.services import amendments, journal
from guideline_workshop.services.errors import Conflict, Invalid
from guideline_workshop.services.identities import Identity


@dataclass(frozen=True)
class Side:
    """A relation as it reads on the page of one of its two amendments."""

    relation: AmendmentRelation
    other: Amendment
    is_first: bool
    """Whether the page is that of the first one."""

    @property
    def word(self) -> str:
        """The value whose word says it: the kind, turned round for the second one."""
        kind = self.relation.kind
        return kind.value if self.is_first or kind in MUTUAL else f"{kind.value}_turned"


def of(db: Session, amendment: Amendment) -> list[Side]:
    """List how an amendment stands to others, by their numbers."""
    found = db.scalars(
        _standing()
        .where(_concerns(amendment.id))
        .options(
            *(
                joinedload(side).options(
                    joinedload(Amendment.association), joinedload(Amendment.consultation)
                )
                for side in (AmendmentRelation.first, AmendmentRelation.second)
            )
        )
    )
    sides = [
        Side(one, one.second if one.first_id == amendment.id else one.first, is_first)
        for one in found
        for is_first in [one.first_id == amendment.id]
    ]
    return sorted(sides, key=lambda side: (side.other.number or 0, side.word))


def find(db: Session, amendment: Amendment, relation_id: int) -> AmendmentRelation | None:
    """Load a relation of an amendment, one that was removed too."""
    return db.scalars(
        select(AmendmentRelation).where(
            AmendmentRelation.id == relation_id, _concerns(amendment.id)
        )
    ).first()


def set_(  # noqa: PLR0913 -- what is said of which two, and who and when
    db: Session,
    amendment: Amendment,
    kind: RelationKind,
    other_number: int,
    *,
    by: Identity,
    now: dt.datetime,
) -> AmendmentRelation:
    """Say how an amendment stands to another one of the same consultation.

    Raises Invalid when there is no other one with this number, Conflict when it is said already or
    the contrary is.
    """
    other = db.scalars(
        select(Amendment).where(
            Amendment.consultation_id == amendment.consultation_id,
            Amendment.number == other_number,
            Amendment.id != amendment.id,
        )
    ).first()
    if other is None:
        raise Invalid(_("Name the other amendment by its number."))
    first, second = amendment, other
    if kind in MUTUAL and (first.number or 0) > (second.number or 0):
        first, second = second, first
    _lock(db, first, second)
    said = [
        (one.first_id, one.second_id)
        for one in db.scalars(
            _standing().where(_concerns(amendment.id), AmendmentRelation.kind == kind)
        )
    ]
    if (first.id, second.id) in said:
        raise Conflict(_("This relation is already there."))
    if kind in ONE_WAY and (second.id, first.id) in said:
        raise Conflict(_("The contrary is already there: remove it first."))
    made = AmendmentRelation(
        first=first, second=second, kind=kind, set_by_id=by.user_id, set_at=now
    )
    db.add(made)
    db.flush()
    _record(db, Act.RELATION_SET, made, by=by, now=now)
    return made


def remove(
    db: Session, relation: AmendmentRelation, *, reason: str, by: Identity, now: dt.datetime
) -> None:
    """Take a relation away; raises Conflict when somebody did, Invalid without a reason."""
    _lock(db, relation.first, relation.second)
    db.refresh(relation, with_for_update=True)
    if relation.removed_at is not None:
        raise Conflict(_("Somebody else has removed this relation already."))
    if not reason.strip():
        raise Invalid(_("Please give a reason."))
    relation.removed_at, relation.removed_by_id = now, by.user_id
    relation.removal_reason = reason.strip()
    db.flush()
    _record(db, Act.RELATION_REMOVED, relation, by=by, now=now, reason=reason.strip())


def _standing() -> sa.Select[AmendmentRelation]:
    return select(AmendmentRelation).where(AmendmentRelation.removed_at.is_(None))


def _concerns(amendment_id: int) -> sa.ColumnElement[bool]:
    return sa.or_(
        AmendmentRelation.first_id == amendment_id, AmendmentRelation.second_id == amendment_id
    )


def _lock(db: Session, *both: Amendment) -> None:
    """Let those who relate the same amendments queue, always in the same order."""
    db.execute(
        select(Amendment.id)
        .where(Amendment.id.in_([one.id for one in both]))
        .order_by(Amendment.id)
        .with_for_update(key_share=True)
    )


def _record(  # noqa: PLR0913 -- the facts of a row
    db: Session,
    act: Act,
    relation: AmendmentRelation,
    *,
    by: Identity,
    now: dt.datetime,
    reason: str = "",
) -> None:
    journal.record(
        db,
        act,
        by=by,
        now=now,
        subject=amendments.subject(relation.first),
        consultation_id=relation.first.consultation_id,
        details={
            "relation": relation.kind.value,
            "other": amendments.subject(relation.second),
        },
        reason=reason,
    )
