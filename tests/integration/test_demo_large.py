"""The large round is what it promises: many amendments that touch each other, each one readable."""

import datetime as dt

import pytest
from sqlalchemy import func, select

from guideline_workshop.demo import content, large
from guideline_workshop.demo.loading import load
from guideline_workshop.models import Amendment, Round, Version
from guideline_workshop.rules.rounds import RoundState
from guideline_workshop.rules.states import AmendmentState
from guideline_workshop.services import amendments, journal, overlaps, versions
from guideline_workshop.text.amendment import apply
from guideline_workshop.text.relations import Relation

NOW = dt.datetime(2027, 3, 1, 9, 0, tzinfo=dt.UTC)


@pytest.fixture
def loaded(db):
    load(db, large.load(), now=NOW)
    return db


def test_a_hundred_amendments_of_ten_associations_in_an_open_round(loaded):
    (round_,) = loaded.scalars(select(Round))
    assert round_.state(NOW) is RoundState.OPEN
    text = versions.text_of(round_.version)
    assert sum(len(one.text.split()) for one in text.provisions) > 2_500
    found = loaded.scalars(select(Amendment)).all()
    assert sorted(one.number for one in found) == list(range(1, 101))
    assert len({one.association_id for one in found}) == 10
    for one in found:
        assert apply(text, amendments.changes_of(one)) != text
    states = {one.state for one in found}
    assert states == {
        AmendmentState.SUBMITTED,
        AmendmentState.ADMITTED,
        AmendmentState.RETURNED,
        AmendmentState.NOT_ADMITTED,
    }
    assert journal.first_altered(loaded) is None


def test_at_least_eighty_overlap_with_another_one(loaded):
    version = loaded.scalars(select(Version)).one()
    found = loaded.scalars(select(Amendment).where(Amendment.number.is_not(None))).all()
    assert overlapping(loaded, version, found) >= 80


def overlapping(db, version, found):
    """Count the amendments that change the same words as another one, or say the same."""
    met = {Relation.IDENTICAL, Relation.CONTAINED, Relation.CONTAINS, Relation.OVERLAPPING}
    texts = {version.id: versions.text_of(version)}
    marks = overlaps.marks_of(db, texts, [one.id for one in found])
    near = [one for one in marks.values() if any(m.standing.relation in met for m in one)]
    return len(near)


def test_it_is_the_same_each_time_and_as_large_as_is_asked():
    assert large.load(300) == large.load(300)
    assert len(large.load(300).amendments) == 300


def test_the_small_demonstration_knows_nothing_of_it(db):
    load(db, content.load(), now=NOW)
    assert db.scalar(select(func.count()).select_from(Amendment)) < 50
