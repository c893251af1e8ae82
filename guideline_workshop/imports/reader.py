"""Read uploads and pasted text, behind one guard and in a limited process of its own."""

import json
import logging
import os
import signal
import subprocess
import sys
from pathlib import Path, PurePosixPath
from typing import Any

from guideline_workshop.imports.limits import MAX_UPLOAD_BYTES, WALL_SECONDS
from guideline_workshop.imports.result import Imported, Reason, Unreadable

log = logging.getLogger(__name__)

# isolated from the environment, the working directory and the user's packages
WORKER = (sys.executable, "-I", "-X", "utf8", "-m", "guideline_workshop.imports.worker")
KILLED_BY_LIMITS = {-int(getattr(signal, name, 0)) for name in ("SIGXCPU", "SIGKILL", "SIGSEGV")}


def read(data: bytes, filename: str) -> Imported:
    """Read an uploaded draft.

    What it is follows from its content; of `filename` only the extension is looked at, to tell
    Markdown from plain text. Raises Unreadable.
    """
    _check_size(data)
    return _read(data, extension=PurePosixPath(filename).suffix.lower(), pasted=False)


def read_as_written(data: bytes, filename: str) -> Imported:
    """Read a file to compare or to merge it: its title is a heading, and nothing is recognised.

    What only a person would take for a list, a field or a number of its own stays in the text.
    Raises Unreadable.
    """
    _check_size(data)
    extension = PurePosixPath(filename).suffix.lower()
    return _read(data, extension=extension, pasted=False, as_written=True)


def read_pasted(text: str) -> Imported:
    """Read text pasted into a form as Markdown. Raises Unreadable."""
    data = text.encode("utf-8", "surrogatepass")
    _check_size(data)
    return _read(data, extension="", pasted=True)


def _check_size(data: bytes) -> None:
    if len(data) > MAX_UPLOAD_BYTES:
        raise Unreadable(Reason.TOO_LARGE, limit=MAX_UPLOAD_BYTES)
    if not data.strip():
        raise Unreadable(Reason.EMPTY)


def _read(data: bytes, **header: str | bool) -> Imported:
    answer = _ask_worker(json.dumps(header).encode() + b"\n" + data)
    if "reason" in answer:
        raise Unreadable(Reason(answer["reason"]), **answer["details"])
    return Imported.from_json(answer)


def _ask_worker(question: bytes) -> dict[str, Any]:
    """Send the file through a worker process; raises Unreadable where it does not answer."""
    try:
        done = subprocess.run(  # noqa: S603 - a constant command, the upload is its input
            WORKER,
            input=question,
            capture_output=True,
            timeout=WALL_SECONDS,
            env=_bare_environment(),
            cwd=Path(sys.executable).anchor,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise Unreadable(Reason.TOO_EXPENSIVE) from None
    if done.returncode == 0:
        answer: dict[str, Any] = json.loads(done.stdout)
        return answer
    if done.returncode not in KILLED_BY_LIMITS:
        log.error("import worker failed (%s): %s", done.returncode, done.stderr[-4000:].decode())
    reason = Reason.TOO_EXPENSIVE if done.returncode in KILLED_BY_LIMITS else Reason.BROKEN
    raise Unreadable(reason)


def _bare_environment() -> dict[str, str]:
    """Nothing of ours: settings and secrets stay here. Windows cannot start without its root."""
    kept = ("SYSTEMROOT",)
    return {name: os.environ[name] for name in kept if name in os.environ}
