"""Versions as files to take away."""

import logging
from typing import Any

from pyramid.httpexceptions import HTTPNotFound
from pyramid.renderers import render_to_response
from pyramid.response import Response
from pyramid.view import view_config

from guideline_workshop.exports import FORMATS, PdfUnavailable, filename
from guideline_workshop.models import Version
from guideline_workshop.rules.permissions import Permission
from guideline_workshop.services import editions, publications

log = logging.getLogger(__name__)


@view_config(
    route_name="version.export",
    request_method="GET",
    permission=Permission.EXPORT_VERSION,
)
def export(context, request):
    """Write the version in the format of the address, tracked `?against` another one if asked."""
    name = request.matchdict["format"]
    if name not in FORMATS:
        raise HTTPNotFound
    publication = publications.publication_of(
        request.db, context.version, request.locale_name, against=_against(context, request)
    )
    try:
        body = FORMATS[name].write(publication)
    except PdfUnavailable as unavailable:
        log.warning("no PDF of version %s: %s", context.version.id, unavailable.reason)
        return _unavailable(context, request)
    response = Response(body, headerlist=[("Content-Type", FORMATS[name].media_type)])
    response.content_length = len(body)
    response.content_disposition = f'attachment; filename="{filename(publication, name)}"'
    return response


def _against(context: Any, request: Any) -> Version | None:  # Pyramid's objects
    """Find the version named by `?against`; a wrong one is a wrong address."""
    number = request.GET.get("against")
    if number is None:
        return None
    found = editions.find(context.editions, int(number)) if number.isdecimal() else None
    if found is None or found.version.id == context.version.id:
        raise HTTPNotFound
    return found.version


def _unavailable(context: Any, request: Any) -> Response:  # Pyramid's objects
    response = render_to_response("versions/no_pdf.jinja2", {"version": context.version}, request)
    response.status = 503
    response.headers["Retry-After"] = "60"
    return response
