"""Consultations: who knows of them, and who takes part."""

import factories
import pytest
from factories import NOW

from guideline_workshop.rules.acts import Act
from guideline_workshop.rules.roles import MembershipRole
from guideline_workshop.services import consultations, documents, journal, logins
from guideline_workshop.services.errors import Invalid


@pytest.fixture
def private(db, world):
    made = factories.consultation(db, world.moderator, world.associations[:2], is_public=False)
    factories.consultation(db, factories.moderator(db), is_public=False)
    return made


def seen(db, identity, *of):
    """Say which of the consultations `identity` finds, and check that lists say the same."""
    listed = {one.id for one in consultations.visible(db, identity)}
    found = {one.id for one in of if consultations.find(db, one.slug, identity) is one}
    assert found == listed & {one.id for one in of}
    return {one for one in of if one.id in found}


def test_a_public_consultation_is_seen_by_everybody(db, world):
    people = (None, world.outsider, world.drafter, world.moderator, factories.moderator(db))
    assert all(seen(db, one, world.consultation) for one in people)


def test_visitors_see_the_public_ones_only(db, world, private):
    assert consultations.visible(db, None) == [world.consultation]
    assert seen(db, None, world.consultation, private) == {world.consultation}


def test_a_private_one_is_seen_by_those_who_take_part(db, world, private):
    moderator = factories.anew(db, world.moderator)
    inside = (moderator, world.delegates[0], world.delegates[1], world.drafter)
    assert all(seen(db, one, private) for one in inside)
    outside = (world.delegates[2], world.outsider, factories.moderator(db), None)
    assert not any(seen(db, one, private) for one in outside)


def test_board_and_administrators_see_all_of_them(db, world, private):
    count = len(consultations.visible(db, world.board))
    assert count == len(consultations.visible(db, world.administrator)) >= 4
    assert seen(db, world.board, private) == seen(db, world.administrator, private) == {private}


def test_one_of_several_associations_is_enough_to_see_it_whoever_one_acts_for(db, world, private):
    user = factories.member(db, factories.association(db))
    factories.membership(db, user, world.associations[0], MembershipRole.DRAFTER)
    identity = factories.identity(db, user)
    assert {one.association_id for one in identity.associations} >= {world.associations[0].id}
    assert seen(db, identity, private)
    assert logins.act_for(db, identity, identity.associations[0].association_id)
    assert seen(db, factories.anew(db, identity), private)


def test_the_newest_consultation_comes_first(db, world):
    later = factories.consultation(db, world.moderator)
    assert consultations.visible(db, None) == [later, world.consultation]


def test_an_unknown_address_finds_nothing(db, world):
    assert consultations.find(db, world.consultation.slug + "x", world.administrator) is None


def test_two_consultations_of_one_title_have_addresses_of_their_own(db, world):
    slugs = {factories.consultation(db, world.moderator, title="Über uns").slug for _ in range(3)}
    assert slugs == {"ueber-uns", "ueber-uns-2", "ueber-uns-3"}


def test_a_title_cannot_take_the_address_of_a_form(db, world):
    assert factories.consultation(db, world.moderator, title="New!").slug != "new"
    assert consultations.create.__doc__
    made = documents.create(
        db,
        world.consultation,
        type_=world.document.type,
        title="new",
        by=world.moderator,
        now=NOW,
    )
    assert made.slug != "new"


def test_who_sets_a_consultation_up_leads_it(db, world):
    founder = factories.moderator(db)
    made = factories.consultation(db, founder)
    assert factories.anew(db, founder).moderates == {made.id}
    assert made.id not in factories.anew(db, world.moderator).moderates


def test_invited_associations_take_part_and_are_no_longer_offered(db, world):
    new = factories.association(db)
    assert new in consultations.not_yet_invited(db, world.consultation)
    assert not set(world.associations) & set(consultations.not_yet_invited(db, world.consultation))
    consultations.invite(db, world.consultation, [new.id], by=world.moderator, now=NOW)
    assert consultations.participant_ids(world.consultation) == {
        one.id for one in (*world.associations, new)
    }
    assert new not in consultations.not_yet_invited(db, world.consultation)


def test_every_invitation_is_in_the_journal(db, world):
    new = [factories.association(db) for _ in range(2)]
    before, _ = journal.head(db)
    consultations.invite(
        db, world.consultation, [one.id for one in new], by=world.moderator, now=NOW
    )
    rows = journal.entries(db, world.consultation.id, now=NOW, limit=2)
    assert [row.act for row in rows] == [Act.ASSOCIATION_INVITED] * 2
    assert {row.subject for row in rows} == {one.name for one in new}
    assert journal.head(db)[0] == before + 2


@pytest.mark.parametrize("wrong", ["nobody", "unknown", "twice"])
def test_an_invitation_names_only_associations_that_do_not_take_part(db, world, wrong):
    fresh = factories.association(db)
    ids = {"nobody": [], "unknown": [fresh.id, 999_999], "twice": [world.associations[0].id]}
    before = journal.head(db)
    with pytest.raises(Invalid):
        consultations.invite(db, world.consultation, ids[wrong], by=world.moderator, now=NOW)
    assert journal.head(db) == before
    assert fresh.id not in consultations.participant_ids(world.consultation)


def test_documents_are_found_in_their_own_consultation_only(db, world, private):
    assert documents.find(db, world.consultation, world.document.slug) is world.document
    assert documents.find(db, private, world.document.slug) is None
    assert documents.all_of(db, world.consultation) == [world.document]


def test_documents_of_one_title_have_addresses_of_their_own(db, world):
    title, type_ = world.document.title, world.document.type
    said = {"type_": type_, "title": title, "by": world.moderator, "now": NOW}
    second = documents.create(db, world.consultation, **said)
    assert second.slug == world.document.slug + "-2"
    assert documents.all_of(db, world.consultation) == [world.document, second]
    (row,) = journal.entries(db, world.consultation.id, now=NOW, limit=1)
    assert (row.act, row.subject) == (Act.DOCUMENT_CREATED, title)
