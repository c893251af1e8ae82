"""What the moderation proposes is internal until it is published, and then stays as it was."""

import factories
import pytest
import sqlalchemy as sa
from factories import DAY, NOW

from guideline_workshop.models import JournalEntry, ProposedDecision
from guideline_workshop.rules.acts import Act
from guideline_workshop.rules.dispositions import MODIFIES, Answer, Outcome
from guideline_workshop.rules.states import AmendmentState
from guideline_workshop.services import amendments, proposed_decisions, revising
from guideline_workshop.services.drafting import Edit, Place, to_changes
from guideline_workshop.services.errors import Conflict, Invalid
from guideline_workshop.services.proposed_decisions import Proposal

REJECTED = Proposal(Outcome.REJECT, "Dafür fehlt das Geld.")
SHORTER = Edit(Place.REPLACE, "p2", "Der Kreis fördert Kurse.")


@pytest.fixture
def made(db, world):
    return factories.submitted(db, world.round(db), world.delegates[0])


def modified(amendment, edit=SHORTER, outcome=Outcome.ADOPT_MODIFIED):
    changes = to_changes(amendments.base_of(amendment), [edit], "m")
    return Proposal(outcome, "So ist es kürzer.", None, changes)


def write(db, world, amendment, proposal, last_seen=None):
    last_seen = last_seen or proposed_decisions.seen(proposed_decisions.latest(db, amendment))
    return proposed_decisions.write(
        db, amendment, proposal, last_seen=last_seen, by=world.moderator, now=NOW
    )


def publish(db, world, sections=None):
    return proposed_decisions.publish(
        db, world.version, sections, by=world.moderator, now=NOW + DAY
    )


def recorded(db, act):
    return db.scalars(sa.select(JournalEntry).where(JournalEntry.act == act)).all()


def test_it_can_be_changed_until_it_is_published(db, world, made):
    first = write(db, world, made, REJECTED)
    again = write(db, world, made, Proposal(Outcome.ADOPT))
    assert again.id == first.id
    assert (again.outcome, again.reason, again.number) == (Outcome.ADOPT, "", 1)
    assert proposed_decisions.published(db, made) == []
    assert recorded(db, Act.PROPOSED_DECISION_PUBLISHED) == []
    assert publish(db, world) == 1
    assert proposed_decisions.published(db, made) == [first]
    assert len(recorded(db, Act.PROPOSED_DECISION_PUBLISHED)) == 1
    assert publish(db, world) == 0


def test_of_two_moderators_nobody_overwrites_what_they_have_not_seen(db, world, made):
    before = proposed_decisions.seen(None)
    first = write(db, world, made, REJECTED, before)
    with pytest.raises(Conflict):  # both began with nothing there
        write(db, world, made, Proposal(Outcome.ADOPT), before)
    seen = proposed_decisions.seen(first)
    write(db, world, made, Proposal(Outcome.TAKE_NOTE, "Zur Kenntnis."), seen)
    with pytest.raises(Conflict):  # both began with the first one
        write(db, world, made, Proposal(Outcome.ADOPT), seen)
    assert first.outcome is Outcome.TAKE_NOTE
    seen = proposed_decisions.seen(first)
    publish(db, world)
    with pytest.raises(Conflict):  # it was published meanwhile, as it was
        write(db, world, made, Proposal(Outcome.ADOPT), seen)


def test_what_was_published_stays_and_another_one_counts(db, world, made):
    first = write(db, world, made, REJECTED)
    publish(db, world)
    second = write(db, world, made, Proposal(Outcome.ADOPT))
    assert second.number == 2
    assert proposed_decisions.published(db, made) == [first]
    publish(db, world)
    assert proposed_decisions.published(db, made) == [second, first]
    for statement in (
        "UPDATE proposed_decisions SET reason = 'Anders'",
        "DELETE FROM proposed_decisions",
    ):
        with pytest.raises(sa.exc.DBAPIError, match="immutable"), db.begin_nested():
            db.execute(sa.text(statement))


@pytest.mark.parametrize("outcome", [one for one in Outcome if one is not Outcome.ADOPT])
def test_only_plain_adoption_needs_no_reason(db, world, made, outcome):
    with pytest.raises(Invalid):
        write(db, world, made, Proposal(outcome, "  "))
    row = ProposedDecision(
        amendment=made,
        number=1,
        edition=1,
        outcome=outcome,
        reason="",
        created_by_id=world.moderator.user_id,
        created_at=NOW,
    )
    db.add(row)
    with pytest.raises(sa.exc.IntegrityError):
        db.flush()


@pytest.mark.parametrize("outcome", sorted(MODIFIES))
def test_a_modified_wording_is_really_another_one(db, world, made, outcome):
    edits = amendments.edits_of(made)
    base = amendments.base_of(made)["p2"].text
    for same in (*edits, Edit(Place.REPLACE, "p2", base)):
        with pytest.raises(Invalid):
            write(db, world, made, modified(made, same, outcome))
    decision = write(db, world, made, modified(made, outcome=outcome))
    assert proposed_decisions.against_proposed(decision).changed


def test_another_outcome_has_no_wording_of_its_own(db, world, made):
    changes = modified(made).changes
    assert write(db, world, made, Proposal(Outcome.ADOPT, "", None, changes)).changes is None


def test_what_settles_it_is_another_amendment(db, world, made):
    other = factories.submitted(db, made.round, world.delegates[1])
    for wrong in (None, made.number, 999):
        with pytest.raises(Invalid):
            write(db, world, made, Proposal(Outcome.OBSOLETE, "Steht dort.", obsolete_by=wrong))
    settled = Proposal(Outcome.OBSOLETE, "Steht dort.", obsolete_by=other.number)
    assert write(db, world, made, settled).obsolete_by is other


def test_a_section_is_published_in_one_go_and_the_others_wait(db, world):
    round_ = world.round(db)
    places = ("p2", "p5")
    some = [
        factories.submitted(db, round_, world.delegates[0], [Edit(Place.REPLACE, key, "Neu.")])
        for key in places
    ]
    for one in some:
        write(db, world, one, REJECTED)
    sections = proposed_decisions.waiting(db, world.version)
    assert [one.amendment for section in sections for one in section.proposals] == some
    keys = [section.key for section in sections]
    publish(db, world, [keys[-1]])
    left = proposed_decisions.waiting(db, world.version)
    assert [section.key for section in left] == keys[:-1]


def test_what_was_written_for_an_earlier_wording_is_not_published(db, world, made):
    by = world.delegates[0]
    write(db, world, made, REJECTED)
    draft = revising.begin(db, made, by=by, now=NOW)
    amendments.save(
        db, draft, title="Neu", rationale="Darum.", edits=[SHORTER], revision=draft.revision,
        now=NOW,
    )  # fmt: skip
    revising.submit(db, draft, by=by, now=NOW)
    assert publish(db, world) == 0
    write(db, world, made, REJECTED)
    assert publish(db, world) == 1


def test_the_association_answers_a_modified_wording_once(db, world, made):
    by = world.delegates[0]
    say = lambda said, reason="": proposed_decisions.answer(  # noqa: E731
        db, made, said, reason=reason, by=by, now=NOW + DAY
    )
    decision = write(db, world, made, modified(made))
    with pytest.raises(Conflict):  # it is internal
        say(Answer.AGREED)
    publish(db, world)
    with pytest.raises(Invalid):
        say(Answer.OBJECTED)
    say(Answer.OBJECTED, "Das Wichtigste fehlt.")
    assert (decision.answer, decision.answer_reason) == (Answer.OBJECTED, "Das Wichtigste fehlt.")
    (row,) = recorded(db, Act.PROPOSED_DECISION_ANSWERED)
    assert row.reason == "Das Wichtigste fehlt."
    with pytest.raises(Conflict):
        say(Answer.AGREED)


@pytest.mark.parametrize("state", [AmendmentState.WITHDRAWN, AmendmentState.NOT_ADMITTED])
def test_nothing_is_proposed_for_what_is_out_of_the_way(db, world, state):
    gone = factories.in_state(db, state, world.round(db), world.delegates[0], world.moderator)
    with pytest.raises(Conflict):
        write(db, world, gone, REJECTED)
