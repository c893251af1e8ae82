"""Place corrections: an obvious mistake about the place is put right, if its association agrees.

The moderation proposes another provision, the association confirms or refuses. What is confirmed
becomes the next edition of the amendment.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from guideline_workshop.i18n import _
from guideline_workshop.models import Amendment, Ballot, PlaceCorrection
from guideline_workshop.rules.acts import Act
from guideline_workshop.rules.states import AmendmentState
from guideline_workshop.rules.submissions import SubmissionKind
from guideline_workshop.services import amendments, journal, new_editions
from guideline_workshop.services.errors import Conflict, Invalid
from guideline_workshop.services.identities import Identity
from guideline_workshop.text import amendment as text
from guideline_workshop.text.document import Document

CORRECTABLE = (AmendmentState.SUBMITTED, AmendmentState.ADMITTED)


def changes_of(amendment: Amendment) -> tuple[text.Change, ...]:
    """Return the changes of an amendment; none when what is stored cannot be read."""
    try:
        changes = text.changes_from_json(amendment.changes)
    except (AttributeError, KeyError, TypeError, ValueError):
        return ()
    document = amendments.base_of(amendment)
    return changes if all(key in document for key in text.touched(changes)) else ()


def movable(changes: Sequence[text.Change]) -> list[tuple[int, str]]:
    """List the changes whose place can be another one: their position and their provision."""
    return [
        (position, one.key if isinstance(one, text.Replace) else one.after)
        for position, one in enumerate(changes)
        if not isinstance(one, text.Move)
    ]


def corrected(
    document: Document, changes: Sequence[text.Change], position: int, to_key: str
) -> tuple[text.Change, ...]:
    """Return the changes with the one at `position` at the provision `to_key`.

    Raises Invalid when there is no such change or place, or nothing would be changed there.
    """
    old = dict(movable(changes)).get(position)
    if old is None or to_key not in document:
        raise Invalid(_("This passage does not exist in the draft."))
    if old == to_key:
        raise Invalid(_("Choose another passage: it stands there already."))
    new = _at(document, changes[position], to_key)
    together = (*changes[:position], new, *changes[position + 1 :])
    try:
        before, after = (
            text.apply(document, text.Amendment("", document.digest, some))
            for some in ((*changes[:position], *changes[position + 1 :]), together)
        )
    except (text.InvalidAmendmentError, text.StaleBaseError) as error:
        raise Invalid(_("The amendment changes this passage already.")) from error
    if before.provisions == after.provisions:
        raise Invalid(_("Nothing would be changed there."))
    return together


def waiting(db: Session, amendment: Amendment) -> PlaceCorrection | None:
    """Return the proposal that waits for the association's answer."""
    last = db.scalars(
        select(PlaceCorrection)
        .where(PlaceCorrection.amendment_id == amendment.id)
        .order_by(PlaceCorrection.id.desc())
        .limit(1)
    ).first()
    if last is None or last.answered_at is not None or last.edition != amendment.edition:
        return None
    return last if amendment.state in CORRECTABLE else None


def propose(  # noqa: PLR0913 -- what is to be where and why, and who and when
    db: Session,
    amendment: Amendment,
    position: int,
    to_key: str,
    *,
    reason: str,
    by: Identity,
    now: dt.datetime,
) -> PlaceCorrection:
    """Propose another place for a change.

    Raises Conflict when the amendment is decided or put to the vote, Invalid without a reason and
    for a place where it cannot be.
    """
    _require_correctable(db, amendment)
    if not reason.strip():
        raise Invalid(_("Please give a reason."))
    changes = changes_of(amendment)
    made = corrected(amendments.base_of(amendment), changes, position, to_key)
    proposal = PlaceCorrection(
        amendment=amendment,
        edition=amendment.edition,
        from_key=dict(movable(changes))[position],
        to_key=to_key,
        changes=text.changes_as_json(made),
        reason=reason.strip(),
        proposed_by_id=by.user_id,
        proposed_at=now,
    )
    db.add(proposal)
    db.flush()
    _record(db, Act.CORRECTION_PROPOSED, proposal, by=by, now=now, reason=proposal.reason)
    return proposal


def answer(  # noqa: PLR0913 -- what is answered to which proposal, and who and when
    db: Session,
    amendment: Amendment,
    proposal_id: int,
    *,
    agrees: bool,
    reason: str,
    by: Identity,
    now: dt.datetime,
) -> None:
    """Confirm the other place, or refuse it; confirmed, it is the amendment's next edition.

    Raises Conflict when this proposal does not wait for an answer any more.
    """
    _require_correctable(db, amendment)
    proposal = waiting(db, amendment)
    if proposal is None or proposal.id != proposal_id:
        raise Conflict(_("This proposal does not wait for an answer any more."))
    proposal.answered_by_id, proposal.answered_at = by.user_id, now
    proposal.is_confirmed, proposal.answer_reason = agrees, reason.strip()
    if agrees:
        new_editions.renew(
            db,
            amendment,
            SubmissionKind.CORRECTED,
            changes=text.changes_from_json(proposal.changes),
            by=by,
            now=now,
        )
    db.flush()
    act = Act.CORRECTION_CONFIRMED if agrees else Act.CORRECTION_REFUSED
    _record(db, act, proposal, by=by, now=now, reason=reason.strip())


def _at(document: Document, change: text.Change, key: str) -> text.Change:
    """Return a change as it reads at another provision, which stays the kind that it is."""
    base = document[key]
    if isinstance(change, text.Insert):
        return replace(change, after=key)
    if not isinstance(change, text.Replace):
        return change
    old = document[change.key]
    edited = [
        one if one.key != old.key else base if one == old else replace(base, text=one.text)
        for one in change.provisions
    ]
    return replace(change, key=key, base=base.digest, provisions=tuple(edited))


def _require_correctable(db: Session, amendment: Amendment) -> None:
    db.refresh(amendment, ["state", "revision", "edition"], with_for_update=True)
    if amendment.state not in CORRECTABLE:
        raise Conflict(_("The amendment is no longer in a state that allows this."))
    if db.scalar(select(Ballot.id).where(Ballot.amendment_id == amendment.id)):
        raise Conflict(_("This amendment has already been put to the vote."))


def _record(  # noqa: PLR0913 -- the facts of a row
    db: Session,
    act: Act,
    proposal: PlaceCorrection,
    *,
    by: Identity,
    now: dt.datetime,
    reason: str,
) -> None:
    amendment = proposal.amendment
    journal.record(
        db,
        act,
        by=by,
        now=now,
        subject=amendments.subject(amendment),
        consultation_id=amendment.consultation_id,
        details={
            "before": proposal.from_key,
            "after": proposal.to_key,
            "edition": amendment.edition,
            "digest": amendment.digest,
        },
        reason=reason,
    )
