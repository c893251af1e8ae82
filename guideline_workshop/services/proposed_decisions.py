"""Proposed decisions: what the moderation proposes for an amendment before the vote.

They are internal until they are published. What was published stays; another proposal is another
row, and the one with the highest number counts.
"""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload

from guideline_workshop.i18n import _
from guideline_workshop.models import Amendment, ProposedDecision, Version
from guideline_workshop.rules.acts import Act
from guideline_workshop.rules.dispositions import MODIFIES, Answer, Outcome
from guideline_workshop.rules.states import AmendmentState
from guideline_workshop.services import amendments, journal, overlaps
from guideline_workshop.services.drafting import effective
from guideline_workshop.services.errors import Conflict, Invalid
from guideline_workshop.services.identities import Identity
from guideline_workshop.services.texts import text_of
from guideline_workshop.text import amendment as text
from guideline_workshop.text.display import Comparison, compare
from guideline_workshop.text.document import Kind

UNDECIDED = (AmendmentState.SUBMITTED, AmendmentState.ADMITTED)
"""The states in which something can still be proposed."""


@dataclass(frozen=True)
class Proposal:
    """What is proposed, as somebody writes it."""

    outcome: Outcome
    reason: str = ""
    is_consensus: bool | None = None
    changes: Sequence[text.Change] = ()
    """The modified wording."""
    obsolete_by: int | None = None
    """The number of the amendment that settles this one."""


@dataclass(frozen=True)
class Section:
    """The proposals on one section of a version that wait to be published."""

    key: str
    """Its heading; "" before the first one."""
    proposals: tuple[ProposedDecision, ...]


def latest(db: Session, amendment: Amendment) -> ProposedDecision | None:
    """Return the last proposal, published or not: for the moderation only."""
    return db.scalars(_of(amendment).limit(1)).first()


def published(db: Session, amendment: Amendment) -> list[ProposedDecision]:
    """List what was published, the one that counts first."""
    return list(db.scalars(_of(amendment).where(ProposedDecision.published_at.is_not(None))))


def seen(decision: ProposedDecision | None) -> str:
    """Name what the moderation last wrote, and whether it is published; answers do not count."""
    if decision is None:
        return "0"
    published = "published" if decision.published_at is not None else "internal"
    return f"{decision.number}.{decision.revision}.{published}"


def write(  # noqa: PLR0913 -- what is proposed, and who and when
    db: Session,
    amendment: Amendment,
    proposal: Proposal,
    *,
    last_seen: str,
    by: Identity,
    now: dt.datetime,
) -> ProposedDecision:
    """Write what is to be proposed; it replaces what was written and not published yet.

    `last_seen` is what `seen` gave when it was begun. Raises Conflict when somebody else has
    written or published one meanwhile, or the amendment is decided or no longer proposed; Invalid
    when a reason, a changed wording or the other amendment is missing.
    """
    db.refresh(amendment, ["state", "revision", "edition"], with_for_update=True)
    if amendment.state not in UNDECIDED:
        raise Conflict(_("The amendment is no longer in a state that allows this."))
    if proposal.outcome is not Outcome.ADOPT and not proposal.reason.strip():
        raise Invalid(_("Please give a reason: the association has a right to it."))
    last = latest(db, amendment)
    if seen(last) != last_seen:
        raise Conflict(_("Somebody else has written another proposal meanwhile."))
    changes = _modified(amendment, proposal)
    obsolete_by = _settling(db, amendment, proposal)
    if last is None or last.published_at is not None:
        number = last.number + 1 if last else 1
        last = ProposedDecision(amendment=amendment, number=number, revision=0)
        db.add(last)
    last.revision += 1
    last.edition = amendment.edition
    last.outcome = proposal.outcome
    last.reason = proposal.reason.strip()
    last.is_consensus = proposal.is_consensus
    last.changes = None if changes is None else text.changes_as_json(changes)
    last.obsolete_by = obsolete_by
    last.created_by_id, last.created_at = by.user_id, now
    db.flush()
    return last


def waiting(db: Session, version: Version) -> list[Section]:
    """List the proposals on a version that are not published, by the sections of the text."""
    found = db.scalars(
        select(ProposedDecision)
        .join(ProposedDecision.amendment)
        .where(
            Amendment.version_id == version.id,
            Amendment.state.in_(UNDECIDED),
            ProposedDecision.published_at.is_(None),
        )
        .order_by(Amendment.number)
        .options(
            joinedload(ProposedDecision.amendment).joinedload(Amendment.association),
            joinedload(ProposedDecision.amendment).joinedload(Amendment.consultation),
        )
    ).all()
    document = text_of(version).document
    headings = [n for n, one in enumerate(document.provisions) if one.kind is Kind.HEADING]
    by_section: dict[int, list[ProposedDecision]] = {}
    for one in found:
        keys = overlaps.keys_of(one.amendment.changes) or frozenset()
        places = [document.positions[key] for key in keys if key in document]
        first = min(places, default=-1)
        section = max((n for n in headings if n <= first), default=-1)
        by_section.setdefault(section, []).append(one)
    return [
        Section(document.provisions[n].key if n >= 0 else "", tuple(some))
        for n, some in sorted(by_section.items())
    ]


def publish(
    db: Session,
    version: Version,
    sections: Collection[str] | None,
    *,
    by: Identity,
    now: dt.datetime,
) -> int:
    """Publish what waits in the sections, in all of them if there are none named, in one go.

    Returns how many were published. What was proposed for an earlier wording stays internal.
    """
    count = 0
    for section in waiting(db, version):
        if sections is not None and section.key not in sections:
            continue
        for one in section.proposals:
            db.refresh(one.amendment, ["state", "revision", "edition"], with_for_update=True)
            if one.amendment.state not in UNDECIDED or one.edition != one.amendment.edition:
                continue
            one.published_at, one.published_by_id = now, by.user_id
            count += 1
            journal.record(
                db,
                Act.PROPOSED_DECISION_PUBLISHED,
                by=by,
                now=now,
                subject=amendments.subject(one.amendment),
                consultation_id=one.amendment.consultation_id,
                details={"outcome": one.outcome.value, "number": one.number},
                reason=one.reason,
            )
    db.flush()
    return count


def answer(  # noqa: PLR0913 -- what is answered, and who and when
    db: Session,
    amendment: Amendment,
    said: Answer,
    *,
    reason: str,
    by: Identity,
    now: dt.datetime,
) -> None:
    """Agree to the modified wording that is proposed, or object to it, once.

    Raises Conflict when there is none to answer or it was answered, Invalid for an objection
    without a reason.
    """
    db.refresh(amendment, ["state", "revision", "edition"], with_for_update=True)
    current = answerable(db, amendment)
    if current is None:
        raise Conflict(_("There is no modified wording here that waits for an answer."))
    if said is Answer.OBJECTED and not reason.strip():
        raise Invalid(_("Please say what you object to."))
    current.answer, current.answer_reason = said, reason.strip()
    current.answered_at, current.answered_by_id = now, by.user_id
    db.flush()
    journal.record(
        db,
        Act.PROPOSED_DECISION_ANSWERED,
        by=by,
        now=now,
        subject=amendments.subject(amendment),
        consultation_id=amendment.consultation_id,
        details={"answer": said.value, "number": current.number},
        reason=reason.strip(),
    )


def answerable(db: Session, amendment: Amendment) -> ProposedDecision | None:
    """Return the published modified wording that its association has not answered yet."""
    current = next(iter(published(db, amendment)), None)
    if current is None or current.changes is None or current.answer is not None:
        return None
    is_present = current.edition == amendment.edition and amendment.state in UNDECIDED
    return current if is_present else None


def against_proposed(decision: ProposedDecision) -> Comparison | None:
    """Compare what the association proposed with the modified wording; None without one."""
    if decision.changes is None:
        return None
    amendment = decision.amendment
    document = text_of(amendment.version).document
    try:
        made = [
            text.apply(document, text.Amendment("", document.digest, text.changes_from_json(some)))
            for some in (amendment.changes, decision.changes)
        ]
    except (text.StaleBaseError, text.InvalidAmendmentError, KeyError, TypeError, ValueError):
        return None
    return compare(*made)


def _modified(amendment: Amendment, proposal: Proposal) -> tuple[text.Change, ...] | None:
    """Return the modified wording, checked; None for an outcome that has none."""
    if proposal.outcome not in MODIFIES:
        return None
    document = amendments.base_of(amendment)
    changes = effective(document, proposal.changes)
    try:
        proposed, modified = (
            text.apply(document, text.Amendment("", document.digest, some))
            for some in (text.changes_from_json(amendment.changes), changes)
        )
    except (text.InvalidAmendmentError, text.StaleBaseError) as error:
        raise Invalid(_("These changes do not fit together. Please look at them again.")) from error
    said = [[one.digest for one in made.provisions] for made in (document, proposed, modified)]
    if said[2] in said[:2]:
        raise Invalid(_("Change the wording below: so far it is that of the amendment."))
    return changes


def _settling(db: Session, amendment: Amendment, proposal: Proposal) -> Amendment | None:
    """Return the amendment that settles this one; None for another outcome."""
    if proposal.outcome is not Outcome.OBSOLETE:
        return None
    found = db.scalars(
        select(Amendment).where(
            Amendment.consultation_id == amendment.consultation_id,
            Amendment.number == proposal.obsolete_by,
            Amendment.id != amendment.id,
        )
    ).first()
    if found is None:
        raise Invalid(_("Name the other amendment by its number."))
    return found


def _of(amendment: Amendment) -> Select[ProposedDecision]:
    return (
        select(ProposedDecision)
        .where(ProposedDecision.amendment_id == amendment.id)
        .order_by(ProposedDecision.number.desc())
        .options(joinedload(ProposedDecision.obsolete_by), joinedload(ProposedDecision.amendment))
    )
