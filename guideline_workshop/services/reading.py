"""Reading: what stands beside the provisions of a version."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy import select
from sqlalchemy.orm import Session

from guideline_workshop.models import Amendment, Comment, Round, Version
from guideline_workshop.rules.states import AmendmentState
from guideline_workshop.services import overlaps
from guideline_workshop.services.texts import text_of
from guideline_workshop.text.display import Op, TrackedProvision, lines_from_json

GONE = (AmendmentState.WITHDRAWN, AmendmentState.RETURNED, AmendmentState.NOT_ADMITTED)


@dataclass(frozen=True)
class Marks:
    """What there is on one provision."""

    amendments: tuple[int, ...] = ()
    """The numbers of those that touch it."""
    comments: int = 0


class Submitted(NamedTuple):
    """What tells an amendment whose wording may have been read before."""

    id: int
    digest: str
    version_id: int


def marks_on(db: Session, version: Version) -> dict[str, Marks]:
    """Find the submitted amendments and the comments on each provision.

    It is one statement, and a second one for amendments that nobody has read before.

    Comments on the document as a whole stand under the key "". An amendment that cannot be read
    marks nothing.
    """
    proposed = select(
        Amendment.id, Amendment.number.label("number"), Amendment.digest, sa.null().label("key")
    ).where(
        Amendment.version_id == version.id,
        Amendment.number.is_not(None),
        Amendment.state.not_in(GONE),
    )
    said = (
        select(
            sa.null(),
            sa.func.count(Comment.id),
            sa.null(),
            sa.func.coalesce(Comment.provision_key, ""),
        )
        .join(Comment.round)
        .where(Round.version_id == version.id)
        .group_by(Comment.provision_key)
    )
    found: Sequence[Any] = db.execute(sa.union_all(proposed, said)).all()
    counts = {row.key: row.number for row in found if row.key is not None}
    submitted = [Submitted(row.id, row.digest, version.id) for row in found if row.key is None]
    readings = overlaps.readings_of(db, {version.id: text_of(version).document}, submitted)
    numbers: dict[str, list[int]] = {}
    for row in found:
        if row.key is None:
            for one in readings[row.id].keys:
                numbers.setdefault(one, []).append(row.number)
    return {
        key: Marks(tuple(sorted(numbers.get(key, ()))), counts.get(key, 0))
        for key in numbers.keys() | counts.keys()
    }


def lines_of(version: Version) -> tuple[TrackedProvision, ...]:
    """Return how a consolidated version came out of its base; nothing for a first draft."""
    return lines_from_json(version.lines) if version.lines is not None else ()


def origins(line: TrackedProvision) -> tuple[str, ...]:
    """Name the amendments behind a line, each by its number, or "editorial"."""
    behind = [run.origin for run in line.runs if run.op is not Op.EQUAL]
    return tuple(one for one in dict.fromkeys([*behind, line.origin]) if one)


def origins_of(lines: tuple[TrackedProvision, ...]) -> dict[str, tuple[str, ...]]:
    """Name what is behind each provision that came out changed.

    What was struck altogether has no provision left to stand at; the tracked text shows it.
    """
    found: dict[str, tuple[str, ...]] = {}
    for line in lines:
        if line.new is not None and (behind := origins(line)):
            both = (*found.get(line.new.key, ()), *behind)
            found[line.new.key] = tuple(dict.fromkeys(both))
    return found
