"""What waits for the moderation of the consultations one leads."""

import factories
import pytest
import sqlalchemy as sa
from factories import DAY, HOUR, NOW

from guideline_workshop.rules.ballots import Choice
from guideline_workshop.rules.rounds import RoundKind
from guideline_workshop.rules.states import AmendmentState
from guideline_workshop.services import ballots, consolidations, tasks, versions
from guideline_workshop.text.document import Document

LATER = NOW + 20 * DAY
"""All rounds are over."""


@pytest.fixture
def rounds(db, world):
    return world.round(db), world.round(db, RoundKind.BALLOT)


def duties(db, who, now=NOW):
    return tasks.of_moderation(db, who, now=now)


def put_to_the_vote(db, world, rounds, key="p2"):
    amendment = world.amendment(db, rounds[0], key, "Anders.")
    return factories.ballot(db, rounds[1], amendment, world.moderator)


def test_nothing_waits_where_nothing_is(db, world, rounds):
    world.amendment(db, rounds[0], "p2", "Anders.", state=AmendmentState.DRAFT)
    world.amendment(db, rounds[0], "p3", "Anders.", state=AmendmentState.ADMITTED)
    world.amendment(db, rounds[0], "p5", "Anders.", state=AmendmentState.RETURNED)
    assert duties(db, world.moderator, LATER) == tasks.Duties()
    assert not duties(db, world.moderator, LATER)


def test_submitted_amendments_are_counted_for_each_consultation(db, world, rounds):
    for key in ("p2", "p3"):
        world.amendment(db, rounds[0], key, "Anders.", state=AmendmentState.SUBMITTED)
    world.amendment(db, rounds[0], "p5", "Anders.", state=AmendmentState.ADMITTED)
    (found,) = duties(db, world.moderator).submitted
    assert (found.consultation.id, found.count) == (world.consultation.id, 2)


def test_a_ballot_waits_when_it_has_ended_and_until_its_result(db, world, rounds):
    ballot = put_to_the_vote(db, world, rounds)
    other = put_to_the_vote(db, world, rounds, "p3")
    end = ballot.closes_at
    assert duties(db, world.moderator, end - HOUR).ballots == ()
    assert duties(db, world.moderator, end).ballots == (ballot, other)
    ballots.close(db, ballot, by=world.moderator, now=LATER)
    assert duties(db, world.moderator, end).ballots == (other,)


def test_adopted_amendments_wait_when_all_results_are_there_and_until_the_merge(db, world, rounds):
    world.adopted(db, rounds, "p2", "Anders.")
    open_one = put_to_the_vote(db, world, rounds, "p3")
    assert duties(db, world.moderator).mergeable == ()
    ballots.close(db, open_one, by=world.moderator, now=NOW)
    (found,) = duties(db, world.moderator).mergeable
    assert (found.version.id, found.count) == (world.version.id, 1)
    who = {"by": world.moderator, "now": NOW}
    begun = consolidations.begin(db, world.version, **who)
    assert duties(db, world.moderator).mergeable
    consolidations.publish(db, begun, revision=begun.revision, **who)
    assert not duties(db, world.moderator)


def test_what_was_adopted_on_an_old_version_can_no_longer_be_merged(db, world, rounds):
    world.adopted(db, rounds, "p2", "Anders.")
    text = Document(factories.CONTENT.provisions[:3])
    who = {"by": world.moderator, "now": NOW}
    versions.publish(db, world.document, title="Neu", content=text, **who)
    assert duties(db, world.moderator).mergeable == ()


def test_only_those_who_lead_it_are_asked(db, world, rounds):
    world.amendment(db, rounds[0], "p3", "Anders.", state=AmendmentState.SUBMITTED)
    put_to_the_vote(db, world, rounds)
    others = [world.board, world.administrator, world.delegates[0], factories.moderator(db), None]
    assert [who for who in others if duties(db, who, LATER)] == []
    assert duties(db, world.moderator, LATER)


@pytest.mark.parametrize("many", [1, 3])
def test_it_takes_four_statements_however_much_waits(db, world, rounds, many):
    for key in ("p2", "p3", "p5")[:many]:
        world.amendment(db, rounds[0], key, "Anders.", state=AmendmentState.SUBMITTED)
        put_to_the_vote(db, world, rounds, key)
    _, version = factories.document_with_version(
        db, world.consultation, world.moderator, title="Noch eines"
    )
    proposing = factories.round_(db, version, world.moderator)
    voting = factories.round_(db, version, world.moderator, RoundKind.BALLOT)
    for key in ("p2", "p3", "p5")[:many]:
        edits = (factories.drafting.Edit(factories.drafting.Place.REPLACE, key, "Anders."),)
        made = factories.in_state(
            db, AmendmentState.ADMITTED, proposing, world.delegates[0], world.moderator, edits
        )
        factories.decided(db, voting, made, world.moderator, {world.delegates[0]: Choice.YES})
    db.commit()
    db.expunge_all()
    sent = []
    sa.event.listen(db.get_bind(), "before_cursor_execute", lambda *args: sent.append(args[2]))
    found = duties(db, world.moderator, LATER)
    assert found.submitted[0].consultation.slug
    assert [one.amendment.consultation.slug for one in found.ballots]
    assert [one.version.document.consultation.slug for one in found.mergeable]
    assert (found.submitted[0].count, len(found.ballots), found.mergeable[0].count) == (
        many, many, many,
    )  # fmt: skip
    assert len([one for one in sent if not one.startswith("BEGIN")]) == 4
