"""Load the demonstration consultation."""

import argparse
from typing import Any


def add_to(commands: Any) -> None:  # noqa: ANN401 -- argparse hides the type
    """Add `demo INI`."""


def run(options: argparse.Namespace) -> int:
    return 0
