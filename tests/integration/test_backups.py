"""Backups under load are copies of one moment, and come back whole (threat 61)."""

import threading
from pathlib import Path

import factories
import pytest
import sqlalchemy as sa

from guideline_workshop.cli.main import main
from guideline_workshop.models.engine import create_engine
from guideline_workshop.rules.acts import Act
from guideline_workshop.services import backups, journal
from guideline_workshop.services.backups import BackupError

INI = """
[app:main]
use = egg:guideline-workshop
gw.database_url = {url}
gw.secret = only-for-tests-0123456789abcdef0123456789
[alembic]
script_location = {root}/alembic
"""
BACKUPS = 3


@pytest.fixture
def empty_url(request, database_url, tmp_path):
    """The address of a database of the same kind with nothing in it."""
    if database_url.startswith("sqlite"):
        yield f"sqlite:///{tmp_path}/restored/restored.sqlite"
        return
    cluster = request.getfixturevalue("postgresql")
    cluster.execute("CREATE DATABASE gw_restored")
    yield cluster.url("gw_restored")
    cluster.execute("DROP DATABASE gw_restored WITH (FORCE)")


@pytest.fixture
def ini(tmp_path):
    """Write the settings file of a database."""

    def write(url):
        path = tmp_path / f"{len(list(tmp_path.glob('*.ini')))}.ini"
        path.write_text(INI.format(url=url.replace("%", "%%"), root=Path(__file__).parents[2]))
        return str(path)

    return write


@pytest.fixture
def writing(db, world, new_session):
    """Somebody who writes rows that belong together, without a pause, until the test ends."""
    db.commit()
    stop, written = threading.Event(), threading.Semaphore(0)

    def write():
        while not stop.is_set():
            with new_session.begin() as session:
                person = factories.user(session)
                journal.record(
                    session,
                    Act.DOCUMENT_CREATED,
                    by=world.moderator,
                    now=factories.NOW,
                    subject=str(person.id),
                    consultation_id=world.consultation.id,
                )
            written.release()

    writers = [threading.Thread(target=write) for _ in range(3)]
    for one in writers:
        one.start()
    yield written
    stop.set()
    for one in writers:
        one.join()


def test_a_backup_under_load_comes_back_equal(  # noqa: PLR0917 -- fixtures
    engine, writing, empty_url, ini, tmp_path, capsys
):
    settings = ini(engine.url.render_as_string(hide_password=False))
    for number in range(BACKUPS):
        for _ in range(5):
            assert writing.acquire(timeout=30)
        assert main(["backup", settings, str(tmp_path / f"{number}.backup")]) == 0
    taken = capsys.readouterr().out.splitlines()
    assert len({line.rpartition("digest")[2] for line in taken}) == BACKUPS  # others wrote

    last = str(tmp_path / f"{BACKUPS - 1}.backup")
    restored = ini(empty_url)
    assert main(["restore", restored, last]) == 0
    said = capsys.readouterr().out
    assert taken[-1].partition(": ")[2] in said
    assert "The journal is intact" in said
    one = create_engine(empty_url)
    with one.connect() as connection:
        # what one transaction wrote came together, or not at all
        people = set(connection.scalars(sa.text("SELECT id FROM users")))
        named = connection.scalars(sa.text("SELECT subject FROM journal WHERE subject > '0'"))
        assert {int(subject) for subject in named if subject.isdigit()} <= people
        assert backups.contents(connection).line in taken[-1]
    one.dispose()

    assert main(["restore", restored, last]) == 2  # never over something
    assert "nothing is" in capsys.readouterr().err
    assert main(["backup", settings, last]) == 2
    assert "overwrites nothing" in capsys.readouterr().err


def test_the_restored_database_works_on(db, engine, world, empty_url, tmp_path):
    db.commit()
    backups.back_up(engine, tmp_path / "one.backup")
    one = create_engine(empty_url)
    backups.restore(one, tmp_path / "one.backup")
    with sa.orm.Session(one) as later:
        factories.user(later)  # numbers go on where they were
        journal.record(
            later, Act.DOCUMENT_CREATED, by=world.moderator, now=factories.NOW, subject="1",
            consultation_id=world.consultation.id,
        )  # fmt: skip
        assert journal.first_altered(later) is None
        with pytest.raises(sa.exc.DatabaseError):  # the triggers came along
            later.execute(sa.text("UPDATE journal SET subject = 'other'"))
        later.rollback()
    one.dispose()


def test_what_came_back_otherwise_is_named(engine, empty_url, tmp_path):
    file = tmp_path / "one.backup"
    backups.back_up(engine, file)
    (digest,) = tmp_path.glob("*.digest")
    digest.write_text("12 rows, digest 34\n")
    one = create_engine(empty_url)
    with pytest.raises(BackupError, match="not what was backed up"):
        backups.restore(one, file)
    one.dispose()


def test_a_damaged_backup_is_named(engine, empty_url, tmp_path):
    file = tmp_path / "one.backup"
    backups.back_up(engine, file)
    file.write_bytes(b"PGDMP" + file.read_bytes()[5000:])
    one = create_engine(empty_url)
    with pytest.raises(BackupError, match=r"not a database|failed"):
        backups.restore(one, file)
    one.dispose()


def test_what_cannot_be_written_leaves_nothing(engine, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    target = tmp_path / "sub" / "one.backup"
    if engine.dialect.name == "sqlite":
        monkeypatch.setattr(backups, "_in_file", lambda path: backups.Contents(0, str(path)))
    with pytest.raises(BackupError, match=r"is missing|is not what was copied"):
        backups.back_up(engine, target)
    assert list(target.parent.iterdir()) == []


def test_a_backup_that_is_not_there_is_named(ini, tmp_path, capsys):
    settings = ini(f"sqlite:///{tmp_path}/other.sqlite")
    assert main(["restore", settings, str(tmp_path / "nothing.backup")]) == 2
    assert "nothing.backup" in capsys.readouterr().err
    assert not (tmp_path / "other.sqlite").exists()
