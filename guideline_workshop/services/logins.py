"""Signing in and out, and finding out who is asking."""

import datetime as dt
import hashlib
import secrets
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import argon2
from sqlalchemy import delete, literal, null, select, union_all
from sqlalchemy.orm import Session

from guideline_workshop.models import Association, Login, Membership, Moderation, User, UserRole
from guideline_workshop.rules.roles import GlobalRole
from guideline_workshop.services.identities import Acting, Identity

LIFETIME = dt.timedelta(hours=12)
WAITING = dt.timedelta(minutes=5)
"""How long a login waits for its second factor."""
AT_ONCE = 2
"""How many passwords are hashed at the same time; each takes 64 MiB and a core."""
hasher = argon2.PasswordHasher()
_places = threading.BoundedSemaphore(AT_ONCE)


@dataclass(frozen=True)
class Account:
    """What a password is checked against; for an unknown address there is nobody behind it."""

    user_id: int | None
    password_hash: str


def hash_password(password: str) -> str:
    """Hash with argon2id and the library's parameters (RFC 9106, low memory)."""
    with _places:
        return hasher.hash(password)


def account_of(db: Session, email: str) -> Account:
    """Find what the password of `email` is checked against.

    An unknown address, one without a password, and one that is locked are checked against a hash
    that no password has: they cost what a known one costs.
    """
    row = db.execute(
        select(User.id, User.password_hash).where(
            User.email == email.strip().lower(), User.locked_at.is_(None), User.removed_at.is_(None)
        )
    ).first()
    return _account(row[0], row[1]) if row else _account(None, "")


def own_account(db: Session, user_id: int) -> Account:
    """Find what the password of somebody who is signed in is checked against."""
    return _account(user_id, db.get_one(User, user_id).password_hash)


def proves(account: Account, password: str) -> bool:
    """Say whether the password is the account's. It takes a while: hold no lock meanwhile."""
    with _places:
        try:
            hasher.verify(account.password_hash, password)
        except argon2.exceptions.VerificationError:
            return False
    return account.user_id is not None


def _account(user_id: int | None, password_hash: str) -> Account:
    if password_hash.startswith("$argon2id$"):
        return Account(user_id, password_hash)
    # as long and as costly as a true one; its digest is random
    salt, digest = secrets.token_urlsafe(16), secrets.token_urlsafe(32)
    parts = f"m={hasher.memory_cost},t={hasher.time_cost},p={hasher.parallelism}"
    made = f"$argon2id$v=19${parts}${salt}${digest}"
    return Account(None, made.replace("-", "A").replace("_", "A"))


def begin(  # noqa: PLR0913 -- what a login knows
    db: Session,
    user: User,
    *,
    now: dt.datetime,
    second_factor: bool = False,
    device: str = "",
    complete: bool = True,
) -> str:
    """Begin a login of `user` and return its token, which is stored hashed only.

    With `second_factor` the person has shown more than a password; a login that is not `complete`
    waits for it, a few minutes.
    """
    token = secrets.token_urlsafe(32)
    db.execute(delete(Login).where(Login.user_id == user.id, Login.expires_at <= now))
    only = db.scalars(
        select(Membership.association_id)
        .where(Membership.user_id == user.id)
        .order_by(Membership.association_id)
        .limit(1)
    ).first()
    db.add(
        Login(
            token_hash=hash_of(token),
            user_id=user.id,
            association_id=only,
            device=device,
            second_factor=second_factor,
            is_complete=complete,
            created_at=now,
            expires_at=now + (LIFETIME if complete else WAITING),
        )
    )
    db.flush()
    return token


def of(db: Session, user_id: int, *, now: dt.datetime) -> list[Login]:
    """List the logins by which `user_id` is signed in, the latest first."""
    return list(
        db.scalars(
            select(Login)
            .where(Login.user_id == user_id, Login.is_complete, Login.expires_at > now)
            .order_by(Login.created_at.desc(), Login.id.desc())
        )
    )


def end(db: Session, user_id: int, *, keep: int | None = None) -> None:
    """End all logins of `user_id` at once, but the one with the id `keep`."""
    ended = delete(Login).where(Login.user_id == user_id)
    db.execute(ended if keep is None else ended.where(Login.id != keep))


def end_one(db: Session, user_id: int, login_id: int) -> None:
    """End one login of `user_id`; one of somebody else stays."""
    db.execute(delete(Login).where(Login.user_id == user_id, Login.id == login_id))


def strengthen(db: Session, identity: Identity) -> str:
    """Note that a second factor was shown in this login, and return the login's new token.

    With more rights comes a new token, so that nobody who knew the old one has them too.
    """
    token = secrets.token_urlsafe(32)
    login = db.get_one(Login, identity.login_id)
    login.token_hash, login.second_factor = hash_of(token), True
    db.flush()
    return token


def sign_out(db: Session, identity: Identity) -> None:
    """End the login that `identity` came with."""
    db.execute(delete(Login).where(Login.id == identity.login_id))


def act_for(db: Session, identity: Identity, association_id: int) -> bool:
    """Act for another of one's associations from now on; False when it is not one's own."""
    if association_id not in {acting.association_id for acting in identity.associations}:
        return False
    login = db.get_one(Login, identity.login_id)
    login.association_id = association_id
    return True


def identify(
    db: Session, token: str, *, now: dt.datetime, needs_second_factor: bool = False
) -> Identity | None:
    """Find out who is behind `token`; None when it is unknown, ended, expired or incomplete.

    Who is locked or removed is nobody. Where roles need a second factor, those of a login without
    one do not count; memberships always do. Everything is read anew each time, so that rights end
    with the next request.
    """
    rows: Sequence[Any] = db.execute(  # columns of several types
        select(
            Login.id,
            Login.association_id,
            Login.second_factor,
            User.id,
            User.name,
            User.language,
            Association.id,
            Association.name,
            Association.short_name,
            Membership.role,
        )
        .join(User, User.id == Login.user_id)
        .outerjoin(Membership, Membership.user_id == User.id)
        .outerjoin(Association, Association.id == Membership.association_id)
        .where(
            Login.token_hash == hash_of(token),
            Login.expires_at > now,
            Login.is_complete,
            User.locked_at.is_(None),
            User.removed_at.is_(None),
        )
        .order_by(Association.name)
    ).all()
    if not rows:
        return None
    login_id, chosen, second_factor, user_id, name, language = rows[0][:6]
    associations = tuple(Acting(*row[6:]) for row in rows if row[6] is not None)
    global_roles, moderates = _rights(db, user_id)
    lacks = needs_second_factor and not second_factor and bool(global_roles or moderates)
    return Identity(
        user_id=user_id,
        login_id=login_id,
        name=name,
        language=language,
        global_roles=frozenset() if lacks else global_roles,
        moderates=frozenset() if lacks else moderates,
        associations=associations,
        acting=next((one for one in associations if one.association_id == chosen), None),
        second_factor=second_factor,
        lacks_second_factor=lacks,
    )


def _rights(db: Session, user_id: int) -> tuple[frozenset[GlobalRole], frozenset[int]]:
    rows: Sequence[Any] = db.execute(  # a union of columns of several types
        union_all(
            select(UserRole.role.label("role"), literal(0).label("consultation_id")).where(
                UserRole.user_id == user_id
            ),
            select(null(), Moderation.consultation_id).where(Moderation.user_id == user_id),
        )
    ).all()
    return (
        frozenset(GlobalRole(role) for role, _ in rows if role),
        frozenset(consultation_id for role, consultation_id in rows if not role),
    )


def hash_of(token: str) -> str:
    """Return what is stored of a token; it has 256 bits of its own, so a plain hash will do."""
    return hashlib.sha256(token.encode()).hexdigest()
