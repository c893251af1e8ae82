"""Delivery: what waits in the outbox is written and handed to the mail server, one by one."""

import datetime as dt
import logging
from collections.abc import Callable
from email.message import EmailMessage

from sqlalchemy.orm import Session

from guideline_workshop.jobs.transport import Refused, Transport, Unavailable
from guideline_workshop.mail.message import compose
from guideline_workshop.models import Mail
from guideline_workshop.services import outbox
from guideline_workshop.services.clock import database_now
from guideline_workshop.settings import Settings

log = logging.getLogger(__name__)
Sessions = Callable[[], Session]
Clock = Callable[[Session], dt.datetime]


def deliver_due(
    sessions: Sessions, transport: Transport, settings: Settings, *, clock: Clock = database_now
) -> int:
    """Deliver all mails that are due; return how many left.

    Any number of processes may do this at once. When the server cannot be reached the rest waits
    for the next time.
    """
    left = 0
    while True:
        with sessions() as db, db.begin():
            claimed = outbox.claim(db, now=clock(db))
        if claimed is None:
            return left
        try:
            left += _deliver(sessions, transport, settings, claimed, clock)
        except Unavailable as error:
            _put_off(sessions, claimed, error, clock)
            return left
        except Refused as error:
            _put_off(sessions, claimed, error, clock, for_good=error.for_good)
        except Exception as error:  # one that cannot be written must not stop the others
            log.exception("mail %s, %s, cannot be written", claimed.id, claimed.kind)
            _put_off(sessions, claimed, error, clock)


def _deliver(
    sessions: Sessions, transport: Transport, settings: Settings, claimed: Mail, clock: Clock
) -> bool:
    message = _written(sessions, settings, claimed, clock)
    if message is None:
        return False
    transport.send(message)
    with sessions() as db, db.begin():
        outbox.sent(db, claimed.id, now=clock(db))
    log.info("mail %s, %s, was sent", claimed.id, claimed.kind)
    return True


def _written(
    sessions: Sessions, settings: Settings, claimed: Mail, clock: Clock
) -> EmailMessage | None:
    """Write the mail; the tokens of its links are stored before it leaves."""
    with sessions() as db, db.begin():
        message = compose(db, claimed, settings, now=clock(db))
        if message is None:
            outbox.not_needed(db, claimed.id)
    return message


def _put_off(
    sessions: Sessions, claimed: Mail, error: Exception, clock: Clock, *, for_good: bool = False
) -> None:
    log.warning("mail %s, %s, did not leave: %s", claimed.id, claimed.kind, type(error).__name__)
    said = f"{type(error).__name__}: {error}" if not isinstance(error, Refused) else str(error)
    with sessions() as db, db.begin():
        outbox.put_off(db, claimed, said, now=clock(db), for_good=for_good)
