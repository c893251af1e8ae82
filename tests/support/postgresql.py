"""A real PostgreSQL for the tests, started once and thrown away afterwards."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

MISSING = (
    "PostgreSQL's server programs were not found under /usr/lib/postgresql or on the PATH; "
    "`make test` installs them (Debian package: postgresql)."
)
SERVER_USER = "postgres"
MOST_TRIES = 20
DURABLE = ("listen_addresses=''", "max_connections=100", "lc_messages=C")
"""Options with which PostgreSQL keeps what it confirmed."""
FORGETFUL = (*DURABLE, "fsync=off", "full_page_writes=off", "synchronous_commit=off")
"""Options for what need not outlive its test."""


class PostgresqlMissingError(Exception):
    """The tests need PostgreSQL, and it is not installed."""


@dataclass(frozen=True)
class Cluster:
    """A running server, reached through a socket in its own folder."""

    folder: Path
    options: str

    def start(self) -> None:
        """Run it; after a kill, what was left of it may hold its memory for another moment."""
        tries = 0
        while tries := tries + 1:
            try:
                self.control("--log", self.folder / "log", "--options", self.options, "start")
            except RuntimeError:
                if tries == MOST_TRIES:
                    raise
            else:
                return

    def kill(self) -> None:
        """End its first process as the kernel does when memory is short."""
        first = (self.folder / "data" / "postmaster.pid").read_text("ascii").split()[0]
        os.kill(int(first), signal.SIGKILL)

    def control(self, *arguments: str | Path) -> None:
        """Run pg_ctl, and wait for what it does."""
        data = self.folder / "data"
        _run(programs() / "pg_ctl", "--pgdata", data, "--silent", "--wait", *arguments)

    def url(self, database: str) -> str:
        """Return the address of one of its databases."""
        return f"postgresql+psycopg://{SERVER_USER}@/{database}?host={self.folder}"

    def execute(self, statement: str) -> None:
        """Run a statement about databases, outside any transaction."""
        engine = sa.create_engine(self.url("postgres"), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.exec_driver_sql(statement)
        engine.dispose()


def programs() -> Path:
    """Return the folder with initdb and pg_ctl, of the newest version there is."""
    folders = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: int(folder.parent.name)
    )
    if folders and (folders[-1] / "initdb").exists():
        return folders[-1]
    if found := shutil.which("initdb"):
        return Path(found).parent
    raise PostgresqlMissingError(MISSING)


@contextmanager
def running_cluster(options: Iterable[str] = FORGETFUL) -> Iterator[Cluster]:
    """Run a server for the length of the block."""
    folder = Path(tempfile.mkdtemp(prefix="gw-pg-"))  # a socket's path must be short
    given = " ".join(f"-c {option}" for option in options)
    cluster = Cluster(folder, f"{given} -k {folder}")
    try:
        if os.geteuid() == 0:
            os.chown(folder, *_server_user())
        folder.chmod(0o755)
        _run(
            programs() / "initdb", "--pgdata", folder / "data", "--username", SERVER_USER,
            "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync", "--no-instructions",
        )  # fmt: skip
        cluster.start()
        try:
            yield cluster
        finally:
            cluster.control("--mode=immediate", "stop")
    finally:
        shutil.rmtree(folder)


def _server_user() -> tuple[int, int]:
    """Return whom PostgreSQL runs as when we are root, which it refuses."""
    try:
        entry = pwd.getpwnam(SERVER_USER)
    except KeyError:
        raise PostgresqlMissingError(MISSING) from None
    return entry.pw_uid, entry.pw_gid


def _run(*command: str | Path) -> None:
    """Run one of PostgreSQL's programs, as its own user when we are root."""
    prefix = ["runuser", "-u", SERVER_USER, "--"] if os.geteuid() == 0 else []
    done = subprocess.run(
        [*prefix, *map(str, command)],
        cwd="/",
        stdin=subprocess.DEVNULL,
        # not pipes: the server inherits and keeps them open, and reading would never end
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"failed with {done.returncode}: {' '.join(map(str, command))}")
