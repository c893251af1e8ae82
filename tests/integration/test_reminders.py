"""A week and a day before a round ends, those who have not acted are reminded, once each."""

import datetime as dt

import factories
import pytest
import sqlalchemy as sa
from factories import DAY, HOUR, NOW

from guideline_workshop import models
from guideline_workshop.rules.ballots import Choice
from guideline_workshop.rules.notifications import Frequency, MailKind
from guideline_workshop.rules.roles import MembershipRole
from guideline_workshop.rules.rounds import RoundKind
from guideline_workshop.rules.states import AmendmentState
from guideline_workshop.services import ballots, comments, reminders, rounds

END = NOW + 20 * DAY
A_WEEK_BEFORE = END - 7 * DAY
A_DAY_BEFORE = END - DAY


def plan(db, world, kind=RoundKind.AMENDMENT, **dates):
    return world.round(db, kind, **{"opens_at": NOW - DAY, "closes_at": END} | dates)


def reminded(db):
    """Return the ids of those for whom a reminder was ordered, in any order."""
    kind = models.Mail.kind == MailKind.REMINDER
    return sorted(db.scalars(sa.select(models.Mail.user_id).where(kind)))


def ids(*people):
    return sorted(one.user_id for one in people)


def says(db, who, round_, now=A_WEEK_BEFORE):
    return reminders.reminder(db, who.user_id, round_.id, round_.closes_at, now=now)


def test_delegates_and_drafters_are_reminded_a_week_and_a_day_before(db, world):
    plan(db, world)
    everybody = ids(*world.delegates, world.drafter)
    assert reminders.order_due(db, now=A_WEEK_BEFORE - HOUR) == 0
    assert reminders.order_due(db, now=A_WEEK_BEFORE) == 4
    assert reminded(db) == everybody
    assert reminders.order_due(db, now=A_WEEK_BEFORE + HOUR) == 0
    assert reminders.order_due(db, now=A_DAY_BEFORE) == 4
    assert reminders.order_due(db, now=END - HOUR) == 0
    assert reminded(db) == sorted(2 * everybody)


def test_who_has_acted_is_not_reminded(db, world):
    round_ = plan(db, world)
    world.amendment(db, round_, "p2", "Anders.", by=1)
    reminders.order_due(db, now=A_WEEK_BEFORE)
    assert reminded(db) == ids(world.delegates[0], world.delegates[2], world.drafter)


def test_a_comment_is_enough_in_a_round_of_comments(db, world):
    round_ = plan(db, world, RoundKind.COMMENT)
    comments.write(db, round_, provision_key=None, body="Gut.", by=world.delegates[0], now=NOW)
    reminders.order_due(db, now=A_WEEK_BEFORE)
    assert reminded(db) == ids(*world.delegates[1:])


def test_a_draft_that_is_not_submitted_is_a_reason_whatever_else_was_done(db, world):
    round_ = plan(db, world)
    for by in range(3):
        world.amendment(db, round_, "p2", "Anders.", by=by)
    draft = world.amendment(db, round_, "p3", "Neu.", state=AmendmentState.DRAFT)
    reminders.order_due(db, now=A_WEEK_BEFORE)
    assert reminded(db) == ids(world.delegates[0], world.drafter)
    said = says(db, world.drafter, round_)
    assert (said.drafts, said.has_acted) == ((draft,), True)


def test_delegates_are_reminded_of_every_ballot_without_their_vote(db, world):
    amending = world.round(db)
    voting = plan(db, world, RoundKind.BALLOT)
    found = [
        factories.ballot(db, voting, world.amendment(db, amending, key, "Neu."), world.moderator)
        for key in ("p2", "p3")
    ]
    for ballot in found:
        ballots.vote(db, ballot, Choice.YES, by=world.delegates[1], now=NOW)
    ballots.vote(db, found[0], Choice.NO, by=world.delegates[2], now=NOW)
    reminders.order_due(db, now=A_WEEK_BEFORE)
    assert reminded(db) == ids(world.delegates[0], world.delegates[2])
    assert says(db, world.delegates[0], voting).ballots == 2
    assert says(db, world.delegates[2], voting).ballots == 1


def test_without_a_ballot_there_is_nothing_to_be_reminded_of(db, world):
    plan(db, world, RoundKind.BALLOT)
    assert reminders.order_due(db, now=A_WEEK_BEFORE) == 0


def test_only_invited_associations_are_reminded(db, world):
    plan(db, world, associations=[world.associations[2]])
    reminders.order_due(db, now=A_WEEK_BEFORE)
    assert reminded(db) == ids(world.delegates[2])


def test_an_extended_round_is_reminded_of_anew(db, world):
    round_ = plan(db, world)
    reminders.order_due(db, now=A_WEEK_BEFORE)
    rounds.reschedule(
        db,
        round_,
        opens_at=round_.opens_at,
        closes_at=END + 30 * DAY,
        reason="Ferien.",
        by=world.moderator,
        now=A_WEEK_BEFORE,
    )
    assert reminders.order_due(db, now=A_DAY_BEFORE) == 0
    assert reminders.order_due(db, now=END + 23 * DAY) == 4


def test_who_has_just_been_told_of_a_short_round_is_not_reminded_at_once(db, world):
    plan(db, world, closes_at=NOW + 5 * DAY)
    assert reminders.order_due(db, now=NOW) == 0
    assert reminders.order_due(db, now=NOW + 4 * DAY) == 4


def test_a_reminder_that_is_days_late_is_left_out(db, world):
    plan(db, world)
    assert reminders.order_due(db, now=A_WEEK_BEFORE + 3 * DAY) == 0


def test_who_wants_no_mails_is_not_reminded(db, world):
    plan(db, world)
    db.get_one(models.User, world.drafter.user_id).frequency = Frequency.NEVER
    db.add(
        models.NotificationChoice(
            user_id=world.delegates[1].user_id,
            consultation_id=world.consultation.id,
            frequency=Frequency.NEVER,
        )
    )
    reminders.order_due(db, now=A_WEEK_BEFORE)
    assert reminded(db) == ids(world.delegates[0], world.delegates[2])


def test_somebody_in_two_associations_gets_one_mail_for_both(db, world):
    round_ = plan(db, world)
    person = db.get_one(models.User, world.delegates[0].user_id)
    factories.membership(db, person, world.associations[1], MembershipRole.DRAFTER)
    reminders.order_due(db, now=A_WEEK_BEFORE)
    assert reminded(db).count(person.id) == 1
    world.amendment(db, round_, "p2", "Anders.", by=0)
    assert says(db, world.delegates[0], round_)  # the other association has not acted


@pytest.mark.parametrize("happens", ["acts", "leaves", "reschedules", "ends"])
def test_what_no_longer_holds_when_it_is_delivered_is_not_said(db, world, happens):
    round_ = plan(db, world)
    closes_at, now, who = round_.closes_at, A_WEEK_BEFORE, world.delegates[1]
    assert says(db, who, round_)
    match happens:
        case "acts":
            world.amendment(db, round_, "p2", "Anders.", by=1)
        case "leaves":
            membership = models.Membership.user_id == who.user_id
            db.execute(sa.delete(models.Membership).where(membership))
        case "reschedules":
            round_.closes_at = END + dt.timedelta(days=1)
        case "ends":
            now = END
    assert reminders.reminder(db, who.user_id, round_.id, closes_at, now=now) is None
