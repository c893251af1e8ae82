"""Ending mails from within a mail: a signed link that needs no login and does one thing only."""

from dataclasses import dataclass

from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import delete
from sqlalchemy.orm import Session

from guideline_workshop.models import Consultation, NotificationChoice, User
from guideline_workshop.rules.notifications import Frequency

SALT = "unsubscribe"


@dataclass(frozen=True)
class Subscription:
    """Mails that somebody gets: about one consultation, or about all."""

    user: User
    consultation: Consultation | None


def token(secret: str, user_id: int, consultation_id: int | None) -> str:
    """Make the token of a link. It is good for ever: old mails keep their way out."""
    return URLSafeSerializer(secret, salt=SALT).dumps([user_id, consultation_id])


def find(db: Session, secret: str, signed: str) -> Subscription | None:
    """Find what a link stands for; None when we did not make it, or nobody is there any more."""
    try:
        user_id, consultation_id = URLSafeSerializer(secret, salt=SALT).loads(signed)
    except BadSignature:
        return None
    user = db.get(User, user_id)
    if user is None or user.removed_at is not None:
        return None
    if consultation_id is None:
        return Subscription(user, None)
    consultation = db.get(Consultation, consultation_id)
    return Subscription(user, consultation) if consultation else None


def end(db: Session, subscription: Subscription) -> None:
    """Let no more digests and reminders of it be ordered."""
    user, consultation = subscription.user, subscription.consultation
    if consultation is None:
        user.frequency = Frequency.NEVER
        db.execute(delete(NotificationChoice).where(NotificationChoice.user_id == user.id))
    else:
        db.merge(
            NotificationChoice(
                user_id=user.id, consultation_id=consultation.id, frequency=Frequency.NEVER
            )
        )
    db.flush()
