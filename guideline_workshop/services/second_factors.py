"""The second factor: codes of an authenticator app, and recovery codes for when it is lost."""

import base64
import datetime as dt
import hashlib
import hmac
import secrets
from dataclasses import dataclass

import pyotp
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from guideline_workshop.i18n import _
from guideline_workshop.models import Passkey, RecoveryCode, User
from guideline_workshop.rules.acts import Act
from guideline_workshop.services import account_changes, logins
from guideline_workshop.services.errors import Conflict, Invalid, Refused
from guideline_workshop.services.identities import Identity

STEP = 30
"""Seconds for which a code is shown (RFC 6238)."""
RECOVERY_CODES = 10
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""What is not mistaken for something else when it is read from paper: no i, l, o, 0, 1."""
APP: dict[str, object] = {"factor": "app"}
SET_UP_WITHIN = dt.timedelta(minutes=30)


class NotNow(Refused):
    """Whoever has a second factor must have signed in with it to change anything about it."""

    status = 403

    def __init__(self) -> None:
        super().__init__(
            _("To change this, log out and log in again with your second factor or passkey.")
        )


@dataclass(frozen=True)
class Factors:
    """What somebody has beside a password."""

    has_app: bool
    passkeys: int
    recovery_codes: int
    """Those not used yet."""

    def __bool__(self) -> bool:
        return self.has_app or self.passkeys > 0


def of(db: Session, user_id: int) -> Factors:
    """Say what a user has beside a password."""
    unused = RecoveryCode.user_id == user_id, RecoveryCode.used_at.is_(None)
    row = db.execute(
        select(
            User.totp_secret.is_not(None),
            select(func.count()).where(Passkey.user_id == user_id).scalar_subquery(),
            select(func.count()).select_from(RecoveryCode).where(*unused).scalar_subquery(),
        ).where(User.id == user_id)
    ).one()
    return Factors(*row)


def require_strong_login(db: Session, identity: Identity) -> None:
    """Raise NotNow when somebody with a second factor signed in without it.

    Otherwise a stolen password would be enough to add a second factor of the thief's own.
    """
    if of(db, identity.user_id) and not identity.second_factor:
        raise NotNow


def propose(identity: Identity, key: str) -> str:
    """Make a new secret for an app, sealed until its owner has confirmed it with a code."""
    return _fernet(key).encrypt(f"{identity.user_id} {pyotp.random_base32()}".encode()).decode()


def label_of(db: Session, identity: Identity) -> str:
    """Return what the app shows beside the code: the address people sign in with."""
    return db.get_one(User, identity.user_id).email


def opened(
    sealed: str | None, user_id: int, key: str, *, within: dt.timedelta | None = None
) -> str | None:
    """Return the secret that was sealed for a user, `within` a time if that matters.

    None when it is another's, too old, or sealed with another secret of the settings.
    """
    try:
        ttl = int(within.total_seconds()) if within else None
        text = _fernet(key).decrypt((sealed or "").encode(), ttl=ttl).decode()
    except (InvalidToken, UnicodeEncodeError):
        return None
    owner, _blank, secret = text.partition(" ")
    return secret if owner == str(user_id) else None


def set_up(  # noqa: PLR0913 -- what is set up, by whom and when
    db: Session, identity: Identity, proposal: str, code: str, *, key: str, now: dt.datetime
) -> list[str]:
    """Take the proposed secret as the second factor; returns the recovery codes, stored hashed.

    Raises Invalid when `code` is not what the app shows, NotNow as above. All other logins end:
    they were begun without it.
    """
    require_strong_login(db, identity)
    secret = opened(proposal, identity.user_id, key, within=SET_UP_WITHIN)
    if secret is None:
        raise Conflict(_("This took too long. Please begin again with a new picture."))
    step = _step_of(secret, code, now)
    if step is None:
        raise Invalid(_("This code is not right. Please enter the one the app shows now."))
    user = db.get_one(User, identity.user_id)
    user.totp_secret, user.totp_step = proposal, step
    codes = _new_codes(db, user.id)
    logins.end(db, user.id, keep=identity.login_id)
    account_changes.record(db, Act.SECOND_FACTOR_ADDED, user, APP, by=identity, now=now)
    return codes


def new_recovery_codes(db: Session, identity: Identity, *, now: dt.datetime) -> list[str]:
    """Make new recovery codes; those before are worth nothing from then on."""
    require_strong_login(db, identity)
    user = db.get_one(User, identity.user_id)
    if user.totp_secret is None:
        raise Invalid(_("Recovery codes belong to an authenticator app. Please set it up first."))
    codes = _new_codes(db, user.id)
    made: dict[str, object] = {"factor": "recovery_codes"}
    account_changes.record(db, Act.SECOND_FACTOR_ADDED, user, made, by=identity, now=now)
    return codes


def remove(db: Session, identity: Identity, *, now: dt.datetime) -> None:
    """Give the app up. Who calls this has checked the password."""
    require_strong_login(db, identity)
    user = db.get_one(User, identity.user_id)
    if user.totp_secret is None:
        return
    user.totp_secret = user.totp_step = None
    db.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user.id))
    logins.end(db, user.id, keep=identity.login_id)
    account_changes.record(db, Act.SECOND_FACTOR_REMOVED, user, APP, by=identity, now=now)


def withdraw(db: Session, user: User, *, by: Identity | None, now: dt.datetime) -> None:
    """Take app, recovery codes and passkeys away from somebody who has lost them; all logins end.

    It is the way back in for people whom the administration knows.
    """
    user.totp_secret = user.totp_step = None
    for table in (RecoveryCode, Passkey):
        db.execute(delete(table).where(table.user_id == user.id))
    logins.end(db, user.id)
    lost: dict[str, object] = {"factor": "all"}
    account_changes.record(db, Act.SECOND_FACTOR_REMOVED, user, lost, by=by, now=now)


def passes(db: Session, user: User, code: str, *, key: str, now: dt.datetime) -> bool:
    """Say whether `code` is the app's or an unused recovery code, and use it up."""
    code = "".join(code.split()).lower()
    if user.totp_secret is not None and code.isdecimal():
        return _takes_app_code(db, user, code, key, now)
    used = db.execute(
        update(RecoveryCode)
        .where(
            RecoveryCode.user_id == user.id,
            RecoveryCode.code_hash == _code_hash(user.id, code),
            RecoveryCode.used_at.is_(None),
        )
        .values(used_at=now)
        .returning(RecoveryCode.id)
    ).first()
    return used is not None


def _takes_app_code(db: Session, user: User, code: str, key: str, now: dt.datetime) -> bool:
    secret = opened(user.totp_secret, user.id, key)
    step = _step_of(secret, code, now) if secret else None
    if step is None:
        return False
    # in one statement: of two who send the same code at the same moment, one is late
    taken = db.execute(
        update(User)
        .where(User.id == user.id, func.coalesce(User.totp_step, 0) < step)
        .values(totp_step=step)
        .returning(User.id)
        .execution_options(synchronize_session=False)
    ).first()
    return taken is not None


def _step_of(secret: str, code: str, now: dt.datetime) -> int | None:
    """Return the time step whose code it is: this one, or one before or after for odd clocks."""
    code = "".join(code.split())
    current = int(now.timestamp()) // STEP
    for step in (current, current - 1, current + 1):
        if hmac.compare_digest(pyotp.HOTP(secret).at(step).encode(), code.encode()):
            return step
    return None


def _new_codes(db: Session, user_id: int) -> list[str]:
    db.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user_id))
    codes = [_new_code() for _code in range(RECOVERY_CODES)]
    db.add_all(RecoveryCode(user_id=user_id, code_hash=_code_hash(user_id, one)) for one in codes)
    db.flush()
    return codes


def _new_code() -> str:
    """Make a code of 74 bits that can be read from paper and typed."""
    groups = ("".join(secrets.choice(LETTERS) for _letter in range(5)) for _group in range(3))
    return "-".join(groups)


def _code_hash(user_id: int, code: str) -> str:
    plain = code.replace("-", "")
    return hashlib.sha256(f"{user_id} {plain}".encode()).hexdigest()


def _fernet(key: str) -> Fernet:
    derived = HKDF(hashes.SHA256(), 32, salt=None, info=b"second factor").derive(key.encode())
    return Fernet(base64.urlsafe_b64encode(derived))
