"""One passage with every amendment to it, and some of them laid over each other."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from guideline_workshop.models import Amendment, Version
from guideline_workshop.services import amendments, overlaps
from guideline_workshop.services.passages import Passage, wordings_of
from guideline_workshop.services.reading import GONE, Submitted
from guideline_workshop.services.texts import text_of
from guideline_workshop.text.amendment import InvalidAmendmentError, StaleBaseError
from guideline_workshop.text.conflicts import Conflict
from guideline_workshop.text.display import TrackedProvision
from guideline_workshop.text.merge import merge


@dataclass(frozen=True)
class Proposed:
    """An amendment, and what it makes of one passage."""

    amendment: Amendment
    passages: tuple[Passage, ...]
    others: int
    """How many other passages it changes as well."""


@dataclass(frozen=True)
class Overlay:
    """Amendments laid over each other, as they would be merged, at one passage.

    `lines` name the amendment behind each change; where the amendments cannot stand together the
    text stays as it is, and `conflicts` hold their wordings. `unreadable` could not be merged.
    """

    amendments: tuple[Amendment, ...]
    lines: tuple[TrackedProvision, ...]
    conflicts: tuple[Conflict, ...]
    unreadable: tuple[Amendment, ...]


def on_passage(db: Session, version: Version, key: str) -> list[Proposed]:
    """List what is proposed for a passage and not withdrawn, returned or refused, by number.

    It is two statements, and one more for amendments that nobody has read before.
    """
    document = text_of(version).document
    rows = db.execute(
        select(Amendment.id, Amendment.digest).where(
            Amendment.version_id == version.id,
            Amendment.number.is_not(None),
            Amendment.state.not_in(GONE),
        )
    ).all()
    submitted = [Submitted(row.id, row.digest, version.id) for row in rows]
    readings = overlaps.readings_of(db, {version.id: document}, submitted)
    touching = db.scalars(
        select(Amendment)
        .where(Amendment.id.in_([one.id for one in rows if key in readings[one.id].keys]))
        .order_by(Amendment.number)
        .options(joinedload(Amendment.association), joinedload(Amendment.consultation))
    )
    found = []
    for amendment in touching:
        here = wordings_of(document, amendment.changes, {key})
        if here is not None:
            others = len(readings[amendment.id].keys) - 1
            found.append(Proposed(amendment, tuple(here), others))
    return found


def overlay(version: Version, key: str, proposed: Sequence[Amendment]) -> Overlay:
    """Lay amendments to `version` over each other, and return what they make of one passage."""
    document = text_of(version).document
    good, bad = [], []
    for one in proposed:
        try:
            merge(document, [amendments.changes_of(one)])
        except (
            StaleBaseError, InvalidAmendmentError, AttributeError, KeyError, TypeError, ValueError
        ):  # fmt: skip
            bad.append(one)
        else:
            good.append(one)
    merged = merge(document, [amendments.changes_of(one) for one in good])
    return Overlay(
        tuple(good),
        _lines_at(merged.lines, key),
        tuple(one for one in merged.conflicts if _is_about(one, key)),
        tuple(bad),
    )


def _lines_at(lines: Collection[TrackedProvision], key: str) -> tuple[TrackedProvision, ...]:
    """Return the lines of a provision, and what is inserted behind it."""
    found: list[TrackedProvision] = []
    is_behind = False
    for line in lines:
        if line.old is not None:
            is_behind = line.old.key == key
        if is_behind:
            found.append(line)
    return tuple(found)


def _is_about(conflict: Conflict, key: str) -> bool:
    return conflict.key == key or any(one.key == key for one in conflict.base)
