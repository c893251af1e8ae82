"""Forms sent twice: by an impatient finger, or anew because the first answer got lost."""

import datetime as dt
import hashlib

from sqlalchemy import delete
from sqlalchemy.orm import Session

from guideline_workshop.models import FormPost

KEPT = dt.timedelta(days=1)


def digest_of(user_id: int, path: str, body: bytes) -> str:
    """Return what makes a posted form the same one: the person, the address, and every byte."""
    return hashlib.sha256(f"{user_id} {path} ".encode() + body).hexdigest()


def answer_to(db: Session, digest: str) -> str | None:
    """Return where the form led when it was sent before."""
    known = db.get(FormPost, digest)
    return known.location if known else None


def remember(db: Session, digest: str, location: str, *, now: dt.datetime) -> None:
    """Remember in the transaction of the act where the form led; forget those of yesterday."""
    db.execute(delete(FormPost).where(FormPost.created_at < now - KEPT))
    db.add(FormPost(digest=digest, location=location, created_at=now))
    db.flush()
