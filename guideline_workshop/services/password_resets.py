"""Choosing a new password by a mailed link."""

import datetime as dt
import secrets

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from guideline_workshop.i18n import _
from guideline_workshop.models import PasswordReset, User
from guideline_workshop.rules.acts import Act
from guideline_workshop.rules.notifications import MailKind
from guideline_workshop.services import account_changes, logins, outbox
from guideline_workshop.services.errors import Gone

LIFETIME = dt.timedelta(hours=1)
NOBODY = "nobody@example.org"
"""An address that belongs to nobody by RFC 2606; the mail to it is never written."""


def order(db: Session, email: str, *, now: dt.datetime) -> None:
    """Order a mail with a link for the person with this address, if there is one.

    For an unknown address a mail is ordered too, which goes nowhere: who asks learns from neither
    the answer nor its time whether there is an account.
    """
    user = db.scalar(select(User).where(User.email == email.strip().lower(), *_is_active()))
    made = None
    if user is not None:
        made = PasswordReset(user_id=user.id, created_at=now, expires_at=now + LIFETIME)
        db.add(made)
        db.flush()
    outbox.order(
        db,
        MailKind.PASSWORD_RESET,
        thing=f"reset {made.id if made else secrets.token_hex()}",
        address=user.email if user else NOBODY,
        user_id=user.id if user else None,
        data={"reset": made.id if made else 0},
        now=now,
    )


def link_token(db: Session, reset_id: int, *, now: dt.datetime) -> str | None:
    """Make the token of the link when the mail is sent; None when the mail is not needed."""
    reset = db.get(PasswordReset, reset_id)
    if reset is None or reset.used_at is not None:
        return None
    token = secrets.token_urlsafe(32)
    reset.token_hash, reset.expires_at = logins.hash_of(token), now + LIFETIME
    db.flush()
    return token


def find(db: Session, token: str, *, now: dt.datetime) -> User:
    """Return who may choose a password with this link; raises Gone when it is used or too old."""
    user = db.scalar(
        select(User)
        .join(PasswordReset, PasswordReset.user_id == User.id)
        .where(*_is_open(token, now), *_is_active())
    )
    if user is None:
        raise _gone()
    return user


def redeem(db: Session, token: str, password_hash: str, *, now: dt.datetime) -> User:
    """Set the new password and end all logins; raises Gone when somebody was here before.

    Who calls this has checked the password, and hashed it while nothing was locked.
    """
    user = find(db, token, now=now)
    used = db.execute(
        update(PasswordReset)
        .where(*_is_open(token, now))
        .values(used_at=now)
        .returning(PasswordReset.id)
    ).first()
    if used is None:
        raise _gone()
    other = PasswordReset.user_id == user.id, PasswordReset.used_at.is_(None)
    db.execute(update(PasswordReset).where(*other).values(used_at=now))
    user.password_hash = password_hash
    logins.end(db, user.id)
    account_changes.record(
        db, Act.PASSWORD_RESET, user, {}, by=None, now=now, what=Act.PASSWORD_CHANGED
    )
    return user


def _is_open(token: str, now: dt.datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        PasswordReset.token_hash == logins.hash_of(token),
        PasswordReset.used_at.is_(None),
        PasswordReset.expires_at > now,
    )


def _is_active() -> tuple[ColumnElement[bool], ...]:
    return User.locked_at.is_(None), User.removed_at.is_(None)


def _gone() -> Gone:
    return Gone(_("This link was used already or is older than an hour. Please ask for a new one."))
