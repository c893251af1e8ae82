"""Whose account it is that an OpenID provider vouches for: linking and signing in.

An account is found by issuer and subject only. A verified address links once, and only an account
without special rights: see docs/decisions/0012-accounts-of-a-provider.md.
"""

import datetime as dt

from sqlalchemy import delete, exists, select
from sqlalchemy.orm import Session

from guideline_workshop.i18n import _
from guideline_workshop.models import ExternalIdentity, Moderation, Passkey, User, UserRole
from guideline_workshop.rules.acts import Act
from guideline_workshop.services import account_changes, second_factors, sign_ins
from guideline_workshop.services.errors import Conflict
from guideline_workshop.services.identities import Identity
from guideline_workshop.services.openid import Person
from guideline_workshop.services.sign_ins import SignIn


def is_linked(db: Session, user_id: int, issuer: str) -> bool:
    """Say whether a user has linked their account with the provider."""
    own = ExternalIdentity.user_id == user_id, ExternalIdentity.issuer == issuer
    return db.scalar(select(ExternalIdentity.subject).where(*own)) is not None


def sign_in(db: Session, person: Person, *, device: str, now: dt.datetime) -> SignIn | None:
    """Begin the login of the account that belongs to `person`; None when there is none."""
    linked = db.get(ExternalIdentity, (person.issuer, person.subject))
    user = db.get_one(User, linked.user_id) if linked else _by_address(db, person)
    if user is None or user.locked_at is not None or user.removed_at is not None:
        return None
    if linked is None:
        _link(db, user, person, by=None, now=now)
    return sign_ins.begin(db, user, second_factor=person.second_factor, device=device, now=now)


def link(db: Session, identity: Identity, person: Person, *, now: dt.datetime) -> None:
    """Link the account of somebody signed in; raises Conflict when it is another's already."""
    second_factors.require_strong_login(db, identity)
    linked = db.get(ExternalIdentity, (person.issuer, person.subject))
    if linked is not None and linked.user_id != identity.user_id:
        raise Conflict(_("That account of the provider is linked with somebody else here."))
    if linked is None:
        _link(db, db.get_one(User, identity.user_id), person, by=identity, now=now)


def unlink(db: Session, identity: Identity, issuer: str, *, now: dt.datetime) -> None:
    """End the link with the provider. Who calls this has checked the password."""
    second_factors.require_strong_login(db, identity)
    if not is_linked(db, identity.user_id, issuer):
        return
    own = ExternalIdentity.user_id == identity.user_id, ExternalIdentity.issuer == issuer
    db.execute(delete(ExternalIdentity).where(*own))
    user = db.get_one(User, identity.user_id)
    account_changes.record(db, Act.PROVIDER_UNLINKED, user, {}, by=identity, now=now)


def _by_address(db: Session, person: Person) -> User | None:
    """Find an account without special rights and without a second factor by its address."""
    if not person.email:
        return None
    return db.scalar(
        select(User).where(
            User.email == person.email,
            User.totp_secret.is_(None),
            ~exists().where(UserRole.user_id == User.id),
            ~exists().where(Moderation.user_id == User.id),
            ~exists().where(Passkey.user_id == User.id),
            ~exists().where(
                ExternalIdentity.user_id == User.id, ExternalIdentity.issuer == person.issuer
            ),
        )
    )


def _link(
    db: Session, user: User, person: Person, *, by: Identity | None, now: dt.datetime
) -> None:
    db.add(ExternalIdentity(issuer=person.issuer, subject=person.subject, user_id=user.id))
    db.flush()
    account_changes.record(db, Act.PROVIDER_LINKED, user, {}, by=by, now=now)
