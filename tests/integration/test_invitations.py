"""Inviting members: one mail, one link, one address, one association, one role, once."""

import datetime as dt

import factories
import pytest
import sqlalchemy as sa
from factories import HOUR, NOW
from support.at_once import at_once

from guideline_workshop import models
from guideline_workshop.rules.acts import Act
from guideline_workshop.rules.invitations import InvitationState
from guideline_workshop.rules.notifications import MailKind
from guideline_workshop.rules.roles import MembershipRole
from guideline_workshop.services import invitations, journal, logins, redemptions
from guideline_workshop.services.errors import Conflict, Gone, Invalid

EMAIL = "nadia.haddad@example.org"
HASH = "hashed before"


@pytest.fixture
def invited(db, world):
    """A delegate whom the moderation invited, and the token of the mail."""
    invitation = invite(db, world)
    token = invitations.link_token(db, invitation.id, now=NOW)
    mails(db)[-1].sent_at = NOW
    return invitation, token


def invite(db, world, email=EMAIL, **more):
    said = {"role": MembershipRole.DELEGATE, "consultation": world.consultation, "now": NOW}
    said |= {"by": world.moderator} | more
    return invitations.invite(db, world.associations[0], email=email, **said)


def mails(db):
    kind = models.Mail.kind == MailKind.INVITATION
    return db.scalars(sa.select(models.Mail).where(kind).order_by(models.Mail.id)).all()


def register(db, invitation, **more):
    said = {"name": "Nadia Haddad", "password_hash": HASH, "language": "de", "device": "Firefox"}
    return redemptions.register(db, invitation, **said | {"now": NOW} | more)


def members(db, association):
    of = models.Membership.association_id == association.id
    return db.scalars(sa.select(models.Membership).where(of)).all()


def last_row(db):
    return db.get_one(models.JournalEntry, journal.head(db)[0])


def test_an_invitation_orders_a_mail_that_holds_no_secret(db, world):
    invitation = invite(db, world, " Nadia.Haddad@Example.org ")
    (mail,) = mails(db)
    assert (mail.address, mail.user_id) == (EMAIL, None)
    assert mail.data == {"invitation": invitation.id}
    assert invitation.token_hash is None
    row = last_row(db)
    assert (row.act, row.consultation_id) == (Act.MEMBER_INVITED, world.consultation.id)
    assert EMAIL not in f"{row.subject} {row.details}"


def test_only_the_hash_of_the_links_token_is_kept_and_it_lasts_72_hours(db, invited):
    invitation, token = invited
    assert token not in {invitation.token_hash, str(invitation.id)}
    assert len(invitation.token_hash) == 64
    assert invitation.expires_at == NOW + dt.timedelta(hours=72)
    assert invitations.by_token(db, token) is invitation
    assert invitations.by_token(db, invitation.token_hash) is None


def test_whoever_redeems_is_a_member_and_acts_for_the_association(db, world, invited):
    invitation, _token = invited
    identity = logins.identify(db, register(db, invitation), now=NOW)
    assert identity.name == "Nadia Haddad"
    assert identity.acting_id == world.associations[0].id
    assert identity.acting.role is MembershipRole.DELEGATE
    assert invitation.accepted_by_id == identity.user_id
    membership = db.get_one(models.Membership, (identity.user_id, world.associations[0].id))
    assert membership.since == NOW
    row = last_row(db)
    assert (row.act, row.actor_id) == (Act.INVITATION_ACCEPTED, identity.user_id)
    assert row.association_id == world.associations[0].id


def test_an_invitation_is_redeemed_once(db, world, invited):
    """Threat 10."""
    invitation, _token = invited
    register(db, invitation)
    before = len(members(db, world.associations[0]))
    with pytest.raises(Gone):
        register(db, invitation)
    assert len(members(db, world.associations[0])) == before


def test_after_72_hours_it_is_too_late(db, invited):
    """Threat 10."""
    invitation, _token = invited
    late = NOW + invitations.LIFETIME
    assert invitations.state(db, invitation, late) is InvitationState.EXPIRED
    with pytest.raises(Gone):
        register(db, invitation, now=late)
    assert register(db, invitation, now=late - dt.timedelta(seconds=1))


def test_a_revoked_invitation_opens_nothing_and_gets_no_more_mail(db, world, invited):
    invitation, _token = invited
    invitations.revoke(db, invitation, by=world.moderator, now=NOW)
    assert last_row(db).act is Act.INVITATION_REVOKED
    with pytest.raises(Gone):
        register(db, invitation)
    assert invitations.link_token(db, invitation.id, now=NOW) is None
    with pytest.raises(Conflict):
        invitations.send_again(db, invitation, by=world.moderator, now=NOW)


def test_sending_again_kills_the_old_link_at_once(db, world, invited):
    """Threat 10."""
    invitation, old = invited
    invitations.send_again(db, invitation, by=world.moderator, now=NOW + HOUR)
    assert invitations.by_token(db, old) is None
    assert [mail.thing.split()[2] for mail in mails(db)] == ["1", "2"]
    new = invitations.link_token(db, invitation.id, now=NOW + HOUR)
    assert invitations.by_token(db, new) is invitation
    assert invitation.expires_at == NOW + HOUR + invitations.LIFETIME


def test_who_had_the_page_open_when_a_new_link_was_sent_cannot_redeem_the_old_one(
    db, world, invited, new_session
):
    invitation, token = invited
    db.commit()
    with new_session() as other:
        opened = invitations.by_token(other, token)
        other.rollback()
        invitations.send_again(db, invitation, by=world.moderator, now=NOW)
        db.commit()
        with pytest.raises(Gone):
            register(other, opened)


def test_a_mail_that_waits_is_tried_at_once_instead_of_being_doubled(db, world):
    """Threat 44."""
    invitation = invite(db, world)
    mails(db)[0].due_at = NOW + 5 * HOUR
    for _ in range(5):
        invitations.send_again(db, invitation, by=world.moderator, now=NOW + HOUR)
    (mail,) = mails(db)
    assert mail.due_at == NOW + HOUR


def test_the_recipient_orders_a_fresh_mail_for_an_expired_link_once(db, invited):
    """Threat 44: it goes to the same address, and the old link is dead then."""
    invitation, token = invited
    with pytest.raises(Gone):
        invitations.renew(db, invitation, now=NOW + HOUR)
    late = NOW + invitations.LIFETIME
    invitations.renew(db, invitation, now=late)
    assert [mail.address for mail in mails(db)] == [EMAIL] * 2
    assert invitations.by_token(db, token) is None


def test_the_state_tells_what_the_mail_did(db, invited, world):
    waiting = invite(db, world, "andere@example.org")
    failed = invite(db, world, "weg@example.org")
    mails(db)[-1].given_up_at = NOW
    db.flush()
    states = invitations.states(db, [waiting, failed, invited[0]], NOW)
    assert states == {
        waiting.id: InvitationState.QUEUED,
        failed.id: InvitationState.UNDELIVERABLE,
        invited[0].id: InvitationState.SENT,
    }


def test_the_invitation_decides_association_and_role_not_who_redeems(db, world):
    """Threats 10 and 11: a link of one association opens no other."""
    invitation = invite(db, world, role=MembershipRole.DRAFTER)
    invitations.link_token(db, invitation.id, now=NOW)
    before = [len(members(db, one)) for one in world.associations]
    identity = logins.identify(db, register(db, invitation), now=NOW)
    after = [len(members(db, one)) for one in world.associations]
    assert after == [before[0] + 1, *before[1:]]
    assert identity.acting.role is MembershipRole.DRAFTER


def test_a_known_address_signs_in_and_accepts(db, world):
    outsider = db.get_one(models.User, world.outsider.user_id)
    invitation = invite(db, world, outsider.email)
    assert mails(db)[0].user_id == outsider.id
    invitations.link_token(db, invitation.id, now=NOW)
    assert redemptions.is_known(db, invitation)
    with pytest.raises(Conflict):
        register(db, invitation)
    redemptions.accept(db, invitation, by=world.outsider, now=NOW)
    anew = factories.anew(db, world.outsider)
    assert {one.association_id for one in anew.associations} > {world.associations[0].id}
    login = db.get_one(models.Login, world.outsider.login_id)
    assert login.association_id == world.associations[0].id


def test_somebody_else_cannot_accept(db, world, invited):
    """Threat 10: the link is bound to the address."""
    invitation, _token = invited
    with pytest.raises(Conflict):
        redemptions.accept(db, invitation, by=world.outsider, now=NOW)
    assert invitation.accepted_at is None


def test_who_became_a_member_meanwhile_stays_what_they_are(db, world):
    user = db.get_one(models.User, world.outsider.user_id)
    invitation = invite(db, world, user.email)
    invitations.link_token(db, invitation.id, now=NOW)
    factories.membership(db, user, world.associations[0], MembershipRole.DRAFTER)
    redemptions.accept(db, invitation, by=world.outsider, now=NOW)
    held = db.get_one(models.Membership, (user.id, world.associations[0].id))
    assert held.role is MembershipRole.DRAFTER


def test_nobody_is_invited_twice_and_no_member_at_all(db, world):
    invite(db, world)
    member = db.get_one(models.User, world.drafter.user_id)
    for email in (EMAIL, EMAIL.upper(), member.email):
        with pytest.raises(Conflict):
            invite(db, world, email)
    assert len(mails(db)) == 1


@pytest.mark.parametrize("email", ["", "nadia", "a@b.de, c@d.de", "a@b.de\nBcc: c@d.de"])
def test_what_is_no_address_is_not_written_to(db, world, email):
    """Threat 43."""
    with pytest.raises(Invalid):
        invite(db, world, email)
    assert mails(db) == []


def test_invitations_are_found_where_they_belong_only(db, world, invited):
    """Threat 11."""
    invitation, _token = invited
    here, elsewhere = world.consultation.id, factories.consultation(db, world.moderator).id
    own, other = (one.id for one in world.associations[:2])
    assert invitations.find(db, invitation.id, consultation_id=here) is invitation
    assert invitations.find(db, invitation.id, consultation_id=elsewhere) is None
    assert invitations.find(db, invitation.id, association_id=own) is invitation
    assert invitations.find(db, invitation.id, association_id=other) is None


def test_two_who_redeem_one_link_at_once_are_one_member(db, world, invited, new_session):
    """Threat 10."""
    _invitation, token = invited
    before = len(members(db, world.associations[0]))
    db.commit()

    def redeem(name):
        with new_session() as session:
            try:
                register(session, invitations.by_token(session, token), name=name)
            except (Gone, Conflict):
                return 0
            session.commit()
            return 1

    assert sum(at_once([lambda name=name: redeem(name) for name in ("A", "B", "C", "D")])) == 1
    db.expire_all()
    assert len(members(db, world.associations[0])) == before + 1
    assert journal.first_altered(db) is None
