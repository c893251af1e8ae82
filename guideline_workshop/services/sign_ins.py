"""From what somebody has shown to a login: one step, or two."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from guideline_workshop.models import Login, User
from guideline_workshop.services import logins, second_factors
from guideline_workshop.services.logins import Account


@dataclass(frozen=True)
class SignIn:
    """A login that was begun: complete, or waiting for the second factor."""

    token: str
    is_complete: bool


def by_password(db: Session, account: Account, *, device: str, now: dt.datetime) -> SignIn | None:
    """Begin the login of an account whose password was right.

    None when it has changed or the account was locked meanwhile: the comparison took a while.
    """
    user = db.scalar(
        select(User).where(
            User.id == account.user_id,
            User.password_hash == account.password_hash,
            User.locked_at.is_(None),
            User.removed_at.is_(None),
        )
    )
    return begin(db, user, second_factor=False, device=device, now=now) if user else None


def begin(db: Session, user: User, *, second_factor: bool, device: str, now: dt.datetime) -> SignIn:
    """Begin a login: at once, or waiting for the code of the app that `user` has."""
    is_complete = second_factor or user.totp_secret is None
    token = logins.begin(
        db, user, now=now, second_factor=second_factor, device=device, complete=is_complete
    )
    return SignIn(token, is_complete)


def waiting(db: Session, token: str, *, now: dt.datetime) -> Login | None:
    """Find the login that waits for its second factor; None when it waited too long."""
    return db.scalar(
        select(Login).where(
            Login.token_hash == logins.hash_of(token),
            Login.expires_at > now,
            Login.is_complete.is_(False),
        )
    )


def complete(  # noqa: PLR0913 -- what is shown, where and when
    db: Session, token: str, code: str, *, key: str, device: str, now: dt.datetime
) -> SignIn | None:
    """Exchange a waiting login for a complete one with a new token; None when the code is wrong.

    Nothing known before, the waiting login's token included, is worth anything afterwards.
    """
    login = waiting(db, token, now=now)
    if login is None:
        return None
    user = db.get_one(User, login.user_id)
    if not second_factors.passes(db, user, code, key=key, now=now):
        return None
    db.delete(login)
    return begin(db, user, second_factor=True, device=device, now=now)
