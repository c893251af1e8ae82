"""Upgrade a database in processes that are killed at one statement after the other.

    python -m support.killed_migration URL STEP

Each STEP-th statement kills a process of its own just before it is sent. Prints how many processes
were killed; what the database held is compared after each, and a difference ends the program.
"""

import os
import signal
import sys
from typing import Any

import alembic.command
import alembic.config
import sqlalchemy as sa
from support.databases import MIGRATIONS

from guideline_workshop.models.engine import create_engine, for_writing
from guideline_workshop.services.backups import contents


def upgrade(url: str, fatal: int) -> None:
    """Bring the database to the newest schema; the statement with this number is never sent."""
    engine, sent = create_engine(url), 0

    @sa.event.listens_for(engine, "before_cursor_execute")
    def before(*statement: Any) -> None:
        nonlocal sent
        del statement
        sent += 1
        if sent == fatal:
            os.kill(os.getpid(), signal.SIGKILL)

    @sa.event.listens_for(engine, "commit")
    def commit(connection: sa.Connection) -> None:
        before(connection)

    config = alembic.config.Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with for_writing(engine).begin() as connection:
        config.attributes["connection"] = connection
        alembic.command.upgrade(config, "head")
    engine.dispose()


def ended(url: str, fatal: int) -> int:
    """Upgrade in a process of its own; return how it ended."""
    child = os.fork()
    if child == 0:
        try:
            upgrade(url, fatal)
        finally:
            os._exit(0 if sys.exception() is None else 1)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def state(url: str) -> Any:
    """Return the schema, as far as it can be told, and all rows."""
    engine = create_engine(url)
    with engine.connect() as connection:
        inspector = sa.inspect(connection)
        columns = {
            name: sorted(str(column["name"]) for column in inspector.get_columns(name))
            for name in sorted(inspector.get_table_names())
        }
        found = columns, contents(connection)
    engine.dispose()
    return found


def main(url: str, step: int) -> int:
    """Kill until an upgrade comes to its end; returns the status of the program."""
    before, fatal, killed = state(url), 1, 0
    while True:
        status = ended(url, fatal)
        if status == 0:
            sys.stdout.write(f"{killed}\n")
            return 0
        if status != -signal.SIGKILL or state(url) != before:
            sys.stderr.write(f"statement {fatal}: status {status}, or something is left behind\n")
            return 1
        killed, fatal = killed + 1, fatal + step


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2])))
