"""A real Redis for tests, which forgets everything afterwards."""

import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from support.ports import free_port, wait_for_answer

MISSING = "redis-server was not found; `make test` installs it (Debian package: redis-server)."


class RedisMissingError(Exception):
    """The tests need Redis, and it is not installed."""


@dataclass(frozen=True)
class Redis:
    """A running Redis."""

    url: str


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[Redis]:
    """Run a Redis of one's own."""
    program = shutil.which("redis-server")
    if program is None:
        raise RedisMissingError(MISSING)
    port, log = free_port(), tmp_path / "redis.log"
    options = {"port": port, "bind": "127.0.0.1", "dir": tmp_path, "save": "", "logfile": log}
    given = [str(part) for name, value in options.items() for part in (f"--{name}", value)]
    process = subprocess.Popen([program, *given], stdin=subprocess.DEVNULL)
    try:
        wait_for_answer(process, port, log)
        yield Redis(f"redis://127.0.0.1:{port}/0")
    finally:
        process.terminate()
        process.wait()
