"""What readers report about the accessibility of pages."""

import datetime as dt
import secrets

from sqlalchemy import select
from sqlalchemy.orm import Session

from guideline_workshop.i18n import _
from guideline_workshop.models import Mail
from guideline_workshop.rules.notifications import MailKind
from guideline_workshop.services import outbox
from guideline_workshop.services.errors import TooOften

MOST = 30
PERIOD = dt.timedelta(hours=1)
"""So many reports a period reach the operator: people report less, machines more."""


def report(  # noqa: PLR0913 -- what is entered, and to whom and when
    db: Session, *, message: str, page: str, email: str, operator: str, now: dt.datetime
) -> None:
    """Send a report to the operator; raises TooOften when there are more than anybody would read.

    Nothing but the mail keeps it.
    """
    recent = select(Mail.created_at).where(
        Mail.kind == MailKind.FEEDBACK, Mail.created_at > now - PERIOD
    )
    # the next one may come when the oldest of the last `MOST` is forgotten
    oldest = db.scalar(recent.order_by(Mail.created_at.desc()).offset(MOST - 1).limit(1))
    if oldest is not None:
        wait = oldest + PERIOD - now
        raise TooOften(_("There are many reports at the moment. Please try again later."), wait)
    outbox.order(
        db,
        MailKind.FEEDBACK,
        thing=f"feedback {secrets.token_hex(16)}",
        address=operator,
        user_id=None,
        data={"message": message, "page": page, "email": email},
        now=now,
    )
