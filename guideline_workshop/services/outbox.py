"""The outbox: mails are ordered in the transaction of the act they tell of, and sent later.

Each mail goes through short transactions of its own: claimed, written, then sent or put off. A
claim is a lease, so that what a killed process had in hand is tried again. Only a crash between the
mail server's "accepted" and our "sent" sends a mail twice, both times with the same Message-ID.
"""

import datetime as dt
from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.orm import Session

from guideline_workshop.models import Mail
from guideline_workshop.rules.notifications import MailKind, MailState, next_try
from guideline_workshop.services import addresses

LEASE = dt.timedelta(minutes=10)
"""Longer than any mail server takes."""
LONGEST_ERROR = 300
CONDITIONS: dict[MailState, ColumnElement[bool]] = {
    MailState.WAITING: Mail.due_at.is_not(None),
    MailState.SENT: Mail.sent_at.is_not(None),
    MailState.UNDELIVERABLE: Mail.given_up_at.is_not(None),
    MailState.UNNEEDED: Mail.due_at.is_(None) & Mail.sent_at.is_(None) & Mail.given_up_at.is_(None),
}


def order(  # noqa: PLR0913 -- the facts of a mail
    db: Session,
    kind: MailKind,
    *,
    thing: str,
    address: str,
    user_id: int | None,
    data: dict[str, Any],
    now: dt.datetime,
) -> Mail | None:
    """Order a mail; None when one about the same `thing` was ordered before.

    `data` holds ids only. The mail is written when it is delivered, so that a link's token is
    made then and stored as a hash alone. Raises Invalid unless `address` is exactly one.
    """
    address = addresses.checked(address)
    if db.scalar(select(Mail.id).where(Mail.thing == thing)) is not None:
        return None
    mail = Mail(
        kind=kind,
        thing=thing,
        address=address,
        user_id=user_id,
        data=data,
        created_at=now,
        due_at=now,
    )
    db.add(mail)
    db.flush()
    return mail


def claim(db: Session, *, now: dt.datetime) -> Mail | None:
    """Take the mail that has waited longest; nobody else gets it while the lease lasts."""
    mail = db.scalars(
        select(Mail)
        .where(Mail.sent_at.is_(None), Mail.due_at <= now)
        .order_by(Mail.due_at, Mail.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    ).first()
    if mail is not None:
        mail.attempts += 1
        mail.due_at = now + LEASE
        db.flush()
    return mail


def sent(db: Session, mail_id: int, *, now: dt.datetime) -> None:
    """Record that the mail server has taken the mail, and forget what it was about.

    What readers report is in the mail alone from here on, with the address for an answer.
    """
    _set(db, mail_id, sent_at=now, due_at=None, error="", data={})


def not_needed(db: Session, mail_id: int) -> None:
    """Record that there is nothing to tell any more."""
    _set(db, mail_id, due_at=None, error="")


def put_off(db: Session, mail: Mail, error: str, *, now: dt.datetime, for_good: bool) -> None:
    """Record why the mail did not leave, and when it is tried again, if ever."""
    due_at = None if for_good else next_try(mail.attempts, now)
    given_up_at = now if due_at is None else None
    _set(db, mail.id, due_at=due_at, given_up_at=given_up_at, error=error[:LONGEST_ERROR])


def try_again(db: Session, mail: Mail, *, now: dt.datetime) -> None:
    """Let a mail that was given up be tried anew, as if for the first time."""
    if mail.given_up_at is not None:
        mail.attempts, mail.given_up_at, mail.due_at = 0, None, now
        db.flush()


def find(db: Session, mail_id: int) -> Mail | None:
    """Load a mail for the administration."""
    return db.get(Mail, mail_id)


def newest(
    db: Session, state: MailState, *, before: int | None = None, limit: int = 50
) -> list[Mail]:
    """List mails in a state for the administration, newest first, from below the id `before` on."""
    query = select(Mail).where(CONDITIONS[state]).order_by(Mail.id.desc()).limit(limit)
    return list(db.scalars(query if before is None else query.where(Mail.id < before)))


def last_at(db: Session, user_ids: Collection[int], kind: MailKind) -> dict[int, dt.datetime]:
    """Return when the last mail of a kind was ordered for each of these users."""
    rows = db.execute(
        select(Mail.user_id, func.max(Mail.created_at))
        .where(Mail.kind == kind, Mail.user_id.in_(user_ids))
        .group_by(Mail.user_id)
    )
    return {user_id: at for user_id, at in rows if user_id is not None}


def _set(db: Session, mail_id: int, **values: Any) -> None:  # of the columns' types
    db.execute(update(Mail).where(Mail.id == mail_id, Mail.sent_at.is_(None)).values(**values))
