"""Revising: a submitted amendment gets another wording while the round is open."""

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session

from guideline_workshop.i18n import _
from guideline_workshop.models import Amendment, Ballot
from guideline_workshop.rules.acts import Act
from guideline_workshop.rules.states import REVISABLE, AmendmentState
from guideline_workshop.rules.submissions import SubmissionKind
from guideline_workshop.services import (
    amendments,
    carrying,
    journal,
    new_editions,
    receipts,
    rounds,
)
from guideline_workshop.services.errors import Conflict, Invalid
from guideline_workshop.services.identities import Identity


def begin(db: Session, amendment: Amendment, *, by: Identity, now: dt.datetime) -> Amendment:
    """Begin a draft that is to be the next edition of a submitted amendment.

    Returns the one that was begun already, if there is one. Raises Conflict when the round is not
    open or the amendment is no longer in a state that allows it.
    """
    rounds.lock(db, amendment.round, shared=True)
    rounds.require_open(amendment.round, now)
    _require_revisable(db, amendment)
    begun = revision_of(db, amendment)
    if begun is not None:
        return begun
    draft = Amendment(
        consultation_id=amendment.consultation_id,
        round=amendment.round,
        version=amendment.version,
        association_id=amendment.association_id,
        title=amendment.title,
        rationale=amendment.rationale,
        changes=amendment.changes,
        revises=amendment,
        created_by_id=by.user_id,
        created_at=now,
        updated_at=now,
    )
    db.add(draft)
    db.flush()
    return draft


def revision_of(db: Session, amendment: Amendment) -> Amendment | None:
    """Return the draft that is to be the amendment's next edition, if one was begun."""
    return db.scalars(select(Amendment).where(Amendment.revises_id == amendment.id)).first()


def submit(
    db: Session,
    draft: Amendment,
    *,
    by: Identity,
    now: dt.datetime,
    revision: int | None = None,
) -> Amendment:
    """Submit a draft; one that revises an amendment becomes that amendment's next edition.

    Whoever submits gets a receipt by mail. Returns the submitted amendment. Raises what
    `amendments.ready` raises, Conflict when the amendment is no longer in a state that allows it,
    and Invalid when nothing has changed.
    """
    if draft.revises_id is None:
        submitted = amendments.submit(db, draft, by=by, now=now, revision=revision)
        receipts.order(db, submitted, by=by, now=now)
        carrying.follow(db, submitted, by=by, now=now)
        return submitted
    changes = amendments.ready(db, draft, now=now, revision=revision)
    amendment = db.get_one(Amendment, draft.revises_id)
    _require_revisable(db, amendment)
    before = {"state": amendment.state.value, "digest": amendment.digest}
    new_editions.renew(
        db,
        amendment,
        SubmissionKind.REVISED,
        changes=changes,
        title=draft.title,
        rationale=draft.rationale,
        version=draft.version,
        by=by,
        now=now,
    )
    if amendment.digest == before["digest"]:
        raise Invalid(_("Nothing has been changed since it was submitted."))
    amendment.state = AmendmentState.SUBMITTED
    amendment.state_reason = ""
    db.delete(draft)
    db.flush()
    journal.record(
        db,
        Act.AMENDMENT_REVISED,
        by=by,
        now=now,
        subject=amendments.subject(amendment),
        consultation_id=amendment.consultation_id,
        details={"before": before, "digest": amendment.digest, "edition": amendment.edition},
    )
    receipts.order(db, amendment, by=by, now=now)
    carrying.follow(db, amendment, by=by, now=now)
    return amendment


def _require_revisable(db: Session, amendment: Amendment) -> None:
    db.refresh(amendment, ["state", "revision", "edition"], with_for_update=True)
    if amendment.state not in REVISABLE:
        raise Conflict(_("The amendment is no longer in a state that allows this."))
    if db.scalar(select(Ballot.id).where(Ballot.amendment_id == amendment.id)):
        raise Conflict(_("This amendment has already been put to the vote."))
