"""Saved filters: choices in the inbox that a moderator has given a name, for themselves alone."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from guideline_workshop.i18n import _
from guideline_workshop.models import Consultation, SavedFilter, User
from guideline_workshop.services.errors import Invalid
from guideline_workshop.services.identities import Identity

MOST = 50


def of(db: Session, consultation: Consultation, by: Identity) -> list[SavedFilter]:
    """List somebody's filters by name."""
    return list(
        db.scalars(
            select(SavedFilter)
            .where(
                SavedFilter.consultation_id == consultation.id, SavedFilter.user_id == by.user_id
            )
            .order_by(func.lower(SavedFilter.name), SavedFilter.id)
        )
    )


def find(
    db: Session, consultation: Consultation, filter_id: int, by: Identity
) -> SavedFilter | None:
    """Load one of somebody's own filters."""
    return db.scalars(
        select(SavedFilter).where(
            SavedFilter.id == filter_id,
            SavedFilter.consultation_id == consultation.id,
            SavedFilter.user_id == by.user_id,
        )
    ).first()


def save(
    db: Session, consultation: Consultation, *, name: str, query: str, by: Identity
) -> SavedFilter:
    """Give a choice a name; the same name again stands for the new choice.

    Raises Invalid when nothing is chosen or there are very many already.
    """
    if not query:
        raise Invalid(_("Choose something first: so far the inbox shows everything."))
    # two at once would give the same name twice
    db.execute(select(User.id).where(User.id == by.user_id).with_for_update(key_share=True))
    own = of(db, consultation, by)
    named = next((one for one in own if one.name == name), None)
    if named is None:
        if len(own) >= MOST:
            raise Invalid(_("These are very many saved choices. Remove one of them first."))
        named = SavedFilter(consultation_id=consultation.id, user_id=by.user_id, name=name)
        db.add(named)
    named.query = query
    db.flush()
    return named


def remove(db: Session, saved: SavedFilter) -> None:
    """Remove a saved choice."""
    db.delete(saved)
    db.flush()
