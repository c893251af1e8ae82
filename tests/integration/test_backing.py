"""Joint submission, support, and going on with what was withdrawn."""

import datetime as dt

import factories
import pytest
import sqlalchemy as sa
from factories import DAY, NOW

from guideline_workshop.models import JournalEntry
from guideline_workshop.rules.acts import Act
from guideline_workshop.rules.states import AmendmentState
from guideline_workshop.services import amendments, backing, new_editions, revising, tasks, versions
from guideline_workshop.services.backing import Yes
from guideline_workshop.services.drafting import Edit, Place
from guideline_workshop.services.errors import Conflict, Invalid

OTHER_WORDS = Edit(Place.REPLACE, "p2", "Der Kreis bezahlt Sprachkurse.")
UNTOUCHED = Edit(Place.AFTER, "p3", "")


@pytest.fixture
def lead(world):
    return world.delegates[0]


@pytest.fixture
def other(world):
    return world.delegates[1]


def acts(db):
    return list(db.scalars(sa.select(JournalEntry.act).order_by(JournalEntry.sequence)))


def rewrite(db, draft, *edits):
    amendments.save(
        db,
        draft,
        title=draft.title,
        rationale=draft.rationale,
        edits=edits,
        revision=draft.revision,
        now=NOW,
    )


def said(db, amendment, by):
    return backing.of(db, amendment).yes_of(by.acting_id)


def test_others_read_the_draft_they_are_asked_about_and_say_yes(db, world, lead, other):
    draft = factories.draft(db, world.round(db), lead)
    find = lambda: amendments.find(db, world.consultation, draft.reference, other)  # noqa: E731
    assert find() is None
    backing.ask(db, draft, [other.acting_id], by=lead, now=NOW)
    assert find() is draft
    assert tasks.of(db, other, now=NOW).asked == (draft,)
    assert said(db, draft, other) is Yes.ASKED
    backing.answer(db, draft, agrees=True, by=other, now=NOW)
    assert said(db, draft, other) is Yes.CONFIRMED
    assert tasks.of(db, other, now=NOW).asked == ()
    submitted = amendments.submit(db, draft, by=lead, now=NOW)
    assert [one.id for one in backing.of(db, submitted).confirmed] == [other.acting_id]


def test_who_declines_no_longer_sees_the_draft(db, world, lead, other):
    draft = factories.draft(db, world.round(db), lead)
    backing.ask(db, draft, [other.acting_id], by=lead, now=NOW)
    backing.answer(db, draft, agrees=False, by=other, now=NOW)
    assert amendments.find(db, world.consultation, draft.reference, other) is None


def test_a_yes_counts_for_the_wording_it_was_given_to(db, world, lead, other):
    draft = factories.draft(db, world.round(db), lead)
    backing.ask(db, draft, [other.acting_id], by=lead, now=NOW)
    backing.answer(db, draft, agrees=True, by=other, now=NOW)
    rewrite(db, draft, *amendments.edits_of(draft), UNTOUCHED)  # an empty box says nothing
    assert said(db, draft, other) is Yes.CONFIRMED
    rewrite(db, draft, OTHER_WORDS)
    assert said(db, draft, other) is Yes.LAPSED
    amendments.submit(db, draft, by=lead, now=NOW)
    assert backing.of(db, draft).confirmed == ()
    backing.answer(db, draft, agrees=True, by=other, now=NOW)
    assert said(db, draft, other) is Yes.CONFIRMED


def test_only_others_of_the_round_can_be_asked_and_only_who_was_asked_answers(
    db, world, lead, other
):
    draft = factories.draft(db, world.round(db), lead)
    stranger = factories.association(db)
    for wrong in ([], [lead.acting_id], [stranger.id], [other.acting_id, stranger.id]):
        with pytest.raises(Invalid):
            backing.ask(db, draft, wrong, by=lead, now=NOW)
    with pytest.raises(Invalid):
        backing.answer(db, draft, agrees=True, by=other, now=NOW)


def test_nothing_of_it_is_possible_after_the_round(db, world, lead, other):
    made = factories.submitted(db, world.round(db), lead)
    backing.ask(db, made, [other.acting_id], by=lead, now=NOW)
    closes_at = made.round.closes_at
    for late in (closes_at, closes_at + dt.timedelta(milliseconds=1)):
        for act in (
            lambda at: backing.ask(db, made, [other.acting_id], by=lead, now=at),
            lambda at: backing.answer(db, made, agrees=True, by=other, now=at),
            lambda at: backing.support(db, made, by=other, now=at),
            lambda at: backing.take_support_back(db, made, by=other, now=at),
        ):
            with pytest.raises(Conflict):
                act(late)


def test_support_is_given_once_and_taken_back(db, world, lead, other):
    made = factories.submitted(db, world.round(db), lead)
    for _ in range(2):
        backing.support(db, made, by=other, now=NOW)
    assert backing.of(db, made).count == 1
    assert acts(db).count(Act.AMENDMENT_SUPPORTED) == 1
    for _ in range(2):
        backing.take_support_back(db, made, by=other, now=NOW)
    assert backing.of(db, made).count == 0
    assert acts(db).count(Act.AMENDMENT_SUPPORT_ENDED) == 1
    with pytest.raises(Invalid):
        backing.support(db, made, by=lead, now=NOW)


def test_support_of_an_earlier_wording_is_shown_and_does_not_count(db, world, lead, other):
    made = factories.submitted(db, world.round(db), lead)
    backing.support(db, made, by=other, now=NOW)
    draft = revising.begin(db, made, by=lead, now=NOW)
    rewrite(db, draft, OTHER_WORDS)
    revising.submit(db, draft, by=lead, now=NOW + DAY)
    (supporter,) = backing.of(db, made).supporters
    assert not supporter.is_present
    assert backing.of(db, made).count == 0
    backing.support(db, made, by=other, now=NOW + DAY)
    assert backing.of(db, made).count == 1


def test_without_enough_supporters_nothing_is_admitted(db, world, lead, other):
    round_ = world.round(db)
    round_.supporters_needed = 1
    made = factories.submitted(db, round_, lead)
    assert backing.of(db, made).missing == 1
    admit = lambda: amendments.move_to(  # noqa: E731
        db, made, AmendmentState.ADMITTED, reason="", by=world.moderator, now=NOW
    )
    with pytest.raises(Conflict):
        admit()
    backing.support(db, made, by=other, now=NOW)
    assert backing.of(db, made).missing == 0
    admit()
    assert made.state is AmendmentState.ADMITTED


@pytest.mark.parametrize("before", [AmendmentState.SUBMITTED, AmendmentState.ADMITTED])
def test_a_co_submitter_goes_on_with_what_was_withdrawn(db, world, lead, other, before):
    made = factories.in_state(db, before, world.round(db), lead, world.moderator)
    backing.ask(db, made, [other.acting_id], by=lead, now=NOW)
    backing.answer(db, made, agrees=True, by=other, now=NOW)
    with pytest.raises(Conflict):  # not withdrawn yet
        backing.take_over(db, made, by=other, now=NOW)
    amendments.move_to(db, made, AmendmentState.WITHDRAWN, reason="Keine Zeit.", by=lead, now=NOW)
    backing.take_over(db, made, by=other, now=NOW + DAY)
    assert made.state is AmendmentState.SUBMITTED  # it is decided on anew
    assert (made.association_id, made.edition) == (other.acting_id, 2)
    first, second = new_editions.all_of(db, made)
    assert (first.association_id, first.digest) == (lead.acting_id, second.digest)
    assert backing.of(db, made).co_submitters == ()
    assert acts(db)[-1] is Act.AMENDMENT_TAKEN_OVER
    with pytest.raises(Conflict):
        backing.take_over(db, made, by=other, now=NOW + DAY)


def test_nobody_else_takes_over(db, world, lead, other):
    made = factories.submitted(db, world.round(db), lead)
    backing.ask(db, made, [other.acting_id], by=lead, now=NOW)
    amendments.move_to(db, made, AmendmentState.WITHDRAWN, reason="", by=lead, now=NOW)
    with pytest.raises(Invalid):  # asked, but never said yes
        backing.take_over(db, made, by=other, now=NOW)


def test_with_a_newer_draft_it_is_too_late_to_take_over(db, world, lead, other):
    made = factories.submitted(db, world.round(db), lead)
    backing.ask(db, made, [other.acting_id], by=lead, now=NOW)
    backing.answer(db, made, agrees=True, by=other, now=NOW)
    amendments.move_to(db, made, AmendmentState.WITHDRAWN, reason="", by=lead, now=NOW)
    versions.publish(
        db,
        world.version.document,
        title="Leitlinien",
        content=factories.CONTENT,
        by=world.moderator,
        now=NOW,
    )
    with pytest.raises(Conflict):
        backing.take_over(db, made, by=other, now=NOW)
    assert made.state is AmendmentState.WITHDRAWN


def test_who_takes_over_no_longer_counts_as_standing_behind_it(db, world, lead, other):
    round_ = world.round(db)
    round_.supporters_needed = 1
    made = factories.submitted(db, round_, lead)
    backing.ask(db, made, [other.acting_id], by=lead, now=NOW)
    backing.answer(db, made, agrees=True, by=other, now=NOW)
    admit = lambda: amendments.move_to(  # noqa: E731
        db, made, AmendmentState.ADMITTED, reason="", by=world.moderator, now=NOW
    )
    admit()
    amendments.move_to(db, made, AmendmentState.WITHDRAWN, reason="", by=lead, now=NOW)
    backing.take_over(db, made, by=other, now=NOW)
    with pytest.raises(Conflict):
        admit()
