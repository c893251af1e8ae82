"""Several people at once: nothing is counted twice, nothing is lost, nobody waits for ever.

`GW_RACES` says how often a vote races the end of its ballot (a tenth of it: the votes of one
association each other), `GW_VOTES` how many are cast at once.
"""

import itertools
import os
import threading
from contextlib import suppress
from functools import partial

import factories
import pytest
import sqlalchemy as sa
from factories import HOUR, NOW
from support.at_once import at_once

from guideline_workshop import models
from guideline_workshop.rules.acts import Act
from guideline_workshop.rules.ballots import Choice
from guideline_workshop.rules.rounds import RoundKind
from guideline_workshop.services import amendments, ballots, comments, journal, rounds
from guideline_workshop.services.errors import Conflict

RACES = int(os.environ.get("GW_RACES", "4"))
VOTES = int(os.environ.get("GW_VOTES", "12"))
TEXT = "Der Kreis fördert viele Sprachkurse."


@pytest.fixture
def ballot(db, world):
    amendment = world.amendment(db, world.round(db), "p2", TEXT)
    made = factories.ballot(db, world.round(db, RoundKind.BALLOT), amendment, world.moderator)
    db.commit()
    return made


def test_eight_writers_do_not_fork_the_journal(db, world, new_session):
    """Threat 37."""
    before, _ = journal.head(db)
    db.commit()

    def write() -> None:
        for _ in range(20):
            with new_session.begin() as session:
                journal.record(
                    session,
                    Act.DOCUMENT_CREATED,
                    by=world.moderator,
                    now=NOW,
                    subject="Dokument",
                    consultation_id=world.consultation.id,
                )

    at_once([write] * 8)
    assert journal.head(db)[0] == before + 160
    assert journal.first_altered(db) is None


def test_nothing_is_submitted_after_an_end_that_was_moved_at_that_moment(db, world, new_session):
    """Threat 28: whoever comes second sees what the first one did, again and again."""
    made = [world.round(db) for _ in range(12)]
    drafts = {one.id: factories.draft(db, one, world.delegates[0]).id for one in made}
    db.commit()

    def submit(draft_id):
        with suppress(Conflict), new_session.begin() as session:
            draft = session.get_one(models.Amendment, draft_id)
            amendments.submit(session, draft, by=world.delegates[0], now=NOW)

    def end(round_id):
        with new_session.begin() as session:
            round_ = session.get_one(models.Round, round_id)
            rounds.reschedule(
                session,
                round_,
                opens_at=round_.opens_at,
                closes_at=NOW,
                reason="Alle haben eingereicht.",
                by=world.moderator,
                now=NOW,
            )

    for one in made:
        at_once([partial(submit, drafts[one.id]), partial(end, one.id)])
    db.expire_all()
    rows = db.execute(
        sa.select(models.JournalEntry.act, models.JournalEntry.details).order_by(
            models.JournalEntry.sequence
        )
    ).all()
    ended: set[int] = set()
    submitted = {
        one.digest: one.round.number
        for one in db.scalars(sa.select(models.Amendment).where(models.Amendment.digest != ""))
    }
    for act, details in rows:
        if act is Act.ROUND_RESCHEDULED:
            ended.add(details["round"])
        elif act is Act.AMENDMENT_SUBMITTED and details["digest"] in submitted:
            assert submitted[details["digest"]] not in ended
    assert len(ended) == len(made)


@pytest.mark.parametrize("attempt", range(max(1, RACES // 10)))
def test_the_delegates_of_one_association_have_one_vote(db, world, ballot, new_session, attempt):
    """Threats 29 and 30."""
    del attempt
    people = [factories.identity(db, factories.member(db, world.associations[0])) for _ in range(6)]
    delegates = [people[number % 6] for number in range(VOTES)]
    db.commit()

    def vote(delegate, choice):
        with new_session.begin() as session:
            held = session.get_one(models.Ballot, ballot.id)
            ballots.vote(session, held, choice, by=delegate, now=NOW)

    at_once(
        [
            lambda who=who, said=said: vote(who, said)
            for who, said in zip(delegates, itertools.cycle([Choice.YES, Choice.NO]), strict=False)
        ]
    )
    stored = db.scalars(sa.select(models.Vote).where(models.Vote.ballot_id == ballot.id)).all()
    assert [one.association_id for one in stored] == [world.associations[0].id]
    cast = [
        row.actor_id
        for row in journal.entries(db, world.consultation.id, now=ballot.closes_at, limit=VOTES)
    ]
    assert sorted(cast) == sorted(one.user_id for one in delegates)
    assert stored[0].cast_by_id == cast[0]  # who came last decides, in both books


@pytest.mark.parametrize("attempt", range(RACES))
def test_a_vote_counts_or_is_refused_when_the_ballot_closes(world, ballot, new_session, attempt):
    """Threat 31: the tally is the number of receipts."""
    del attempt

    def vote(delegate):
        with new_session() as session:
            held = session.get_one(models.Ballot, ballot.id)
            try:
                ballots.vote(session, held, Choice.YES, by=delegate, now=NOW)
            except Conflict:
                return 0
            session.commit()
            return 1

    def close():
        with new_session.begin() as session:
            held = session.get_one(models.Ballot, ballot.id)
            return ballots.close(session, held, by=world.moderator, now=NOW + HOUR)

    votes = [lambda who=who: vote(who) for who in world.delegates]
    *receipts, counted = at_once([*votes, close])
    assert counted.yes == sum(receipts)
    with new_session() as session:
        held = session.get_one(models.Ballot, ballot.id)
        assert ballots.result(session, held, NOW + HOUR) == counted


def test_a_ballot_is_closed_once(db, world, ballot, new_session):
    def close():
        with new_session() as session:
            try:
                held = session.get_one(models.Ballot, ballot.id)
                ballots.close(session, held, by=world.moderator, now=NOW)
            except Conflict:
                return 0
            session.commit()
            return 1

    assert sum(at_once([close] * 4)) == 1
    db.expire_all()
    rows = journal.entries(db, world.consultation.id, now=NOW)
    assert [row.act for row in rows].count(Act.BALLOT_CLOSED) == 1


def test_amendments_submitted_at_once_get_numbers_one_after_the_other(db, world, new_session):
    round_ = world.round(db)
    drafts = [factories.draft(db, round_, world.delegates[n % 3]).id for n in range(8)]
    db.commit()

    def submit(draft_id):
        with new_session.begin() as session:
            draft = session.get_one(models.Amendment, draft_id)
            return amendments.submit(session, draft, by=world.delegates[0], now=NOW).number

    numbers = at_once([lambda one=one: submit(one) for one in drafts])
    assert sorted(numbers) == list(range(1, 9))
    assert journal.first_altered(db) is None


def test_one_draft_submitted_twice_at_once_is_one_amendment(db, world, new_session):
    draft = factories.draft(db, world.round(db), world.delegates[0])
    db.commit()

    def submit():
        with new_session() as session:
            try:
                same = session.get_one(models.Amendment, draft.id)
                amendments.submit(session, same, by=world.delegates[0], now=NOW)
            except (Conflict, sa.orm.exc.StaleDataError):  # the latter is tried again in a request
                return 0
            session.commit()
            return 1

    assert sum(at_once([submit] * 4)) == 1


def test_submitting_and_commenting_do_not_wait_for_each_other_for_ever(db, world, new_session):
    """Each takes the journal's lock and a row of the consultation, in whatever order."""
    amending, commenting = world.round(db), world.round(db, RoundKind.COMMENT)
    drafts = iter([factories.draft(db, amending, world.delegates[n % 3]).id for n in range(24)])
    lock = threading.Lock()
    db.commit()

    def submit():
        for _ in range(6):
            with lock:
                draft_id = next(drafts)
            with new_session.begin() as session:
                draft = session.get_one(models.Amendment, draft_id)
                amendments.submit(session, draft, by=world.delegates[0], now=NOW)

    def comment():
        for _ in range(6):
            with new_session.begin() as session:
                round_ = session.get_one(models.Round, commenting.id)
                said = {"provision_key": None, "body": "Gut.", "by": world.delegates[1]}
                comments.write(session, round_, now=NOW, **said)

    at_once([submit, comment] * 4)
    assert len(comments.threads_on(db, world.version)) == 24
    assert journal.first_altered(db) is None
