"""PDF with Typst: tagged, for archives, the same bytes for the same text."""

import json
import subprocess
import sys
from importlib import resources
from pathlib import Path
from threading import BoundedSemaphore

from guideline_workshop.exports.pdf.data import as_data
from guideline_workshop.exports.pdf.glyphs import fonts
from guideline_workshop.exports.publication import Publication

SECONDS = 60
"""How long a PDF may take, and how long one waits for the one before it."""

_SCRIPT = Path(__file__).with_name("process.py")
_ONE_AT_A_TIME = BoundedSemaphore()


class PdfUnavailable(Exception):
    """There is no PDF: it took too long, too much memory, or could not be set.

    `reason` is "busy", "limit" or "failed"; `detail` is for the log.
    """

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"no PDF: {reason} {detail}".strip())
        self.reason = reason
        self.detail = detail


def to_pdf(publication: Publication, *, seconds: float = SECONDS) -> bytes:
    """Write `publication` as PDF/UA-1 and PDF/A-2a, with tracked changes if it has lines.

    Raises PdfUnavailable.
    """
    order = json.dumps(_order(publication)).encode()
    if not _ONE_AT_A_TIME.acquire(timeout=seconds):
        raise PdfUnavailable("busy")
    try:
        return _typeset(order, seconds)
    finally:
        _ONE_AT_A_TIME.release()


def _order(publication: Publication) -> dict[str, object]:
    root = resources.files("guideline_workshop.templates").joinpath("typst")
    return {
        "root": str(root),
        "template": str(root.joinpath("publication.typ")),
        "fonts": str(fonts()),
        "publication": as_data(publication),
        "timestamp": int(publication.date.timestamp()),
    }


def _typeset(order: bytes, seconds: float) -> bytes:
    # our own interpreter and script; what users wrote goes in as data only
    command = [sys.executable, "-I", str(_SCRIPT)]
    try:
        done = subprocess.run(  # noqa: S603
            command, input=order, capture_output=True, timeout=seconds, check=False, env={}
        )
    except subprocess.TimeoutExpired as late:
        raise PdfUnavailable("limit") from late
    if done.returncode:
        reason = "limit" if done.returncode < 0 else "failed"
        raise PdfUnavailable(reason, done.stderr.decode(errors="replace")[-2000:])
    return done.stdout
