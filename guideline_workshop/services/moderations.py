"""Who leads a consultation."""

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager

from guideline_workshop.i18n import _
from guideline_workshop.models import Consultation, Moderation, User, UserRole
from guideline_workshop.rules.acts import Act
from guideline_workshop.rules.roles import GlobalRole
from guideline_workshop.services import journal
from guideline_workshop.services.errors import Conflict, Invalid
from guideline_workshop.services.identities import Identity
from guideline_workshop.services.memberships import ACTIVE


def of(db: Session, consultation: Consultation) -> list[Moderation]:
    """List the moderators of a consultation by name."""
    return list(
        db.scalars(
            select(Moderation)
            .join(Moderation.user)
            .where(Moderation.consultation_id == consultation.id)
            .order_by(User.name, User.id)
            .options(contains_eager(Moderation.user))
        )
    )


def candidates(db: Session, consultation: Consultation) -> list[User]:
    """List who may lead consultations and does not lead this one."""
    leading = select(Moderation.user_id).where(Moderation.consultation_id == consultation.id)
    return list(
        db.scalars(
            select(User)
            .join(UserRole, UserRole.user_id == User.id)
            .where(UserRole.role == GlobalRole.MODERATOR, User.id.not_in(leading), *ACTIVE)
            .order_by(User.name, User.id)
        )
    )


def find(db: Session, consultation: Consultation, user_id: int) -> Moderation | None:
    """Load a moderator of a consultation."""
    return db.get(Moderation, (consultation.id, user_id))


def add(
    db: Session, consultation: Consultation, user_id: int, *, by: Identity, now: dt.datetime
) -> None:
    """Let one more person lead; raises Invalid for who may not lead, or does already."""
    _lock(db, consultation)
    if user_id not in {one.id for one in candidates(db, consultation)}:
        raise Invalid(_("Choose somebody who may moderate and does not do so here yet."))
    db.add(Moderation(consultation_id=consultation.id, user_id=user_id))
    db.flush()
    _record(db, Act.MODERATOR_ADDED, consultation, user_id, by=by, now=now)


def remove(db: Session, moderation: Moderation, *, by: Identity, now: dt.datetime) -> None:
    """Let somebody lead no more, from their next request on; raises Conflict for the last one."""
    consultation = db.get_one(Consultation, moderation.consultation_id)
    _lock(db, consultation)
    still = db.get(
        Moderation, (moderation.consultation_id, moderation.user_id), populate_existing=True
    )
    if still is None:
        raise Conflict(_("Somebody else has taken this moderator out already."))
    if is_last(db, moderation):
        raise Conflict(_("This is the last moderator. Add another one first."))
    db.delete(moderation)
    db.flush()
    _record(db, Act.MODERATOR_REMOVED, consultation, moderation.user_id, by=by, now=now)


def is_last(db: Session, moderation: Moderation) -> bool:
    """Whether nobody else could lead the consultation; who is locked cannot."""
    others = (
        select(Moderation.user_id)
        .join(Moderation.user)
        .where(
            Moderation.consultation_id == moderation.consultation_id,
            Moderation.user_id != moderation.user_id,
            *ACTIVE,
        )
    )
    return db.scalar(others.limit(1)) is None


def _lock(db: Session, consultation: Consultation) -> None:
    """Let changes queue; without key, so that rows that refer to it can be written meanwhile."""
    db.execute(
        select(Consultation.id)
        .where(Consultation.id == consultation.id)
        .with_for_update(key_share=True)
    )


def _record(  # noqa: PLR0913 -- the facts of a row
    db: Session,
    act: Act,
    consultation: Consultation,
    user_id: int,
    *,
    by: Identity,
    now: dt.datetime,
) -> None:
    journal.record(
        db,
        act,
        by=by,
        now=now,
        subject=f"Konto {user_id}",
        consultation_id=consultation.id,
        details={"user": user_id},
    )
