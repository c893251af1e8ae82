"""Check the hash chain of the journal."""

import argparse
from typing import Any

from sqlalchemy.orm import Session

from guideline_workshop.cli.ini import add_ini, engine_of
from guideline_workshop.services import journal


def add_to(commands: Any) -> None:
    """Add `verify INI`."""
    parser = commands.add_parser("verify", help=__doc__)
    add_ini(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print the head of the chain, or the first row that does not fit; then the status is 1."""
    with engine_of(options.ini) as engine, Session(engine) as db:
        altered = journal.first_altered(db)
        if altered is not None:
            print(f"The journal was altered: row {altered} does not fit the chain.")
            return 1
        sequence, digest = journal.head(db)
        print(f"The journal is intact: {sequence} rows, head {digest}.")
        return 0
