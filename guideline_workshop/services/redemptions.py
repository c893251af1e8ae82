"""Redeeming an invitation: somebody new or somebody known becomes a member, once."""

import datetime as dt
from dataclasses import replace

from sqlalchemy.orm import Session

from guideline_workshop.i18n import _
from guideline_workshop.models import Membership, MembershipInvitation, User
from guideline_workshop.rules.acts import Act
from guideline_workshop.services import invitations, logins, memberships, people
from guideline_workshop.services.errors import Conflict, Gone
from guideline_workshop.services.identities import Acting, Identity


def is_known(db: Session, invitation: MembershipInvitation) -> bool:
    """Whether somebody with an account was invited, who needs to sign in instead."""
    return people.with_address(db, invitation.email) is not None


def is_for(db: Session, invitation: MembershipInvitation, identity: Identity) -> bool:
    """Whether `identity` is the one who was invited."""
    return db.get_one(User, identity.user_id).email == invitation.email


def register(  # noqa: PLR0913 -- what is entered, and where and when
    db: Session,
    invitation: MembershipInvitation,
    *,
    name: str,
    password_hash: str,
    language: str,
    device: str,
    now: dt.datetime,
) -> str:
    """Accept as somebody new, who is signed in at once; return the token of the login.

    `people.password_hash` made the hash. Raises Gone when the link does not work any more, Conflict
    when the address has an account, Invalid for a name that cannot be taken.
    """
    _require_open(db, invitation, now)
    user = people.add_user(
        db,
        email=invitation.email,
        name=name,
        password_hash=password_hash,
        language=language,
        now=now,
    )
    token = logins.begin(db, user, now=now, device=device)
    identity = logins.identify(db, token, now=now)
    assert identity is not None  # noqa: S101 -- for the type checker: it was begun just now
    _join(db, invitation, by=identity, is_new=True, now=now)
    return token


def accept(
    db: Session, invitation: MembershipInvitation, *, by: Identity, now: dt.datetime
) -> None:
    """Accept as somebody who is signed in, and who acts for the association from now on.

    Raises Gone when the link does not work any more, Conflict when it was for another address.
    """
    _require_open(db, invitation, now)
    if not is_for(db, invitation, by):
        raise Conflict(_("This invitation went to another address than yours."))
    _join(db, invitation, by=by, is_new=False, now=now)


def _join(
    db: Session,
    invitation: MembershipInvitation,
    *,
    by: Identity,
    is_new: bool,
    now: dt.datetime,
) -> None:
    association = invitation.association
    memberships.lock(db, association.id)
    held = db.get(Membership, (by.user_id, association.id))
    if held is None:  # who is a member by now stays what they are
        held = Membership(
            user_id=by.user_id, association_id=association.id, role=invitation.role, since=now
        )
        db.add(held)
    invitation.accepted_at = now
    invitation.accepted_by_id = by.user_id
    db.flush()
    acting = Acting(association.id, association.name, association.short_name, held.role)
    member = replace(by, associations=(*by.associations, acting), acting=acting)
    logins.act_for(db, member, association.id)
    invitations.record(db, Act.INVITATION_ACCEPTED, invitation, {"new": is_new}, by=member, now=now)


def _require_open(db: Session, invitation: MembershipInvitation, now: dt.datetime) -> None:
    """Hold the invitation still, and raise Gone unless its link still works."""
    came_with = invitation.token_hash
    invitations.reload(db, invitation)
    if invitation.token_hash != came_with or not invitations.is_open(invitation, now):
        raise Gone(_("This link does not work any more."))
