"""Bring the database to the schema that this release needs, after a backup."""

import argparse
import datetime as dt
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from alembic import command
from guideline_workshop.cli.ini import add_ini, engine_of
from guideline_workshop.models.engine import for_writing
from guideline_workshop.services import backups


def add_to(commands: Any) -> None:
    """Add `migrate INI`."""
    parser = commands.add_parser("migrate", help=__doc__, description=__doc__)
    add_ini(parser)
    parser.add_argument(
        "--backups",
        metavar="FOLDER",
        type=Path,
        help="where the backup goes: beside the SQLite file, or into this folder, unless given",
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Upgrade to the newest revision, in one transaction; a database with tables is copied first.

    There is no way back from an upgrade but the copy.
    """
    config = Config(options.ini)
    with engine_of(options.ini) as engine:
        _back_up(engine, config, options.backups)
        with for_writing(engine).begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    return 0


def _back_up(engine: sa.Engine, config: Config, folder: Path | None) -> None:
    with engine.connect() as connection:
        present = MigrationContext.configure(connection).get_current_revision()
    if present in (None, ScriptDirectory.from_config(config).get_current_head()):
        return
    target = (folder or _beside(engine)) / _name(present)
    found = backups.back_up(engine, target)
    print(f"Backed up to {target}: {found.line}.")


def _beside(engine: sa.Engine) -> Path:
    file = engine.url.database if engine.dialect.name == "sqlite" else None
    return Path(file).parent if file else Path.cwd()


def _name(revision: str) -> str:
    return f"before-upgrade-from-{revision}-{dt.datetime.now(dt.UTC):%Y%m%dT%H%M%SZ}.backup"
