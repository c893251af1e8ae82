"""Requests: small enough to be kept in memory, never in a file that nobody closes."""

from io import BytesIO
from typing import Any

from pyramid.config import Configurator
from pyramid.httpexceptions import HTTPRequestEntityTooLarge
from pyramid.interfaces import IResponse
from pyramid.request import Request
from pyramid.tweens import EXCVIEW

MIB = 1024 * 1024
MOST_BYTES = 6 * MIB
"""Of a body: the largest upload (5 MiB), and the rest of its form. Four threads hold 24 MiB."""
TOO_LARGE = "guideline_workshop.too_large"


class WorkshopRequest(Request):  # type: ignore[misc] # Pyramid ships no types
    """A request. A body above the limit is dropped unread, before anything can copy it."""

    request_body_tempfile_limit = MOST_BYTES + MIB

    def __init__(self, environ: dict[str, Any], *args: Any, **more: Any) -> None:
        _bound(environ)
        super().__init__(environ, *args, **more)


def includeme(config: Configurator) -> None:
    """Answer what was too large."""
    config.add_tween(
        "guideline_workshop.requests.tween", under=EXCVIEW, over="guideline_workshop.repeats.tween"
    )


def tween(handler: Any, registry: Any) -> Any:  # Pyramid's tween
    """Refuse a request whose body was dropped; it stands where the error becomes a page."""
    del registry

    def whole(request: Any) -> IResponse:  # Pyramid's request
        if TOO_LARGE in request.environ:
            raise HTTPRequestEntityTooLarge
        return handler(request)

    return whole


def _bound(environ: dict[str, Any]) -> None:
    """Put nothing in place of a body above the limit.

    waitress says how long every body is, also one that came in chunks. Other servers do not: theirs
    is read up to the limit.
    """
    length = environ.get("CONTENT_LENGTH", "")
    if length.isdecimal():
        body, is_larger = None, len(length) > len(str(MOST_BYTES)) or int(length) > MOST_BYTES
    elif environ.get("wsgi.input_terminated"):
        body = environ["wsgi.input"].read(MOST_BYTES + 1)
        is_larger = len(body) > MOST_BYTES
    else:
        return
    if is_larger:
        body, environ[TOO_LARGE] = b"", True
    if body is not None:
        environ |= {"CONTENT_LENGTH": str(len(body)), "wsgi.input": BytesIO(body)}
