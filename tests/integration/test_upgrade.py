"""A database of a former release keeps everything when it is migrated, and people come in again.

The upgrade may be killed at any moment (threat 60); `GW_KILL_STEP=1` does it at every statement.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import factories
import pytest
import sqlalchemy as sa
from support.databases import migrate

from guideline_workshop.cli.main import main
from guideline_workshop.demo.content import load as content
from guideline_workshop.demo.loading import load
from guideline_workshop.models import Association, User
from guideline_workshop.models.engine import create_engine, session_factory
from guideline_workshop.services import journal, logins

FORMER = "0002"
"""The schema of the release in which nobody could be invited yet."""
KILL_STEP = os.environ.get("GW_KILL_STEP", "17")
"""At each how-many-th statement of an upgrade its process is killed."""
TESTS = Path(__file__).resolve().parents[1]
INI = """
[app:main]
use = egg:guideline-workshop
gw.database_url = {url}
gw.secret = only-for-tests-0123456789abcdef0123456789
[alembic]
script_location = {root}/alembic
"""


@pytest.fixture
def former_url(request: pytest.FixtureRequest, database_url: str, tmp_path: Path) -> Iterator[str]:
    """A database with the schema of the former release, of the kind of the test's other one."""
    if database_url.startswith("sqlite"):
        url = f"sqlite:///{tmp_path}/former.sqlite"
        migrate(url, FORMER)
        yield url
        return
    cluster = request.getfixturevalue("postgresql")
    cluster.execute("CREATE DATABASE gw_former")
    migrate(cluster.url("gw_former"), FORMER)
    yield cluster.url("gw_former")
    cluster.execute("DROP DATABASE gw_former WITH (FORCE)")


def test_an_upgrade_keeps_everything_and_people_sign_in(engine, former_url):
    tables, token = a_demonstration_of_the_former_release(engine, former_url)
    former = create_engine(former_url)
    before = rows(former, tables)
    assert len(before["journal"]) > 200
    migrate(former_url)
    assert rows(former, tables) == before

    # what was submitted before is found as if it had been submitted now
    searched = sa.MetaData()
    searched.reflect(former, only=["amendment_words"])
    found = rows(former, searched)
    assert found == rows(engine, searched)
    assert len(found["amendment_words"]) > 5

    with session_factory(former).begin() as db:
        assert journal.first_altered(db) is None
        assert journal.head(db)[0] == len(before["journal"])
        assert set(db.scalars(sa.select(Association.weight))) == {1}
        for user in content().users:
            assert logins.identify(db, token[user.email], now=factories.NOW).name == user.name
        person = content().users[0]
        assert factories.sign_in(db, person.email, person.password)
        assert db.scalars(sa.select(User).where(User.locked_at.is_not(None))).all() == []
    former.dispose()


def test_an_upgrade_that_is_killed_leaves_nothing_behind_and_runs_again(engine, former_url):
    tables, _token = a_demonstration_of_the_former_release(engine, former_url)
    former = create_engine(former_url)
    before = rows(former, tables)
    former.dispose()
    done = subprocess.run(
        [sys.executable, "-m", "support.killed_migration", former_url, KILL_STEP],
        cwd=TESTS,
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert int(done.stdout) >= 60 // int(KILL_STEP)
    assert rows(former, tables) == before
    assert columns_of(former) == columns_of(engine)  # the same as if nobody had killed it
    former.dispose()


def test_an_upgrade_begins_with_a_backup(engine, former_url, tmp_path, capsys):
    a_demonstration_of_the_former_release(engine, former_url)
    ini = tmp_path / "workshop.ini"
    ini.write_text(INI.format(url=former_url.replace("%", "%%"), root=TESTS.parent))
    assert main(["migrate", str(ini), "--backups", str(tmp_path / "backups")]) == 0
    assert "Backed up to" in capsys.readouterr().out
    (backup,) = (tmp_path / "backups").glob("*.backup")
    assert f"from-{FORMER}" in backup.name
    assert main(["migrate", str(ini), "--backups", str(tmp_path / "backups")]) == 0
    assert "Backed up" not in capsys.readouterr().out  # there was nothing to do


def columns_of(engine):
    inspector = sa.inspect(engine)
    return {
        name: sorted(column["name"] for column in inspector.get_columns(name))
        for name in inspector.get_table_names()
    }


def a_demonstration_of_the_former_release(engine, former_url):
    """Load the demonstration and copy what the former release knew of it.

    Returns the tables of the former release, and somebody's login by their address.
    """
    with session_factory(engine).begin() as db:
        load(db, content(), now=factories.NOW)
        token = {user.email: factories.login(db, user) for user in db.scalars(sa.select(User))}
    former, tables = create_engine(former_url), sa.MetaData()
    tables.reflect(former)
    tables.remove(tables.tables["alembic_version"])
    found = rows(engine, tables)
    with former.begin() as connection:
        for table in tables.sorted_tables:
            if found[table.name]:
                connection.execute(table.insert(), found[table.name])
        if former.dialect.name == "postgresql":
            count_on(connection, tables)
    former.dispose()
    return tables, token


def rows(engine, tables):
    """Return what stands in the columns that the former release had."""
    with engine.connect() as connection:
        return {
            table.name: [dict(row) for row in connection.execute(in_order(table)).mappings()]
            for table in tables.sorted_tables
        }


def in_order(table):
    return sa.select(table).order_by(*table.primary_key.columns)


def count_on(connection, tables):
    """Let the numbers of new rows begin after those that were copied."""
    for table in tables.sorted_tables:
        if "id" in table.columns and isinstance(table.columns.id.type, sa.Integer):
            last = sa.select(sa.func.coalesce(sa.func.max(table.columns.id), 1)).scalar_subquery()
            sequence = sa.func.pg_get_serial_sequence(table.name, "id")
            connection.execute(sa.select(sa.func.setval(sequence, last)))
