"""How the moderation organises its work: nothing is lost, and the journal does not tell."""

import datetime as dt

import factories
import pytest
import sqlalchemy as sa
from factories import DAY, NOW

from guideline_workshop.models import InternalNote, JournalEntry
from guideline_workshop.services import handling, saved_filters
from guideline_workshop.services.errors import Conflict, Invalid
from guideline_workshop.services.handling import Arrangement

SOON = dt.date(2026, 7, 1)


@pytest.fixture
def made(db, world):
    return factories.submitted(db, world.round(db), world.delegates[0])


def rows(db):
    return db.scalar(sa.select(sa.func.count()).select_from(JournalEntry))


def test_it_is_arranged_and_nothing_is_recorded(db, world, made):
    before = rows(db)
    assert handling.of(db, made).revision == 0
    wanted = Arrangement(world.moderator.user_id, SOON, ("Finanzen", "Sprache"))
    arranged = handling.arrange(db, made, wanted, revision=0)
    assert (arranged.assignee.id, arranged.due_on) == (world.moderator.user_id, SOON)
    assert handling.tags_of(db, made) == ["Finanzen", "Sprache"]
    handling.arrange(db, made, Arrangement(), revision=arranged.revision)
    assert handling.of(db, made).assignee is None
    assert handling.tags_of(db, made) == []
    assert rows(db) == before


def test_of_two_moderators_nobody_overwrites_what_they_have_not_seen(db, made):
    handling.arrange(db, made, Arrangement(tags=("Eins",)), revision=0)
    for seen in (0, 2):
        with pytest.raises(Conflict):
            handling.arrange(db, made, Arrangement(tags=("Zwei",)), revision=seen)
    assert handling.tags_of(db, made) == ["Eins"]
    handling.arrange(db, made, Arrangement(tags=("Zwei",)), revision=1)
    assert handling.tags_of(db, made) == ["Zwei"]


def test_only_moderators_of_the_consultation_see_to_it(db, world, made):
    for somebody in (world.delegates[0], factories.moderator(db)):
        with pytest.raises(Invalid):
            handling.arrange(db, made, Arrangement(somebody.user_id), revision=0)


def test_a_word_is_spelled_as_it_was_before(db, world, made):
    other = factories.submitted(db, made.round, world.delegates[1])
    handling.arrange(db, made, Arrangement(tags=("Finanzen",)), revision=0)
    wanted = Arrangement(tags=("finanzen", "FINANZEN", "Bau", "bau"))
    handling.arrange(db, other, wanted, revision=0)
    assert handling.tags_of(db, other) == ["Bau", "Finanzen"]
    assert handling.tags_in(db, made.consultation_id) == ["Bau", "Finanzen"]


@pytest.mark.parametrize(
    "tags", [("x" * (handling.LONGEST_TAG + 1),), tuple(map(str, range(handling.MOST_TAGS + 1)))]
)
def test_tags_are_few_and_short(db, made, tags):
    with pytest.raises(Invalid):
        handling.arrange(db, made, Arrangement(tags=tags), revision=0)


def test_a_note_stays_as_it_was_written(db, world, made):
    handling.note(db, made, " Angerufen. ", by=world.moderator, now=NOW)
    handling.note(db, made, "Zurückgerufen.", by=world.moderator, now=NOW + DAY)
    notes = handling.notes_on(db, made)
    assert [(one.body, one.written_at) for one in notes] == [
        ("Angerufen.", NOW),
        ("Zurückgerufen.", NOW + DAY),
    ]
    with pytest.raises(Invalid):
        handling.note(db, made, "  ", by=world.moderator, now=NOW)
    for statement in ("UPDATE internal_notes SET body = 'Anders'", "DELETE FROM internal_notes"):
        with pytest.raises(sa.exc.DBAPIError, match="immutable"), db.begin_nested():
            db.execute(sa.text(statement))
    assert db.scalar(sa.select(sa.func.count()).select_from(InternalNote)) == 2


def test_saved_choices_belong_to_one_person(db, world):
    here, by = world.consultation, world.moderator
    saved = saved_filters.save(db, here, name="Offen", query="state=open", by=by)
    again = saved_filters.save(db, here, name="Offen", query="state=submitted", by=by)
    assert (again.id, again.query) == (saved.id, "state=submitted")
    with pytest.raises(Invalid):
        saved_filters.save(db, here, name="Alles", query="", by=by)
    stranger = factories.moderator(db)
    assert saved_filters.find(db, here, saved.id, by) is saved
    assert saved_filters.find(db, here, saved.id, stranger) is None
    assert saved_filters.of(db, here, stranger) == []
    saved_filters.remove(db, saved)
    assert saved_filters.of(db, here, by) == []


def test_there_are_not_endlessly_many_saved_choices(db, world, monkeypatch):
    monkeypatch.setattr(saved_filters, "MOST", 1)
    saved_filters.save(db, world.consultation, name="A", query="a", by=world.moderator)
    with pytest.raises(Invalid):
        saved_filters.save(db, world.consultation, name="B", query="b", by=world.moderator)
