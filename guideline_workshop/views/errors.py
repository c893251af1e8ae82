"""One page for everything that goes wrong, in the user's language."""

import logging
from math import ceil
from typing import Any

from pyramid.exceptions import BadCSRFOrigin, BadCSRFToken
from pyramid.httpexceptions import HTTPException, HTTPSeeOther
from pyramid.renderers import render_to_response
from pyramid.response import Response
from pyramid.view import exception_view_config, forbidden_view_config, notfound_view_config

from guideline_workshop.i18n import _
from guideline_workshop.services.errors import Refused, TooOften
from guideline_workshop.views.words import REASONS

log = logging.getLogger(__name__)
FILE_FIELD = "file"
"""The one field that takes a file, in every form that has one."""

PAGES = {
    400: (_("This request cannot be read"), _("Please go back and try again.")),
    403: (_("You cannot do this"), _("Your role does not include this, or not at this time.")),
    404: (
        _("This page does not exist"),
        _("Perhaps the address is mistyped, or you may not see what stands here."),
    ),
    409: (_("Things have moved on"), _("Please go back, reload the page and look again.")),
    410: (_("This link is not valid any more"), _("Links of mails are good for one use only.")),
    413: (_("This is too large"), _("Please send less at once. A file may have up to 5 MB.")),
    422: (_("This cannot be accepted"), _("Please go back and look at what you entered.")),
    429: (_("Too many attempts"), _("Please wait a little and try again.")),
    500: (
        _("Something went wrong here"),
        _("This is our fault, not yours. It has been recorded."),
    ),
    503: (_("Not available at the moment"), _("Please try again in a few minutes.")),
}


def error_page(request: Any, status: int, detail: str = "") -> Response:
    """Render the page for `status`; any status without a page of its own is a bad request."""
    title, message = PAGES.get(status, PAGES[400])
    response = render_to_response(
        "errors/error.jinja2",
        {"status": status, "title": title, "message": message, "detail": detail, "retry": ""},
        request,
    )
    response.status = status
    return response


def error_page_without_database(request: Any, status: int) -> Response:
    """Render the page where nothing can be asked of the database, nor of what it gave before.

    Who is there counts for the language only, if that is known already.
    """
    if getattr(request, "gw_identity", None) is not None:
        request.locale_name  # noqa: B018 -- it stays
    request.gw_identity = request.context = None
    return error_page(request, status)


@notfound_view_config()
def not_found(request):
    return error_page(request, 404)


@forbidden_view_config()
def forbidden(request):
    """Send visitors to the sign-in page; tell all others why not."""
    if request.identity is None and request.method in ("GET", "HEAD"):
        return HTTPSeeOther(request.route_url("login", _query={"next": request.path_qs}))
    result = getattr(request.exception, "result", None)
    decision = getattr(result, "decision", None)
    return error_page(request, 403, REASONS[decision.reason] if decision is not None else "")


@exception_view_config(Refused)
def refused(request):
    return error_page(request, request.exception.status, request.exception.message)


@exception_view_config(TooOften)
def too_often(request):
    response = refused(request)
    response.retry_after = ceil(request.exception.wait.total_seconds())
    return response


@exception_view_config(BadCSRFToken)
@exception_view_config(BadCSRFOrigin)
def bad_token(request):
    return error_page(request, 400, _("The form was too old. Please open the page again."))


def readable_tween(handler: Any, registry: Any) -> Any:
    """Answer 400 where address or form are no text, before anything else reads them.

    Files belong into one field only; anything that reads another one may rely on text.
    """
    del registry

    def tween(request: Any) -> Response:
        try:
            _require_text(request)
        except (UnicodeError, ValueError, LookupError, DeprecationWarning):  # WebOb's and cgi's
            # the page is not to trip over it again
            request.environ |= {"REQUEST_METHOD": "GET", "PATH_INFO": "/", "QUERY_STRING": ""}
            return error_page_without_database(request, 400)
        return handler(request)

    return tween


def _require_text(request: Any) -> None:
    list(request.GET), request.path_info  # reading decodes them
    for name, value in request.POST.items():
        if name != FILE_FIELD and not isinstance(value, str):
            raise ValueError


@exception_view_config(HTTPException)
def http_error(request):
    if request.exception.status_int < 400:
        return request.exception
    return error_page(request, request.exception.status_int)


@exception_view_config(Exception)
def unexpected(request):
    log.error("unexpected error", exc_info=request.exc_info)
    return error_page_without_database(request, 500)
