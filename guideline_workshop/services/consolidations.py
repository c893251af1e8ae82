"""Consolidation: merging the adopted amendments into the next version."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from guideline_workshop.i18n import _
from guideline_workshop.models import Amendment, Consolidation, Version
from guideline_workshop.rules.acts import Act
from guideline_workshop.rules.states import AmendmentState
from guideline_workshop.services import amendments, ballots, carrying, journal, versions
from guideline_workshop.services.errors import Conflict, Invalid
from guideline_workshop.services.identities import Identity
from guideline_workshop.text import merge as text
from guideline_workshop.text.display import PairKind, TrackedProvision, lines_as_json

JOINT = text.NoticeKind.JOINT


@dataclass(frozen=True)
class Workbench:
    """A consolidation as it stands: what is merged, and the result with its open conflicts."""

    consolidation: Consolidation
    amendments: tuple[Amendment, ...]
    merged: text.Merge

    @property
    def changes(self) -> list[tuple[TrackedProvision, list[str]]]:
        """List the lines that differ from the base, each with the amendments behind it."""
        return [
            (line, sorted(self._with_joint(_origins(line))))
            for line in self.merged.lines
            if line.change is not PairKind.EQUAL
        ]

    @property
    def incorporated(self) -> frozenset[str]:
        """The references of the amendments that the merged text holds something of.

        Who agreed on own words in a conflict is among them.
        """
        origins = {origin for line in self.merged.lines for origin in _origins(line)}
        own_words = {one["conflict"] for one in self.consolidation.resolutions if one["provisions"]}
        for conflict in self.merged.resolved:
            if conflict.id in own_words:
                origins |= {one for other in conflict.alternatives for one in other.amendments}
        return frozenset(self._with_joint(origins))

    def _with_joint(self, origins: set[str]) -> set[str]:
        """Add those who proposed exactly the same."""
        joint = (set(one.amendments) for one in self.merged.notices if one.kind is JOINT)
        return origins.union(*(group for group in joint if group & origins))


def begin(db: Session, base: Version, *, by: Identity, now: dt.datetime) -> Consolidation:
    """Begin to merge what was adopted on `base`.

    Raises Conflict when it was begun already or `base` is not the newest version, Invalid when
    nothing was adopted.
    """
    if of(db, base):
        raise Conflict(_("The consolidation of this draft has already begun."))
    newest = versions.latest(db, base.document)
    if newest is None or newest.id != base.id:
        raise Conflict(_("There is a newer draft of this document."))
    if not adopted(db, base):
        raise Invalid(_("No amendment to this draft has been adopted."))
    consolidation = Consolidation(
        base=base, resolutions=[], created_by_id=by.user_id, created_at=now
    )
    db.add(consolidation)
    db.flush()
    _journal(db, Act.CONSOLIDATION_BEGUN, consolidation, {}, by=by, now=now)
    return consolidation


def of(db: Session, base: Version) -> Consolidation | None:
    """Return the consolidation of a version."""
    return db.scalars(select(Consolidation).where(Consolidation.base_id == base.id)).first()


def adopted(db: Session, base: Version) -> list[Amendment]:
    """List the amendments to a version that are to be merged."""
    return amendments.all_of(
        db, base.document.consultation, None, version=base, states=[AmendmentState.ADOPTED]
    )


def _merged_in(db: Session, consolidation: Consolidation) -> list[Amendment]:
    """List what is to be merged, or what was: publishing has given those their last state."""
    if consolidation.version_id is None:
        return adopted(db, consolidation.base)
    base = consolidation.base
    states = [AmendmentState.INCORPORATED, AmendmentState.OBSOLETE]
    return amendments.all_of(db, base.document.consultation, None, version=base, states=states)


def workbench(db: Session, consolidation: Consolidation) -> Workbench:
    """Merge the adopted amendments with the decisions taken so far.

    It is computed anew each time: a decision is data, and an amendment adopted meanwhile joins.
    A published consolidation shows what was merged then.
    """
    base = consolidation.base
    taken = tuple(_merged_in(db, consolidation))
    merged = text.merge(
        versions.text_of(base),
        [amendments.changes_of(one) for one in taken],
        resolutions=[text.Resolution.from_json(one) for one in consolidation.resolutions],
        provenance=text.Provenance.from_json(base.provenance) if base.provenance else None,
    )
    return Workbench(consolidation, taken, merged)


def conflict(db: Session, consolidation: Consolidation, conflict_id: str) -> text.Conflict:
    """Find a conflict, decided or not; raises Invalid when there is none of that id."""
    merged = workbench(db, consolidation).merged
    for one in (*merged.conflicts, *merged.resolved):
        if one.id == conflict_id:
            return one
    raise Invalid(_("There is no such conflict."))


def resolve(  # noqa: PLR0913 -- what is decided, and who and when
    db: Session,
    consolidation: Consolidation,
    resolution: text.Resolution,
    *,
    reason: str = "",
    revision: int,
    by: Identity,
    now: dt.datetime,
) -> None:
    """Decide a conflict, or decide it anew.

    Raises Conflict when somebody else has decided meanwhile or the consolidation is published,
    Invalid when there is no such conflict.
    """
    _require_current(consolidation, revision)
    conflict(db, consolidation, resolution.conflict)
    others = [one for one in consolidation.resolutions if one["conflict"] != resolution.conflict]
    consolidation.resolutions = [*others, {**resolution.as_json(), "reason": reason}]
    db.flush()
    _journal(
        db,
        Act.CONFLICT_RESOLVED,
        consolidation,
        resolution.as_json(),
        reason=reason,
        by=by,
        now=now,
    )


def reopen(  # noqa: PLR0913 -- what is decided, and who and when
    db: Session,
    consolidation: Consolidation,
    conflict_id: str,
    *,
    revision: int,
    by: Identity,
    now: dt.datetime,
) -> None:
    """Take the decision of a conflict back."""
    _require_current(consolidation, revision)
    others = [one for one in consolidation.resolutions if one["conflict"] != conflict_id]
    if len(others) == len(consolidation.resolutions):
        raise Invalid(_("There is no such conflict."))
    consolidation.resolutions = others
    db.flush()
    _journal(db, Act.CONFLICT_REOPENED, consolidation, {"conflict": conflict_id}, by=by, now=now)


def publish(
    db: Session, consolidation: Consolidation, *, revision: int, by: Identity, now: dt.datetime
) -> Version:
    """Publish the merged text as the next version.

    The amendments in it are incorporated; one of which nothing was taken is obsolete, for the
    reason given when its conflict was decided. Those that are not decided yet are carried over.
    Raises Conflict as long as a conflict between amendments is undecided, or a ballot on one of
    the amendments to the base has no result yet.
    """
    _require_current(consolidation, revision)
    bench = workbench(db, consolidation)
    if bench.merged.conflicts:
        raise Conflict(_("There are undecided conflicts between amendments."))
    if ballots.without_result(db, consolidation.base):
        raise Conflict(_("There are ballots on this draft whose result is not determined yet."))
    base = consolidation.base
    version = versions.publish(
        db,
        base.document,
        title=base.title,
        content=bench.merged.document,
        by=by,
        now=now,
        base=base,
        lines=lines_as_json(bench.merged.lines),
        provenance=bench.merged.provenance.as_json(),
    )
    consolidation.version = version
    for amendment in bench.amendments:
        if amendment.reference in bench.incorporated:
            amendment.state = AmendmentState.INCORPORATED
        else:
            amendment.state = AmendmentState.OBSOLETE
            amendment.state_reason = _reason_against(bench, amendment.reference)
    db.flush()
    carried = carrying.carry_over_all(db, base, version, by=by, now=now)
    numbers = [one.number for one in bench.amendments if one.reference in bench.incorporated]
    _journal(
        db,
        Act.VERSION_CONSOLIDATED,
        consolidation,
        {
            "version": version.number,
            "digest": version.digest,
            "amendments": numbers,
            "carried_over": list(carried.exactly),
            "to_check": list(carried.to_check),
        },
        by=by,
        now=now,
    )
    return version


def _origins(line: TrackedProvision) -> set[str]:
    return {line.origin, *(run.origin for run in (*line.runs, *line.edits))} - {""}


def _reason_against(bench: Workbench, reference: str) -> str:
    """Return the reason of the decision in which the amendment was passed over."""
    reasons = {one["conflict"]: one["reason"] for one in bench.consolidation.resolutions}
    return next(
        (
            reasons[conflict.id]
            for conflict in bench.merged.resolved
            if any(reference in one.amendments for one in conflict.alternatives)
        ),
        "",
    )


def _require_current(consolidation: Consolidation, revision: int) -> None:
    if consolidation.version_id is not None:
        raise Conflict(_("This consolidation has already been published."))
    if consolidation.revision != revision:
        raise Conflict(_("Somebody else has changed this meanwhile. Look at it and try again."))


def _journal(  # noqa: PLR0913 -- the facts of a row
    db: Session,
    act: Act,
    consolidation: Consolidation,
    details: dict[str, object],
    *,
    by: Identity,
    now: dt.datetime,
    reason: str = "",
) -> None:
    base = consolidation.base
    journal.record(
        db,
        act,
        by=by,
        now=now,
        subject=versions.subject(consolidation.version or base),
        consultation_id=base.document.consultation_id,
        details={"base": base.number, **details},
        reason=reason,
    )
