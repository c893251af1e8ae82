"""What an association has proposed, what became of it, and where an answer of it is due."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager, joinedload, load_only

from guideline_workshop.models import (
    Amendment,
    Association,
    Ballot,
    Consultation,
    CoSubmission,
    Document,
    ProposedDecision,
    Round,
    Version,
)
from guideline_workshop.rules.states import AmendmentState
from guideline_workshop.services import backing, tasks
from guideline_workshop.services.identities import Identity
from guideline_workshop.services.proposed_decisions import UNDECIDED
from guideline_workshop.services.tasks import Tasks


@dataclass(frozen=True)
class Point:
    """A submitted amendment, and what became of it."""

    amendment: Amendment
    is_own: bool
    """Whether the association leads it; else it submits it together with the one that does."""
    jointly: list[Association]
    proposal: ProposedDecision | None
    """What is proposed to decide, once that is published."""
    ballot: Ballot | None
    landed_in: Version | None
    """The version that it is part of."""

    @property
    def is_answer_due(self) -> bool:
        """Whether the association has not said yet what it thinks of a modified wording."""
        proposal, amendment = self.proposal, self.amendment
        return (
            self.is_own
            and proposal is not None
            and proposal.changes is not None
            and proposal.answer is None
            and proposal.edition == amendment.edition
            and amendment.state in UNDECIDED
        )


@dataclass(frozen=True)
class Overview:
    """What the page of an association shows."""

    tasks: Tasks
    lapsed: list[Amendment]
    """Amendments of others with another wording than the one that it has said yes to."""
    consultations: list[tuple[Consultation, list[Point]]]

    @property
    def answers_due(self) -> list[Amendment]:
        """Amendments with a modified wording that waits for its answer."""
        points = [point for _, points in self.consultations for point in points]
        return [point.amendment for point in points if point.is_answer_due]


def overview(db: Session, identity: Identity, *, now: dt.datetime) -> Overview:
    """Gather it for the association that `identity` acts for, in a fixed number of statements."""
    own_id = identity.acting_id
    behind = select(CoSubmission.amendment_id).where(
        CoSubmission.association_id == own_id, backing.is_behind_it()
    )
    found = db.scalars(
        select(Amendment)
        .join(Amendment.consultation)
        .where(
            Amendment.number.is_not(None),
            (Amendment.association_id == own_id) | Amendment.id.in_(behind),
        )
        .order_by(Consultation.created_at.desc(), Consultation.id, Amendment.number)
        .options(
            load_only(
                Amendment.consultation_id,
                Amendment.association_id,
                Amendment.version_id,
                Amendment.number,
                Amendment.title,
                Amendment.state,
                Amendment.state_reason,
                Amendment.edition,
            ),
            contains_eager(Amendment.consultation),
            joinedload(Amendment.association),
        )
    ).all()
    ids = [one.id for one in found]
    jointly, proposals, ballots = backing.jointly(db, ids), _proposals(db, ids), _ballots(db, ids)
    versions = _following(db, {one.version_id for one in found})
    points = [
        Point(
            one,
            one.association_id == own_id,
            jointly.get(one.id, []),
            proposals.get(one.id),
            ballots.get(one.id),
            versions.get(one.version_id) if one.state is AmendmentState.INCORPORATED else None,
        )
        for one in found
    ]
    by_consultation = groupby(points, key=lambda point: point.amendment.consultation)
    return Overview(
        tasks.of(db, identity, now=now),
        _lapsed(db, own_id, now),
        [(consultation, list(group)) for consultation, group in by_consultation],
    )


def _lapsed(db: Session, own_id: int | None, now: dt.datetime) -> list[Amendment]:
    said = select(CoSubmission.amendment_id).where(
        CoSubmission.association_id == own_id,
        CoSubmission.is_confirmed.is_(True),
        CoSubmission.digest != Amendment.digest,
    )
    return list(
        db.scalars(
            select(Amendment)
            .join(Amendment.round)
            .where(
                Amendment.id.in_(said),
                Amendment.state.in_(UNDECIDED),
                Round.opens_at <= now,
                Round.closes_at > now,
            )
            .order_by(Round.closes_at, Amendment.id)
            .options(
                contains_eager(Amendment.round),
                joinedload(Amendment.association),
                joinedload(Amendment.consultation),
            )
        )
    )


def _proposals(db: Session, ids: Collection[int]) -> dict[int, ProposedDecision]:
    """Return the published proposal that counts for each amendment."""
    found = db.scalars(
        select(ProposedDecision)
        .where(ProposedDecision.amendment_id.in_(ids), ProposedDecision.published_at.is_not(None))
        .order_by(ProposedDecision.number)
        .options(joinedload(ProposedDecision.obsolete_by).load_only(Amendment.number))
    )
    return {one.amendment_id: one for one in found}


def _ballots(db: Session, ids: Collection[int]) -> dict[int, Ballot]:
    found = db.scalars(select(Ballot).where(Ballot.amendment_id.in_(ids)))
    return {one.amendment_id: one for one in found}


def _following(db: Session, ids: Collection[int]) -> dict[int, Version]:
    """Return the versions that others, given by their ids, were consolidated to."""
    found = db.scalars(
        select(Version)
        .join(Version.document)
        .where(Version.base_id.in_(ids))
        .order_by(Version.number.desc())
        .options(
            load_only(Version.base_id, Version.number, Version.title, Version.document_id),
            contains_eager(Version.document).load_only(Document.slug),
        )
    )
    return {one.base_id: one for one in found if one.base_id is not None}
