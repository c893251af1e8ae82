"""What may be tried only so often: signing in, codes, links, orders of mails.

Everybody's tries are counted in one table, so that several web processes share the count. What is
counted is stored under a keyed hash: a stolen table tells neither accounts nor addresses.
"""

import datetime as dt
import hashlib
import hmac
import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from guideline_workshop.i18n import _
from guideline_workshop.models import Attempt
from guideline_workshop.services.errors import TooOften

KEPT = dt.timedelta(hours=1)
"""The longest time that any limit looks back."""
MINUTE = dt.timedelta(minutes=1)


class Kind(StrEnum):
    """What is tried."""

    PASSWORD = "password"  # noqa: S105 -- the name of a kind
    CODE = "code"
    """The code of an authenticator app, or a recovery code."""
    PASSKEY = "passkey"
    PROVIDER = "provider"
    RESET = "reset"
    """Ordering a mail with a link to choose a new password."""
    LINK = "link"
    """Opening a door with the secret of a mailed link: a new password, an invitation."""


@dataclass(frozen=True)
class Limit:
    """How many tries there are within a span of time, for one subject and from one address."""

    subject: int
    address: int
    within: dt.timedelta


LIMITS = {
    Kind.PASSWORD: Limit(10, 100, dt.timedelta(minutes=15)),
    Kind.CODE: Limit(5, 50, dt.timedelta(minutes=15)),
    Kind.PASSKEY: Limit(10, 100, dt.timedelta(minutes=15)),
    Kind.PROVIDER: Limit(10, 100, dt.timedelta(minutes=15)),
    Kind.RESET: Limit(3, 30, dt.timedelta(hours=1)),
    Kind.LINK: Limit(10, 50, dt.timedelta(minutes=15)),
}
"""An address may try more often than an account: a whole office shares one."""


def begin(  # noqa: PLR0913 -- what is counted, and when
    db: Session, kind: Kind, *, secret: str, subject: str, address: str, now: dt.datetime
) -> list[int]:
    """Count a try before it is made; raises TooOften, and counts nothing then.

    `subject` is the account or the secret that is tried, known or not. Call this in a transaction
    of its own that ends before the try: what is counted must stay though the try fails, and tries
    at the same moment must see each other. Returns what `succeeded` takes back.
    """
    db.execute(delete(Attempt).where(Attempt.at <= now - KEPT))
    limit = LIMITS[kind]
    counted = [
        (_key(secret, kind, "subject", subject.strip().casefold()), limit.subject),
        (_key(secret, kind, "address", network_of(address)), limit.address),
    ]
    for key, most in counted:
        _one_after_another(db, key)
        wait = _wait(db, key, most, limit.within, now)
        if wait is not None:
            minutes = max(1, -(-wait // MINUTE))
            raise TooOften(
                _("Please wait ${minutes} min before you try again.", mapping={"minutes": minutes}),
                wait,
            )
    rows = [Attempt(subject=key, at=now) for key, _most in counted]
    db.add_all(rows)
    db.flush()
    return [row.id for row in rows]


def succeeded(
    db: Session, kind: Kind, counted: Iterable[int], *, secret: str, subject: str
) -> None:
    """Forget a try that succeeded, and what failed for the same subject before."""
    key = _key(secret, kind, "subject", subject.strip().casefold())
    db.execute(delete(Attempt).where(sa.or_(Attempt.id.in_(counted), Attempt.subject == key)))


def network_of(address: str) -> str:
    """Return what stands for one client: an IPv4 address, or the /64 that one IPv6 client has."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv6Address):
        parsed = parsed.ipv4_mapped or parsed
    prefix = 64 if parsed.version == 6 else 32
    return str(ipaddress.ip_network((parsed, prefix), strict=False))


def _wait(
    db: Session, key: str, most: int, within: dt.timedelta, now: dt.datetime
) -> dt.timedelta | None:
    recent = select(Attempt.at).where(Attempt.subject == key, Attempt.at > now - within)
    if (db.scalar(select(func.count()).select_from(recent.subquery())) or 0) < most:
        return None
    # one may try again when the oldest of the last `most` tries is forgotten
    oldest = db.scalars(recent.order_by(Attempt.at.desc()).offset(most - 1).limit(1)).one()
    return oldest + within - now


def _one_after_another(db: Session, key: str) -> None:
    """Let tries of one subject queue on PostgreSQL; SQLite has one writer at a time anyway."""
    if db.get_bind().dialect.name == "postgresql":
        number = int.from_bytes(bytes.fromhex(key[:16]), "big", signed=True)
        db.execute(select(func.pg_advisory_xact_lock(number)))


def _key(secret: str, *parts: str) -> str:
    text = "attempt " + " ".join(parts)
    return hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()
