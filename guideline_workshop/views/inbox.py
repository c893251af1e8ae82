"""The inbox of the moderation, and the choices in it that somebody has saved."""

from urllib.parse import parse_qsl, urlencode
from zoneinfo import ZoneInfo

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.view import view_config

from guideline_workshop.forms.inbox import STATES, SavedFilterForm, query_of, wanted_of
from guideline_workshop.i18n import _
from guideline_workshop.rules.permissions import Permission
from guideline_workshop.services import handling, inbox, saved_filters
from guideline_workshop.services.errors import Refused


@view_config(
    route_name="inbox.show",
    request_method="GET",
    permission=Permission.HANDLE_AMENDMENTS,
    renderer="inbox/show.jinja2",
)
def show(context, request):
    """Show what is asked for; the filters are in the address."""
    wanted = wanted_of(request.GET)
    saving = SavedFilterForm(request, data={"query": urlencode(query_of(wanted))})
    return page(context, request, wanted, saving)


@view_config(
    route_name="inbox.save_filter",
    request_method="POST",
    permission=Permission.HANDLE_AMENDMENTS,
    renderer="inbox/show.jinja2",
)
def save_filter(context, request):
    form = SavedFilterForm(request)
    is_valid = form.validate()
    wanted = wanted_of(dict(parse_qsl(form.query.data or "")))
    query = urlencode(query_of(wanted))
    if is_valid:
        try:
            saved_filters.save(
                request.db,
                context.consultation,
                name=form.name.data,
                query=query,
                by=request.identity,
            )
        except Refused as refused:
            form.refuse("name", refused.message)
        else:
            _say(request, _("The choice is saved."))
            return HTTPSeeOther(_address(context, request, query_of(wanted)))
    request.response.status = 422
    return page(context, request, wanted, form)


@view_config(
    route_name="inbox.remove_filter",
    request_method="POST",
    permission=Permission.HANDLE_AMENDMENTS,
)
def remove_filter(context, request):
    saved_filters.remove(request.db, context.saved_filter)
    _say(request, _("The saved choice is removed."))
    return HTTPSeeOther(_address(context, request, {}))


def page(context, request, wanted, saving):
    """Return what the page shows."""
    db, consultation, today = request.db, context.consultation, today_of(request)
    query = query_of(wanted)
    return {
        "found": inbox.page_of(db, consultation, wanted, today),
        "counts": inbox.counts(db, consultation, user_id=request.identity.user_id, today=today),
        "choices": inbox.choices(db, consultation, handling.tags_in(db, consultation.id)),
        "states": STATES,
        "wanted": wanted,
        "query": query,
        "saving": saving,
        "saved": [
            (one, _address(context, request, dict(parse_qsl(one.query))))
            for one in saved_filters.of(db, consultation, request.identity)
        ],
        "here": _address(context, request, query),
        "address": lambda number: _address(context, request, {**query, "page": number}),
        "narrowed": lambda **more: _address(context, request, more),
    }


def today_of(request):
    """Return the day that it is where the deadlines count."""
    return request.now.astimezone(ZoneInfo(request.registry.gw.time_zone)).date()


def _address(context, request, query):
    return request.route_path(
        "inbox.show", consultation=context.consultation.slug, _query=query or None
    )


def _say(request, message):
    request.session.flash(request.localizer.translate(message), "success")
