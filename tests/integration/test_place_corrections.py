"""Another place for an amendment: proposed, and taken only if its association confirms it."""

from dataclasses import replace

import factories
import pytest
import sqlalchemy as sa
from factories import DAY, NOW

from guideline_workshop.models import JournalEntry
from guideline_workshop.rules.acts import Act
from guideline_workshop.rules.states import AmendmentState
from guideline_workshop.rules.submissions import SubmissionKind
from guideline_workshop.services import amendments, place_corrections, revising
from guideline_workshop.services.drafting import Edit, Place
from guideline_workshop.services.errors import Conflict, Invalid
from guideline_workshop.text.amendment import Insert, Move, Replace

WORDS = "Die Kurse sind für alle offen und kostenlos."


@pytest.fixture
def made(db, world):
    """Meant for p3, written at p2, with a second change at p6."""
    edits = [Edit(Place.REPLACE, "p2", WORDS), Edit(Place.AFTER, "p6", "an Rentner,")]
    return factories.submitted(db, world.round(db), world.delegates[0], edits)


def propose(db, world, amendment, **other):
    """Propose p3 for the first change, or what `other` says."""
    asked = {"position": 0, "to_key": "p3", "reason": "Gehört zu den Kursen."} | other
    return place_corrections.propose(db, amendment, **asked, by=world.moderator, now=NOW)


def answer(db, world, amendment, proposal, *, agrees=True, reason=""):
    place_corrections.answer(
        db, amendment, proposal.id, agrees=agrees, reason=reason, by=world.delegates[0],
        now=NOW + DAY,
    )  # fmt: skip


def recorded(db):
    acts = (Act.CORRECTION_PROPOSED, Act.CORRECTION_CONFIRMED, Act.CORRECTION_REFUSED)
    found = db.scalars(
        sa.select(JournalEntry).where(JournalEntry.act.in_(acts)).order_by(JournalEntry.sequence)
    )
    return [(one.act, one.reason) for one in found]


def test_what_is_confirmed_is_the_next_edition(db, world, made):
    before = made.digest
    proposal = propose(db, world, made)
    assert (made.edition, made.digest) == (1, before)
    answer(db, world, made, proposal)
    first, second = place_corrections.changes_of(made)
    assert isinstance(first, Replace)
    assert (first.key, first.provisions[0].key, first.provisions[0].text) == ("p3", "p3", WORDS)
    assert second.after == "p6"
    assert (made.edition, made.state) == (2, AmendmentState.SUBMITTED)
    assert [one.kind for one in made.submissions] == [
        SubmissionKind.SUBMITTED,
        SubmissionKind.CORRECTED,
    ]
    assert made.digest != before
    assert recorded(db) == [
        (Act.CORRECTION_PROPOSED, "Gehört zu den Kursen."),
        (Act.CORRECTION_CONFIRMED, ""),
    ]
    assert place_corrections.waiting(db, made) is None


def test_what_is_refused_stays_as_it_was(db, world, made):
    before = made.digest
    proposal = propose(db, world, made)
    answer(db, world, made, proposal, agrees=False, reason="Es ist so gemeint.")
    assert (made.edition, made.digest) == (1, before)
    assert recorded(db)[-1] == (Act.CORRECTION_REFUSED, "Es ist so gemeint.")
    with pytest.raises(Conflict):
        answer(db, world, made, proposal)


def test_the_last_proposal_counts(db, world, made):
    first = propose(db, world, made)
    second = propose(db, world, made, to_key="p5")
    with pytest.raises(Conflict):
        answer(db, world, made, first)
    answer(db, world, made, second)
    assert place_corrections.changes_of(made)[0].key == "p5"


def test_another_wording_needs_another_proposal(db, world, made):
    proposal = propose(db, world, made)
    by = world.delegates[0]
    draft = revising.begin(db, made, by=by, now=NOW)
    edit = Edit(Place.REPLACE, "p2", "Anders.")
    amendments.save(
        db, draft, title="Neu", rationale="Darum.", edits=[edit], revision=draft.revision, now=NOW
    )
    revising.submit(db, draft, by=by, now=NOW)
    assert place_corrections.waiting(db, made) is None
    with pytest.raises(Conflict):
        answer(db, world, made, proposal)


@pytest.mark.parametrize("state", ["withdrawn", "not_admitted", "returned"])
def test_what_is_out_of_the_way_is_not_corrected(db, world, made, state):
    proposal = propose(db, world, made)
    amendments.move_to(
        db, made, AmendmentState(state), reason="Darum.", by=world.moderator, now=NOW
    )
    assert place_corrections.waiting(db, made) is None
    for act in (propose, lambda *args: answer(*args, proposal)):
        with pytest.raises(Conflict):
            act(db, world, made)


@pytest.mark.parametrize(
    "wrong",
    [
        {"to_key": "p2"},  # it stands there
        {"to_key": "p99"},
        {"position": 7},
        {"reason": " "},
    ],
)
def test_where_it_cannot_be_is_refused(db, world, made, wrong):
    with pytest.raises(Invalid):
        propose(db, world, made, **wrong)
    assert recorded(db) == []


def test_two_changes_do_not_come_to_one_place(db, world):
    edits = [Edit(Place.REPLACE, "p2", WORDS), Edit(Place.REPLACE, "p3", "Anders.")]
    made = factories.submitted(db, world.round(db), world.delegates[0], edits)
    with pytest.raises(Invalid):
        propose(db, world, made)


def test_where_nothing_would_change_is_no_place(world):
    document = amendments.versions.text_of(world.version)
    base, other = document["p2"], document["p3"]
    same = Replace("p2", base.digest, (other,))
    with pytest.raises(Invalid):
        place_corrections.corrected(document, [same], 0, "p3")


def test_strikes_and_insertions_have_other_places_too_and_moves_have_none(world):
    document = amendments.versions.text_of(world.version)
    base = document["p2"]
    changes = [
        Replace("p2", base.digest, (), "Doppelt."),
        Insert("p6", (base,)),
        Move("p7", base.digest, "p1"),
    ]
    assert place_corrections.movable(changes) == [(0, "p2"), (1, "p6")]
    struck, *_ = place_corrections.corrected(document, changes[:1], 0, "p5")
    assert struck == Replace("p5", document["p5"].digest, ())
    assert struck.rationale == "Doppelt."


def test_what_is_inserted_before_a_passage_leaves_it_as_it_is(world):
    document = amendments.versions.text_of(world.version)
    base, other = document["p2"], document["p5"]
    new = replace(base, key="a1.1", text="Neu.")
    before = Replace("p2", base.digest, (new, base))
    assert place_corrections.corrected(document, [before], 0, "p5") == (
        Replace("p5", other.digest, (new, other)),
    )


def test_what_cannot_be_read_has_no_change_to_be_moved(db, world):
    draft = factories.draft(db, world.round(db), world.delegates[0])
    for broken in ([7], [{"change": "replace", "key": "p99", "base": "", "provisions": []}]):
        draft.changes = broken
        assert place_corrections.changes_of(draft) == ()
