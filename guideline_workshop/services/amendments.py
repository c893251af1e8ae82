"""Amendments: drafting, submitting and what becomes of them."""

import datetime as dt
from collections.abc import Iterable, Sequence

import sqlalchemy as sa
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, contains_eager, joinedload
from translationstring import TranslationString

from guideline_workshop.i18n import _
from guideline_workshop.models import (
    Amendment,
    Ballot,
    Consultation,
    CoSubmission,
    Round,
    Support,
    Version,
)
from guideline_workshop.rules.acts import Act
from guideline_workshop.rules.states import NEEDS_REASON, AmendmentState, may_become
from guideline_workshop.rules.submissions import SubmissionKind
from guideline_workshop.services import (
    drafting,
    journal,
    new_editions,
    readiness,
    rounds,
    versions,
)
from guideline_workshop.services.errors import Conflict, Invalid
from guideline_workshop.services.identities import Identity
from guideline_workshop.text import amendment as text
from guideline_workshop.text.document import Document

UNKNOWN_PASSAGE = _("This passage does not exist in the draft.")
ACTS = {
    AmendmentState.ADMITTED: Act.AMENDMENT_ADMITTED,
    AmendmentState.RETURNED: Act.AMENDMENT_RETURNED,
    AmendmentState.NOT_ADMITTED: Act.AMENDMENT_NOT_ADMITTED,
    AmendmentState.WITHDRAWN: Act.AMENDMENT_WITHDRAWN,
}


def visible_to(identity: Identity | None) -> ColumnElement[bool]:
    """Build the condition: what is submitted, and the drafts of the association one acts for.

    Those that it was asked to submit too are among them.
    """
    submitted = Amendment.number.is_not(None)
    if identity is None or identity.acting is None:
        return submitted
    shared = select(CoSubmission.amendment_id).where(
        CoSubmission.association_id == identity.acting_id, CoSubmission.is_confirmed.is_not(False)
    )
    own = Amendment.association_id == identity.acting_id
    return submitted | own | Amendment.id.in_(shared)


def find(
    db: Session, consultation: Consultation, reference: str, identity: Identity | None
) -> Amendment | None:
    """Load an amendment by its number ("7") or, as a draft, by its id ("d17")."""
    if reference.startswith("d"):
        condition = Amendment.id == int(reference[1:])
    else:
        condition = Amendment.number == int(reference)
    return db.scalars(
        _query().where(
            Amendment.consultation_id == consultation.id, condition, visible_to(identity)
        )
    ).first()


def all_of(  # noqa: PLR0913 -- the filters
    db: Session,
    consultation: Consultation,
    identity: Identity | None,
    *,
    version: Version | None = None,
    states: Iterable[AmendmentState] | None = None,
    association_id: int | None = None,
) -> list[Amendment]:
    """List what `identity` may see, by number; drafts come last."""
    query = _query().where(Amendment.consultation_id == consultation.id, visible_to(identity))
    if version is not None:
        query = query.where(Amendment.version_id == version.id)
    if states is not None:
        query = query.where(Amendment.state.in_(list(states)))
    if association_id is not None:
        query = query.where(Amendment.association_id == association_id)
    return list(db.scalars(query.order_by(Amendment.number.is_(None), Amendment.number)))


def start(  # noqa: PLR0913 -- where it begins, and who and when
    db: Session,
    round_: Round,
    way: drafting.Way,
    key: str,
    *,
    by: Identity,
    now: dt.datetime,
) -> Amendment:
    """Begin a draft at one provision of the round's version."""
    rounds.require_open(round_, now)
    if by.acting is None:
        raise Invalid(_("Choose for which association you act."))
    document = versions.text_of(round_.version)
    if key not in document:
        raise Invalid(UNKNOWN_PASSAGE)
    draft = Amendment(
        consultation_id=round_.consultation_id,
        round=round_,
        version=round_.version,
        association_id=by.acting.association_id,
        changes=[],
        created_by_id=by.user_id,
        created_at=now,
        updated_at=now,
    )
    db.add(draft)
    db.flush()
    _store(draft, document, drafting.add(document, (), way, key))
    db.flush()
    return draft


def open_drafts(db: Session, round_: Round, by: Identity | None) -> list[Amendment]:
    """List the drafts in a round that `by` began for the association they act for, newest first."""
    if by is None or by.acting is None:
        return []
    return list(
        db.scalars(
            _query()
            .where(
                Amendment.round_id == round_.id,
                Amendment.association_id == by.acting_id,
                Amendment.created_by_id == by.user_id,
                Amendment.state == AmendmentState.DRAFT,
            )
            .order_by(Amendment.updated_at.desc(), Amendment.id.desc())
        )
    )


def edits_of(draft: Amendment) -> tuple[drafting.Edit, ...]:
    """Return the editor's boxes of a draft."""
    return tuple(drafting.to_edits(base_of(draft), text.changes_from_json(draft.changes)))


def extend(db: Session, draft: Amendment, way: drafting.Way, key: str, *, now: dt.datetime) -> None:
    """Let a draft change one more passage."""
    _hold(db, draft)
    document = base_of(draft)
    if key not in document:
        raise Invalid(UNKNOWN_PASSAGE)
    _store(draft, document, drafting.add(document, edits_of(draft), way, key))
    draft.updated_at = now
    db.flush()


def save(  # noqa: PLR0913 -- what is entered, and when
    db: Session,
    draft: Amendment,
    *,
    title: str,
    rationale: str,
    edits: Sequence[drafting.Edit],
    revision: int,
    now: dt.datetime,
) -> None:
    """Save a draft; raises Conflict when it was submitted or saved elsewhere meanwhile."""
    _hold(db, draft)
    _require_revision(draft, revision)
    draft.title = title.strip()
    draft.rationale = rationale.strip()
    _store(draft, base_of(draft), edits)
    draft.updated_at = now
    db.flush()


def discard(db: Session, draft: Amendment) -> None:
    """Throw a draft away. It was nobody else's business, so the journal does not record it."""
    _hold(db, draft)
    db.delete(draft)
    db.flush()


def submit(
    db: Session,
    draft: Amendment,
    *,
    by: Identity,
    now: dt.datetime,
    revision: int | None = None,
) -> Amendment:
    """Submit a draft: it gets its number and can no longer be changed.

    Raises what `ready` raises. A draft that revises an amendment is for `revising.submit`.
    """
    draft.changes = text.changes_as_json(ready(db, draft, now=now, revision=revision))
    draft.number = _next_number(db, draft.consultation_id)
    draft.digest = new_editions.wording_digest(draft)
    draft.submitted_at = now
    draft.state = AmendmentState.SUBMITTED
    db.flush()
    new_editions.keep(db, draft, SubmissionKind.SUBMITTED, by=by, now=now)
    journal.record(
        db,
        Act.AMENDMENT_SUBMITTED,
        by=by,
        now=now,
        subject=subject(draft),
        consultation_id=draft.consultation_id,
        details={"digest": draft.digest, "title": draft.title},
    )
    return draft


def ready(
    db: Session, draft: Amendment, *, now: dt.datetime, revision: int | None = None
) -> tuple[text.Change, ...]:
    """Return what a draft changes, checked and ready to be submitted; it is locked then.

    `revision` is the one that was read before. Raises Conflict after the deadline, when it was
    submitted already or has another revision by now, Invalid when nothing is changed or the
    rationale is missing.
    """
    rounds.lock(db, draft.round, shared=True)
    rounds.require_open(draft.round, now)
    _hold(db, draft)
    if revision is not None:
        _require_revision(draft, revision)
    for obstacle in readiness.obstacles(draft, now=now):
        raise obstacle  # the first one; the page before lists all
    return readiness.effective_of(draft)


def move_to(  # noqa: PLR0913 -- what is decided, and who and when
    db: Session,
    amendment: Amendment,
    state: AmendmentState,
    *,
    reason: str,
    by: Identity,
    now: dt.datetime,
) -> None:
    """Admit, return, refuse or withdraw an amendment.

    Raises Conflict when its state does not allow it or the vote on it has begun, Invalid when a
    reason is needed and missing.
    """
    db.refresh(amendment, ["state", "revision"], with_for_update=True)
    require_possible(db, amendment, state)
    if state in NEEDS_REASON and not reason.strip():
        raise Invalid(_("Please give a reason: the association has a right to it."))
    before = amendment.state
    amendment.state = state
    amendment.state_reason = reason.strip()
    db.flush()
    journal.record(
        db,
        ACTS[state],
        by=by,
        now=now,
        subject=subject(amendment),
        consultation_id=amendment.consultation_id,
        details={"before": before.value, "after": state.value},
        reason=reason.strip(),
    )


def require_possible(db: Session, amendment: Amendment, state: AmendmentState) -> None:
    """Raise Conflict when an amendment cannot come to that state now."""
    if not may_become(amendment.state, state):
        raise Conflict(_("The amendment is no longer in a state that allows this."))
    if db.scalar(select(Ballot.id).where(Ballot.amendment_id == amendment.id)):
        raise Conflict(_("This amendment has already been put to the vote."))
    if state is AmendmentState.ADMITTED:
        _require_supporters(db, amendment)


def digest_of(amendment: Amendment) -> str:
    """Return the digest of the wording; of a draft the one that it would be submitted with."""
    if amendment.number is not None:
        return amendment.digest
    try:
        changes = drafting.effective(base_of(amendment), text.changes_from_json(amendment.changes))
    except (AttributeError, KeyError, TypeError, ValueError):  # it cannot be submitted either
        return new_editions.wording_digest(amendment)
    return new_editions.wording_digest(amendment, text.changes_as_json(changes))


def base_of(amendment: Amendment) -> Document:
    """Return the text that the amendment is to change."""
    return versions.text_of(amendment.version)


def changes_of(amendment: Amendment) -> text.Amendment:
    """Return the amendment as the text core knows it, by its number or draft reference."""
    return text.Amendment(
        amendment.reference,
        amendment.version.digest,
        text.changes_from_json(amendment.changes),
    )


def subject(amendment: Amendment) -> str:
    """Name an amendment in the journal, whose language is German."""
    return f"Ä {amendment.number}"


def label(amendment: Amendment) -> TranslationString:
    """Name an amendment as people do: "A 7" ("Ä 7" in German), or "Draft"."""
    if amendment.number is not None:
        return _("A ${number}", mapping={"number": amendment.number})
    if amendment.revises is not None:
        return _("A ${number}, new wording", mapping={"number": amendment.revises.number})
    return _("Draft amendment")


def _hold(db: Session, draft: Amendment) -> None:
    """Keep others from changing or submitting a draft until the transaction ends."""
    db.refresh(draft, ["state", "revision", "title", "rationale", "changes"], with_for_update=True)
    if draft.state is not AmendmentState.DRAFT:
        raise Conflict(_("This amendment has been submitted; it can no longer be changed."))


def _require_revision(draft: Amendment, revision: int) -> None:
    if draft.revision != revision:
        raise Conflict(_("Somebody else has changed this meanwhile. Look at it and try again."))


def _store(draft: Amendment, document: Document, edits: Sequence[drafting.Edit]) -> None:
    try:
        ordered = drafting.in_order(document, edits)
        changes = drafting.to_changes(document, ordered, f"a{draft.id}")
    except KeyError as error:
        raise Invalid(UNKNOWN_PASSAGE) from error
    draft.changes = text.changes_as_json(changes)


def _require_supporters(db: Session, amendment: Amendment) -> None:
    """Raise Conflict unless enough associations stand behind the present wording."""
    needed = amendment.round.supporters_needed
    if not needed:
        return
    behind: set[int] = set()
    for table, condition in (
        (CoSubmission, CoSubmission.is_confirmed.is_(True)),
        (Support, sa.true()),
    ):
        query = select(table.association_id).where(
            table.amendment_id == amendment.id, table.digest == amendment.digest, condition
        )
        behind.update(db.scalars(query))
    if len(behind) < needed:
        raise Conflict(
            _(
                "${needed} other associations must stand behind an amendment in this round; "
                "${count} do so far.",
                mapping={"needed": needed, "count": len(behind)},
            )
        )


def _next_number(db: Session, consultation_id: int) -> int:
    # One after the other: numbers have no gaps and no doubles. Whoever writes a row that names the
    # consultation shares its key: a stronger lock would wait for them while they wait for us.
    db.execute(
        select(Consultation.id)
        .where(Consultation.id == consultation_id)
        .with_for_update(key_share=True)
    )
    last = db.scalar(
        select(sa.func.max(Amendment.number)).where(Amendment.consultation_id == consultation_id)
    )
    return (last or 0) + 1


def _query() -> sa.Select[Amendment]:
    return (
        select(Amendment)
        .join(Amendment.round)
        .options(
            joinedload(Amendment.association),
            contains_eager(Amendment.round),
            joinedload(Amendment.version).joinedload(Version.document),
        )
    )
