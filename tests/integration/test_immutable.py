"""What is submitted stays as it is, whoever asks (threat 27)."""

import factories
import pytest
import sqlalchemy as sa
from factories import NOW

from guideline_workshop.models import Amendment
from guideline_workshop.services import amendments
from guideline_workshop.services.drafting import Edit, Place, Way
from guideline_workshop.services.errors import Conflict

EDIT = Edit(Place.REPLACE, "p2", "Der Kreis fördert kostenlose Sprachkurse.")


@pytest.fixture
def submitted(db, world):
    return factories.submitted(db, world.round(db), world.delegates[0], [EDIT])


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("title", "'Anders'"),
        ("rationale", "'Anders'"),
        ("changes", "'[]'"),
        ("digest", "'0'"),
        ("number", "99"),
        ("submitted_at", "created_at"),
        ("round_id", "round_id"),
        ("association_id", "association_id"),
        ("consultation_id", "consultation_id"),
        ("created_by_id", "created_by_id"),
        ("version_id", "version_id"),
        ("edition", "edition + 2"),
        ("edition", "edition - 1"),
    ],
)
def test_the_database_refuses_to_change_it(db, submitted, column, value):
    statement = f"UPDATE amendments SET {column} = {value} WHERE id = :id"  # noqa: S608
    with pytest.raises(sa.exc.DBAPIError, match="immutable"):
        db.execute(sa.text(statement), {"id": submitted.id})


def test_each_edition_is_kept_as_it_was(db, submitted):
    (kept,) = submitted.submissions
    assert (kept.edition, kept.changes, kept.digest) == (1, submitted.changes, submitted.digest)
    for statement in ("UPDATE submissions SET title = ''", "DELETE FROM submissions"):
        with pytest.raises(sa.exc.DBAPIError, match="immutable"), db.begin_nested():
            db.execute(sa.text(statement))


def test_a_new_edition_may_say_something_else_but_keeps_its_number(db, submitted):
    db.execute(sa.text("UPDATE amendments SET title = 'X', edition = edition + 1"))
    assert db.scalar(sa.select(Amendment.title).where(Amendment.id == submitted.id)) == "X"
    for column in ("number", "consultation_id", "round_id", "created_by_id"):
        statement = f"UPDATE amendments SET edition = edition + 1, {column} = {column}"  # noqa: S608
        with pytest.raises(sa.exc.DBAPIError, match="immutable"), db.begin_nested():
            db.execute(sa.text(statement))


def test_the_database_refuses_to_delete_it(db, submitted):
    with pytest.raises(sa.exc.DBAPIError, match="immutable"):
        db.execute(sa.text("DELETE FROM amendments WHERE id = :id"), {"id": submitted.id})


def test_a_draft_can_be_changed_and_deleted(db, world):
    draft = factories.draft(db, world.round(db), world.delegates[0])
    db.execute(sa.text("UPDATE amendments SET title = 'X' WHERE id = :id"), {"id": draft.id})
    db.execute(sa.text("DELETE FROM amendments WHERE id = :id"), {"id": draft.id})


def test_the_services_refuse_it_in_words(db, submitted):
    for act in (
        lambda: amendments.save(
            db, submitted, title="", rationale="", edits=[EDIT], revision=0, now=NOW
        ),
        lambda: amendments.extend(db, submitted, Way.REPLACE, "p3", now=NOW),
        lambda: amendments.discard(db, submitted),
    ):
        with pytest.raises(Conflict):
            act()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE amendments SET state = 'draft' WHERE id = :id",
        "UPDATE amendments SET state = 'returned', state_reason = '' WHERE id = :id",
        "UPDATE amendments SET state = 'nonsense' WHERE id = :id",
    ],
)
def test_the_database_knows_which_states_there_are(db, submitted, statement):
    with pytest.raises(sa.exc.IntegrityError):
        db.execute(sa.text(statement), {"id": submitted.id})
