"""One passage with all amendments to it, and some of them laid over each other."""

import pytest

from guideline_workshop.rules.states import AmendmentState
from guideline_workshop.services import overlays
from guideline_workshop.services.drafting import Place
from guideline_workshop.text.display import Op

FREE = "Der Kreis fördert kostenlose Sprachkurse."
DAILY = "Der Kreis fördert tägliche Sprachkurse."
ALL = "Der Kreis fördert Sprachkurse für alle."


@pytest.fixture
def round_(db, world):
    return world.round(db)


def on(db, world, key="p2"):
    return overlays.on_passage(db, world.version, key)


def test_everything_proposed_for_a_passage_stands_there_by_number(db, world, round_):
    first = world.amendment(db, round_, "p2", FREE)
    other = world.amendment(db, round_, "p3", "Anders.")
    second = world.amendment(db, round_, "p2", "Danach.", by=1, place=Place.AFTER)
    found = on(db, world)
    assert [one.amendment for one in found] == [first, second]
    assert [one.others for one in found] == [0, 0]
    assert [one.amendment for one in on(db, world, "p3")] == [other]
    assert on(db, world, "p5") == []


@pytest.mark.parametrize("gone", [AmendmentState.RETURNED, AmendmentState.NOT_ADMITTED])
def test_what_is_not_up_for_decision_does_not(db, world, round_, gone):
    world.amendment(db, round_, "p2", FREE, state=gone)
    assert on(db, world) == []


def test_what_fits_together_is_shown_in_one_text(db, world, round_):
    made = [world.amendment(db, round_, "p2", words) for words in (FREE, ALL)]
    found = overlays.overlay(world.version, "p2", made)
    assert found.conflicts == ()
    (line,) = found.lines
    assert line.new.text == "Der Kreis fördert kostenlose Sprachkurse für alle."
    behind = {run.origin for run in line.runs if run.op is not Op.EQUAL}
    assert behind == {one.reference for one in made}


def test_what_cannot_stand_together_stays_and_is_named(db, world, round_):
    made = [world.amendment(db, round_, "p2", words) for words in (FREE, DAILY)]
    found = overlays.overlay(world.version, "p2", made)
    (conflict,) = found.conflicts
    assert {one.amendments[0] for one in conflict.alternatives} == {one.reference for one in made}
    assert overlays.overlay(world.version, "p3", made).conflicts == ()


def test_what_is_inserted_behind_it_belongs_to_it(db, world, round_):
    made = world.amendment(db, round_, "p2", "Danach.", place=Place.AFTER)
    lines = overlays.overlay(world.version, "p2", [made]).lines
    assert [line.new.text for line in lines][1:] == ["Danach."]
    assert [line.new.key for line in overlays.overlay(world.version, "p3", [made]).lines] == ["p3"]


def test_what_cannot_be_read_is_named_and_breaks_nothing(db, world, round_):
    good, bad = (world.amendment(db, round_, "p2", words) for words in (FREE, ALL))
    bad.changes, bad.edition = [{"nonsense": 1}], 2
    found = overlays.overlay(world.version, "p2", [good, bad])
    assert found.unreadable == (bad,)
    assert found.amendments == (good,)
