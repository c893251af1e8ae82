"""Rounds: dates, new dates, and which one matters now."""

import datetime as dt

import factories
import pytest
from factories import DAY, HOUR, NOW

from guideline_workshop.rules.acts import Act
from guideline_workshop.rules.rounds import RoundKind, RoundState
from guideline_workshop.services import journal, rounds
from guideline_workshop.services.errors import Conflict, Invalid

SECOND = dt.timedelta(seconds=1)


def plan(db, world, opens_at, closes_at, *, ids=None, now=NOW):
    return rounds.plan(
        db,
        world.version,
        kind=RoundKind.AMENDMENT,
        title="Antragsrunde",
        opens_at=opens_at,
        closes_at=closes_at,
        association_ids=[one.id for one in world.associations] if ids is None else ids,
        by=world.moderator,
        now=now,
    )


def reschedule(db, world, round_, opens_at, closes_at, *, now=NOW):
    rounds.reschedule(
        db,
        round_,
        opens_at=opens_at,
        closes_at=closes_at,
        reason="Viele waren verreist.",
        by=world.moderator,
        now=now,
    )


def stored_dates(new_session, round_):
    with new_session() as other:
        fresh = other.get_one(type(round_), round_.id)
        return fresh.opens_at, fresh.closes_at


def test_a_round_opens_and_closes_by_its_dates_alone(db, world):
    made = plan(db, world, NOW + DAY, NOW + 2 * DAY)
    states = [made.state(moment) for moment in (NOW, NOW + DAY, NOW + 2 * DAY)]
    assert states == [RoundState.PLANNED, RoundState.OPEN, RoundState.CLOSED]


def test_dates_come_back_in_utc_whatever_zone_they_were_given_in(db, world, new_session):
    zone = dt.timezone(dt.timedelta(hours=5))
    made = plan(db, world, (NOW + DAY).astimezone(zone), (NOW + 2 * DAY).astimezone(zone))
    db.commit()
    opens_at, closes_at = stored_dates(new_session, made)
    assert (opens_at, closes_at) == (NOW + DAY, NOW + 2 * DAY)
    assert opens_at.tzinfo is dt.UTC


def test_a_date_without_a_zone_is_a_mistake(db, world):
    naive = (NOW + DAY).replace(tzinfo=None)
    with pytest.raises(TypeError):
        plan(db, world, naive, NOW + 2 * DAY)


@pytest.mark.parametrize(
    ("opens_at", "closes_at"),
    [
        (NOW + DAY, NOW + DAY),
        (NOW + 2 * DAY, NOW + DAY),
        (NOW - 2 * DAY, NOW - DAY),
        (NOW - DAY, NOW),
    ],
)
def test_the_end_is_after_the_begin_and_in_the_future(db, world, opens_at, closes_at):
    before = journal.head(db)
    with pytest.raises(Invalid):
        plan(db, world, opens_at, closes_at)
    assert journal.head(db) == before
    assert rounds.all_of(db, world.consultation) == []


def test_a_round_may_open_at_once(db, world):
    assert plan(db, world, NOW - HOUR, NOW + SECOND).state(NOW) is RoundState.OPEN


@pytest.mark.parametrize("wrong", ["nobody", "stranger"])
def test_a_round_invites_associations_that_take_part(db, world, wrong):
    ids = {"nobody": [], "stranger": [world.associations[0].id, world.outsider.acting_id]}
    with pytest.raises(Invalid):
        plan(db, world, NOW, NOW + DAY, ids=ids[wrong])


def test_rounds_are_numbered_in_their_consultation(db, world):
    made = [plan(db, world, NOW, NOW + DAY) for _ in range(3)]
    assert [one.number for one in made] == [1, 2, 3]
    assert rounds.all_of(db, world.consultation) == made == rounds.on(db, world.version)
    assert rounds.find(db, world.consultation, 2) is made[1]
    assert rounds.find(db, world.consultation, 4) is None


def test_a_round_of_another_consultation_is_not_found(db, world):
    other = factories.consultation(db, world.moderator)
    plan(db, world, NOW, NOW + DAY)
    assert rounds.find(db, other, 1) is None


def test_only_those_named_are_invited(db, world):
    made = plan(db, world, NOW, NOW + DAY, ids=[world.associations[1].id])
    assert rounds.invited_ids(made) == {world.associations[1].id}


def test_a_planned_round_can_get_any_dates(db, world, new_session):
    made = plan(db, world, NOW + DAY, NOW + 2 * DAY)
    reschedule(db, world, made, NOW + 3 * DAY, NOW + 4 * DAY)
    db.commit()
    assert stored_dates(new_session, made) == (NOW + 3 * DAY, NOW + 4 * DAY)


def test_the_journal_keeps_old_and_new_dates_with_the_reason(db, world):
    made = plan(db, world, NOW + DAY, NOW + 2 * DAY)
    reschedule(db, world, made, NOW + DAY, NOW + 9 * DAY)
    (row,) = journal.entries(db, world.consultation.id, now=NOW, limit=1)
    assert (row.act, row.reason) == (Act.ROUND_RESCHEDULED, "Viele waren verreist.")
    assert row.details["before"]["closes_at"] == (NOW + 2 * DAY).isoformat()
    assert row.details["after"]["closes_at"] == (NOW + 9 * DAY).isoformat()


def test_an_open_round_moves_its_end_only(db, world):
    opens_at = NOW - DAY
    made = plan(db, world, opens_at, NOW + DAY)
    reschedule(db, world, made, opens_at, NOW + 2 * DAY)
    assert (made.opens_at, made.closes_at) == (opens_at, NOW + 2 * DAY)
    for moved in (opens_at - HOUR, opens_at + HOUR, NOW + HOUR):
        with pytest.raises(Conflict):
            reschedule(db, world, made, moved, NOW + 3 * DAY)
    assert (made.opens_at, made.closes_at) == (opens_at, NOW + 2 * DAY)


def test_a_form_that_shows_no_seconds_does_not_move_the_begin(db, world):
    opens_at = NOW - DAY + 17 * SECOND
    made = plan(db, world, opens_at, NOW + DAY)
    reschedule(db, world, made, opens_at - 17 * SECOND, NOW + 2 * DAY)
    assert made.opens_at == opens_at


def test_an_end_that_has_passed_closes_the_round_at_once(db, world):
    made = plan(db, world, NOW - DAY, NOW + DAY)
    reschedule(db, world, made, made.opens_at, NOW)
    assert made.state(NOW) is RoundState.CLOSED


def test_the_reasons_of_new_dates_are_kept_for_each_round(db, world):
    made, alike = (plan(db, world, NOW - DAY, NOW + DAY) for _ in range(2))
    assert rounds.rescheduled(db, made) == []
    for days in (2, 3):
        reschedule(db, world, made, made.opens_at, NOW + days * DAY)
    reschedule(db, world, alike, alike.opens_at, NOW + 9 * DAY)
    last, first = rounds.rescheduled(db, made)
    assert last.details["before"] == first.details["after"]
    assert {one.reason for one in (last, first)} == {"Viele waren verreist."}
    assert len(rounds.rescheduled(db, alike)) == 1


def test_a_closed_round_can_be_opened_again_by_a_later_end(db, world):
    made = plan(db, world, NOW - 2 * DAY, NOW - DAY, now=NOW - 2 * DAY)
    reschedule(db, world, made, made.opens_at, NOW + DAY)
    assert made.state(NOW) is RoundState.OPEN


@pytest.mark.parametrize("opens_at", [NOW + DAY, NOW - DAY])
def test_new_dates_stand_in_order(db, world, opens_at):
    made = plan(db, world, opens_at, NOW + 5 * DAY)
    with pytest.raises(Invalid):
        reschedule(db, world, made, opens_at, opens_at)
    assert made.closes_at == NOW + 5 * DAY


def test_the_dates_are_read_afresh_before_they_are_judged(db, world, new_session):
    made = plan(db, world, NOW + DAY, NOW + 2 * DAY)
    db.commit()
    with new_session.begin() as other:
        same = other.get_one(type(made), made.id)
        reschedule(other, world, same, NOW - DAY, NOW + 2 * DAY)
    with pytest.raises(Conflict):  # as this session remembers it, the round is still planned
        reschedule(db, world, made, NOW + 3 * DAY, NOW + 4 * DAY)


def test_what_matters_now_is_the_open_round_then_the_next_then_the_last(db, world):
    kind = RoundKind.AMENDMENT
    past = world.round(db, opens_at=NOW - 9 * DAY, closes_at=NOW - 8 * DAY)
    older = world.round(db, opens_at=NOW - 12 * DAY, closes_at=NOW - 10 * DAY)
    world.round(db, RoundKind.COMMENT)
    of = rounds.on(db, world.version)
    assert rounds.current(of, kind, NOW) is past
    later = world.round(db, opens_at=NOW + 3 * DAY, closes_at=NOW + 4 * DAY)
    following = world.round(db, opens_at=NOW + DAY, closes_at=NOW + 2 * DAY)
    of = [past, older, later, following]
    assert rounds.current(of, kind, NOW) is following
    open_ = world.round(db)
    assert rounds.current([*of, open_], kind, NOW) is open_
    assert rounds.current(of, RoundKind.BALLOT, NOW) is None


@pytest.mark.parametrize(
    ("opens_at", "closes_at"), [(NOW + DAY, NOW + 2 * DAY), (NOW - 2 * DAY, NOW)]
)
def test_nobody_acts_outside_the_dates(db, world, opens_at, closes_at):
    made = plan(db, world, opens_at, closes_at, now=NOW - 2 * DAY)
    with pytest.raises(Conflict):
        rounds.require_open(made, NOW)
