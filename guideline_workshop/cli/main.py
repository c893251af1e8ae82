"""The command `guideline-workshop`: `COMMAND --help` says what each command takes."""

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module

COMMANDS = ("migrate", "demo", "admin", "worker", "verify", "backup", "restore", "diff", "merge")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; returns its exit status: 0 for success, 1 for a finding, 2 for bad use."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    parser = argparse.ArgumentParser(prog="guideline-workshop", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    # only what is asked for is loaded: texts are compared without a database and its libraries
    for name in given[:1] if given[:1] and given[0] in COMMANDS else COMMANDS:
        import_module(f"guideline_workshop.cli.{name}").add_to(commands)
    options = parser.parse_args(given)
    try:
        status: int = options.run(options)
    except _bad_use() as error:
        print(f"guideline-workshop: {_said(error)}", file=sys.stderr)
        return 2
    return status


def _bad_use() -> tuple[type[Exception], ...]:
    """Return what is the fault of the person who types; loaded only when something is raised."""
    from sqlalchemy.exc import OperationalError, ProgrammingError  # noqa: PLC0415 - see main

    from guideline_workshop.services.backups import BackupError  # noqa: PLC0415 - see main
    from guideline_workshop.services.errors import Refused  # noqa: PLC0415 - see main
    from guideline_workshop.settings import InvalidSettings  # noqa: PLC0415 - see main

    return (
        InvalidSettings, FileNotFoundError, OperationalError, ProgrammingError, BackupError, Refused
    )  # fmt: skip


def _said(error: Exception) -> str:
    message = getattr(error, "message", None)  # of Refused: a text to be translated
    if message is not None:
        return str(message.interpolate())
    cause = getattr(error, "orig", None)  # of the database
    return f"the database cannot be used ({cause}); has it been migrated?" if cause else str(error)


if __name__ == "__main__":
    sys.exit(main())
