"""The outbox: mails are ordered in the transaction of the act they tell of."""

import datetime as dt
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from guideline_workshop.models import Mail
from guideline_workshop.rules.notifications import MailKind


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
    made then and stored as a hash alone.
    """
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
