"""The journal: one row an act, chained by hashes (threats 36 and 37)."""

import datetime as dt
import itertools

import factories
import pytest
import sqlalchemy as sa
from factories import NOW

from guideline_workshop.models import JournalEntry
from guideline_workshop.rules.acts import Act
from guideline_workshop.services import journal


def record(db, world, subject="Etwas", **more):
    return journal.record(
        db,
        Act.DOCUMENT_CREATED,
        by=world.moderator,
        now=NOW,
        subject=subject,
        consultation_id=world.consultation.id,
        **more,
    )


def behind_the_trigger(db, statement, **values):
    """Change a row as somebody with full power over the database could."""
    if db.get_bind().dialect.name == "sqlite":
        for (name,) in db.execute(
            sa.text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name='journal'")
        ).all():
            db.execute(sa.text(f"DROP TRIGGER {name}"))
    else:
        db.execute(sa.text("ALTER TABLE journal DISABLE TRIGGER USER"))
    db.execute(sa.text(statement), values)
    db.expire_all()


@pytest.fixture
def rows(db, world):
    return [
        record(db, world, f"Dokument {number}", details={"n": number, "ü": [1.5, None, True]})
        for number in range(5)
    ]


def test_a_row_names_who_did_what_for_whom_when(db, world):
    delegate = world.delegates[1]
    row = journal.record(
        db,
        Act.COMMENT_WRITTEN,
        by=delegate,
        now=NOW,
        subject="Entwurf 1",
        consultation_id=world.consultation.id,
        reason="Darum.",
    )
    db.expire_all()
    assert (row.act, row.at, row.subject) == (Act.COMMENT_WRITTEN, NOW, "Entwurf 1")
    assert (row.actor_id, row.association_id) == (delegate.user_id, delegate.acting_id)
    assert (row.reason, row.details) == ("Darum.", {})


def test_the_operator_at_the_command_line_is_nobody(db):
    row = journal.record(
        db, Act.CONSULTATION_CREATED, by=None, now=NOW, subject="x", consultation_id=None
    )
    assert (row.actor_id, row.association_id) == (None, None)


def test_each_row_carries_the_hash_of_the_one_before(db, rows):
    for before, after in itertools.pairwise(rows):
        assert after.sequence == before.sequence + 1
        assert after.previous_hash == before.hash
    assert journal.head(db) == (rows[-1].sequence, rows[-1].hash)


def test_an_empty_journal_is_sound(db):
    assert journal.head(db) == (0, journal.BEGINNING)
    assert journal.first_altered(db) is None


@pytest.mark.usefixtures("world")
def test_the_chain_of_a_whole_consultation_is_sound(db):
    assert journal.head(db)[0] > 20
    assert journal.first_altered(db) is None


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("subject", "Anderes"),
        ("reason", "Anderes"),
        ("act", "vote_cast"),
        ("details", '{"n": 3}'),
        ("consultation_id", None),
        ("actor_id", None),
        ("association_id", 1),
        ("at", NOW.replace(tzinfo=None) + dt.timedelta(microseconds=1)),
        ("hash", "f" * 64),
        ("previous_hash", "e" * 64),
    ],
)
def test_a_row_that_was_altered_is_named(db, rows, column, value):
    if column == "at" and db.get_bind().dialect.name == "sqlite":
        value = value.isoformat(" ")
    elif column == "at":
        value = value.replace(tzinfo=dt.UTC)
    third = rows[2].sequence
    behind_the_trigger(
        db,
        f"UPDATE journal SET {column} = :value WHERE sequence = :sequence",  # noqa: S608
        value=value,
        sequence=third,
    )
    assert journal.first_altered(db) == third


def test_a_row_that_was_deleted_is_named(db, rows):
    third = rows[2].sequence
    behind_the_trigger(db, "DELETE FROM journal WHERE sequence = :s", s=third)
    assert journal.first_altered(db) == third


def test_a_row_that_was_slipped_in_is_named(db, rows):
    values = {
        "sequence": rows[-1].sequence + 1,
        "at": NOW,
        "act": Act.VOTE_CAST,
        "subject": "Ä 1",
        "details": {},
        "previous_hash": rows[1].previous_hash[::-1],
        "hash": "a" * 64,
    }
    db.add(JournalEntry(**values))
    db.flush()
    assert journal.first_altered(db) == values["sequence"]


def test_two_rows_that_were_swapped_are_named(db, rows):
    first, second = rows[1].sequence, rows[2].sequence
    behind_the_trigger(
        db,
        "UPDATE journal SET subject = CASE sequence WHEN :a THEN 'Dokument 2' "
        "ELSE 'Dokument 1' END WHERE sequence IN (:a, :b)",
        a=first,
        b=second,
    )
    assert journal.first_altered(db) == first


def test_the_chain_cannot_fork(db, rows):
    fork = JournalEntry(
        sequence=rows[-1].sequence + 1,
        at=NOW,
        act=Act.VOTE_CAST,
        subject="Ä 1",
        details={},
        previous_hash=rows[2].hash,
        hash="b" * 64,
    )
    db.add(fork)
    with pytest.raises(sa.exc.IntegrityError):
        db.flush()


@pytest.mark.usefixtures("rows")
@pytest.mark.parametrize(
    "statement", ["UPDATE journal SET subject = 'x'", "DELETE FROM journal WHERE sequence = 1"]
)
def test_the_database_refuses_to_change_the_journal(db, statement):
    with pytest.raises(sa.exc.DBAPIError, match="immutable"):
        db.execute(sa.text(statement))


def test_what_was_rolled_back_leaves_no_gap(db, world):
    before, _ = journal.head(db)
    with db.begin_nested() as act:
        record(db, world)
        act.rollback()
    record(db, world)
    assert journal.head(db)[0] == before + 1
    assert journal.first_altered(db) is None


def test_a_consultation_shows_its_own_rows_newest_first_in_pages(db, world, rows):
    other = factories.consultation(db, world.moderator)
    page = journal.entries(db, world.consultation.id, now=NOW, limit=3)
    assert page == rows[:1:-1]
    following = journal.entries(
        db, world.consultation.id, now=NOW, before=page[-1].sequence, limit=2
    )
    assert following == [rows[1], rows[0]]
    assert [row.act for row in journal.entries(db, other.id, now=NOW)] == [Act.CONSULTATION_CREATED]


def test_a_long_subject_is_no_obstacle(db, world):
    made = factories.consultation(db, world.moderator, title="T" * 200)
    _, version = factories.document_with_version(db, made, world.moderator, title="L" * 200)
    factories.adopted(db, version, world.board)
    assert journal.first_altered(db) is None
