"""Receipts: whoever submits an amendment gets it by mail as it was submitted, with its checksum."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from guideline_workshop.models import Amendment, Submission, User
from guideline_workshop.rules.notifications import MailKind
from guideline_workshop.services import happenings, outbox
from guideline_workshop.services.happenings import Change
from guideline_workshop.services.identities import Identity
from guideline_workshop.services.texts import text_of


@dataclass(frozen=True)
class Receipt:
    """What a receipt says: one edition, with the whole text of its changes."""

    amendment: Amendment
    submission: Submission
    changes: tuple[Change, ...]


def order(db: Session, amendment: Amendment, *, by: Identity, now: dt.datetime) -> None:
    """Order the receipt of the amendment's present edition for whoever has submitted it."""
    submission_id = db.scalar(
        select(Submission.id).where(
            Submission.amendment_id == amendment.id, Submission.edition == amendment.edition
        )
    )
    outbox.order(
        db,
        MailKind.RECEIPT,
        thing=f"receipt {submission_id}",
        address=db.get_one(User, by.user_id).email,
        user_id=by.user_id,
        data={"submission": submission_id},
        now=now,
    )


def find(db: Session, submission_id: int) -> Receipt | None:
    """Return what a receipt says; none when what is stored cannot be read."""
    submission = db.get_one(Submission, submission_id)
    amendment = db.get_one(Amendment, submission.amendment_id)
    text = text_of(submission.version)
    try:
        changes = happenings.changes_told(text.document, text.references, submission.changes)
    except (AttributeError, KeyError, TypeError, ValueError):
        return None
    return Receipt(amendment, submission, changes)
