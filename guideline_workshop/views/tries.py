"""Counting what may be tried only so often, for the pages on which it is tried."""

from dataclasses import dataclass
from typing import Any

from guideline_workshop.database import apart
from guideline_workshop.services import attempts
from guideline_workshop.services.attempts import Kind


@dataclass(frozen=True)
class Try:
    """One that was counted."""

    kind: Kind
    subject: str
    rows: tuple[int, ...]


def begin(request: Any, kind: Kind, subject: str) -> Try:
    """Count a try of `subject` from the client's address; raises TooOften, which answers 429.

    It comes before everything else that a page does, because it ends the request's transaction.
    """
    with apart(request) as (db, now):
        rows = attempts.begin(
            db,
            kind,
            secret=request.registry.gw.secret,
            subject=subject,
            # not `client_addr`, which believes any X-Forwarded-For; the server knows whom to trust
            address=request.remote_addr or "",
            now=now,
        )
    return Try(kind, subject, tuple(rows))


def succeeded(request: Any, tried: Try) -> None:
    """Forget a try that succeeded, in the transaction of what it led to."""
    attempts.succeeded(
        request.db,
        tried.kind,
        tried.rows,
        secret=request.registry.gw.secret,
        subject=tried.subject,
    )
