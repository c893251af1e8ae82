"""Who leads a consultation: always somebody."""

import factories
import pytest
import sqlalchemy as sa
from factories import NOW
from support.at_once import at_once

from guideline_workshop import models
from guideline_workshop.rules.acts import Act
from guideline_workshop.rules.roles import GlobalRole
from guideline_workshop.services import journal, moderations
from guideline_workshop.services.errors import Conflict, Invalid


@pytest.fixture
def colleague(db):
    return factories.user(db, "Kollegin", roles=[GlobalRole.MODERATOR])


def add(db, world, user_id, **more):
    said = {"by": world.moderator, "now": NOW} | more
    moderations.add(db, world.consultation, user_id, **said)


def of(db, world):
    return {one.user_id for one in moderations.of(db, world.consultation)}


def last_row(db):
    return db.get_one(models.JournalEntry, journal.head(db)[0])


def test_a_colleague_leads_too_from_their_next_request_on(db, world, colleague):
    identity = factories.identity(db, colleague)
    add(db, world, colleague.id)
    assert of(db, world) == {world.moderator.user_id, colleague.id}
    assert factories.anew(db, identity).moderates == {world.consultation.id}
    row = last_row(db)
    assert (row.act, row.subject) == (Act.MODERATOR_ADDED, f"Konto {colleague.id}")
    assert row.consultation_id == world.consultation.id


def test_only_who_has_the_global_role_and_can_sign_in_is_offered(db, world, colleague):
    locked = factories.user(db, roles=[GlobalRole.MODERATOR])
    locked.locked_at = NOW
    db.flush()
    offered = {one.id for one in moderations.candidates(db, world.consultation)}
    assert colleague.id in offered
    assert not offered & {locked.id, world.moderator.user_id, world.outsider.user_id}
    for user_id in (locked.id, world.moderator.user_id, world.outsider.user_id, 999_999):
        with pytest.raises(Invalid):
            add(db, world, user_id)


def test_an_administrator_may_add_somebody_too(db, world, colleague):
    add(db, world, colleague.id, by=world.administrator)
    assert last_row(db).actor_id == world.administrator.user_id


def test_a_moderator_who_is_taken_out_leads_no_more(db, world, colleague):
    """Threat 39."""
    identity = factories.identity(db, colleague)
    add(db, world, colleague.id)
    held = moderations.find(db, world.consultation, colleague.id)
    moderations.remove(db, held, by=world.moderator, now=NOW)
    assert factories.anew(db, identity).moderates == set()
    assert last_row(db).act is Act.MODERATOR_REMOVED


@pytest.mark.parametrize("deputy", ["nobody", "locked"])
def test_the_last_moderator_cannot_be_taken_out(db, world, colleague, deputy):
    """Threat 38."""
    if deputy == "locked":
        add(db, world, colleague.id)
        colleague.locked_at = NOW
        db.flush()
    held = moderations.find(db, world.consultation, world.moderator.user_id)
    with pytest.raises(Conflict):
        moderations.remove(db, held, by=world.administrator, now=NOW)
    assert world.moderator.user_id in of(db, world)


def test_moderators_are_found_in_their_own_consultation_only(db, world):
    """Threat 38."""
    founder = factories.moderator(db)
    elsewhere = factories.consultation(db, founder)
    assert moderations.find(db, elsewhere, world.moderator.user_id) is None


@pytest.mark.parametrize("attempt", range(3))
def test_of_two_moderators_who_take_each_other_out_one_remains(
    db, world, colleague, new_session, attempt
):
    """Threat 38."""
    del attempt
    add(db, world, colleague.id)
    identity = factories.identity(db, colleague)
    db.commit()

    def remove(by, user_id):
        with new_session() as session:
            here = session.get_one(models.Consultation, world.consultation.id)
            held = moderations.find(session, here, user_id)
            try:
                moderations.remove(session, held, by=by, now=NOW)
            except Conflict:
                return 0
            session.commit()
            return 1

    first = world.moderator
    done = at_once([lambda: remove(first, colleague.id), lambda: remove(identity, first.user_id)])
    assert sum(done) == 1
    here = models.Moderation.consultation_id == world.consultation.id
    assert db.scalar(sa.select(sa.func.count()).select_from(models.Moderation).where(here)) == 1
