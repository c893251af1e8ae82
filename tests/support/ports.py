"""Ports of this machine, for the programs that tests start."""

import socket
import subprocess
from pathlib import Path

WAITING = 0.05


def free_port() -> int:
    """Return a port that nobody listens at."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def wait_for_answer(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    """Wait until the program answers at the port; say what it wrote when it ends instead."""
    while True:
        try:
            status = process.wait(WAITING)
        except subprocess.TimeoutExpired:
            with socket.socket() as one:
                if one.connect_ex(("127.0.0.1", port)) == 0:
                    return
        else:
            said = log.read_text("utf-8") if log.exists() else ""
            raise RuntimeError(f"{process.args} ended with {status}: {said}")
