"""One's own account: name, language, notifications, password, and all that is stored about one."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from guideline_workshop.i18n import LANGUAGES, _
from guideline_workshop.models import (
    Association,
    Consultation,
    ExternalIdentity,
    Mail,
    Membership,
    MembershipInvitation,
    Moderation,
    NotificationChoice,
    Participation,
    Passkey,
    PasswordReset,
    RecoveryCode,
    User,
    UserRole,
)
from guideline_workshop.rules.acts import Act
from guideline_workshop.rules.notifications import Frequency
from guideline_workshop.rules.roles import GlobalRole
from guideline_workshop.services import (
    account_changes,
    journal,
    logins,
    memberships,
    moderations,
    people,
)
from guideline_workshop.services.errors import Conflict, Invalid
from guideline_workshop.services.identities import Identity

NOBODY = "entferntes Konto"
"""What stands where a name stood; German, as the texts of the procedure are."""


@dataclass(frozen=True)
class Choice:
    """How often one is told of a consultation; None where what holds for all does."""

    consultation: Consultation
    frequency: Frequency | None


def of(db: Session, identity: Identity) -> User:
    """Load one's own account."""
    return db.get_one(User, identity.user_id)


def change(db: Session, *, name: str, language: str, by: Identity, now: dt.datetime) -> None:
    """Change one's name and language; raises Invalid for what cannot be stored."""
    if language not in LANGUAGES:
        raise Invalid(_("There is no language ${language}.", mapping={"language": language}))
    user = of(db, by)
    entered = {"name": people.line(name, longest=200), "language": language}
    changed = sorted(field for field in entered if getattr(user, field) != entered[field])
    if not changed:
        return
    user.name, user.language = entered["name"], entered["language"]
    _record(db, Act.USER_CHANGED, {"changed": changed}, by=by, now=now)


def change_password(db: Session, password_hash: str, *, by: Identity, now: dt.datetime) -> None:
    """Set a new password and end all other logins.

    The page has asked for the old one; `people.password_hash` made the hash of the new one.
    """
    user = of(db, by)
    user.password_hash = password_hash
    logins.end(db, user.id, keep=by.login_id)
    account_changes.record(db, Act.PASSWORD_CHANGED, user, {}, by=by, now=now)


def choices(db: Session, identity: Identity) -> list[Choice]:
    """List the consultations one is told of, by title, and what one chose for each."""
    own = [one.association_id for one in identity.associations]
    taking_part = select(Participation.consultation_id).where(Participation.association_id.in_(own))
    rows = db.execute(
        select(Consultation, NotificationChoice.frequency)
        .outerjoin(
            NotificationChoice,
            (NotificationChoice.consultation_id == Consultation.id)
            & (NotificationChoice.user_id == identity.user_id),
        )
        .where(or_(Consultation.id.in_(taking_part), Consultation.id.in_(identity.moderates)))
        .order_by(Consultation.title, Consultation.id)
    ).all()
    return [Choice(consultation, frequency) for consultation, frequency in rows]


def choose(
    db: Session, identity: Identity, frequency: Frequency, apart: dict[int, Frequency | None]
) -> None:
    """Choose how often one is told what happens, and where it is otherwise.

    `apart` holds consultation ids; those one is not told of are left out. It concerns nobody else
    and is no act of a procedure: the journal does not record it.
    """
    of(db, identity).frequency = frequency
    for choice in choices(db, identity):
        key = (identity.user_id, choice.consultation.id)
        chosen = apart.get(choice.consultation.id)
        known = db.get(NotificationChoice, key)
        if chosen is None and known is not None:
            db.delete(known)
        elif chosen is not None:
            db.merge(
                NotificationChoice(
                    user_id=key[0], consultation_id=key[1], frequency=Frequency(chosen)
                )
            )
    db.flush()


def remove(db: Session, *, by: Identity, now: dt.datetime) -> None:
    """Remove one's person from everything stored; what one did for an association stays.

    Raises Conflict for the last delegate of an association, the last moderator of a consultation,
    and the last administrator.
    """
    user = db.get_one(User, by.user_id, with_for_update=True)
    _require_another_administrator(db, user)
    for moderation in db.scalars(select(Moderation).where(Moderation.user_id == user.id)).all():
        moderations.remove(db, moderation, by=by, now=now)
    for membership in db.scalars(select(Membership).where(Membership.user_id == user.id)).all():
        memberships.end(db, membership, by=by, now=now)
    _record(db, Act.USER_REMOVED, {}, by=by, now=now)
    _forget(db, user, now)


def _require_another_administrator(db: Session, user: User) -> None:
    administrators = set(
        db.scalars(
            select(UserRole.user_id)
            .join(User, User.id == UserRole.user_id)
            .where(UserRole.role == GlobalRole.ADMINISTRATOR, *memberships.ACTIVE)
            .with_for_update(of=UserRole)
        )
    )
    if administrators == {user.id}:
        raise Conflict(_("You are the last administrator. Appoint another one first."))


def _forget(db: Session, user: User, now: dt.datetime) -> None:
    """Put a pseudonym in place of the person, everywhere."""
    address, pseudonym = user.email, f"konto-{user.id}@entfernt.invalid"
    db.execute(
        update(Association)
        .where(Association.contact_email == address)
        .values(contact_email="", contact_name="")
    )
    db.execute(
        update(MembershipInvitation)
        .where(MembershipInvitation.email == address)
        .values(email=pseudonym, token_hash=None)
    )
    db.execute(delete(Mail).where(or_(Mail.user_id == user.id, Mail.address == address)))
    for table in (Passkey, RecoveryCode, ExternalIdentity, PasswordReset, NotificationChoice):
        db.execute(delete(table).where(table.user_id == user.id))
    db.execute(delete(UserRole).where(UserRole.user_id == user.id))
    logins.end(db, user.id)
    user.name, user.email, user.password_hash = f"{NOBODY} {user.id}", pseudonym, ""
    user.totp_secret = user.totp_step = None
    user.removed_at = now
    db.flush()


def _record(
    db: Session, act: Act, details: dict[str, object], *, by: Identity, now: dt.datetime
) -> None:
    journal.record(
        db,
        act,
        by=by,
        now=now,
        subject=f"Konto {by.user_id}",
        consultation_id=None,
        details={"user": by.user_id, **details},
    )
