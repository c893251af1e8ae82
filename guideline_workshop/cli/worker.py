"""Do the jobs: deliver mails, order digests and reminders. Any number may run at once."""

import argparse
from typing import Any

from guideline_workshop.cli.ini import add_ini, engine_of, settings_of
from guideline_workshop.jobs.queue import Jobs


def add_to(commands: Any) -> None:
    """Add `worker INI`."""
    parser = commands.add_parser("worker", help=__doc__, description=__doc__)
    add_ini(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Work until told to stop; status 1 when there is no mail server to work for."""
    settings = settings_of(options.ini)
    if not settings.mail_url:
        print("There is nothing to do: gw.mail_url (GW_MAIL_URL) does not say where mails go.")
        return 1
    with engine_of(options.ini) as engine:
        jobs = Jobs(settings, engine)
        print("Working. Stop with Ctrl+C.", flush=True)
        jobs.consumer().run()
    return 0
