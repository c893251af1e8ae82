"""Handling: who sees to an amendment, until when, and what the moderation notes on it.

That is the inner order of the moderation and no act of the procedure, so the journal, which all who
take part can read, has no row of it.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, select
from sqlalchemy.orm import Session, joinedload

from guideline_workshop.i18n import _
from guideline_workshop.models import Amendment, AmendmentTag, Handling, InternalNote, User
from guideline_workshop.services import moderations
from guideline_workshop.services.errors import Conflict, Invalid
from guideline_workshop.services.identities import Identity

MOST_TAGS = 12
LONGEST_TAG = 40
CHANGED_MEANWHILE = _("Somebody else has changed this meanwhile. Look at it and try again.")


@dataclass(frozen=True)
class Arrangement:
    """What is arranged for an amendment."""

    assignee_id: int | None = None
    due_on: dt.date | None = None
    tags: tuple[str, ...] = ()


def of(db: Session, amendment: Amendment) -> Handling:
    """Return how an amendment is handled; where nothing is arranged, a row that is not stored."""
    stored = db.get(Handling, amendment.id, options=[joinedload(Handling.assignee)])
    return stored or Handling(amendment_id=amendment.id, revision=0)


def tags_of(db: Session, amendment: Amendment) -> list[str]:
    """List the tags of an amendment."""
    return list(
        db.scalars(
            select(AmendmentTag.name)
            .where(AmendmentTag.amendment_id == amendment.id)
            .order_by(AmendmentTag.name)
        )
    )


def tags_in(db: Session, consultation_id: int) -> list[str]:
    """List the tags that the amendments of a consultation have."""
    return list(
        db.scalars(
            select(AmendmentTag.name)
            .join(Amendment, Amendment.id == AmendmentTag.amendment_id)
            .where(Amendment.consultation_id == consultation_id)
            .distinct()
            .order_by(AmendmentTag.name)
        )
    )


def notes_on(db: Session, amendment: Amendment) -> list[InternalNote]:
    """List what was noted, the first note first."""
    return list(
        db.scalars(
            select(InternalNote)
            .where(InternalNote.amendment_id == amendment.id)
            .order_by(InternalNote.id)
            .options(joinedload(InternalNote.author))
        )
    )


def arrange(db: Session, amendment: Amendment, wanted: Arrangement, *, revision: int) -> Handling:
    """Arrange who sees to it, until when, and its tags.

    Raises Conflict when it was arranged otherwise since `revision`, Invalid for an assignee who
    does not lead the consultation and for tags that are too long or too many.
    """
    lock(db, [amendment.id])
    stored = db.get(Handling, amendment.id, populate_existing=True)
    if (stored.revision if stored else 0) != revision:
        raise Conflict(CHANGED_MEANWHILE)
    require_moderator(db, amendment, wanted.assignee_id)
    known = tags_in(db, amendment.consultation_id)
    if stored is None:
        stored = Handling(amendment_id=amendment.id, revision=0)
        db.add(stored)
    stored.assignee_id, stored.due_on = wanted.assignee_id, wanted.due_on
    stored.revision += 1
    set_tags(db, amendment.id, spelled_as_before(wanted.tags, known))
    db.flush()
    db.refresh(stored, ["assignee"])
    return stored


def note(
    db: Session, amendment: Amendment, body: str, *, by: Identity, now: dt.datetime
) -> InternalNote:
    """Note something on an amendment; it stays as it was written."""
    if not body.strip():
        raise Invalid(_("Please write something."))
    made = InternalNote(
        amendment_id=amendment.id, author_id=by.user_id, body=body.strip(), written_at=now
    )
    db.add(made)
    db.flush()
    return made


def lock(db: Session, amendment_ids: Iterable[int]) -> None:
    """Let those who arrange the same amendments queue, always in the same order."""
    db.execute(
        select(Amendment.id)
        .where(Amendment.id.in_(amendment_ids))
        .order_by(Amendment.id)
        .with_for_update(key_share=True)
    )


def require_moderator(db: Session, amendment: Amendment, user_id: int | None) -> None:
    """Raise Invalid for somebody who does not lead the consultation."""
    leading = {one.user_id for one in moderations.of(db, amendment.consultation)}
    if user_id is not None and user_id not in leading:
        raise Invalid(_("Choose somebody who leads this consultation."))


def set_tags(db: Session, amendment_id: int, tags: Sequence[str]) -> None:
    """Give an amendment these tags and no others; raises what `require_fit` raises."""
    require_fit(tags)
    db.execute(delete(AmendmentTag).where(AmendmentTag.amendment_id == amendment_id))
    db.add_all(AmendmentTag(amendment_id=amendment_id, name=name) for name in tags)
    db.flush()


def require_fit(tags: Sequence[str]) -> None:
    """Raise Invalid when these are too many tags for one amendment, or too long ones."""
    if len(tags) > MOST_TAGS:
        raise Invalid(_("An amendment has at most ${most} tags.", mapping={"most": MOST_TAGS}))
    if any(len(tag) > LONGEST_TAG for tag in tags):
        raise Invalid(
            _("A tag has at most ${longest} characters.", mapping={"longest": LONGEST_TAG})
        )


def spelled_as_before(tags: Iterable[str], known: Iterable[str]) -> tuple[str, ...]:
    """Write tags as they are written already, each once: "finanzen" is no other tag."""
    spelling = {name.casefold(): name for name in known}
    written = (spelling.setdefault(tag.casefold(), tag) for tag in tags)
    return tuple(dict.fromkeys(written))


def assignable(db: Session, amendment: Amendment) -> list[User]:
    """List who can see to an amendment."""
    return [one.user for one in moderations.of(db, amendment.consultation)]
