"""The accounts of people, as the administration manages them: roles, locks, new ones."""

import datetime as dt
from collections.abc import Collection

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, selectinload

from guideline_workshop.i18n import _
from guideline_workshop.models import Membership, User, UserRole
from guideline_workshop.rules.acts import Act
from guideline_workshop.rules.roles import GlobalRole
from guideline_workshop.services import (
    account_changes,
    logins,
    password_resets,
    people,
    second_factors,
)
from guideline_workshop.services.errors import Conflict
from guideline_workshop.services.identities import Identity


def find(db: Session, user_id: int) -> User | None:
    """Load an account with its roles; those whose person was removed are none any more."""
    return db.scalar(
        select(User)
        .where(User.id == user_id, User.removed_at.is_(None))
        .options(selectinload(User.roles))
    )


def search(db: Session, words: str = "", *, limit: int, after: int = 0) -> list[User]:
    """List accounts by name: those whose name or address contains `words`, from `after` on."""
    query = (
        select(User)
        .where(User.removed_at.is_(None))
        .order_by(User.name, User.id)
        .options(selectinload(User.roles))
        .offset(after)
        .limit(limit)
    )
    if words:
        found = User.name.icontains(words, autoescape=True)
        query = query.where(or_(found, User.email.icontains(words, autoescape=True)))
    return list(db.scalars(query))


def memberships_of(db: Session, user: User) -> list[Membership]:
    """List the associations somebody belongs to."""
    query = select(Membership).where(Membership.user_id == user.id)
    return list(db.scalars(query.options(selectinload(Membership.association))))


def create(  # noqa: PLR0913 -- what is entered, and who and when
    db: Session,
    *,
    email: str,
    name: str,
    roles: Collection[GlobalRole],
    language: str,
    by: Identity,
    now: dt.datetime,
) -> User:
    """Make an account and mail its owner a link to choose a password.

    Raises Conflict when somebody has the address already, Invalid when anything else is wrong.
    """
    made = people.create_user(
        db,
        email=email,
        name=name,
        password=None,
        roles=roles,
        language=language,
        by=by,
        now=now,
    )
    password_resets.order(db, made.email, now=now)
    return made


def change_roles(
    db: Session,
    user: User,
    roles: Collection[GlobalRole],
    *,
    by: Identity | None,
    now: dt.datetime,
) -> None:
    """Give and take global roles; who loses one is logged out everywhere.

    Raises Conflict for one's own roles, so that nobody raises themselves and there is always
    somebody left who administers. An operator, `by` nobody, may do all.
    """
    _refuse_oneself(user, by)
    held = {one.role for one in user.roles}
    wanted = set(roles)
    if held == wanted:
        return
    user.roles = [one for one in user.roles if one.role in wanted]
    user.roles += [UserRole(role=role) for role in sorted(wanted - held)]
    db.flush()
    if held - wanted:
        logins.end(db, user.id)
    account_changes.record(
        db,
        Act.ROLES_CHANGED,
        user,
        {"before": sorted(held), "after": sorted(wanted)},
        by=by,
        now=now,
    )


def lock(db: Session, user: User, *, reason: str, by: Identity | None, now: dt.datetime) -> None:
    """Keep somebody from signing in, and log them out everywhere; raises Conflict for oneself."""
    _refuse_oneself(user, by)
    if user.locked_at is not None:
        raise Conflict(_("This account is locked already."))
    user.locked_at = now
    logins.end(db, user.id)
    account_changes.record(db, Act.USER_LOCKED, user, {}, by=by, now=now, reason=reason)


def unlock(db: Session, user: User, *, reason: str, by: Identity | None, now: dt.datetime) -> None:
    """Let somebody sign in again."""
    if user.locked_at is None:
        raise Conflict(_("This account is not locked."))
    user.locked_at = None
    account_changes.record(db, Act.USER_UNLOCKED, user, {}, by=by, now=now, reason=reason)


def withdraw_factor(db: Session, user: User, *, by: Identity, now: dt.datetime) -> None:
    """Remove the second factor of somebody who lost it; raises Conflict for oneself."""
    _refuse_oneself(user, by)
    second_factors.withdraw(db, user, by=by, now=now)


def _refuse_oneself(user: User, by: Identity | None) -> None:
    if by is not None and user.id == by.user_id:
        raise Conflict(_("Another administrator must do this for you."))
