"""Requests: small enough to be kept in memory, never in a file that nobody closes."""

from pyramid.request import Request


class WorkshopRequest(Request):  # type: ignore[misc] # Pyramid ships no types
    """A request. Servers refuse bodies above 6 MiB, so that four threads hold 24 MiB at most."""

    request_body_tempfile_limit = 8 * 1024 * 1024
