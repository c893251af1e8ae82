"""The command `guideline-workshop COMMAND INI [options]`."""

import argparse
import sys
from collections.abc import Sequence

from guideline_workshop.cli import admin, demo, migrate, verify
from guideline_workshop.services.errors import Refused
from guideline_workshop.settings import InvalidSettings

COMMANDS = (migrate, demo, admin, verify)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; returns its exit status: 0 for success, 1 for a finding, 2 for bad use."""
    parser = argparse.ArgumentParser(prog="guideline-workshop", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for module in COMMANDS:
        module.add_to(commands)
    options = parser.parse_args(arguments)
    try:
        status: int = options.run(options)
    except (InvalidSettings, FileNotFoundError) as error:
        print(f"guideline-workshop: {error}", file=sys.stderr)
        return 2
    except Refused as refused:
        print(f"guideline-workshop: {refused.message.interpolate()}", file=sys.stderr)
        return 2
    return status


if __name__ == "__main__":
    sys.exit(main())
