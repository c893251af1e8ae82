"""Load a demonstration consultation and print its accounts."""

import argparse
from typing import Any

from sqlalchemy import select

from guideline_workshop.cli.ini import add_ini, engine_of, settings_of
from guideline_workshop.demo import content, large
from guideline_workshop.demo.loading import load
from guideline_workshop.models import User
from guideline_workshop.models.engine import session_factory
from guideline_workshop.services.clock import database_now


def add_to(commands: Any) -> None:
    """Add `demo INI [--scenario large [--amendments N]] [--if-new]`."""
    parser = commands.add_parser("demo", help=__doc__)
    add_ini(parser)
    parser.add_argument(
        "--if-new", action="store_true", help="do nothing when the database has users already"
    )
    parser.add_argument(
        "--scenario",
        choices=("thread", "large"),
        default="thread",
        help="a whole consultation, or a round with many amendments that touch each other",
    )
    parser.add_argument(
        "--amendments", type=positive, default=100, help="how many the large round has (100)"
    )
    parser.set_defaults(run=run)


def positive(value: str) -> int:
    """Read a number of one or more; raises ValueError for anything else."""
    number = int(value)
    if number < 1:
        raise ValueError(value)
    return number


def run(options: argparse.Namespace) -> int:
    """Load it into a database without users; status 1 when there are some."""
    is_large = options.scenario == "large"
    demo = large.load(options.amendments) if is_large else content.load()
    with engine_of(options.ini) as engine, session_factory(engine).begin() as db:
        known = set(db.scalars(select(User.email)))
        if not known:
            load(db, demo, now=database_now(db))
    if known and not options.if_new:
        print("The database has users already; the demonstration was not loaded.")
        return 1
    if known and demo.users[0].email not in known:
        return 0  # a real database: there are no demonstration accounts to print
    print(f"Address: {settings_of(options.ini).public_url}")
    print("Accounts of the demonstration:")
    for user in demo.users:
        print(f"  {user.email:<42} {user.password}   {user.name}, {user.function}")
    return 0
