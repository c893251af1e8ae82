"""Copy the whole database into a file while the application runs."""

import argparse
from pathlib import Path
from typing import Any

from guideline_workshop.cli.ini import add_ini, engine_of
from guideline_workshop.services import backups


def add_to(commands: Any) -> None:
    """Add `backup INI FILE`."""
    parser = commands.add_parser("backup", help=__doc__, description=__doc__)
    add_ini(parser)
    parser.add_argument("file", metavar="FILE", type=Path, help="where it goes; nothing is there")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Write the file, and its digest beside it."""
    with engine_of(options.ini) as engine:
        found = backups.back_up(engine, options.file)
    print(f"Backed up to {options.file}: {found.line}.")
    return 0
