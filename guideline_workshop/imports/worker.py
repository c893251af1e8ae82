"""The process that reads one upload: bytes come in, JSON goes out, and it can do nothing else.

Standard input: a line of JSON {"extension": ".docx", "pasted": false}, then the file; with
"as_written": true nothing is recognised in it.
Standard output: what `Imported.as_json` gives, or {"reason": ..., "details": {...}}.
"""

import json
import os
import sys
from typing import Any

from guideline_workshop.imports import limits
from guideline_workshop.imports.guard import Format, recognise
from guideline_workshop.imports.parse import parser_for
from guideline_workshop.imports.result import Imported, Reason, Unreadable
from guideline_workshop.imports.structure import as_written

try:
    import resource
except ImportError:  # there is none on Windows: the time limit of the parent is left
    resource = None  # type: ignore[assignment] # tested where it is used

POLITENESS = 5  # pages for other people go first
STANDARD_STREAMS = 3


def main() -> None:
    """Read standard input, answer on standard output."""
    limit_resources()
    header, _, data = sys.stdin.buffer.read().partition(b"\n")
    answer = answer_to(json.loads(header), data)
    sys.stdout.buffer.write(json.dumps(answer).encode())


def answer_to(header: dict[str, Any], data: bytes) -> dict[str, Any]:
    """Read the file as `header` says; what cannot be read is an answer, too."""
    try:
        return _read(header, data).as_json()
    except Unreadable as unreadable:
        return {"reason": unreadable.reason.value, "details": unreadable.details}
    except (MemoryError, RecursionError):
        return {"reason": Reason.TOO_EXPENSIVE.value, "details": {}}


def _read(header: dict[str, Any], data: bytes) -> Imported:
    source = Format.MARKDOWN if header["pasted"] else recognise(data, header["extension"])
    parse = parser_for(source, as_written) if "as_written" in header else parser_for(source)
    forbid_files()
    return parse(data)


def limit_resources() -> None:
    """Bound memory and CPU time, and go behind other processes, where the system can."""
    if hasattr(os, "nice"):
        os.nice(POLITENESS)
    _limit("RLIMIT_AS", limits.MEMORY_BYTES)
    _limit("RLIMIT_CPU", limits.CPU_SECONDS)
    _limit("RLIMIT_CORE", 0)
    _limit("RLIMIT_FSIZE", 0)


def forbid_files() -> None:
    """From here on no file and no socket can be opened: nothing is read, sent or fetched."""
    _limit("RLIMIT_NOFILE", STANDARD_STREAMS)


def _limit(name: str, bound: int) -> None:
    if resource is None or not hasattr(resource, name):
        return
    try:
        resource.setrlimit(getattr(resource, name), (bound, bound))
    except (ValueError, OSError):  # macOS refuses some
        return


if __name__ == "__main__":
    main()
