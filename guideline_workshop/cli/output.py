"""Where the results of `diff` and `merge` go, and what is said beside them."""

import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from guideline_workshop.cli.files import BadFile, TextFile, shown_name, why


def write(content: str | bytes, output: str | None) -> None:
    """Write to the file `output`, in UTF-8, or to standard output. Raises BadFile."""
    try:
        if output is None:
            _write_out(content)
        else:
            Path(output).write_bytes(_encoded(content, "utf-8"))
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name, or closed
        name = "to standard output" if output is None else shown_name(output)
        raise BadFile(f"cannot write {name}: {why(error)}") from None


def write_json(data: Mapping[str, list[Any] | Mapping[str, Any] | str], output: str | None) -> None:
    """Write JSON, each entry of a list on a line of its own. Raises BadFile."""
    shows_all = output is not None or _encoding().replace("-", "").startswith("utf")
    dump = json.JSONEncoder(ensure_ascii=not shows_all).encode
    members = []
    for key, value in data.items():
        if isinstance(value, list) and value:
            entries = ",\n    ".join(map(dump, value))
            members.append(f"  {dump(key)}: [\n    {entries}\n  ]")
        else:
            members.append(f"  {dump(key)}: {dump(value)}")
    write("{\n" + ",\n".join(members) + "\n}\n", output)


def _write_out(content: str | bytes) -> None:
    if sys.stdout is None:
        raise ValueError("it is closed")
    sys.stdout.flush()
    try:
        sys.stdout.buffer.write(_encoded(content, _encoding()))
        sys.stdout.buffer.flush()
    except BrokenPipeError:  # whoever was reading has seen enough
        _drop_the_rest()
    except OSError:
        _drop_the_rest()
        raise


def _drop_the_rest() -> None:
    """Let what is still to be written go nowhere, or Python would try once more at its end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())


def _encoding() -> str:
    return (getattr(sys.stdout, "encoding", None) or "utf-8").lower()


def _encoded(content: str | bytes, encoding: str) -> bytes:
    """Encode text; what a terminal cannot show becomes an escape."""
    return content if isinstance(content, bytes) else content.encode(encoding, "backslashreplace")


def refuse_terminal(output: str | None) -> None:
    """Raise BadFile where a Word file would go to a terminal."""
    if output is None and sys.stdout and sys.stdout.isatty():
        raise BadFile("a Word file cannot be shown here: name a file with --output")


def warn(line: str) -> None:
    """Say one line on standard error, whatever it can show, if it is open."""
    if sys.stderr is None:
        return
    encoding = sys.stderr.encoding or "utf-8"
    text = f"guideline-workshop: {line}"
    print(text.encode(encoding, "backslashreplace").decode(encoding), file=sys.stderr)


def warn_of_losses(*files: TextFile) -> None:
    """Say what of the files was not taken over."""
    for file in files:
        if file.left_out:
            warn(f"{file.name}: left out: {', '.join(file.left_out)}")
