"""Overlaps: amendments that touch the same passages of one version. That is the normal case."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload

from guideline_workshop.models import Amendment, Round, Version
from guideline_workshop.rules.states import AmendmentState
from guideline_workshop.text.amendment import changes_from_json, touched

OUT_OF_THE_WAY = (
    AmendmentState.DRAFT,
    AmendmentState.RETURNED,
    AmendmentState.NOT_ADMITTED,
    AmendmentState.WITHDRAWN,
)
"""What is not or no longer proposed touches nothing."""


@dataclass(frozen=True)
class Overlap:
    """Another amendment that touches some of the same passages."""

    amendment: Amendment
    keys: frozenset[str]


def keys_of(changes: Iterable[Any]) -> frozenset[str] | None:
    """Return the provisions that stored changes touch; None when they cannot be read."""
    try:
        return touched(changes_from_json(changes))
    except (AttributeError, KeyError, TypeError, ValueError):
        return None


def with_others(db: Session, amendment: Amendment) -> list[Overlap]:
    """List the submitted amendments of other associations that touch the same passages."""
    own = keys_of(amendment.changes) or frozenset()
    others = db.scalars(
        _proposed([amendment.round.version_id])
        .where(Amendment.id != amendment.id, Amendment.association_id != amendment.association_id)
        .options(joinedload(Amendment.association))
        .order_by(Amendment.number)
    )
    shared = [(other, (keys_of(other.changes) or frozenset()) & own) for other in others]
    return [Overlap(other, keys) for other, keys in shared if keys]


def numbers_by_amendment(db: Session, version_ids: Collection[int]) -> dict[int, list[int]]:
    """Return, by the id of each proposed amendment, the numbers of those it overlaps with."""
    rows = [
        (row.id, row.number, row.version_id, keys_of(row.changes) or frozenset())
        for row in db.execute(
            _proposed(version_ids)
            .with_only_columns(Amendment.id, Amendment.number, Round.version_id, Amendment.changes)
            .order_by(Amendment.number)
        )
    ]
    at: dict[tuple[int, str], list[tuple[int, int]]] = {}
    for amendment_id, number, version_id, keys in rows:
        for key in keys:
            at.setdefault((version_id, key), []).append((amendment_id, number))
    return {
        amendment_id: sorted(
            {
                number
                for key in keys
                for other_id, number in at[version_id, key]
                if other_id != amendment_id
            }
        )
        for amendment_id, _number, version_id, keys in rows
    }


def _proposed(version_ids: Collection[int]) -> Select[Amendment]:
    return (
        select(Amendment)
        .join(Amendment.round)
        .join(Round.version)
        .where(Version.id.in_(version_ids), Amendment.state.not_in(OUT_OF_THE_WAY))
    )
