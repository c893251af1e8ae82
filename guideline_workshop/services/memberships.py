"""Members of associations: who belongs to one, as what, and since when."""

import datetime as dt
from collections.abc import Iterable, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager

from guideline_workshop.i18n import _
from guideline_workshop.models import Association, Membership, User
from guideline_workshop.rules.acts import Act
from guideline_workshop.rules.roles import MembershipRole
from guideline_workshop.services import journal
from guideline_workshop.services.errors import Conflict
from guideline_workshop.services.identities import Identity

ACTIVE = (User.locked_at.is_(None), User.removed_at.is_(None))
"""Those who can sign in."""


def of(db: Session, association_id: int) -> list[Membership]:
    """List the members of an association by name, delegates first."""
    members = db.scalars(
        select(Membership)
        .join(Membership.user)
        .where(Membership.association_id == association_id)
        .order_by(User.name, User.id)
        .options(contains_eager(Membership.user))
    ).all()
    return sorted(members, key=lambda one: one.role is not MembershipRole.DELEGATE)


def find(db: Session, association_id: int, user_id: int) -> Membership | None:
    """Load a member of an association."""
    return db.get(Membership, (user_id, association_id))


def change_role(
    db: Session, membership: Membership, role: MembershipRole, *, by: Identity, now: dt.datetime
) -> None:
    """Make a member drafter or delegate; raises Conflict where no delegate would be left."""
    _hold(db, membership)
    before = membership.role
    if role is before:
        return
    if before is MembershipRole.DELEGATE:
        _require_another_delegate(db, membership)
    membership.role = role
    db.flush()
    details = {"before": before.value, "after": role.value}
    _record(db, Act.MEMBERSHIP_CHANGED, membership, details, by=by, now=now)


def end(db: Session, membership: Membership, *, by: Identity, now: dt.datetime) -> None:
    """Take somebody out of an association, or oneself; their rights end with their next request.

    What they drafted stays with the association. Raises Conflict for the last delegate.
    """
    _hold(db, membership)
    if membership.role is MembershipRole.DELEGATE:
        _require_another_delegate(db, membership)
    db.delete(membership)
    db.flush()
    _record(db, Act.MEMBERSHIP_ENDED, membership, {"role": membership.role.value}, by=by, now=now)


def is_last_delegate(db: Session, membership: Membership) -> bool:
    """Whether nobody else could submit for the association; who is locked cannot."""
    if membership.role is not MembershipRole.DELEGATE:
        return False
    others = (
        select(Membership.user_id)
        .join(Membership.user)
        .where(
            Membership.association_id == membership.association_id,
            Membership.user_id != membership.user_id,
            Membership.role == MembershipRole.DELEGATE,
            *ACTIVE,
        )
    )
    return db.scalar(others.limit(1)) is None


def irreplaceable(members: Iterable[Membership]) -> frozenset[int]:
    """Return the ids of the delegates among all members without whom nobody could submit."""
    delegates = [one for one in members if one.role is MembershipRole.DELEGATE]
    active = {
        one.user_id
        for one in delegates
        if one.user.locked_at is None and one.user.removed_at is None
    }
    return frozenset(one.user_id for one in delegates if not active - {one.user_id})


def lock(db: Session, association_id: int) -> None:
    """Let changes to an association's members queue until the transaction ends.

    Without key: rows that refer to the association can be written meanwhile.
    """
    db.execute(
        select(Association.id)
        .where(Association.id == association_id)
        .with_for_update(key_share=True)
    )


def _hold(db: Session, membership: Membership) -> None:
    """Hold all members of the association still, and read this one afresh."""
    lock(db, membership.association_id)
    still = db.get(
        Membership, (membership.user_id, membership.association_id), populate_existing=True
    )
    if still is None:
        raise Conflict(_("Somebody else has taken this member out already."))


def _require_another_delegate(db: Session, membership: Membership) -> None:
    if is_last_delegate(db, membership):
        raise Conflict(
            _("This is the last delegate. Make somebody else a delegate first, or invite one.")
        )


def _record(  # noqa: PLR0913 -- the facts of a row
    db: Session,
    act: Act,
    membership: Membership,
    details: Mapping[str, str],
    *,
    by: Identity,
    now: dt.datetime,
) -> None:
    journal.record(
        db,
        act,
        by=by,
        now=now,
        subject=f"Konto {membership.user_id}",
        consultation_id=None,
        details={
            "user": membership.user_id,
            "association": membership.association_id,
            **details,
        },
    )
