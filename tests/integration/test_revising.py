"""A submitted amendment is submitted anew while the round is open; what was before stays."""

import datetime as dt

import factories
import pytest
import sqlalchemy as sa
from factories import DAY, NOW

from guideline_workshop.models import Amendment, JournalEntry
from guideline_workshop.rules.acts import Act
from guideline_workshop.rules.rounds import RoundKind
from guideline_workshop.rules.states import REVISABLE, AmendmentState
from guideline_workshop.services import amendments, new_editions, revising, rounds, tasks
from guideline_workshop.services.drafting import Edit, Place
from guideline_workshop.services.errors import Conflict, Invalid

FIRST = Edit(Place.REPLACE, "p2", "Der Kreis fördert kostenlose Sprachkurse.")
SECOND = Edit(Place.REPLACE, "p2", "Der Kreis bezahlt Sprachkurse.")
S = AmendmentState


@pytest.fixture
def submitted(db, world):
    return factories.submitted(db, world.round(db), world.delegates[0], [FIRST], title="Kostenlos")


def rewritten(db, amendment, by, edit=SECOND, now=NOW):
    """Begin a new wording and write it."""
    draft = revising.begin(db, amendment, by=by, now=now)
    amendments.save(
        db,
        draft,
        title="Bezahlt",
        rationale="Weil Geld fehlt.",
        edits=[edit],
        revision=draft.revision,
        now=now,
    )
    return draft


def test_the_new_wording_takes_the_place_of_the_old_one_and_keeps_the_number(db, world, submitted):
    by, number = world.delegates[0], submitted.number
    draft = rewritten(db, submitted, by)
    assert draft.number is None
    assert submitted.title == "Kostenlos"  # until it is submitted
    renewed = revising.submit(db, draft, by=by, now=NOW + DAY)
    assert renewed.id == submitted.id
    assert (renewed.number, renewed.edition, renewed.title) == (number, 2, "Bezahlt")
    first, second = new_editions.all_of(db, renewed)
    assert (first.title, second.title) == ("Kostenlos", "Bezahlt")
    comparison = new_editions.compared(first, second)
    assert comparison.changed
    assert db.scalars(sa.select(Amendment).where(Amendment.revises_id == renewed.id)).all() == []
    (row,) = db.scalars(
        sa.select(JournalEntry).where(JournalEntry.act == Act.AMENDMENT_REVISED)
    ).all()
    assert row.details["edition"] == 2
    assert row.details["digest"] == renewed.digest == second.digest


def test_there_is_one_new_wording_at_a_time(db, world, submitted):
    draft = revising.begin(db, submitted, by=world.delegates[0], now=NOW)
    assert revising.begin(db, submitted, by=world.delegates[0], now=NOW) is draft
    assert revising.revision_of(db, submitted) is draft
    amendments.discard(db, draft)
    assert revising.revision_of(db, submitted) is None


@pytest.mark.parametrize(
    "state", [S.SUBMITTED, S.RETURNED, S.ADMITTED, S.NOT_ADMITTED, S.WITHDRAWN]
)
def test_only_what_is_not_decided_can_be_submitted_anew(db, world, state):
    by = world.delegates[0]
    made = factories.in_state(db, state, world.round(db), by, world.moderator)
    if state not in REVISABLE:
        with pytest.raises(Conflict):
            revising.begin(db, made, by=by, now=NOW)
        return
    renewed = revising.submit(db, rewritten(db, made, by), by=by, now=NOW + DAY)
    assert renewed.state is S.SUBMITTED  # a returned one too is decided on anew
    assert renewed.state_reason == ""


def test_what_was_decided_meanwhile_is_not_overtaken(db, world, submitted):
    by = world.delegates[0]
    draft = rewritten(db, submitted, by)
    amendments.move_to(
        db, submitted, S.NOT_ADMITTED, reason="Gehört nicht hierher.", by=world.moderator, now=NOW
    )
    with pytest.raises(Conflict):
        revising.submit(db, draft, by=by, now=NOW)
    assert draft.title == "Bezahlt"  # nothing written is lost


def test_what_is_put_to_the_vote_stays_as_it_is(db, world, submitted):
    by = world.delegates[0]
    draft = rewritten(db, submitted, by)
    amendments.move_to(db, submitted, S.ADMITTED, reason="", by=world.moderator, now=NOW)
    ballots = world.round(db, kind=RoundKind.BALLOT)
    factories.ballot(db, ballots, submitted, world.moderator)
    for act in (
        lambda: revising.submit(db, draft, by=by, now=NOW),
        lambda: revising.begin(db, submitted, by=by, now=NOW),
    ):
        with pytest.raises(Conflict):
            act()


def test_the_deadline_holds_for_a_new_wording_too(db, world, submitted):
    by, closes_at = world.delegates[0], submitted.round.closes_at
    draft = rewritten(db, submitted, by)
    for late in (closes_at, closes_at + dt.timedelta(milliseconds=1), closes_at + DAY):
        with pytest.raises(Conflict):
            revising.submit(db, draft, by=by, now=late)
        with pytest.raises(Conflict):
            revising.begin(db, submitted, by=by, now=late)
    last = closes_at - dt.timedelta(milliseconds=1)
    assert rounds.require_open(submitted.round, last) is None
    assert revising.submit(db, draft, by=by, now=last).edition == 2


def test_the_same_again_is_no_new_wording(db, world, submitted):
    by = world.delegates[0]
    draft = revising.begin(db, submitted, by=by, now=NOW)
    with pytest.raises(Invalid):
        revising.submit(db, draft, by=by, now=NOW + DAY)


def test_who_got_an_amendment_back_is_told_on_the_start_page(db, world, submitted):
    by = world.delegates[0]
    assert tasks.of(db, by, now=NOW).returned == ()
    amendments.move_to(db, submitted, S.RETURNED, reason="Unklar.", by=world.moderator, now=NOW)
    assert tasks.of(db, by, now=NOW).returned == (submitted,)
    assert tasks.of(db, world.delegates[1], now=NOW).returned == ()
    assert tasks.of(db, by, now=submitted.round.closes_at).returned == ()
