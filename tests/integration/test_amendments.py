"""Amendments: drafting, submitting before the deadline, and what becomes of them."""

import datetime as dt

import factories
import pytest
from factories import DAY, NOW

from guideline_workshop import models
from guideline_workshop.rules.acts import Act
from guideline_workshop.rules.roles import MembershipRole
from guideline_workshop.rules.rounds import RoundKind
from guideline_workshop.rules.states import AmendmentState
from guideline_workshop.services import amendments, journal, logins, new_editions, rounds
from guideline_workshop.services.drafting import Edit, Place, Way
from guideline_workshop.services.errors import Conflict, Invalid
from guideline_workshop.text import amendment as text

DEADLINE = NOW + 10 * DAY
EDIT = Edit(Place.REPLACE, "p2", "Der Kreis fördert kostenlose Sprachkurse.")
S = AmendmentState


@pytest.fixture
def round_(db, world):
    return world.round(db, closes_at=DEADLINE)


@pytest.fixture
def draft(db, world, round_):
    return factories.draft(db, round_, world.delegates[0], [EDIT])


@pytest.fixture
def submitted(db, world, round_):
    return factories.submitted(db, round_, world.delegates[0], [EDIT])


def save(db, draft, *edits, revision=None, rationale="Darum.", title="Kurse", now=NOW):
    amendments.save(
        db,
        draft,
        title=title,
        rationale=rationale,
        edits=edits,
        revision=draft.revision if revision is None else revision,
        now=now,
    )


def move(db, world, amendment, state, reason="Darum."):
    by = world.delegates[0] if state is S.WITHDRAWN else world.moderator
    amendments.move_to(db, amendment, state, reason=reason, by=by, now=NOW)


def texts(amendment):
    document = amendments.base_of(amendment)
    changes = text.changes_from_json(amendment.changes)
    return text.apply(document, text.Amendment("1", document.digest, changes))


class TestVisible:
    """Drafts are the business of their association alone (threat 1)."""

    def test_a_draft_is_seen_by_its_own_association_only(self, db, world, draft):
        address = draft.reference
        own = (world.delegates[0], world.drafter)
        others = (None, *world.delegates[1:], world.outsider, world.moderator)
        others += (world.board, world.administrator)
        assert all(amendments.find(db, world.consultation, address, one) is draft for one in own)
        assert not any(amendments.find(db, world.consultation, address, one) for one in others)
        assert all(draft in amendments.all_of(db, world.consultation, one) for one in own)
        assert not any(draft in amendments.all_of(db, world.consultation, one) for one in others)

    def test_what_is_submitted_is_seen_by_everybody(self, db, world, submitted):
        for one in (None, world.outsider, world.delegates[1], world.moderator):
            assert amendments.find(db, world.consultation, "1", one) is submitted
            assert amendments.all_of(db, world.consultation, one) == [submitted]

    def test_who_acts_for_another_association_does_not_see_the_draft(self, db, world, draft):
        user = db.get_one(models.User, world.outsider.user_id)
        factories.membership(db, user, world.associations[0], MembershipRole.DELEGATE)
        token = factories.login(db, user)
        both = logins.identify(db, token, now=NOW)
        assert len(both.associations) == 2
        for one in both.associations:
            logins.act_for(db, both, one.association_id)
            db.flush()
            acting = logins.identify(db, token, now=NOW)
            found = amendments.find(db, world.consultation, draft.reference, acting)
            assert (found is draft) is (one.association_id == world.associations[0].id)

    @pytest.mark.usefixtures("submitted")
    def test_an_amendment_of_another_consultation_is_not_found(self, db, world, draft):
        other = factories.consultation(db, world.moderator)
        assert amendments.find(db, other, "1", world.delegates[0]) is None
        assert amendments.find(db, other, draft.reference, world.delegates[0]) is None
        assert amendments.all_of(db, other, world.delegates[0]) == []

    def test_lists_are_filtered_by_version_state_and_association(self, db, world, round_):
        first = factories.submitted(db, round_, world.delegates[0])
        second = factories.submitted(db, round_, world.delegates[1])
        move(db, world, second, S.ADMITTED)
        _, version = factories.document_with_version(db, world.consultation, world.moderator)
        elsewhere = factories.submitted(
            db, factories.round_(db, version, world.moderator), world.delegates[0]
        )
        mine = factories.draft(db, round_, world.delegates[0])

        def listed(**filters):
            return amendments.all_of(db, world.consultation, world.delegates[0], **filters)

        assert listed() == [first, second, elsewhere, mine]
        assert listed(version=version) == [elsewhere]
        assert listed(states=[S.ADMITTED]) == [second]
        assert listed(association_id=world.associations[1].id) == [second]
        assert listed(version=world.version, states=[S.SUBMITTED]) == [first]


class TestDrafting:
    def test_a_draft_begins_with_the_wording_as_it_stands(self, db, world, round_):
        made = amendments.start(db, round_, Way.REPLACE, "p2", by=world.drafter, now=NOW)
        assert made.number is None
        assert made.association_id == world.associations[0].id
        assert texts(made) == amendments.base_of(made)

    def test_a_draft_is_nobody_elses_business_and_not_in_the_journal(self, db, world, round_):
        before = journal.head(db)
        made = factories.draft(db, round_, world.drafter)
        amendments.discard(db, made)
        assert journal.head(db) == before
        assert amendments.all_of(db, world.consultation, world.drafter) == []

    def test_a_draft_begins_in_an_open_round_only(self, db, world):
        for dates in ((NOW + DAY, NOW + 2 * DAY), (NOW - 2 * DAY, NOW)):
            shut = world.round(db, opens_at=dates[0], closes_at=dates[1])
            with pytest.raises(Conflict):
                amendments.start(db, shut, Way.REPLACE, "p2", by=world.drafter, now=NOW)

    def test_a_draft_begins_at_a_passage_of_the_text(self, db, world, round_):
        with pytest.raises(Invalid):
            amendments.start(db, round_, Way.REPLACE, "p99", by=world.drafter, now=NOW)

    def test_who_acts_for_nobody_begins_nothing(self, db, world, round_):
        with pytest.raises(Invalid):
            amendments.start(db, round_, Way.REPLACE, "p2", by=world.moderator, now=NOW)

    def test_every_save_counts(self, db, draft):
        seen = draft.revision
        save(db, draft, EDIT)
        assert draft.revision == seen + 1

    def test_a_save_of_what_somebody_else_has_saved_is_refused(self, db, draft):
        seen = draft.revision
        save(db, draft, EDIT, title="Zuerst")
        with pytest.raises(Conflict):
            save(db, draft, Edit(Place.REPLACE, "p3", "Anders."), title="Danach", revision=seen)
        assert draft.title == "Zuerst"

    def test_a_save_in_another_session_counts_too(self, db, draft, new_session):
        db.commit()
        seen = draft.revision
        with new_session.begin() as other:
            save(other, other.get_one(models.Amendment, draft.id), EDIT, title="Zuerst")
        with pytest.raises(Conflict):
            save(db, draft, EDIT, title="Danach", revision=seen)

    def test_a_save_names_passages_of_the_text(self, db, draft):
        with pytest.raises(Invalid):
            save(db, draft, Edit(Place.REPLACE, "p99", "Nirgends."))

    def test_saving_goes_on_after_the_deadline_so_that_nothing_is_lost(self, db, draft):
        save(db, draft, EDIT, title="Danach", now=DEADLINE + DAY)
        assert draft.title == "Danach"

    def test_a_second_passage_is_added_once(self, db, draft):
        amendments.extend(db, draft, Way.REPLACE, "p3", now=NOW)
        amendments.extend(db, draft, Way.REPLACE, "p3", now=NOW)
        assert [edit.key for edit in amendments.edits_of(draft)] == ["p2", "p3"]

    def test_only_ones_own_drafts_in_the_round_are_offered(self, db, world, round_, draft):
        factories.draft(db, round_, world.drafter)
        factories.draft(db, world.round(db), world.delegates[0])
        factories.submitted(db, round_, world.delegates[0])
        newer = factories.draft(db, round_, world.delegates[0], now=NOW + DAY)
        assert amendments.open_drafts(db, round_, world.delegates[0]) == [newer, draft]
        assert amendments.open_drafts(db, round_, world.moderator) == []
        assert amendments.open_drafts(db, round_, None) == []


class TestSubmitting:
    @pytest.mark.parametrize(
        ("moment", "is_taken"),
        [
            (DEADLINE - dt.timedelta(seconds=1), True),
            (DEADLINE - dt.timedelta(microseconds=1), True),
            (DEADLINE, False),
            (DEADLINE + dt.timedelta(milliseconds=1), False),
            (DEADLINE + dt.timedelta(seconds=1), False),
        ],
    )
    def test_the_deadline_holds_at_the_moment_of_submitting(
        self, db, world, draft, moment, is_taken
    ):
        """Threat 28."""
        if is_taken:
            amendments.submit(db, draft, by=world.delegates[0], now=moment)
            assert (draft.number, draft.state, draft.submitted_at) == (1, S.SUBMITTED, moment)
            return
        before = journal.head(db)
        with pytest.raises(Conflict):
            amendments.submit(db, draft, by=world.delegates[0], now=moment)
        assert (draft.number, draft.state, journal.head(db)) == (None, S.DRAFT, before)

    def test_a_deadline_that_was_moved_meanwhile_holds(self, db, world, draft, new_session):
        db.commit()
        with new_session.begin() as other:
            same = other.get_one(models.Round, draft.round_id)
            rounds.reschedule(
                other,
                same,
                opens_at=same.opens_at,
                closes_at=NOW,
                reason="Früher.",
                by=world.moderator,
                now=NOW,
            )
        with pytest.raises(Conflict):
            amendments.submit(db, draft, by=world.delegates[0], now=NOW)

    def test_what_changes_nothing_is_not_submitted(self, db, world, round_):
        made = amendments.start(db, round_, Way.REPLACE, "p2", by=world.delegates[0], now=NOW)
        amendments.extend(db, made, Way.AFTER, "p5", now=NOW)
        edits = amendments.edits_of(made)
        save(db, made, *edits)
        with pytest.raises(Invalid):
            amendments.submit(db, made, by=world.delegates[0], now=NOW)
        assert made.number is None

    def test_boxes_that_change_nothing_are_left_out(self, db, world, draft):
        base = amendments.base_of(draft)
        save(db, draft, EDIT, Edit(Place.REPLACE, "p3", base["p3"].text))
        amendments.submit(db, draft, by=world.delegates[0], now=NOW)
        assert text.touched(text.changes_from_json(draft.changes)) == {"p2"}

    @pytest.mark.parametrize("rationale", ["", "   ", "\n"])
    def test_a_rationale_is_needed(self, db, world, draft, rationale):
        save(db, draft, EDIT, rationale=rationale)
        with pytest.raises(Invalid):
            amendments.submit(db, draft, by=world.delegates[0], now=NOW)

    def test_two_changes_of_one_passage_are_refused_in_words(self, db, world, draft):
        save(db, draft, EDIT, Edit(Place.REPLACE, "p2", "Noch anders."))
        with pytest.raises(Invalid):
            amendments.submit(db, draft, by=world.delegates[0], now=NOW)

    def test_it_is_submitted_once(self, db, world, submitted):
        before = journal.head(db)
        with pytest.raises(Conflict):
            amendments.submit(db, submitted, by=world.delegates[0], now=NOW)
        assert journal.head(db) == before

    def test_a_draft_that_somebody_changed_meanwhile_is_not_submitted(self, db, world, draft):
        seen = draft.revision
        save(db, draft, EDIT, title="Danach")
        with pytest.raises(Conflict):
            amendments.submit(db, draft, by=world.delegates[0], now=NOW, revision=seen)
        amendments.submit(db, draft, by=world.delegates[0], now=NOW, revision=draft.revision)

    def test_numbers_have_no_gaps_and_begin_anew_in_every_consultation(self, db, world, round_):
        made = [factories.submitted(db, round_, one) for one in world.delegates]
        dropped = factories.draft(db, round_, world.drafter)
        amendments.discard(db, dropped)
        empty = factories.draft(db, round_, world.delegates[1], rationale="")
        with pytest.raises(Invalid):
            amendments.submit(db, empty, by=world.delegates[1], now=NOW)
        made.append(factories.submitted(db, round_, world.delegates[2]))
        assert [one.number for one in made] == [1, 2, 3, 4]

    def test_a_number_that_was_rolled_back_is_given_again(self, db, world, draft, new_session):
        db.commit()
        with new_session() as other:
            again = other.get_one(models.Amendment, draft.id)
            assert amendments.submit(other, again, by=world.delegates[0], now=NOW).number == 1
            other.rollback()
        assert amendments.submit(db, draft, by=world.delegates[0], now=NOW).number == 1

    def test_the_journal_has_one_row_with_the_digest_of_the_wording(self, db, world, draft):
        before, _ = journal.head(db)
        amendments.submit(db, draft, by=world.delegates[0], now=NOW)
        (row,) = journal.entries(db, world.consultation.id, now=NOW, limit=1)
        assert journal.head(db)[0] == before + 1
        assert (row.act, row.subject) == (Act.AMENDMENT_SUBMITTED, "Ä 1")
        assert row.details["digest"] == new_editions.wording_digest(draft) == draft.digest
        assert row.association_id == world.associations[0].id


class TestWhatBecomesOfIt:
    @pytest.mark.parametrize(
        ("state", "act"),
        [
            (S.ADMITTED, Act.AMENDMENT_ADMITTED),
            (S.RETURNED, Act.AMENDMENT_RETURNED),
            (S.NOT_ADMITTED, Act.AMENDMENT_NOT_ADMITTED),
            (S.WITHDRAWN, Act.AMENDMENT_WITHDRAWN),
        ],
    )
    def test_each_decision_is_one_row_with_its_reason(self, db, world, submitted, state, act):
        before, _ = journal.head(db)
        move(db, world, submitted, state)
        assert (submitted.state, submitted.state_reason) == (state, "Darum.")
        (row,) = journal.entries(db, world.consultation.id, now=NOW, limit=1)
        assert (row.act, row.reason, row.details) == (
            act,
            "Darum.",
            {"before": "submitted", "after": state.value},
        )
        assert journal.head(db)[0] == before + 1

    @pytest.mark.parametrize("state", [S.RETURNED, S.NOT_ADMITTED])
    @pytest.mark.parametrize("reason", ["", " \n "])
    def test_a_refusal_without_a_reason_is_refused(self, db, world, submitted, state, reason):
        before = journal.head(db)
        with pytest.raises(Invalid):
            move(db, world, submitted, state, reason)
        assert (submitted.state, journal.head(db)) == (S.SUBMITTED, before)

    @pytest.mark.parametrize("state", [S.RETURNED, S.NOT_ADMITTED, S.WITHDRAWN])
    def test_what_has_ended_does_not_go_on(self, db, world, submitted, state):
        move(db, world, submitted, state)
        for further in (S.ADMITTED, S.WITHDRAWN, S.SUBMITTED):
            with pytest.raises(Conflict):
                move(db, world, submitted, further)

    def test_a_draft_is_not_decided_on(self, db, world, draft):
        for state in (S.ADMITTED, S.RETURNED, S.WITHDRAWN):
            with pytest.raises(Conflict):
                move(db, world, draft, state)

    def test_the_state_is_read_afresh_before_it_is_judged(self, db, world, submitted, new_session):
        db.commit()
        with new_session.begin() as other:
            move(other, world, other.get_one(models.Amendment, submitted.id), S.WITHDRAWN)
        with pytest.raises(Conflict):
            move(db, world, submitted, S.ADMITTED)

    def test_what_is_put_to_the_vote_is_no_longer_withdrawn(self, db, world, submitted):
        move(db, world, submitted, S.ADMITTED)
        factories.ballot(db, world.round(db, RoundKind.BALLOT), submitted, world.moderator)
        with pytest.raises(Conflict):
            move(db, world, submitted, S.WITHDRAWN)
        assert submitted.state is S.ADMITTED
