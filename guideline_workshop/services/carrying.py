"""Carrying over: amendments that are not decided follow the text to its next version.

What fits is carried over exactly, and those who stand behind it still do. Where the next version
says something else, nothing is guessed: the amendment waits until its association or the moderation
has looked at both wordings. It waits as long as its version is not the newest of its document.
"""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session, aliased, contains_eager, defer, joinedload

from guideline_workshop.i18n import _
from guideline_workshop.models import (
    Amendment,
    Ballot,
    CoSubmission,
    ProposedDecision,
    Support,
    Version,
)
from guideline_workshop.rules.acts import Act
from guideline_workshop.rules.dispositions import Outcome
from guideline_workshop.rules.states import OPEN, AmendmentState
from guideline_workshop.rules.submissions import SubmissionKind
from guideline_workshop.services import amendments, journal, new_editions, resolving, versions
from guideline_workshop.services.errors import Conflict, Invalid
from guideline_workshop.services.identities import Identity
from guideline_workshop.text.amendment import (
    Change,
    InvalidAmendmentError,
    StaleBaseError,
    apply,
)
from guideline_workshop.text.conflicts import Conflict as Doubt
from guideline_workshop.text.conflicts import Resolution
from guideline_workshop.text.rebase import NEXT, Rebased, rebase, rebase_all

NEXT_CHOICE, MINE, OWN = "next", "mine", "own"


@dataclass(frozen=True)
class Carried:
    """What became of the open amendments when a version was published, by their numbers."""

    exactly: tuple[int, ...] = ()
    to_check: tuple[int, ...] = ()


@dataclass(frozen=True)
class Check:
    """An amendment beside the newest version of the text it was written for."""

    amendment: Amendment
    target: Version
    rebased: Rebased

    @property
    def doubts(self) -> tuple[Doubt, ...]:
        """All places where both say something else, decided or not, in order of their keys."""
        order = versions.text_of(self.amendment.version).positions
        found = (*self.rebased.doubts, *self.rebased.decided)
        return tuple(sorted(found, key=lambda one: (order.get(one.key, -1), one.id)))

    @property
    def changes(self) -> tuple[Change, ...]:
        """What it changes of the newest version, as far as that is decided."""
        return self.rebased.amendment.changes


def carry_over_all(
    db: Session, base: Version, target: Version, *, by: Identity, now: dt.datetime
) -> Carried:
    """Carry the open amendments to `base` over to `target`, the version that was just published.

    The caller writes the journal row. One that cannot be read stays and is to be checked.
    """
    waiting = amendments.all_of(db, base.document.consultation, None, version=base, states=OPEN)
    text = versions.text_of(base)
    readable = [one for one in waiting if _fits(one)]
    proposed = [amendments.changes_of(one) for one in readable]
    rebased = rebase_all(text, proposed, versions.text_of(target))
    exactly = []
    for amendment, found in zip(readable, rebased, strict=True):
        if found.is_certain and found.amendment.changes:
            _carry(db, amendment, target, found.amendment.changes, by=by, now=now)
            exactly.append(amendment.number or 0)
    to_check = sorted({one.number or 0 for one in waiting} - set(exactly))
    return Carried(tuple(sorted(exactly)), tuple(to_check))


def follow(db: Session, amendment: Amendment, *, by: Identity, now: dt.datetime) -> None:
    """Carry an amendment over that was just submitted for a version that is not the newest."""
    target = versions.latest(db, amendment.version.document)
    if target is None or target.id == amendment.version_id:
        return
    found = rebase(
        amendments.base_of(amendment), amendments.changes_of(amendment), versions.text_of(target)
    )
    if found.is_certain and found.amendment.changes:
        _carry(db, amendment, target, found.amendment.changes, by=by, now=now)


def waiting(db: Session, consultation_ids: Collection[int]) -> list[Amendment]:
    """List the open amendments to texts of which there is a newer version, by number.

    What is being voted on does not wait.
    """
    return _waiting(db, Amendment.consultation_id.in_(consultation_ids))


def waiting_for(db: Session, association_id: int) -> list[Amendment]:
    """List those that are an association's own, in all consultations."""
    return _waiting(db, Amendment.association_id == association_id)


def overtaken(db: Session, amendment: Amendment) -> Version | None:
    """Return the newer version for which an amendment is to be checked, if there is one."""
    if amendment.state not in OPEN or not _waiting(db, Amendment.id == amendment.id):
        return None
    return versions.latest(db, amendment.version.document)


def check(db: Session, amendment: Amendment, choices: Mapping[str, tuple[str, str]]) -> Check:
    """Put an amendment beside the newest version.

    `choices` decide doubts by their ids: `NEXT_CHOICE`, `MINE` or `OWN`, with the own words.
    Raises Conflict when it does not wait, Invalid for a choice that there is not, and for an
    amendment that cannot be read.
    """
    target = overtaken(db, amendment)
    if target is None:
        raise Conflict(_("There is nothing to check about this amendment."))
    if not _fits(amendment):
        raise Invalid(_("What is stored cannot be read. Please tell the moderation."))
    base, proposed = amendments.base_of(amendment), amendments.changes_of(amendment)
    newest = versions.text_of(target)
    doubts = {one.id: one for one in rebase(base, proposed, newest).doubts}
    resolutions = [
        _resolution(doubts[one], proposed.id, *choice)
        for one, choice in choices.items()
        if one in doubts
    ]
    return Check(amendment, target, rebase(base, proposed, newest, resolutions=resolutions))


def settle(  # noqa: PLR0913 -- what was seen and decided, and who and when
    db: Session,
    amendment: Amendment,
    choices: Mapping[str, tuple[str, str]],
    *,
    edition: int,
    target: int,
    reason: str,
    by: Identity,
    now: dt.datetime,
) -> None:
    """Carry an amendment over as people have decided; it is to be admitted anew.

    `edition` and `target`, the number of a version, are those that were seen. Raises Conflict when
    there are others by now, Invalid when a doubt is undecided, nothing would be left, or the
    moderation gives no reason.
    """
    db.refresh(amendment, ["state", "revision", "edition"], with_for_update=True)
    if amendment.edition != edition:
        raise Conflict(_("Somebody else has changed this meanwhile. Look at it and try again."))
    checked = check(db, amendment, choices)
    if checked.target.number != target:
        raise Conflict(_("There is a newer draft of this document."))
    if checked.rebased.doubts:
        raise Invalid(_("Please decide every passage."))
    if not checked.changes:
        raise Invalid(
            _("Nothing would be left of the amendment. Its association can withdraw it instead.")
        )
    if by.acting_id != amendment.association_id and not reason.strip():
        raise Invalid(_("Please give a reason: the association has a right to it."))
    before = {"version": amendment.version.number, "digest": amendment.digest}
    new_editions.renew(
        db,
        amendment,
        SubmissionKind.CHECKED,
        changes=checked.changes,
        version=checked.target,
        by=by,
        now=now,
    )
    amendment.state, amendment.state_reason = AmendmentState.SUBMITTED, ""
    db.flush()
    journal.record(
        db,
        Act.AMENDMENT_CARRIED_OVER,
        by=by,
        now=now,
        subject=amendments.subject(amendment),
        consultation_id=amendment.consultation_id,
        details={
            "before": before,
            "version": checked.target.number,
            "digest": amendment.digest,
            "edition": amendment.edition,
        },
        reason=reason.strip(),
    )


def _carry(  # noqa: PLR0913 -- what is carried where, and who and when
    db: Session,
    amendment: Amendment,
    target: Version,
    changes: Sequence[Change],
    *,
    by: Identity,
    now: dt.datetime,
) -> None:
    """Make the edition that says the same of the next version; who stood behind it still does."""
    digest, edition = amendment.digest, amendment.edition
    new_editions.renew(
        db, amendment, SubmissionKind.CARRIED, changes=changes, version=target, by=by, now=now
    )
    for table in (CoSubmission, Support):
        db.execute(
            update(table)
            .where(table.amendment_id == amendment.id, table.digest == digest)
            .values(digest=amendment.digest)
        )
    db.execute(
        update(ProposedDecision)
        .where(
            ProposedDecision.amendment_id == amendment.id,
            ProposedDecision.edition == edition,
            ProposedDecision.published_at.is_(None),
            ProposedDecision.outcome != Outcome.ADOPT_MODIFIED,  # its wording is for the old text
        )
        .values(edition=amendment.edition)
    )


def _fits(amendment: Amendment) -> bool:
    try:
        apply(amendments.base_of(amendment), amendments.changes_of(amendment))
    except (StaleBaseError, InvalidAmendmentError, AttributeError, KeyError, TypeError, ValueError):
        return False
    return True


def _resolution(doubt: Doubt, amendment_id: str, choice: str, own_words: str) -> Resolution:
    if choice == NEXT_CHOICE:
        return Resolution(doubt.id, (NEXT,))
    if choice == MINE:
        return Resolution(doubt.id, (amendment_id,))
    if choice == OWN and own_words.strip():
        return resolving.in_own_words(doubt, own_words)
    raise Invalid(_("Please choose one of the wordings."))


def _waiting(db: Session, *conditions: ColumnElement[bool]) -> list[Amendment]:
    newer = aliased(Version)
    return list(
        db.scalars(
            select(Amendment)
            .join(Amendment.version)
            .where(
                Amendment.state.in_(sorted(OPEN)),
                Amendment.number.is_not(None),
                select(newer.id)
                .where(newer.document_id == Version.document_id, newer.number > Version.number)
                .exists(),
                ~select(Ballot.id).where(Ballot.amendment_id == Amendment.id).exists(),
                *conditions,
            )
            .order_by(Amendment.consultation_id, Amendment.number)
            .options(
                joinedload(Amendment.association),
                joinedload(Amendment.consultation),
                contains_eager(Amendment.version).options(
                    joinedload(Version.document),
                    defer(Version.provisions),
                    defer(Version.lines),
                    defer(Version.provenance),
                ),
            )
        )
    )
