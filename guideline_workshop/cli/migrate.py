"""Bring the database to the schema that this release needs."""

import argparse
from typing import Any

from alembic.config import Config

from alembic import command
from guideline_workshop.cli.ini import add_ini, engine_of
from guideline_workshop.models.engine import for_writing


def add_to(commands: Any) -> None:
    """Add `migrate INI`."""
    parser = commands.add_parser("migrate", help=__doc__)
    add_ini(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Upgrade to the newest revision, in one transaction."""
    config = Config(options.ini)
    with for_writing(engine_of(options.ini)).begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    return 0
