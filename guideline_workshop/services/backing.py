"""Who stands behind an amendment besides its association: co-submitters and supporters.

A yes is a yes to one wording, and is bound to it by the digest. When the wording changes it is not
forgotten, but it does not count until it is given again.
"""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, joinedload

from guideline_workshop.i18n import _
from guideline_workshop.models import Amendment, Association, CoSubmission, Support
from guideline_workshop.rules.acts import Act
from guideline_workshop.rules.states import AmendmentState
from guideline_workshop.rules.submissions import SubmissionKind
from guideline_workshop.services import amendments, journal, new_editions, rounds, versions
from guideline_workshop.services.errors import Conflict, Invalid
from guideline_workshop.services.identities import Identity
from guideline_workshop.services.overlaps import OUT_OF_THE_WAY


class Yes(StrEnum):
    """What an association that was asked has said."""

    ASKED = "asked"
    CONFIRMED = "confirmed"
    LAPSED = "lapsed"
    """It has said yes to another wording."""
    DECLINED = "declined"


@dataclass(frozen=True)
class CoSubmitter:
    """An association that was asked to submit an amendment together with another one."""

    association: Association
    yes: Yes


@dataclass(frozen=True)
class Supporter:
    """An association that supports an amendment."""

    association: Association
    is_present: bool
    """Whether it supports the present wording, and not an earlier one."""


@dataclass(frozen=True)
class Backing:
    """Everybody behind an amendment besides its association."""

    co_submitters: tuple[CoSubmitter, ...]
    supporters: tuple[Supporter, ...]
    needed: int
    """How many are needed before it can be admitted."""

    @property
    def confirmed(self) -> tuple[Association, ...]:
        """Those who submit it too."""
        return tuple(one.association for one in self.co_submitters if one.yes is Yes.CONFIRMED)

    @property
    def count(self) -> int:
        """How many stand behind the present wording."""
        return len(self.confirmed) + sum(one.is_present for one in self.supporters)

    @property
    def missing(self) -> int:
        """How many are still needed."""
        return max(0, self.needed - self.count)

    def yes_of(self, association_id: int | None) -> Yes | None:
        """Return what an association has said that was asked; None for one that was not."""
        said = {one.association.id: one.yes for one in self.co_submitters}
        return said.get(association_id) if association_id is not None else None

    def is_supported_by(self, association_id: int | None) -> bool:
        """Say whether an association supports the present wording."""
        return any(
            one.association.id == association_id and one.is_present for one in self.supporters
        )


def of(db: Session, amendment: Amendment) -> Backing:
    """Return who stands behind an amendment, by name."""
    digest = amendments.digest_of(amendment)
    asked = db.scalars(
        select(CoSubmission)
        .join(CoSubmission.association)
        .where(CoSubmission.amendment_id == amendment.id)
        .order_by(Association.name)
        .options(joinedload(CoSubmission.association))
    )
    supports = db.scalars(
        select(Support)
        .join(Support.association)
        .where(Support.amendment_id == amendment.id)
        .order_by(Association.name)
        .options(joinedload(Support.association))
    )
    return Backing(
        tuple(CoSubmitter(one.association, _said(one, digest)) for one in asked),
        tuple(Supporter(one.association, one.digest == digest) for one in supports),
        amendment.round.supporters_needed,
    )


def jointly(db: Session, ids: Collection[int]) -> dict[int, list[Association]]:
    """Return who submits amendments too, given by their ids, by name, in one statement."""
    rows = db.execute(
        select(CoSubmission.amendment_id, Association)
        .join(CoSubmission.association)
        .join(Amendment, Amendment.id == CoSubmission.amendment_id)
        .where(CoSubmission.amendment_id.in_(ids), is_behind_it())
        .order_by(Association.name)
    )
    found: dict[int, list[Association]] = {}
    for amendment_id, association in rows:
        found.setdefault(amendment_id, []).append(association)
    return found


def is_behind_it() -> ColumnElement[bool]:
    """Build the condition: an association that was asked has said yes to the present wording."""
    return CoSubmission.is_confirmed.is_(True) & (CoSubmission.digest == Amendment.digest)


def ask(
    db: Session,
    amendment: Amendment,
    association_ids: Collection[int],
    *,
    by: Identity,
    now: dt.datetime,
) -> None:
    """Ask other associations of the round to submit an amendment too.

    Raises Conflict when the round is not open, Invalid for associations that are not invited.
    """
    _require_open(db, amendment, now)
    wanted = set(association_ids)
    if not wanted or not wanted <= rounds.invited_ids(amendment.round) - {amendment.association_id}:
        raise Invalid(_("Choose at least one of the other associations in this round."))
    known = set(
        db.scalars(
            select(CoSubmission.association_id).where(CoSubmission.amendment_id == amendment.id)
        )
    )
    new = sorted(wanted - known)
    for one in new:
        db.add(
            CoSubmission(
                amendment_id=amendment.id,
                association_id=one,
                invited_by_id=by.user_id,
                invited_at=now,
            )
        )
    db.flush()
    if new:
        _journal(db, Act.CO_SUBMISSION_ASKED, amendment, {"associations": new}, by=by, now=now)


def answer(
    db: Session, amendment: Amendment, *, agrees: bool, by: Identity, now: dt.datetime
) -> None:
    """Say for an association that was asked whether it submits this wording too.

    Raises Conflict when the round is not open, Invalid when it was not asked.
    """
    _require_open(db, amendment, now)
    asked = db.scalars(
        select(CoSubmission)
        .where(
            CoSubmission.amendment_id == amendment.id, CoSubmission.association_id == by.acting_id
        )
        .with_for_update()
    ).first()
    if asked is None:
        raise Invalid(_("Your association was not asked to submit this amendment."))
    asked.is_confirmed = agrees
    asked.digest = amendments.digest_of(amendment)
    asked.answered_at, asked.answered_by_id = now, by.user_id
    db.flush()
    act = Act.CO_SUBMISSION_CONFIRMED if agrees else Act.CO_SUBMISSION_DECLINED
    _journal(db, act, amendment, {"digest": asked.digest}, by=by, now=now)


def support(db: Session, amendment: Amendment, *, by: Identity, now: dt.datetime) -> None:
    """Let the association of `by` stand behind the present wording of a submitted amendment.

    Raises Conflict when the round is not open, Invalid for its own association and one that
    submits it anyway.
    """
    _require_open(db, amendment, now)
    backing = of(db, amendment)
    others = rounds.invited_ids(amendment.round) - {amendment.association_id}
    if by.acting_id not in others or backing.yes_of(by.acting_id) is Yes.CONFIRMED:
        raise Invalid(_("Your association cannot support this amendment."))
    if backing.is_supported_by(by.acting_id):
        return
    former = _support_of(db, amendment, by)
    if former is not None:
        db.delete(former)
        db.flush()
    db.add(
        Support(
            amendment_id=amendment.id,
            association_id=by.acting_id,
            by_id=by.user_id,
            at=now,
            digest=amendment.digest,
        )
    )
    db.flush()
    _journal(db, Act.AMENDMENT_SUPPORTED, amendment, {"digest": amendment.digest}, by=by, now=now)


def take_support_back(db: Session, amendment: Amendment, *, by: Identity, now: dt.datetime) -> None:
    """Take the support of an association back, while the round is open."""
    _require_open(db, amendment, now)
    found = _support_of(db, amendment, by)
    if found is None:
        return
    db.delete(found)
    db.flush()
    _journal(db, Act.AMENDMENT_SUPPORT_ENDED, amendment, {}, by=by, now=now)


def take_over(db: Session, amendment: Amendment, *, by: Identity, now: dt.datetime) -> None:
    """Go on with an amendment that its association has withdrawn, word for word.

    It is submitted again, and the moderation decides on its admission anew: one association fewer
    stands behind it. Raises Conflict when it is not withdrawn or there is a newer version of the
    text, Invalid unless the association of `by` has confirmed that it submits this wording too.
    """
    db.refresh(amendment, ["state", "revision", "edition"], with_for_update=True)
    if amendment.state is not AmendmentState.WITHDRAWN:
        raise Conflict(_("The amendment is no longer in a state that allows this."))
    newest = versions.latest(db, amendment.version.document)
    if newest is None or newest.id != amendment.version_id:
        raise Conflict(_("There is a newer draft of this document."))
    if of(db, amendment).yes_of(by.acting_id) is not Yes.CONFIRMED:
        raise Invalid(_("Only an association that has submitted it too can take it over."))
    before = amendment.association_id
    new_editions.renew(
        db,
        amendment,
        SubmissionKind.TAKEN_OVER,
        association_id=by.acting_id,
        by=by,
        now=now,
    )
    amendment.state = AmendmentState.SUBMITTED
    amendment.state_reason = ""
    for one in db.scalars(
        select(CoSubmission).where(
            CoSubmission.amendment_id == amendment.id, CoSubmission.association_id == by.acting_id
        )
    ):
        db.delete(one)
    db.flush()
    _journal(
        db,
        Act.AMENDMENT_TAKEN_OVER,
        amendment,
        {"association": before, "edition": amendment.edition},
        by=by,
        now=now,
    )


def _said(asked: CoSubmission, digest: str) -> Yes:
    if asked.is_confirmed is None:
        return Yes.ASKED
    if not asked.is_confirmed:
        return Yes.DECLINED
    return Yes.CONFIRMED if asked.digest == digest else Yes.LAPSED


def _support_of(db: Session, amendment: Amendment, by: Identity) -> Support | None:
    return db.get(Support, (amendment.id, by.acting_id))


def _require_open(db: Session, amendment: Amendment, now: dt.datetime) -> None:
    rounds.lock(db, amendment.round, shared=True)
    rounds.require_open(amendment.round, now)
    db.refresh(amendment, ["state", "revision"], with_for_update=True)
    if amendment.state is not AmendmentState.DRAFT and amendment.state in OUT_OF_THE_WAY:
        raise Conflict(_("The amendment is no longer in a state that allows this."))


def _journal(  # noqa: PLR0913 -- the facts of a row
    db: Session,
    act: Act,
    amendment: Amendment,
    details: dict[str, Sequence[int] | int | str],
    *,
    by: Identity,
    now: dt.datetime,
) -> None:
    """Record an act on a submitted amendment; a draft is nobody else's business."""
    if amendment.number is None:
        return
    journal.record(
        db,
        act,
        by=by,
        now=now,
        subject=amendments.subject(amendment),
        consultation_id=amendment.consultation_id,
        details=details,
    )
