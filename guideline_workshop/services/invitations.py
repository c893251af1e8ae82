"""Invitations to become a member of an association: a mailed link that opens one door, once.

The token of the link is made when the mail is written, and only its hash is kept. It is bound to
the address, the association and the role of its invitation: nothing that a browser sends decides
any of them.
"""

import datetime as dt
import hashlib
import secrets

import sqlalchemy as sa
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from guideline_workshop.i18n import _
from guideline_workshop.models import (
    Association,
    Consultation,
    Mail,
    Membership,
    MembershipInvitation,
    User,
)
from guideline_workshop.rules.acts import Act
from guideline_workshop.rules.invitations import InvitationState, state_of
from guideline_workshop.rules.notifications import MailKind
from guideline_workshop.rules.roles import MembershipRole
from guideline_workshop.services import addresses, journal, memberships, outbox, people
from guideline_workshop.services.errors import Conflict, Gone
from guideline_workshop.services.identities import Identity

LIFETIME = dt.timedelta(hours=72)
OPEN = (MembershipInvitation.accepted_at.is_(None), MembershipInvitation.revoked_at.is_(None))


def invite(  # noqa: PLR0913 -- what is entered, and who and when
    db: Session,
    association: Association,
    *,
    email: str,
    role: MembershipRole,
    consultation: Consultation | None,
    by: Identity,
    now: dt.datetime,
) -> MembershipInvitation:
    """Invite an address to act for an association, and order the mail.

    Raises Invalid for what is no address; Conflict for a member, and for who is invited already.
    """
    address = addresses.checked(email)
    memberships.lock(db, association.id)
    if db.scalar(_member_with(address, association.id)) is not None:
        raise Conflict(_("Somebody with this address is a member already."))
    asked = select(MembershipInvitation.id).where(
        MembershipInvitation.email == address,
        MembershipInvitation.association_id == association.id,
        *OPEN,
    )
    if db.scalar(asked.limit(1)) is not None:
        raise Conflict(_("This address has been invited already; you can send the mail again."))
    invitation = MembershipInvitation(
        email=address,
        association=association,
        role=role,
        consultation_id=consultation.id if consultation else None,
        invited_by_id=by.user_id,
        created_at=now,
        expires_at=now + LIFETIME,
    )
    db.add(invitation)
    db.flush()
    number = _order_mail(db, invitation, now)
    record(db, Act.MEMBER_INVITED, invitation, {"mail": number}, by=by, now=now)
    return invitation


def send_again(
    db: Session, invitation: MembershipInvitation, *, by: Identity, now: dt.datetime
) -> None:
    """Send a new link; the old one is dead from now on. Raises Conflict when it is settled."""
    reload(db, invitation)
    if invitation.accepted_at is not None or invitation.revoked_at is not None:
        raise Conflict(_("This invitation has been accepted or revoked meanwhile."))
    invitation.token_hash = None
    number = _order_mail(db, invitation, now)
    record(db, Act.MEMBER_INVITED, invitation, {"mail": number}, by=by, now=now)


def renew(db: Session, invitation: MembershipInvitation, *, now: dt.datetime) -> None:
    """Send a new link because the recipient asks for it; raises Gone unless the old one expired.

    Anybody who holds the old link may ask, for the mail goes to the same address; the old link is
    dead then, so that it can be asked once. No act: whoever invited has decided already.
    """
    reload(db, invitation)
    if state(db, invitation, now) is not InvitationState.EXPIRED:
        raise Gone(_("This link does not work any more."))
    invitation.token_hash = None
    _order_mail(db, invitation, now)


def revoke(
    db: Session, invitation: MembershipInvitation, *, by: Identity, now: dt.datetime
) -> None:
    """Take an invitation back; raises Conflict when it is settled."""
    reload(db, invitation)
    if invitation.accepted_at is not None or invitation.revoked_at is not None:
        raise Conflict(_("This invitation has been accepted or revoked meanwhile."))
    invitation.revoked_at = now
    db.flush()
    record(db, Act.INVITATION_REVOKED, invitation, {}, by=by, now=now)


def link_token(db: Session, invitation_id: int, *, now: dt.datetime) -> str | None:
    """Make the token of the link for a mail that leaves now; None when nobody needs it any more.

    Each mail has a token of its own, which makes that of the mail before worthless.
    """
    invitation = db.scalar(
        select(MembershipInvitation)
        .where(MembershipInvitation.id == invitation_id, *OPEN)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if invitation is None:
        return None
    token = secrets.token_urlsafe(32)
    invitation.token_hash = _hash(token)
    invitation.sent_at = now
    invitation.expires_at = now + LIFETIME
    db.flush()
    return token


def by_token(db: Session, token: str) -> MembershipInvitation | None:
    """Find the invitation that a link belongs to, settled or expired ones too."""
    return db.scalar(
        select(MembershipInvitation)
        .where(MembershipInvitation.token_hash == _hash(token))
        .options(
            joinedload(MembershipInvitation.association),
            joinedload(MembershipInvitation.invited_by),
        )
    )


def consultation_of(db: Session, invitation: MembershipInvitation) -> Consultation | None:
    """Return the consultation whose moderation invited."""
    if invitation.consultation_id is None:
        return None
    return db.get_one(Consultation, invitation.consultation_id)


def is_open(invitation: MembershipInvitation, now: dt.datetime) -> bool:
    """Whether the link that was mailed last can still be used."""
    settled = invitation.accepted_at is not None or invitation.revoked_at is not None
    return not settled and invitation.token_hash is not None and now < invitation.expires_at


def state(db: Session, invitation: MembershipInvitation, now: dt.datetime) -> InvitationState:
    """Say where the invitation stands."""
    return states(db, [invitation], now)[invitation.id]


def states(
    db: Session, invitations: list[MembershipInvitation], now: dt.datetime
) -> dict[int, InvitationState]:
    """Say where each of some invitations stands, by id; the last mail decides what mails did."""
    rows = db.execute(
        select(Mail.thing, Mail.sent_at, Mail.given_up_at)
        .where(
            Mail.kind == MailKind.INVITATION,
            Mail.address.in_({one.email for one in invitations}),
        )
        .order_by(Mail.id)
    )
    mailed = {int(thing.split()[1]): (sent, given_up) for thing, sent, given_up in rows}
    last = {one.id: mailed.get(one.id, (one.sent_at, None)) for one in invitations}
    return {
        one.id: state_of(
            sent_at=last[one.id][0],
            expires_at=one.expires_at,
            accepted_at=one.accepted_at,
            revoked_at=one.revoked_at,
            is_undeliverable=last[one.id][1] is not None,
            now=now,
        )
        for one in invitations
    }


def of_association(db: Session, association_id: int) -> list[MembershipInvitation]:
    """List the invitations of an association that nobody has accepted or revoked."""
    return list(
        db.scalars(
            select(MembershipInvitation)
            .where(MembershipInvitation.association_id == association_id, *OPEN)
            .order_by(MembershipInvitation.created_at, MembershipInvitation.id)
            .options(joinedload(MembershipInvitation.invited_by))
        )
    )


def find(
    db: Session,
    invitation_id: int,
    *,
    association_id: int | None = None,
    consultation_id: int | None = None,
) -> MembershipInvitation | None:
    """Load an invitation of an association, or one that a consultation's moderation sent."""
    query = select(MembershipInvitation).where(MembershipInvitation.id == invitation_id)
    if association_id is not None:
        query = query.where(MembershipInvitation.association_id == association_id)
    if consultation_id is not None:
        query = query.where(MembershipInvitation.consultation_id == consultation_id)
    return db.scalar(query)


def reload(db: Session, invitation: MembershipInvitation) -> None:
    """Hold the invitation still until the transaction ends, and read it afresh."""
    db.refresh(
        invitation,
        ["token_hash", "sent_at", "expires_at", "accepted_at", "revoked_at"],
        with_for_update=True,
    )


def _member_with(address: str, association_id: int) -> sa.Select[int]:
    return (
        select(Membership.user_id)
        .join(Membership.user)
        .where(User.email == address, Membership.association_id == association_id)
    )


def _order_mail(db: Session, invitation: MembershipInvitation, now: dt.datetime) -> int:
    """Order a mail, or have one tried at once that has not left yet; return its number."""
    about = Mail.thing.like(f"invitation {invitation.id} %")
    mails = db.scalars(select(Mail).where(about).order_by(Mail.id)).all()
    last = mails[-1] if mails else None
    number = int(last.thing.split()[2]) if last else 0
    if last and last.sent_at is None and last.given_up_at is None:
        last.due_at = now
        return number
    number += 1
    known = people.with_address(db, invitation.email)
    outbox.order(
        db,
        MailKind.INVITATION,
        thing=f"invitation {invitation.id} {number}",
        address=invitation.email,
        user_id=known.id if known else None,
        data={"invitation": invitation.id},
        now=now,
    )
    return number


def record(  # noqa: PLR0913 -- the facts of a row
    db: Session,
    act: Act,
    invitation: MembershipInvitation,
    details: dict[str, object],
    *,
    by: Identity,
    now: dt.datetime,
) -> None:
    """Write the row of an act on an invitation."""
    # not the address: rows are never changed, and a person may have their data removed
    journal.record(
        db,
        act,
        by=by,
        now=now,
        subject=f"Einladung {invitation.id}",
        consultation_id=invitation.consultation_id,
        details={
            "invitation": invitation.id,
            "association": invitation.association_id,
            "role": invitation.role.value,
            **details,
        },
    )


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
