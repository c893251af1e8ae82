"""Bring a backup into an empty database, and prove that nothing is missing."""

import argparse
from pathlib import Path
from typing import Any

from guideline_workshop.cli import verify
from guideline_workshop.cli.ini import add_ini, engine_of
from guideline_workshop.services import backups


def add_to(commands: Any) -> None:
    """Add `restore INI FILE`."""
    parser = commands.add_parser("restore", help=__doc__, description=__doc__)
    add_ini(parser)
    parser.add_argument("file", metavar="FILE", type=Path, help="what `backup` wrote")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Restore, compare the digests, check the journal; status 1 when the journal was altered."""
    with engine_of(options.ini) as engine:
        found = backups.restore(engine, options.file)
    print(f"Restored from {options.file}: {found.line}.")
    return verify.run(options)
