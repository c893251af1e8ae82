"""Engines: PostgreSQL as it comes, SQLite made durable and fair."""

import sqlite3
import threading
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.pool import ConnectionPoolEntry

BUSY_SECONDS = 10
SQLITE_PRAGMAS = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
"""2 is FULL: a commit is on the disk before it is confirmed (threat 55)."""


def create_engine(url: str) -> sa.Engine:
    """Make an engine for `url`; transactions read unless `for_writing` says otherwise."""
    if sa.make_url(url).get_backend_name() == "sqlite":
        return _sqlite_engine(url)
    # faults are logged with their statement, never with what people entered
    return sa.create_engine(url, pool_pre_ping=True, hide_parameters=True)


def for_writing(engine: sa.Engine) -> sa.Engine:
    """Return the same engine with transactions that take SQLite's write lock when they begin."""
    return engine.execution_options(gw_write=True)


def session_factory(engine: sa.Engine) -> sessionmaker[Session]:
    """Make sessions that write; nothing is flushed or expired behind the caller's back."""
    return sessionmaker(for_writing(engine), expire_on_commit=False)


def _sqlite_engine(url: str) -> sa.Engine:
    engine = sa.create_engine(url, connect_args={"timeout": BUSY_SECONDS}, hide_parameters=True)
    # SQLite's busy handler is unfair: waiting writers may starve. One lock a process is fair.
    lock = threading.Lock()

    @event.listens_for(engine, "connect")
    def connect(connection: DBAPIConnection, entry: ConnectionPoolEntry) -> None:
        del entry
        assert isinstance(connection, sqlite3.Connection)  # noqa: S101 -- for the type checker
        connection.isolation_level = None  # we say BEGIN ourselves
        for name, value in SQLITE_PRAGMAS.items():
            connection.execute(f"PRAGMA {name}={value}")
            (found,) = connection.execute(f"PRAGMA {name}").fetchone()
            if found != value:
                # such as WAL on a network share: what people are told is safe could be lost
                raise sqlite3.OperationalError(f"SQLite refuses {name} = {value}: {found}")

    @event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:
        if connection.get_execution_options().get("gw_write"):
            info: dict[str, Any] = connection.info
            info["gw_lock"] = lock.acquire(timeout=BUSY_SECONDS)
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:
            connection.exec_driver_sql("BEGIN")

    @event.listens_for(engine, "checkin")
    def checkin(connection: DBAPIConnection | None, entry: ConnectionPoolEntry) -> None:
        del connection
        if entry.info.pop("gw_lock", False):
            lock.release()

    return engine
