"""What changes about somebody's way to sign in: a row of the journal, and a mail to its owner."""

import datetime as dt

from sqlalchemy.orm import Session

from guideline_workshop.models import JournalEntry, User
from guideline_workshop.rules.acts import Act
from guideline_workshop.rules.notifications import MailKind
from guideline_workshop.services import journal, outbox
from guideline_workshop.services.identities import Identity


def record(  # noqa: PLR0913 -- the facts of a row
    db: Session,
    act: Act,
    user: User,
    details: dict[str, object],
    *,
    by: Identity | None,
    now: dt.datetime,
    what: Act | None = None,
    reason: str = "",
) -> JournalEntry:
    """Record the act and tell the person, who may not be the one who did it.

    `what` is what they are told has happened, where it is not the name of the act. Rows are never
    changed and a person may have their data removed: an id stands for them.
    """
    entry = journal.record(
        db,
        act,
        by=by,
        now=now,
        subject=f"Konto {user.id}",
        consultation_id=None,
        details={"user": user.id, **details},
        reason=reason,
    )
    outbox.order(
        db,
        MailKind.ACCOUNT,
        thing=f"account {act.value} {entry.sequence}",
        address=user.email,
        user_id=user.id,
        data={"what": (what or act).value, **details},
        now=now,
    )
    return entry
