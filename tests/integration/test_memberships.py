"""Members of an association: roles, leaving, and that a delegate always remains."""

import factories
import pytest
from factories import NOW
from support.at_once import at_once

from guideline_workshop import models
from guideline_workshop.rules.acts import Act
from guideline_workshop.rules.roles import MembershipRole
from guideline_workshop.services import journal, memberships
from guideline_workshop.services.errors import Conflict

DRAFTER, DELEGATE = MembershipRole.DRAFTER, MembershipRole.DELEGATE


@pytest.fixture
def held(db, world):
    """The membership of the only delegate of the first association, which has a drafter too."""
    return memberships.find(db, world.associations[0].id, world.delegates[0].user_id)


@pytest.fixture
def drafting(db, world):
    return memberships.find(db, world.associations[0].id, world.drafter.user_id)


def rows(db, count):
    last = journal.head(db)[0]
    return [db.get_one(models.JournalEntry, last - n) for n in range(count)]


def test_members_are_listed_by_name_delegates_first(db):
    of = factories.association(db)
    for name, role in (("Zoe", DELEGATE), ("Ada", DRAFTER), ("Ben", DELEGATE)):
        factories.member(db, of, role, name=name)
    assert [one.user.name for one in memberships.of(db, of.id)] == ["Ben", "Zoe", "Ada"]


def test_a_drafter_becomes_a_delegate_and_it_is_recorded_without_a_name(db, world, drafting):
    memberships.change_role(db, drafting, DELEGATE, by=world.delegates[0], now=NOW)
    assert factories.anew(db, world.drafter).acting.role is DELEGATE
    (row,) = rows(db, 1)
    assert (row.act, row.subject) == (Act.MEMBERSHIP_CHANGED, f"Konto {drafting.user_id}")
    assert row.details["after"] == "delegate"


def test_choosing_the_role_that_one_has_changes_nothing(db, world, drafting):
    before = journal.head(db)
    memberships.change_role(db, drafting, DRAFTER, by=world.delegates[0], now=NOW)
    assert journal.head(db) == before


def test_the_last_delegate_can_neither_leave_nor_be_made_a_drafter(db, world, held):
    """Threat 38."""
    before = journal.head(db)
    with pytest.raises(Conflict):
        memberships.end(db, held, by=world.delegates[0], now=NOW)
    with pytest.raises(Conflict):
        memberships.change_role(db, held, DRAFTER, by=world.delegates[0], now=NOW)
    assert journal.head(db) == before
    assert memberships.is_last_delegate(db, held)


@pytest.mark.parametrize("since", ["locked_at", "removed_at"])
def test_who_cannot_sign_in_does_not_count_as_another_delegate(db, world, held, since):
    """Threat 38."""
    setattr(factories.member(db, world.associations[0]), since, NOW)
    factories.member(db, world.associations[1])
    db.flush()
    with pytest.raises(Conflict):
        memberships.end(db, held, by=world.delegates[0], now=NOW)


def test_with_a_deputy_the_delegate_can_leave(db, world, held):
    factories.member(db, world.associations[0])
    memberships.end(db, held, by=world.delegates[0], now=NOW)
    assert memberships.find(db, world.associations[0].id, held.user_id) is None
    assert rows(db, 1)[0].act is Act.MEMBERSHIP_ENDED


def test_a_drafter_leaves_and_acts_for_nobody_from_then_on(db, world, drafting):
    """Threat 39."""
    memberships.end(db, drafting, by=world.drafter, now=NOW)
    anew = factories.anew(db, world.drafter)
    assert (anew.acting, anew.associations) == (None, ())


def test_who_was_taken_out_already_cannot_be_taken_out_again(db, world, drafting, new_session):
    db.commit()
    with new_session.begin() as other:
        same = memberships.find(other, drafting.association_id, drafting.user_id)
        memberships.end(other, same, by=world.delegates[0], now=NOW)
    with pytest.raises(Conflict):
        memberships.end(db, drafting, by=world.delegates[0], now=NOW)


def test_members_are_found_in_their_own_association_only(db, world, held):
    """Threat 11."""
    assert memberships.find(db, world.associations[1].id, held.user_id) is None


@pytest.mark.parametrize("attempt", range(3))
@pytest.mark.parametrize("way", ["remove", "demote"])
def test_of_two_delegates_who_take_each_other_out_one_remains(  # noqa: PLR0917 -- fixtures
    db, world, held, new_session, way, attempt
):
    """Threat 38."""
    del attempt
    second = factories.member(db, world.associations[0])
    other = factories.identity(db, second)
    db.commit()

    def act(by, user_id):
        with new_session() as session:
            target = memberships.find(session, held.association_id, user_id)
            try:
                if way == "remove":
                    memberships.end(session, target, by=by, now=NOW)
                else:
                    memberships.change_role(session, target, DRAFTER, by=by, now=NOW)
            except Conflict:
                return 0
            session.commit()
            return 1

    first = world.delegates[0]
    done = at_once([lambda: act(first, second.id), lambda: act(other, first.user_id)])
    assert sum(done) == 1
    db.expire_all()
    everybody = memberships.of(db, world.associations[0].id)
    left = [one for one in everybody if one.role is DELEGATE]
    assert len(left) == 1
