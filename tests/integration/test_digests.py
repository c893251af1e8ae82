"""One mail tells what happened, with the texts themselves, when people want to be told."""

import datetime as dt
import threading
from zoneinfo import ZoneInfo

import factories
import pytest
import sqlalchemy as sa
from factories import DAY, HOUR, NOW

from guideline_workshop import models
from guideline_workshop.rules.ballots import Choice
from guideline_workshop.rules.notifications import QUIET, Frequency, MailKind
from guideline_workshop.rules.roles import MembershipRole
from guideline_workshop.rules.rounds import RoundKind
from guideline_workshop.rules.states import AmendmentState
from guideline_workshop.services import amendments, ballots, comments, digests, rounds

BERLIN = ZoneInfo("Europe/Berlin")
MINUTE = dt.timedelta(minutes=1)
BEFORE_SEVEN = dt.datetime(NOW.year + 1, 3, 3, 6, 59, tzinfo=BERLIN)
SEVEN = BEFORE_SEVEN + MINUTE


def sweep(db, now=NOW):
    return digests.order_due(db, zone=BERLIN, now=now)


def wants(db, frequency, *people):
    for one in people:
        db.get_one(models.User, one.user_id).frequency = frequency
    db.flush()


def mails(db, who):
    return db.scalars(
        sa.select(models.Mail)
        .where(models.Mail.user_id == who.user_id, models.Mail.kind == MailKind.DIGEST)
        .order_by(models.Mail.id)
    ).all()


def told(db, who):
    """Return what the last mail to somebody would say if it were delivered now."""
    sections = digests.sections(db, who.user_id, mails(db, who)[-1].data["parts"])
    return [one for section in sections for one in section.happenings]


def headings(db, who):
    return [one.heading.interpolate() for one in told(db, who)]


def comment(db, round_, by, body="Gut.", now=NOW):
    return comments.write(db, round_, provision_key="p2", body=body, by=by, now=now)


@pytest.fixture
def commenting(db, world):
    made = world.round(db, RoundKind.COMMENT)
    sweep(db)  # everybody is told from now on
    return made


@pytest.fixture
def reader(db, world, commenting):
    """Somebody who wants to be told at once; all others are told nothing, at whatever hour."""
    del commenting  # before it nobody is told anything
    db.execute(sa.update(models.User).values(frequency=Frequency.NEVER))
    db.expire_all()
    wants(db, Frequency.IMMEDIATELY, world.delegates[1])
    return world.delegates[1]


def test_nobody_is_told_what_happened_before_they_came(db, reader):
    assert sweep(db, NOW + MINUTE) == 0
    assert mails(db, reader) == []


def test_what_happens_is_told_within_a_minute_to_who_wants_that(db, world, commenting, reader):
    comment(db, commenting, world.delegates[0], "Die Kurse brauchen Kinderbetreuung.")
    assert sweep(db, NOW + MINUTE) == 1
    (mail,) = mails(db, reader)
    assert mail.address == db.get_one(models.User, reader.user_id).email
    (one,) = told(db, reader)
    assert one.heading.interpolate() == f"Comment by {world.associations[0].name}"
    assert one.quotes == ((None, "Die Kurse brauchen Kinderbetreuung."),)


def test_nothing_is_told_twice(db, world, commenting, reader):
    comment(db, commenting, world.delegates[0])
    sweep(db, NOW + MINUTE)
    assert sweep(db, NOW + HOUR) == 0
    assert len(mails(db, reader)) == 1


def test_what_one_did_oneself_is_not_told(db, world, commenting, reader):
    comment(db, commenting, reader)
    assert sweep(db, NOW + MINUTE) == 0
    comment(db, commenting, world.delegates[0], "Von anderen")
    sweep(db, NOW + HOUR)
    assert [one.quotes[0][1] for one in told(db, reader)] == ["Von anderen"]


def test_a_thousand_acts_make_one_mail_in_ten_minutes(db, world, commenting, reader):
    """Threat 44."""
    for number in range(1000):
        comment(db, commenting, world.delegates[0], f"Nr. {number}")
        if number % 100 == 0:
            sweep(db, NOW + MINUTE + number * dt.timedelta(milliseconds=500))
    sweep(db, NOW + MINUTE + QUIET - MINUTE)
    assert len(mails(db, reader)) == 1
    sweep(db, NOW + MINUTE + QUIET)
    assert len(mails(db, reader)) == 2
    (section,) = digests.sections(db, reader.user_id, mails(db, reader)[-1].data["parts"])
    assert section.happenings[0].quotes == ((None, "Nr. 999"),)
    assert len(section.happenings) == digests.MOST
    assert section.more == 999 - digests.MOST


def test_several_sweeps_at_once_order_one_mail(db, world, commenting, reader, new_session):
    comment(db, commenting, world.delegates[0])
    db.commit()
    sweeps = 4
    barrier = threading.Barrier(sweeps)

    def work(number):
        with new_session() as other, other.begin():
            barrier.wait()
            sweep(other, NOW + MINUTE + number * dt.timedelta(seconds=1))

    threads = [threading.Thread(target=work, args=(number,)) for number in range(sweeps)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(mails(db, reader)) == 1


def test_a_daily_digest_comes_at_seven(db, world, commenting):
    reader = world.delegates[1]
    sweep(db, BEFORE_SEVEN - HOUR)
    comment(db, commenting, world.delegates[0])
    sweep(db, BEFORE_SEVEN)
    assert mails(db, reader) == []
    sweep(db, SEVEN)
    assert len(mails(db, reader)) == 1


def test_after_seven_everything_waits_for_the_next_day(db, world, commenting):
    reader = world.delegates[1]
    sweep(db, SEVEN)
    comment(db, commenting, world.delegates[0])
    sweep(db, SEVEN + HOUR)
    assert mails(db, reader) == []
    sweep(db, SEVEN + DAY)
    assert len(mails(db, reader)) == 1


def test_a_weekly_digest_comes_on_monday(db, world, commenting):
    reader = world.delegates[1]
    wants(db, Frequency.WEEKLY, reader)
    monday = SEVEN + (7 - SEVEN.weekday()) * DAY
    sweep(db, monday)
    comment(db, commenting, world.delegates[0])
    for day in range(1, 7):
        sweep(db, monday + day * DAY)
    assert mails(db, reader) == []
    sweep(db, monday + 7 * DAY)
    assert len(mails(db, reader)) == 1


def test_who_wants_nothing_gets_nothing_and_later_not_all_that_was(db, world, commenting):
    reader = world.delegates[1]
    wants(db, Frequency.NEVER, reader)
    comment(db, commenting, world.delegates[0], "Früher")
    sweep(db, SEVEN)
    assert mails(db, reader) == []
    wants(db, Frequency.IMMEDIATELY, reader)
    comment(db, commenting, world.delegates[0], "Später")
    sweep(db, SEVEN + MINUTE)
    assert [one.quotes[0][1] for one in told(db, reader)] == ["Später"]


def test_a_choice_for_one_consultation_counts_there(db, world, commenting, reader):
    db.add(
        models.NotificationChoice(
            user_id=reader.user_id,
            consultation_id=world.consultation.id,
            frequency=Frequency.NEVER,
        )
    )
    comment(db, commenting, world.delegates[0])
    assert sweep(db, NOW + MINUTE) == 0


def test_several_consultations_are_told_in_one_mail(db, world, commenting, reader):
    moderator = factories.moderator(db)
    other = factories.consultation(db, moderator, [world.associations[1]], title="Andere")
    moderator = factories.anew(db, moderator)
    sweep(db, NOW + MINUTE)
    factories.document_with_version(db, other, moderator, title="Weiteres")
    comment(db, commenting, world.delegates[0])
    sweep(db, NOW + 2 * MINUTE)
    (mail,) = mails(db, reader)
    sections = digests.sections(db, reader.user_id, mail.data["parts"])
    assert {one.consultation.id for one in sections} == {world.consultation.id, other.id}


def test_it_is_told_to_members_moderation_and_board_and_to_nobody_else(db, world, commenting):
    comment(db, commenting, world.delegates[0])
    sweep(db, SEVEN)
    concerned = (*world.delegates[1:], world.drafter, world.moderator, world.board)
    assert all(len(mails(db, one)) == 1 for one in concerned)
    others = (world.outsider, world.administrator, world.delegates[0])
    assert all(mails(db, one) == [] for one in others)


@pytest.mark.parametrize("how", ["locked_at", "removed_at"])
def test_who_cannot_sign_in_is_told_nothing(db, world, commenting, reader, how):
    setattr(db.get_one(models.User, reader.user_id), how, NOW)
    comment(db, commenting, world.delegates[0])
    assert sweep(db, NOW + MINUTE) == 0


def test_who_has_left_by_the_time_of_delivery_reads_nothing(db, world, commenting, reader):
    comment(db, commenting, world.delegates[0])
    sweep(db, NOW + MINUTE)
    assert told(db, reader)
    db.execute(sa.delete(models.Membership).where(models.Membership.user_id == reader.user_id))
    assert told(db, reader) == []


@pytest.mark.usefixtures("reader")
def test_an_address_that_cannot_be_written_to_does_not_keep_the_others(db, world, commenting):
    broken = factories.member(db, world.associations[2], MembershipRole.DRAFTER)
    broken.email, broken.frequency = "nobody", Frequency.IMMEDIATELY
    sweep(db, NOW + MINUTE)
    comment(db, commenting, world.delegates[0])
    assert sweep(db, NOW + 2 * MINUTE) == 1


def test_an_amendment_is_told_with_its_changes_and_its_rationale(db, world, reader):
    world.amendment(db, world.round(db), "p2", "Der Kreis fördert Kurse.")
    sweep(db, NOW + MINUTE)
    admitted, submitted, new_round = told(db, reader)
    assert admitted.heading.interpolate() == "A 1 has been admitted"
    assert submitted.heading.interpolate() == f"A 1: new amendment by {world.associations[0].name}"
    assert submitted.quotes[0][1] == "Weil es besser ist."
    (change,) = submitted.changes
    assert change.place.english() == "no. 1 para. 1"
    assert [run.text.strip() for line in change.passage.comparison.lines for run in line.runs] == [
        "Der Kreis fördert", "Sprachkurse", "Kurse", ".",
    ]  # fmt: skip
    assert new_round.heading.interpolate() == "New amendment round"


@pytest.mark.usefixtures("reader")
def test_drafts_are_never_told(db, world):
    wants(db, Frequency.IMMEDIATELY, *world.delegates)
    round_ = world.round(db)
    sweep(db, NOW + MINUTE)
    world.amendment(db, round_, "p2", "Geheim.", state=AmendmentState.DRAFT)
    assert sweep(db, NOW + HOUR) == 0


def test_who_has_voted_is_never_told_but_the_result_is(db, world, reader):
    amending, voting = world.round(db), world.round(db, RoundKind.BALLOT)
    amendment = world.amendment(db, amending, "p2", "Anders.")
    sweep(db, NOW + MINUTE)
    ballot = factories.ballot(db, voting, amendment, world.moderator)
    ballots.vote(db, ballot, Choice.YES, by=world.delegates[0], now=NOW)
    sweep(db, NOW + HOUR)
    assert headings(db, reader) == ["The vote on A 1 has begun"]
    ballots.vote(db, ballot, Choice.NO, by=world.delegates[2], now=NOW)
    assert sweep(db, NOW + 2 * HOUR) == 0
    ballots.vote(db, ballot, Choice.YES, by=world.delegates[2], now=NOW)
    ballots.close(db, ballot, by=world.moderator, now=NOW)
    sweep(db, NOW + 3 * HOUR)
    (result,) = told(db, reader)
    assert result.heading.interpolate() == "A 1 has been adopted"
    assert result.notes[0].interpolate() == "2 yes, 0 no, 0 abstentions"


def test_a_refusal_is_told_with_its_reason(db, world, reader):
    amendment = world.amendment(
        db, world.round(db), "p2", "Anders.", state=AmendmentState.SUBMITTED
    )
    sweep(db, NOW + MINUTE)
    amendments.move_to(
        db,
        amendment,
        AmendmentState.RETURNED,
        reason="Bitte begründen.",
        by=world.moderator,
        now=NOW,
    )
    sweep(db, NOW + HOUR)
    (one,) = told(db, reader)
    assert one.quotes[0][1] == "Bitte begründen."


def test_an_answer_is_told_with_what_it_answers(db, world, commenting, reader):
    parent = comment(db, commenting, world.delegates[0], "Wann beginnen die Kurse?")
    sweep(db, NOW + MINUTE)
    comments.reply(db, parent, "Im Mai.", by=world.moderator, now=NOW)
    sweep(db, NOW + HOUR)
    (one,) = told(db, reader)
    assert one.heading.interpolate() == "Answer of the moderation"
    assert [words for _label, words in one.quotes] == ["Wann beginnen die Kurse?", "Im Mai."]


def test_new_dates_are_told_with_the_reason(db, world, commenting, reader):
    rounds.reschedule(
        db,
        commenting,
        opens_at=commenting.opens_at,
        closes_at=commenting.closes_at + DAY,
        reason="Wegen der Ferien.",
        by=world.moderator,
        now=NOW,
    )
    sweep(db, NOW + MINUTE)
    (one,) = told(db, reader)
    assert one.dates[1][1] == commenting.closes_at
    assert one.quotes[0][1] == "Wegen der Ferien."


def test_the_beginning_of_a_round_is_told_though_nobody_acts(db, world, reader):
    planned = world.round(db, opens_at=NOW + 2 * HOUR, title="Anträge")
    sweep(db, NOW + HOUR)
    assert headings(db, reader) == ["New amendment round"]
    sweep(db, NOW + 2 * HOUR)
    (one,) = told(db, reader)
    assert (one.heading.interpolate(), one.title) == ("A round has begun", planned.title)


def test_a_round_that_begins_at_once_is_told_once(db, world, reader):
    world.round(db, opens_at=NOW + MINUTE)
    sweep(db, NOW + 2 * MINUTE)
    assert headings(db, reader) == ["New amendment round"]


def test_long_texts_are_cut_at_a_blank_and_the_page_has_the_rest(db, world, commenting, reader):
    comment(db, commenting, world.delegates[0], "Wort " * 3000)
    sweep(db, NOW + MINUTE)
    (one,) = told(db, reader)
    assert len(one.quotes[0][1]) < 2100
    assert one.quotes[0][1].endswith("Wort …")
