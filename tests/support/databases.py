"""The databases: migrated once a session for each kind, then copied for each test."""

import itertools
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import alembic.command
import alembic.config
import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session
from support.postgresql import Cluster, PostgresqlMissingError, running_cluster

from guideline_workshop.models.engine import create_engine, for_writing, session_factory

MIGRATIONS = Path(__file__).resolve().parents[2] / "alembic"
TEMPLATE = "gw_template"
COMMITS = pytest.StashKey[list[sa.Connection]]()
_numbers = itertools.count(1)


def migrate(url: str, revision: str = "head") -> None:
    """Bring a database to the newest schema, or a former one, as the migrate command does."""
    config = alembic.config.Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    engine = create_engine(url)
    with for_writing(engine).begin() as connection:
        config.attributes["connection"] = connection
        alembic.command.upgrade(config, revision)
    engine.dispose()


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Cluster]:
    """The running PostgreSQL server."""
    try:
        with running_cluster() as cluster:
            yield cluster
    except PostgresqlMissingError as error:
        pytest.fail(str(error), pytrace=False)


@pytest.fixture(scope="session")
def postgresql_template(postgresql: Cluster) -> str:
    """The name of a migrated database that no test connects to."""
    postgresql.execute(f"CREATE DATABASE {TEMPLATE}")
    migrate(postgresql.url(TEMPLATE))
    return TEMPLATE


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated database file that no test opens."""
    path = tmp_path_factory.mktemp("template") / "template.sqlite"
    migrate(f"sqlite:///{path}")
    return path


def template_of(request: pytest.FixtureRequest, kind: str) -> Any:
    """Return what a test's database is copied from: with a world in it for those that ask."""
    with_world = "world" in request.fixturenames
    return request.getfixturevalue(f"{kind}_world_template" if with_world else f"{kind}_template")


@pytest.fixture
def sqlite_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A fresh migrated SQLite database."""
    path = tmp_path / "test.sqlite"
    shutil.copyfile(template_of(request, "sqlite"), path)
    return f"sqlite:///{path}"


@pytest.fixture(scope="session")
def untouched() -> dict[str, str]:
    """PostgreSQL databases that a test only wrote to without committing, by their template."""
    return {}


@pytest.fixture
def postgresql_url(
    request: pytest.FixtureRequest, postgresql: Cluster, untouched: dict[str, str]
) -> Iterator[str]:
    """A fresh migrated PostgreSQL database, or one in which nothing was ever committed."""
    template = template_of(request, "postgresql")
    name = untouched.pop(template, None)
    if name is None:
        name = f"gw_test_{next(_numbers)}"
        # copying files is twice as quick as copying through the log (PostgreSQL 15 and later)
        postgresql.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
    yield postgresql.url(name)
    if request.node.stash.get(COMMITS, None) == []:
        untouched[template] = name
    else:
        postgresql.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """A fresh migrated database; a test that uses it runs on both kinds."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
def engine(request: pytest.FixtureRequest, database_url: str) -> Iterator[sa.Engine]:
    """An engine on the fresh database."""
    engine = create_engine(database_url)
    commits = request.node.stash[COMMITS] = []
    sa.event.listen(engine, "commit", commits.append)
    yield engine
    engine.dispose()


@pytest.fixture
def new_session(engine: sa.Engine) -> Callable[[], Session]:
    """Make further sessions, for tests in which several people write."""
    return session_factory(engine)


@pytest.fixture
def db(new_session: Callable[[], Session]) -> Iterator[Session]:
    """A session on the fresh database; what a test does not commit is rolled back."""
    with new_session() as session:
        yield session
