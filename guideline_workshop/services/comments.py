"""Comments: remarks on a text, and the replies to them."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from guideline_workshop.i18n import _
from guideline_workshop.models import Comment, Consultation, Round, Version
from guideline_workshop.rules.acts import Act
from guideline_workshop.services import journal, rounds, versions
from guideline_workshop.services.errors import Invalid
from guideline_workshop.services.identities import Identity
from guideline_workshop.text.numbering import numbering

LONGEST = 20_000


@dataclass(frozen=True)
class Thread:
    """A comment with the replies to it, oldest first."""

    comment: Comment
    replies: tuple[Comment, ...]


def write(  # noqa: PLR0913 -- what is entered, and who and when
    db: Session,
    round_: Round,
    *,
    provision_key: str | None,
    body: str,
    by: Identity,
    now: dt.datetime,
) -> Comment:
    """Comment on a provision, or on the document as a whole without one."""
    if provision_key is not None and provision_key not in versions.text_of(round_.version):
        raise Invalid(_("This passage does not exist in the draft."))
    comment = Comment(round=round_, provision_key=provision_key)
    return _add(db, comment, body, by=by, now=now)


def reply(db: Session, parent: Comment, body: str, *, by: Identity, now: dt.datetime) -> Comment:
    """Reply to a comment; a reply to a reply joins the same thread."""
    comment = Comment(
        round=parent.round,
        parent_id=parent.parent_id or parent.id,
        provision_key=parent.provision_key,
    )
    return _add(db, comment, body, by=by, now=now)


def find(db: Session, consultation: Consultation, comment_id: int) -> Comment | None:
    """Load a comment of a consultation that was itself loaded for an identity."""
    return db.scalars(
        select(Comment)
        .join(Comment.round)
        .where(Round.consultation_id == consultation.id, Comment.id == comment_id)
        .options(joinedload(Comment.round).joinedload(Round.version).joinedload(Version.document))
    ).first()


def threads_on(db: Session, version: Version) -> list[Thread]:
    """List the threads on a version, oldest first."""
    rows = db.scalars(
        select(Comment)
        .join(Comment.round)
        .where(Round.version_id == version.id)
        .order_by(Comment.id)
        .options(joinedload(Comment.association), joinedload(Comment.author))
    ).all()
    replies: dict[int, list[Comment]] = {}
    for row in rows:
        if row.parent_id is not None:
            replies.setdefault(row.parent_id, []).append(row)
    return [Thread(row, tuple(replies.get(row.id, ()))) for row in rows if row.parent_id is None]


def _add(db: Session, comment: Comment, body: str, *, by: Identity, now: dt.datetime) -> Comment:
    rounds.lock(db, comment.round, shared=True)
    rounds.require_open(comment.round, now)
    body = body.strip()
    if not body or len(body) > LONGEST:
        raise Invalid(_("Please write a comment of at most 20,000 characters."))
    is_moderator = comment.round.consultation_id in by.moderates
    comment.body = body
    comment.author_id = by.user_id
    comment.association_id = None if is_moderator else by.acting_id
    comment.created_at = now
    db.add(comment)
    db.flush()
    journal.record(
        db,
        Act.COMMENT_WRITTEN,
        by=by,
        now=now,
        subject=_subject(comment),
        consultation_id=comment.round.consultation_id,
        details={"comment": comment.id, "provision": comment.provision_key},
    )
    return comment


def _subject(comment: Comment) -> str:
    """Name in the journal what a comment is about."""
    version = comment.round.version
    if comment.provision_key is None:
        return versions.subject(version)
    reference = numbering(versions.text_of(version))[comment.provision_key]
    return f"{versions.subject(version)}, {reference.german()}"
