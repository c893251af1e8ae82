"""Bringing associations in: known ones, new ones, and seeing who has come."""

import factories
import pytest
import sqlalchemy as sa
from factories import DAY, NOW

from guideline_workshop import models
from guideline_workshop.rules.acts import Act
from guideline_workshop.rules.invitations import InvitationState
from guideline_workshop.rules.roles import MembershipRole
from guideline_workshop.rules.rounds import RoundKind
from guideline_workshop.services import (
    consultations,
    invitations,
    journal,
    participations,
    redemptions,
    rounds,
)
from guideline_workshop.services.errors import Conflict, Invalid
from guideline_workshop.services.participations import Newcomer

CHOIR = Newcomer("Chor der Kulturen", "Chor", "chor@example.org")
GARDEN = Newcomer("Garten für alle", "Garten", "garten@example.org")


def bring_in(db, world, *newcomers, rounds=()):
    here = world.consultation
    return participations.bring_in(db, here, newcomers, rounds=rounds, by=world.moderator, now=NOW)


def invite(db, world, *associations, rounds=()):
    ids = [one.id for one in associations]
    return participations.invite(
        db, world.consultation, ids, rounds=rounds, by=world.moderator, now=NOW
    )


def invite_delegate(db, world, association, email="neu@example.org", **more):
    said = {"by": world.moderator, "now": NOW} | more
    return participations.invite_delegate(db, world.consultation, association, email, **said)


def mailed(db):
    return db.scalars(sa.select(models.Mail.address).order_by(models.Mail.id)).all()


def listed(db, world, association, now=NOW):
    everybody = participations.of(db, world.consultation, by=world.moderator, now=now)
    (found,) = [one for one in everybody if one.participation.association_id == association.id]
    return found


def acts(db, count):
    last = journal.head(db)[0]
    return [db.get_one(models.JournalEntry, last - n).act for n in reversed(range(count))]


def test_new_associations_take_part_and_their_contacts_are_written_to_in_one_step(db, world):
    choir, garden = bring_in(db, world, CHOIR, GARDEN)
    assert {choir.id, garden.id} < consultations.participant_ids(world.consultation)
    assert mailed(db) == [CHOIR.email, GARDEN.email]
    assert (choir.short_name, choir.contact_email) == ("Chor", CHOIR.email)
    step = [Act.ASSOCIATION_CREATED, Act.ASSOCIATION_INVITED, Act.MEMBER_INVITED]
    assert acts(db, 6) == step * 2


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        (Newcomer("CHOR der Kulturen", "Anders", "x@example.org"), Conflict),
        (Newcomer("Anders", "chor", "x@example.org"), Conflict),
        (Newcomer("Anders", "Anders", "keine Adresse"), Invalid),
        (Newcomer("", "Anders", "x@example.org"), Invalid),
    ],
)
def test_what_cannot_be_brought_in_is_refused(db, world, wrong, error):
    with pytest.raises(error):
        bring_in(db, world, CHOIR, wrong)


def test_newcomers_take_part_in_the_rounds_that_run_already(db, world):
    running = world.round(db)
    closed = world.round(db, opens_at=NOW - 3 * DAY, closes_at=NOW - DAY)
    assert participations.joinable_rounds(db, world.consultation, NOW) == [running]
    (choir,) = bring_in(db, world, CHOIR, rounds=[running])
    db.expire_all()
    assert choir.id in rounds.invited_ids(running)
    assert choir.id not in rounds.invited_ids(closed)


def test_a_known_association_without_delegates_is_written_to_at_its_address(db, world):
    known, silent = (factories.association(db) for _ in range(2))
    known.contact_email = "vorstand@example.org"
    running = world.round(db)
    invite(db, world, known, silent, rounds=[running])
    assert mailed(db) == ["vorstand@example.org"]
    assert {known.id, silent.id} < rounds.invited_ids(running)
    assert listed(db, world, silent).invitations == ()


def test_one_with_delegates_or_with_an_open_invitation_is_not_written_to_again(db, world):
    (choir,) = bring_in(db, world, CHOIR)
    settled = factories.association(db)
    settled.contact_email = "vorstand@example.org"
    factories.member(db, settled)
    second = factories.consultation(db, world.moderator)
    leader = factories.anew(db, world.moderator)
    said = {"rounds": (), "by": leader, "now": NOW}
    participations.invite(db, second, [choir.id, settled.id], **said)
    assert mailed(db) == [CHOIR.email]


def test_an_address_that_has_become_wrong_does_not_keep_an_association_out(db, world):
    known = factories.association(db)
    known.contact_email = "veraltet"
    invite(db, world, known)
    assert known.id in consultations.participant_ids(world.consultation)
    assert mailed(db) == []


def test_the_list_tells_who_was_invited_by_whom_and_who_has_come(db, world):
    (choir,) = bring_in(db, world, CHOIR)
    found = listed(db, world, choir)
    assert found.participation.invited_by.id == world.moderator.user_id
    ((invitation, state),) = found.invitations
    assert (invitation.email, state) == (CHOIR.email, InvitationState.QUEUED)
    assert found.delegates == ()

    invitations.link_token(db, invitation.id, now=NOW)
    said = {"password_hash": "", "language": "de", "device": "", "now": NOW}
    redemptions.register(db, invitation, name="Nadia", **said)
    factories.member(db, choir, MembershipRole.DRAFTER)
    factories.member(db, choir).locked_at = NOW
    db.flush()
    found = listed(db, world, choir)
    assert found.invitations[0][1] is InvitationState.ACCEPTED
    assert [one.user.name for one in found.delegates] == ["Nadia"]


def test_the_list_takes_a_fixed_number_of_statements(db, world, engine):
    counted = []
    sa.event.listen(engine, "before_cursor_execute", lambda *_: counted.append(1))

    def statements():
        db.expire_all()
        consultation = db.get_one(models.Consultation, world.consultation.id)
        counted.clear()
        found = participations.of(db, consultation, by=world.moderator, now=NOW)
        [one.participation.invited_by.name for one in found]
        return len(counted)

    before = statements()
    newcomers = [Newcomer(f"Neu {n}", f"N{n}", f"n{n}@example.org") for n in range(9)]
    bring_in(db, world, *newcomers)
    assert statements() == before


def test_moderators_name_delegates_of_associations_that_are_with_them_alone(db, world):
    (choir,) = bring_in(db, world, CHOIR)
    assert listed(db, world, choir).is_led
    invite_delegate(db, world, choir)
    assert mailed(db) == [CHOIR.email, "neu@example.org"]


def test_nobody_gets_a_say_elsewhere_by_naming_delegates_here(db, world):
    """Threat 38: whoever names a delegate could vote through them in what others lead."""
    founder = factories.moderator(db)
    elsewhere = factories.consultation(db, founder, [world.associations[0]])
    assert not listed(db, world, world.associations[0]).is_led
    with pytest.raises(Conflict):
        invite_delegate(db, world, world.associations[0])
    both = factories.anew(db, founder)
    assert not participations.may_invite_delegate(db, world.associations[0].id, by=both)
    db.add(models.Moderation(consultation_id=elsewhere.id, user_id=world.moderator.user_id))
    db.flush()
    invite_delegate(db, world, world.associations[0], by=factories.anew(db, world.moderator))


def test_a_suggested_short_name_is_free(db):
    factories.association(db, "Chor")
    assert participations.suggested_short_name(db, "Chor") == "Chor 2"
    assert participations.suggested_short_name(db, "Chor e. V.", ["Chor 2"]) == "Chor 3"


def test_a_round_of_ballots_can_be_joined_too(db, world):
    voting = world.round(db, RoundKind.BALLOT)
    assert voting in participations.joinable_rounds(db, world.consultation, NOW)
