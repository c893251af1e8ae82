"""Open amendments follow the text to its next version, exactly or after somebody has looked."""

import factories
import pytest
from factories import NOW

from guideline_workshop.rules.acts import Act
from guideline_workshop.rules.dispositions import Outcome
from guideline_workshop.rules.rounds import RoundKind
from guideline_workshop.rules.states import AmendmentState
from guideline_workshop.rules.submissions import SubmissionKind
from guideline_workshop.services import (
    amendments,
    backing,
    carrying,
    consolidations,
    drafting,
    happenings,
    journal,
    new_editions,
    proposed_decisions,
    revising,
    tasks,
)
from guideline_workshop.services.drafting import Edit, Place
from guideline_workshop.services.errors import Conflict, Invalid
from guideline_workshop.services.proposed_decisions import Proposal
from guideline_workshop.text.amendment import apply

FREE = "Der Kreis fördert kostenlose Sprachkurse."
DAILY = "Der Kreis fördert tägliche Sprachkurse."
BOTH = "Der Kreis fördert tägliche kostenlose Sprachkurse."
OPEN = "Die Kurse sind für alle Menschen offen."


@pytest.fixture
def rounds(db, world):
    return world.round(db), world.round(db, RoundKind.BALLOT)


@pytest.fixture
def publish(db, world, rounds):
    """Publish the next version, in which p2 is worded so."""

    def publish(text=FREE):
        world.adopted(db, rounds, "p2", text)
        made = consolidations.begin(db, world.version, by=world.moderator, now=NOW)
        who = {"by": world.moderator, "now": NOW}
        return consolidations.publish(db, made, revision=made.revision, **who)

    return publish


@pytest.fixture
def settle(db):
    def settle(amendment, choice, words="", *, by, reason="", edition=1, target=2):
        doubts = carrying.check(db, amendment, {}).doubts
        carrying.settle(
            db,
            amendment,
            {one.id: (choice, words) for one in doubts},
            edition=edition,
            target=target,
            reason=reason,
            by=by,
            now=NOW,
        )

    return settle


def text_with(amendment):
    """Return the text as it would be with the amendment."""
    return apply(amendments.base_of(amendment), amendments.changes_of(amendment))


def kinds(db, amendment):
    return [one.kind for one in new_editions.all_of(db, amendment)]


class TestWhatFits:
    def test_it_is_carried_over_exactly_and_keeps_its_state(self, db, world, rounds, publish):
        submitted_at = NOW - factories.HOUR
        open_ = world.amendment(db, rounds[0], "p3", OPEN, by=1)
        before = open_.submitted_at
        version = publish()
        assert open_.version_id == version.id
        assert open_.state is AmendmentState.ADMITTED
        assert open_.submitted_at == before != submitted_at
        assert text_with(open_)["p3"].text == OPEN
        assert text_with(open_)["p2"].text == FREE
        assert kinds(db, open_) == [SubmissionKind.SUBMITTED, SubmissionKind.CARRIED]
        assert carrying.waiting(db, [world.consultation.id]) == []
        assert carrying.overtaken(db, open_) is None

    def test_what_stood_where_it_stands_now_is_read_as_it_was(self, db, world, rounds, publish):
        open_ = world.amendment(db, rounds[0], "p3", OPEN, by=1)
        publish()
        first, second = new_editions.all_of(db, open_)
        assert (first.version.number, second.version.number) == (1, 2)
        assert first.digest != second.digest == open_.digest

    def test_it_can_be_put_to_the_vote_there(self, db, world, rounds, publish):
        open_ = world.amendment(db, rounds[0], "p3", OPEN, by=1)
        version = publish()
        held = factories.round_(db, version, world.moderator, RoundKind.BALLOT)
        factories.decided(db, held, open_, world.moderator, {})

    def test_who_stands_behind_it_still_does(self, db, world, rounds, publish):
        own, other, third = world.delegates
        open_ = world.amendment(db, rounds[0], "p3", OPEN, state=AmendmentState.SUBMITTED)
        backing.ask(db, open_, [other.acting_id], by=own, now=NOW)
        backing.answer(db, open_, agrees=True, by=other, now=NOW)
        backing.support(db, open_, by=third, now=NOW)
        publish()
        db.expire_all()
        found = backing.of(db, open_)
        assert [one.id for one in found.confirmed] == [other.acting_id]
        assert {one.digest for one in (*open_.co_submissions, *open_.supports)} == {open_.digest}

    @pytest.mark.parametrize("outcome", [Outcome.REJECT, Outcome.ADOPT_MODIFIED])
    def test_a_proposal_without_words_of_its_own_goes_along(
        self, db, world, rounds, publish, outcome
    ):
        open_ = world.amendment(db, rounds[0], "p3", OPEN, by=1)
        other = [Edit(Place.REPLACE, "p3", "Die Kurse sind für alle da.")]
        changes = drafting.to_changes(amendments.base_of(open_), other, "m")
        changes = changes if outcome is Outcome.ADOPT_MODIFIED else None
        proposal = Proposal(outcome, "Darum.", None, changes)
        who = {"by": world.moderator, "now": NOW}
        proposed_decisions.write(db, open_, proposal, last_seen="0", **who)
        publish()
        db.expire_all()
        found = proposed_decisions.latest(db, open_)
        assert (found.edition == open_.edition) is (outcome is Outcome.REJECT)


class TestWhatDoesNot:
    @pytest.fixture
    def open_(self, db, world, rounds):
        return world.amendment(db, rounds[0], "p2", DAILY.replace("fördert", "zahlt"), by=1)

    def test_it_waits_and_is_told(self, db, world, open_, publish):
        publish("Der Kreis bietet kostenlose Sprachkurse.")
        assert open_.version_id == world.version.id
        assert kinds(db, open_) == [SubmissionKind.SUBMITTED]
        assert carrying.waiting(db, [world.consultation.id]) == [open_]
        assert tasks.of(db, world.delegates[1], now=NOW).to_check == (open_,)
        assert tasks.of(db, world.delegates[0], now=NOW).to_check == ()
        assert tasks.of_moderation(db, world.moderator, now=NOW).to_check == (open_,)
        (row,) = journal.entries(db, world.consultation.id, now=NOW, limit=1)
        assert row.details["to_check"] == [open_.number]
        (told,) = happenings.of(db, world.consultation, [row])
        assert f"Ä {open_.number}" in told.notes[0].interpolate()

    def test_nothing_that_is_decided_waits(self, db, world, open_, rounds, publish):
        factories.decided(db, rounds[1], open_, world.moderator, {})
        publish()
        assert carrying.waiting(db, [world.consultation.id]) == []
        with pytest.raises(Conflict, match="nothing to check"):
            carrying.check(db, open_, {})

    def test_its_association_decides_for_its_own_words(self, db, world, open_, publish, settle):
        version = publish("Der Kreis bietet kostenlose Sprachkurse.")
        settle(open_, "mine", by=world.delegates[1])
        assert open_.version_id == version.id
        assert "zahlt tägliche" in text_with(open_)["p2"].text
        assert open_.state is AmendmentState.SUBMITTED  # and is admitted anew
        assert kinds(db, open_)[-1] is SubmissionKind.CHECKED
        (row,) = journal.entries(db, world.consultation.id, now=NOW, limit=1)
        assert row.act is Act.AMENDMENT_CARRIED_OVER
        assert row.details["version"] == 2
        assert carrying.waiting(db, [world.consultation.id]) == []

    def test_or_in_words_that_say_both(self, world, open_, publish, settle):
        publish("Der Kreis bietet kostenlose Sprachkurse.")
        settle(open_, "own", BOTH, by=world.delegates[1])
        assert text_with(open_)["p2"].text == BOTH

    def test_the_moderation_gives_a_reason(self, db, world, open_, publish, settle):
        publish("Der Kreis bietet kostenlose Sprachkurse.")
        with pytest.raises(Invalid, match="reason"):
            settle(open_, "mine", by=world.moderator)
        settle(open_, "mine", by=world.moderator, reason="Der Verein ist verreist.")
        (row,) = journal.entries(db, world.consultation.id, now=NOW, limit=1)
        assert row.reason == "Der Verein ist verreist."

    def test_nothing_is_not_an_amendment(self, world, open_, publish, settle):
        publish("Der Kreis bietet kostenlose Sprachkurse.")
        with pytest.raises(Invalid, match="Nothing would be left"):
            settle(open_, "next", by=world.delegates[1])

    @pytest.mark.parametrize(
        ("choice", "words", "said"),
        [("", "", "choose one"), ("own", " ", "choose one"), ("all", "", "choose one")],
    )
    def test_every_doubt_is_decided(  # noqa: PLR0917 -- fixtures
        self, world, open_, publish, settle, choice, words, said
    ):
        publish("Der Kreis bietet kostenlose Sprachkurse.")
        with pytest.raises(Invalid, match=said):
            settle(open_, choice, words, by=world.delegates[1])

    def test_an_unanswered_doubt_is_asked_about(self, db, world, open_, publish):
        publish("Der Kreis bietet kostenlose Sprachkurse.")
        seen = {"edition": 1, "target": 2, "reason": "", "by": world.delegates[1], "now": NOW}
        with pytest.raises(Invalid, match="every passage"):
            carrying.settle(db, open_, {}, **seen)

    @pytest.mark.parametrize("seen", [{"edition": 2}, {"target": 3}])
    def test_who_has_seen_something_else_is_told(self, world, open_, publish, settle, seen):
        publish("Der Kreis bietet kostenlose Sprachkurse.")
        with pytest.raises(Conflict):
            settle(open_, "mine", by=world.delegates[1], **seen)

    def test_what_cannot_be_read_stops_nobody(self, db, world, rounds, publish):
        good = world.amendment(db, rounds[0], "p3", OPEN, by=1)
        broken = world.amendment(db, rounds[0], "p5", "Der Kreis baut:", by=1)
        broken.changes, broken.edition = [{"nonsense": 1}], 2
        version = publish()
        assert good.version_id == version.id
        assert carrying.waiting(db, [world.consultation.id]) == [broken]
        with pytest.raises(Invalid, match="cannot be read"):
            carrying.check(db, broken, {})


class TestDrafts:
    def test_what_is_submitted_for_the_old_version_follows_at_once(
        self, db, world, rounds, publish
    ):
        draft = factories.draft(
            db, rounds[0], world.delegates[1], [Edit(Place.REPLACE, "p3", OPEN)]
        )
        version = publish()
        made = revising.submit(db, draft, by=world.delegates[1], now=NOW)
        assert made.version_id == version.id
        assert kinds(db, made) == [SubmissionKind.SUBMITTED, SubmissionKind.CARRIED]

    def test_a_new_wording_written_for_the_old_version_follows_too(
        self, db, world, rounds, publish
    ):
        open_ = world.amendment(db, rounds[0], "p3", OPEN, by=1)
        who = {"by": world.delegates[1], "now": NOW}
        draft = revising.begin(db, open_, **who)
        edits = [Edit(Place.REPLACE, "p3", "Die Kurse sind für alle da.")]
        amendments.save(
            db, draft, title="", rationale="Kürzer.", edits=edits, revision=draft.revision, now=NOW
        )
        version = publish()
        made = revising.submit(db, draft, **who)
        assert made.id == open_.id
        assert made.version_id == version.id
        assert text_with(made)["p3"].text == "Die Kurse sind für alle da."


def test_a_hundred_amendments_follow_together(db, world, rounds, publish):
    made = [
        world.amendment(db, rounds[0], "p3", f"{OPEN} {number}.", by=number % 3)
        for number in range(100)
    ]
    version = publish()
    assert {one.version_id for one in made} == {version.id}
