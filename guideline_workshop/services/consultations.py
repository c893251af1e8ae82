"""Consultations: who sees them, setting them up, and who takes part."""

import datetime as dt
from collections.abc import Collection

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session, joinedload

from guideline_workshop.i18n import _
from guideline_workshop.models import (
    Association,
    Consultation,
    Invitation,
    Moderation,
    Participation,
    Round,
)
from guideline_workshop.rules.acts import Act
from guideline_workshop.services import journal
from guideline_workshop.services.errors import Invalid
from guideline_workshop.services.identities import Identity
from guideline_workshop.services.slugs import free_slug


def visible_to(identity: Identity | None) -> ColumnElement[bool]:
    """Build the condition for the consultations that `identity` may know of."""
    if identity is None:
        return Consultation.is_public.is_(True)
    if identity.is_board or identity.is_administrator:
        return Consultation.id.is_not(None)
    own = [acting.association_id for acting in identity.associations]
    return or_(
        Consultation.is_public,
        Consultation.id.in_(identity.moderates),
        Consultation.id.in_(
            select(Participation.consultation_id).where(Participation.association_id.in_(own))
        ),
    )


def visible(db: Session, identity: Identity | None) -> list[Consultation]:
    """List the consultations that `identity` may know of, newest first."""
    return list(
        db.scalars(
            select(Consultation)
            .where(visible_to(identity))
            .order_by(Consultation.created_at.desc(), Consultation.id.desc())
        )
    )


def find(db: Session, slug: str, identity: Identity | None) -> Consultation | None:
    """Load a consultation that `identity` may know of, with those who take part.

    One statement: some ten associations times two moderators are still few rows.
    """
    return (
        db.scalars(
            select(Consultation)
            .where(Consultation.slug == slug, visible_to(identity))
            .options(
                joinedload(Consultation.participations).joinedload(Participation.association),
                joinedload(Consultation.moderations).joinedload(Moderation.user),
            )
        )
        .unique()
        .one_or_none()
    )


def create(  # noqa: PLR0913 -- what is entered, and who and when
    db: Session, *, title: str, summary: str, is_public: bool, by: Identity, now: dt.datetime
) -> Consultation:
    """Set up a consultation that `by` moderates."""
    consultation = Consultation(
        slug=free_slug(title, db.scalars(select(Consultation.slug))),
        title=title,
        summary=summary,
        is_public=is_public,
        created_at=now,
        moderations=[Moderation(user_id=by.user_id)],
    )
    db.add(consultation)
    db.flush()
    journal.record(
        db,
        Act.CONSULTATION_CREATED,
        by=by,
        now=now,
        subject=title,
        consultation_id=consultation.id,
        details={"is_public": is_public},
    )
    return consultation


def not_yet_invited(db: Session, consultation: Consultation) -> list[Association]:
    """List the associations that do not take part yet."""
    return list(
        db.scalars(
            select(Association)
            .where(Association.id.not_in(participant_ids(consultation)))
            .order_by(Association.name)
        )
    )


def invite(  # noqa: PLR0913 -- who, where, and by whom and when
    db: Session,
    consultation: Consultation,
    association_ids: Collection[int],
    *,
    rounds: Collection[Round] = (),
    by: Identity,
    now: dt.datetime,
) -> list[Association]:
    """Let associations take part, in `rounds` that were planned before them too.

    Raises Invalid when one is unknown or takes part already.
    """
    free = {association.id: association for association in not_yet_invited(db, consultation)}
    if not association_ids or not set(association_ids) <= free.keys():
        raise Invalid(_("Choose associations that do not take part yet."))
    invited = [free[association_id] for association_id in sorted(set(association_ids))]
    for association in invited:
        consultation.participations.append(
            Participation(
                association_id=association.id,
                invited_at=now,
                invited_by_id=by.user_id,
                association=association,
            )
        )
        for round_ in rounds:
            round_.invitations.append(Invitation(association_id=association.id))
        journal.record(
            db,
            Act.ASSOCIATION_INVITED,
            by=by,
            now=now,
            subject=association.name,
            consultation_id=consultation.id,
            details={
                "association": association.id,
                "rounds": sorted(round_.number for round_ in rounds),
            },
        )
    return invited


def participant_ids(consultation: Consultation) -> frozenset[int]:
    """Return the ids of the associations that take part."""
    return frozenset(one.association_id for one in consultation.participations)
