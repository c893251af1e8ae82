"""Ballots: who may vote, one vote each, and no sums before the close."""

import datetime as dt

import factories
import pytest
import sqlalchemy as sa
from factories import DAY, HOUR, NOW

from guideline_workshop import models
from guideline_workshop.rules.acts import Act
from guideline_workshop.rules.ballots import BallotState, Choice
from guideline_workshop.rules.rounds import RoundKind
from guideline_workshop.rules.states import AmendmentState
from guideline_workshop.services import ballots, consultations, journal, rounds, tasks
from guideline_workshop.services.errors import Conflict, Invalid

YES, NO, ABSTAIN = Choice.YES, Choice.NO, Choice.ABSTAIN
CLOSES = NOW + 10 * DAY
MILLISECOND = dt.timedelta(milliseconds=1)
TEXT = "Der Kreis fördert viele Sprachkurse."


@pytest.fixture
def amendment(db, world):
    return world.amendment(db, world.round(db), "p2", TEXT)


@pytest.fixture
def round_(db, world):
    return world.round(db, RoundKind.BALLOT, closes_at=CLOSES)


@pytest.fixture
def ballot(db, world, round_, amendment):
    return factories.ballot(db, round_, amendment, world.moderator)


def vote(db, ballot, *votes, now=NOW):
    for delegate, choice in votes:
        ballots.vote(db, ballot, choice, by=delegate, now=now)


def close(db, world, ballot, now=NOW + HOUR):
    return ballots.close(db, ballot, by=world.moderator, now=now)


def rows(db, ballot):
    return {
        one.association_id: one.choice
        for one in db.scalars(sa.select(models.Vote).where(models.Vote.ballot_id == ballot.id))
    }


class TestOpening:
    def test_it_freezes_the_roll_the_rule_and_the_wording(self, db, world, ballot):
        assert ballots.roll_ids(ballot) == {one.id for one in world.associations}
        assert ballot.wording_digest == ballot.amendment.digest
        assert (ballot.opened_at, ballot.closes_at) == (NOW, CLOSES)
        (row,) = journal.entries(db, world.consultation.id, now=NOW, limit=1)
        assert row.act is Act.BALLOT_OPENED
        assert row.details["roll"] == sorted(one.id for one in world.associations)
        assert row.details["wording_digest"] == ballot.wording_digest

    def test_who_is_invited_later_is_not_on_the_roll(self, db, world, ballot):
        consultations.invite(
            db, world.consultation, [world.outsider.acting_id], by=world.moderator, now=NOW
        )
        db.add(models.Invitation(round_id=ballot.round_id, association_id=world.outsider.acting_id))
        db.flush()
        with pytest.raises(Invalid):
            vote(db, ballot, (world.outsider, YES))
        assert ballots.result(db, ballot, CLOSES).entitled == 3

    def test_only_those_invited_to_the_round_are_on_it(self, db, world, amendment):
        few = factories.round_(
            db,
            world.version,
            world.moderator,
            RoundKind.BALLOT,
            associations=world.associations[:1],
        )
        ballot = factories.ballot(db, few, amendment, world.moderator)
        assert ballots.roll_ids(ballot) == {world.associations[0].id}

    @pytest.mark.parametrize(
        "state",
        [
            AmendmentState.DRAFT,
            AmendmentState.SUBMITTED,
            AmendmentState.RETURNED,
            AmendmentState.WITHDRAWN,
        ],
    )
    def test_only_what_is_admitted_is_put_to_the_vote(self, db, world, round_, state):
        other = world.amendment(db, world.round(db), "p3", "Alles neu.", state=state)
        with pytest.raises(Conflict):
            factories.ballot(db, round_, other, world.moderator)

    def test_it_is_put_to_the_vote_once(self, db, world, round_, ballot):
        with pytest.raises(Conflict):
            factories.ballot(db, round_, ballot.amendment, world.moderator)

    def test_the_round_is_open_and_for_ballots_on_this_very_version(self, db, world, amendment):
        planned = world.round(db, RoundKind.BALLOT, opens_at=NOW + DAY, closes_at=NOW + 2 * DAY)
        with pytest.raises(Conflict):
            factories.ballot(db, planned, amendment, world.moderator)
        with pytest.raises(Invalid):
            factories.ballot(db, world.round(db, RoundKind.COMMENT), amendment, world.moderator)
        _, version = factories.document_with_version(db, world.consultation, world.moderator)
        foreign = factories.round_(db, version, world.moderator, RoundKind.BALLOT)
        with pytest.raises(Invalid):
            factories.ballot(db, foreign, amendment, world.moderator)

    def test_what_was_withdrawn_meanwhile_is_not_put_to_the_vote(
        self, db, world, round_, amendment, new_session
    ):
        db.commit()
        with new_session.begin() as other:
            same = other.get_one(models.Amendment, amendment.id)
            factories.amendments.move_to(
                other, same, AmendmentState.WITHDRAWN, reason="", by=world.delegates[0], now=NOW
            )
        with pytest.raises(Conflict):
            factories.ballot(db, round_, amendment, world.moderator)


class TestVoting:
    def test_each_association_has_one_vote_that_may_be_changed(self, db, world, ballot):
        """Threat 30."""
        first, second, _ = world.delegates
        vote(db, ballot, (first, YES), (second, ABSTAIN), (first, NO), (first, NO))
        assert rows(db, ballot) == {first.acting_id: NO, second.acting_id: ABSTAIN}
        assert ballots.participation(db, ballot) == 2
        assert ballots.own_vote(db, ballot, first).choice is NO

    def test_another_delegate_of_the_association_replaces_the_vote(self, db, world, ballot):
        first = world.delegates[0]
        other = factories.identity(db, factories.member(db, world.associations[0]))
        vote(db, ballot, (first, YES), (other, NO))
        own = ballots.own_vote(db, ballot, first)
        assert (own.choice, own.cast_by_id) == (NO, other.user_id)
        assert ballots.participation(db, ballot) == 1

    @pytest.mark.parametrize("who", ["outsider", "moderator", "board"])
    def test_who_is_not_on_the_roll_does_not_vote(self, db, world, ballot, who):
        before = journal.head(db)
        with pytest.raises(Invalid):
            vote(db, ballot, (getattr(world, who), YES))
        assert rows(db, ballot) == {}
        assert journal.head(db) == before

    @pytest.mark.parametrize("moment", [CLOSES, CLOSES + MILLISECOND, CLOSES + DAY])
    def test_after_the_end_no_vote_is_taken_or_changed(self, db, world, ballot, moment):
        vote(db, ballot, (world.delegates[0], YES), now=CLOSES - MILLISECOND)
        for delegate in world.delegates[:2]:
            with pytest.raises(Conflict):
                vote(db, ballot, (delegate, NO), now=moment)
        assert rows(db, ballot) == {world.delegates[0].acting_id: YES}

    def test_after_an_early_close_no_vote_is_taken(self, db, world, ballot):
        vote(db, ballot, (world.delegates[0], YES))
        close(db, world, ballot)
        with pytest.raises(Conflict):
            vote(db, ballot, (world.delegates[1], NO))

    def test_a_close_in_another_session_counts(self, db, world, ballot, new_session):
        db.commit()
        with new_session.begin() as other:
            close(other, world, other.get_one(models.Ballot, ballot.id))
        with pytest.raises(Conflict):
            vote(db, ballot, (world.delegates[1], NO))

    def test_a_ballot_keeps_its_end_when_the_round_gets_new_dates(self, db, world, ballot):
        rounds.reschedule(
            db,
            ballot.round,
            opens_at=ballot.round.opens_at,
            closes_at=CLOSES + DAY,
            reason="Länger.",
            by=world.moderator,
            now=NOW,
        )
        with pytest.raises(Conflict):
            vote(db, ballot, (world.delegates[0], YES), now=CLOSES)

    def test_the_database_takes_no_vote_of_somebody_who_is_not_on_the_roll(self, db, world, ballot):
        db.add(
            models.Vote(
                ballot_id=ballot.id,
                association_id=world.outsider.acting_id,
                choice=YES,
                cast_by_id=world.outsider.user_id,
                cast_at=NOW,
            )
        )
        with pytest.raises(sa.exc.IntegrityError):
            db.flush()

    @pytest.mark.usefixtures("ballot")
    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE roll_entries SET ballot_id = ballot_id",
            "DELETE FROM roll_entries",
            "UPDATE ballots SET closes_at = opened_at",
            "UPDATE ballots SET wording_digest = ''",
            "DELETE FROM ballots",
        ],
    )
    def test_the_database_refuses_to_change_what_is_put_to_the_vote(self, db, statement):
        with pytest.raises(sa.exc.DBAPIError, match="immutable"):
            db.execute(sa.text(statement))


class TestSecrecyBeforeTheClose:
    """Nobody sees sums or choices as long as votes are taken (threat 32)."""

    def test_there_is_no_result_and_no_list_of_votes(self, db, world, ballot):
        vote(db, ballot, *((one, YES) for one in world.delegates))
        before = CLOSES - MILLISECOND
        assert ballots.result(db, ballot, before) is None
        assert ballots.votes_by_name(db, ballot, before) == {}
        assert ballots.result(db, ballot, CLOSES).yes == 3
        assert len(ballots.votes_by_name(db, ballot, CLOSES)) == 3

    def test_the_journal_neither_names_voters_nor_choices_before_the_end(self, db, world, ballot):
        vote(db, ballot, *((one, YES) for one in world.delegates))

        def cast(now):
            found = journal.entries(db, world.consultation.id, now=now)
            return [row for row in found if row.act is Act.VOTE_CAST]

        assert cast(CLOSES - MILLISECOND) == []
        assert len(cast(CLOSES)) == 3
        assert all(row.details == {"ballot": ballot.id} for row in cast(CLOSES))

    def test_an_early_close_shows_them(self, db, world, ballot):
        vote(db, ballot, (world.delegates[0], NO))
        close(db, world, ballot)
        assert ballots.result(db, ballot, NOW + HOUR).no == 1
        assert ballots.votes_by_name(db, ballot, NOW + HOUR) == {world.delegates[0].acting_id: NO}

    def test_ones_own_vote_is_ones_own(self, db, world, ballot):
        vote(db, ballot, (world.delegates[0], NO))
        others = (*world.delegates[1:], world.outsider, world.moderator, None)
        assert not any(ballots.own_vote(db, ballot, one) for one in others)


class TestClosing:
    @pytest.mark.parametrize(
        ("choices", "state"),
        [
            ((), AmendmentState.REJECTED),
            ((YES,), AmendmentState.ADOPTED),
            ((YES, NO), AmendmentState.REJECTED),
            ((YES, YES, NO), AmendmentState.ADOPTED),
            ((ABSTAIN, ABSTAIN, ABSTAIN), AmendmentState.REJECTED),
        ],
    )
    def test_the_count_decides_about_the_amendment(self, db, world, ballot, choices, state):
        vote(db, ballot, *zip(world.delegates, choices, strict=False))
        counted = close(db, world, ballot)
        figures = (counted.yes, counted.no, counted.abstentions, counted.entitled)
        assert figures == (*(choices.count(one) for one in (YES, NO, ABSTAIN)), 3)
        assert ballot.amendment.state is state
        assert ballot.adopted is (state is AmendmentState.ADOPTED)
        assert ballots.result(db, ballot, NOW + HOUR) == counted

    def test_the_journal_has_the_computation(self, db, world, ballot):
        vote(db, ballot, (world.delegates[0], YES), (world.delegates[1], ABSTAIN))
        before, _ = journal.head(db)
        close(db, world, ballot)
        (row,) = journal.entries(db, world.consultation.id, now=CLOSES, limit=1)
        assert row.act is Act.BALLOT_CLOSED
        assert row.details == {
            "ballot": ballot.id,
            "majority": "simple",
            "entitled": 3,
            "yes": 1,
            "no": 0,
            "abstentions": 1,
            "adopted": True,
        }
        assert journal.head(db)[0] == before + 1

    def test_the_result_is_determined_once(self, db, world, ballot):
        close(db, world, ballot)
        before = journal.head(db)
        with pytest.raises(Conflict):
            close(db, world, ballot)
        assert journal.head(db) == before

    def test_the_database_refuses_to_change_a_result(self, db, world, ballot):
        close(db, world, ballot)
        with pytest.raises(sa.exc.DBAPIError, match="immutable"):
            db.execute(sa.text("UPDATE ballots SET adopted = NOT adopted WHERE adopted = false"))

    def test_votes_in_other_ballots_do_not_count(self, db, world, round_, ballot):
        other = world.amendment(db, world.round(db), "p3", "Anderes.")
        beside = factories.ballot(db, round_, other, world.moderator)
        vote(db, beside, *((one, NO) for one in world.delegates))
        vote(db, ballot, (world.delegates[0], YES))
        counted = close(db, world, ballot)
        assert (counted.yes, counted.no) == (1, 0)
        assert beside.state(NOW) is BallotState.OPEN


def test_ballots_are_found_by_the_number_of_their_amendment(db, world, round_, ballot):
    number = ballot.amendment.number
    assert ballots.find(db, world.consultation, number) is ballot
    assert ballots.find(db, world.consultation, number + 1) is None
    assert ballots.find(db, factories.consultation(db, world.moderator), number) is None
    assert ballots.all_in(db, round_) == [ballot]
    assert ballots.all_in(db, world.round(db, RoundKind.BALLOT)) == []


class TestTasks:
    def test_an_open_ballot_waits_until_one_has_voted(self, db, world, ballot):
        first, second, _ = world.delegates
        vote(db, ballot, (first, YES))
        assert tasks.of(db, first, now=NOW).ballots == ()
        assert tasks.of(db, second, now=NOW).ballots == (ballot,)
        assert tasks.of(db, second, now=CLOSES).ballots == ()
        assert not tasks.of(db, world.outsider, now=NOW)

    def test_open_rounds_and_own_drafts_wait(self, db, world):
        open_ = world.round(db)
        soon = world.round(db, RoundKind.COMMENT, closes_at=NOW + HOUR)
        world.round(db, opens_at=NOW + DAY, closes_at=NOW + 2 * DAY)
        world.round(db, opens_at=NOW - 2 * DAY, closes_at=NOW)
        world.round(db, RoundKind.BALLOT)
        mine = factories.draft(db, open_, world.drafter)
        factories.draft(db, open_, world.delegates[1])
        factories.submitted(db, open_, world.delegates[0])
        waiting = tasks.of(db, world.delegates[0], now=NOW)
        assert waiting.rounds == (soon, open_)
        assert waiting.drafts == (mine,)

    @pytest.mark.usefixtures("ballot")
    def test_nothing_waits_for_who_acts_for_nobody(self, db, world):
        assert not tasks.of(db, None, now=NOW)
        assert not tasks.of(db, world.moderator, now=NOW)
