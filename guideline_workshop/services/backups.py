"""Backups of a whole database, taken under load and compared with what they are copies of."""

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

DIGEST_SUFFIX = ".digest"
"""Beside each backup stands a file with what is in it, as `Contents.line` says it."""
AT_ONCE = 500


class BackupError(Exception):
    """The backup cannot be taken or restored; the text says why, for the operator."""


@dataclass(frozen=True)
class Contents:
    """What a database holds at one moment."""

    rows: int
    digest: str
    """SHA-256 of all rows of all tables; equal for equal databases of one kind."""

    @property
    def line(self) -> str:
        """Return both in one line."""
        return f"{self.rows} rows, digest {self.digest}"


def contents(connection: sa.Connection) -> Contents:
    """Read every row of every table, as the connection's transaction sees them.

    The tables are those that the database has, so that a database of a former release can be read.
    """
    tables = sa.MetaData()
    tables.reflect(connection)
    digest, count = hashlib.sha256(), 0
    for name, table in sorted(tables.tables.items()):
        digest.update(f"{name}\n".encode())
        columns = sorted(table.columns, key=lambda column: column.name)
        order = list(table.primary_key.columns) or columns
        for row in connection.execute(
            # as they are stored: what a type cannot read is part of the copy too
            sa.select(*(sa.type_coerce(column, sa.types.NullType()) for column in columns))
            .order_by(*order)
            .execution_options(yield_per=AT_ONCE)
        ):
            digest.update(json.dumps(list(row), default=str, sort_keys=True).encode() + b"\n")
            count += 1
    return Contents(count, digest.hexdigest())


def back_up(engine: sa.Engine, target: Path) -> Contents:
    """Copy the database to `target` while others write; returns what the copy holds.

    It is a copy of one moment: nothing of what is written meanwhile, and all that was written
    before. SQLite's copy is a database file, read again and compared; PostgreSQL's an archive of
    pg_dump, made from the very snapshot of which the digest was taken. Nothing is left at `target`
    when something fails. Raises BackupError.
    """
    if target.exists():
        raise BackupError(f"{target} exists already; a backup overwrites nothing")
    target.parent.mkdir(parents=True, exist_ok=True)
    copy = _copy_sqlite if engine.dialect.name == "sqlite" else _dump_postgresql
    with _whole(target) as unfinished:
        found = copy(engine, unfinished)
        _digest_file(target).write_text(f"{found.line}\n", "utf-8")
    return found


def restore(engine: sa.Engine, source: Path) -> Contents:
    """Bring a backup into the empty database of the engine; returns what is there then.

    Raises BackupError where the database is not empty or cannot be read, and where what came back
    is not what was backed up: FileNotFoundError where the backup or the file with its digest is
    missing.
    """
    expected = _digest_file(source).read_text("utf-8").strip()
    if engine.dialect.name == "sqlite":
        found = _restore_sqlite(engine, source)
    else:
        found = _restore_postgresql(engine, source)
    if found.line != expected:
        raise BackupError(f"what was restored ({found.line}) is not what was backed up: {expected}")
    return found


def _digest_file(backup: Path) -> Path:
    return backup.with_name(backup.name + DIGEST_SUFFIX)


@contextmanager
def _whole(target: Path) -> Iterator[Path]:
    """Let the block write a file that takes its name only when all of it is on the disk."""
    unfinished = target.with_name(f"{target.name}.unfinished")
    unfinished.unlink(missing_ok=True)
    try:
        yield unfinished
        with unfinished.open("rb") as written:
            os.fsync(written.fileno())
        unfinished.rename(target)
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    finally:
        unfinished.unlink(missing_ok=True)


def _copy_sqlite(engine: sa.Engine, copy: Path) -> Contents:
    with engine.connect() as connection, closing(sqlite3.connect(copy)) as target:
        found = contents(connection)  # begins the transaction in which the copy is taken too
        driver = connection.connection.driver_connection
        assert isinstance(driver, sqlite3.Connection)  # noqa: S101 -- for the type checker
        driver.backup(target)
        # a copy is one file: the log of the original is not to be looked for beside it
        target.execute("PRAGMA journal_mode=DELETE")
    return _require_same(found, _in_file(copy))


def _in_file(path: Path) -> Contents:
    """Read a database file that nobody writes to."""
    engine = sa.create_engine(f"sqlite:///{path}")
    try:
        with engine.connect() as connection:
            (sound,) = connection.exec_driver_sql("PRAGMA integrity_check").fetchall()
            if sound[0] != "ok":
                raise BackupError(f"{path} is damaged: {sound[0]}")
            return contents(connection)
    except sa.exc.DatabaseError as error:
        raise BackupError(f"{path} is not a database: {error.orig}") from error
    finally:
        engine.dispose()


def _require_same(original: Contents, copy: Contents) -> Contents:
    if copy != original:
        raise BackupError(f"the copy ({copy.line}) is not what was copied ({original.line})")
    return copy


def _dump_postgresql(engine: sa.Engine, archive: Path) -> Contents:
    with engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
        snapshot = connection.scalar(sa.text("SELECT pg_export_snapshot()"))
        found = contents(connection)
        _run(
            "pg_dump", "--format=custom", "--no-owner", "--no-privileges",
            f"--snapshot={snapshot}", f"--file={archive}", engine=engine,
        )  # fmt: skip
    return found


def _restore_sqlite(engine: sa.Engine, source: Path) -> Contents:
    target = Path(engine.url.database or "")
    for one in (target, target.with_name(f"{target.name}-wal")):
        if one.exists():
            raise BackupError(f"{one} exists already; a backup is restored where nothing is")
    target.parent.mkdir(parents=True, exist_ok=True)
    with _whole(target) as unfinished:
        shutil.copyfile(source, unfinished)
        return _in_file(unfinished)


def _restore_postgresql(engine: sa.Engine, source: Path) -> Contents:
    with engine.connect() as connection:
        if sa.inspect(connection).get_table_names():
            raise BackupError("the database is not empty; a backup is restored where nothing is")
    _run(
        "pg_restore", "--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error",
        str(source), engine=engine,
    )  # fmt: skip
    with engine.connect() as connection:
        return contents(connection)


def _run(program: str, *arguments: str, engine: sa.Engine) -> None:
    """Run one of PostgreSQL's programs on the database of the engine."""
    found = shutil.which(program)
    if found is None:
        raise BackupError(f"{program} is missing; install PostgreSQL's client programs")
    url = engine.url.set(drivername="postgresql", password=None)
    address = f"--dbname={url.render_as_string()}"
    # arguments of a program are seen by everybody on the machine, its environment is not
    secret = {} if engine.url.password is None else {"PGPASSWORD": str(engine.url.password)}
    done = subprocess.run(  # noqa: S603 - a constant command
        [found, address, *arguments],
        check=False,
        capture_output=True,
        text=True,
        env=os.environ | secret,
    )
    if done.returncode:
        raise BackupError(f"{program} failed: {done.stderr.strip()}")
