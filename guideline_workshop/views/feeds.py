"""What other programs follow a consultation with: a calendar of its dates, a feed of its acts."""

from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pyramid.httpexceptions import HTTPNotModified
from pyramid.response import Response
from pyramid.view import view_config

from guideline_workshop.exports.atom import Entry, to_atom
from guideline_workshop.exports.calendar import Moment, to_calendar
from guideline_workshop.i18n import _
from guideline_workshop.mail.rendering import render_happening
from guideline_workshop.rules.permissions import Permission
from guideline_workshop.services import happenings, paths, rounds

ENTRIES = 30


@view_config(
    route_name="feed.calendar", request_method="GET", permission=Permission.READ_CONSULTATION
)
def calendar(context, request):
    """Give every beginning and end of a round, each with an id that a new date does not change."""
    consultation, base = context.consultation, request.registry.gw.public_url
    translate, host = request.localizer.translate, urlsplit(base).hostname
    moments = []
    for one in rounds.all_of(request.db, consultation):
        for name, at, label in (
            ("begin", one.opens_at, _("Begin: ${title}", mapping={"title": one.title})),
            ("end", one.closes_at, _("Deadline: ${title}", mapping={"title": one.title})),
        ):
            uid = f"round-{one.id}-{name}@{host}"
            moments.append(Moment(uid, at, translate(label), base + paths.round_(one)))
    changed_at = happenings.dates_changed_at(request.db, consultation)
    body = to_calendar(consultation.title, moments, changed_at=changed_at)
    response = Response(body, content_type="text/calendar", charset="utf-8")
    response.last_modified = changed_at
    response.md5_etag()
    response.conditional_response = True
    return response


@view_config(route_name="feed.acts", request_method="GET", permission=Permission.READ_CONSULTATION)
def acts(context, request):
    """Give the newest acts with their texts, to whoever may read the consultation."""
    consultation, base = context.consultation, request.registry.gw.public_url
    newest = happenings.newest(request.db, consultation, limit=ENTRIES)
    updated = newest[0].at if newest else consultation.created_at
    tag = f"{newest[0].sequence if newest else 0}-{request.locale_name}"
    response = Response(content_type="application/atom+xml", charset="utf-8")
    if tag in request.if_none_match:
        response = HTTPNotModified()
    else:
        page = base + paths.consultation(consultation)
        entries = [
            _entry(request, page, one) for one in happenings.of(request.db, consultation, newest)
        ]
        address = request.route_path("feed.acts", consultation=consultation.slug)
        response.body = to_atom(consultation.title, base + address, page, entries, updated=updated)
    response.etag, response.last_modified = tag, updated
    return response


def _entry(request, page, happening):
    settings = request.registry.gw
    headline, html = render_happening(happening, request.locale_name, ZoneInfo(settings.time_zone))
    url = settings.public_url + happening.path
    return Entry(f"{page}#{happening.key}", happening.at, headline, url, html)
