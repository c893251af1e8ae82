"""The inbox of the moderation, and the choices in it that somebody has saved."""

from typing import Any
from urllib.parse import parse_qsl, urlencode
from zoneinfo import ZoneInfo

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.view import view_config

from guideline_workshop.forms.bulk import BulkForm
from guideline_workshop.forms.inbox import STATES, SavedFilterForm, query_of, wanted_of
from guideline_workshop.i18n import _
from guideline_workshop.rules.permissions import Permission, decide
from guideline_workshop.rules.states import AmendmentState
from guideline_workshop.services import handling, inbox, moderations, saved_filters
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
            say(request, _("The choice is saved."))
            return HTTPSeeOther(address_of(context, request, query_of(wanted)))
    request.response.status = 422
    return page(context, request, wanted, form)


@view_config(
    route_name="inbox.remove_filter",
    request_method="POST",
    permission=Permission.HANDLE_AMENDMENTS,
)
def remove_filter(context, request):
    saved_filters.remove(request.db, context.saved_filter)
    say(request, _("The saved choice is removed."))
    return HTTPSeeOther(address_of(context, request, {}))


def page(context, request, wanted, saving, **refused: Any):  # a form, and numbers
    """Return what the page shows; `refused` are the `bulk` act and the `chosen` that were sent."""
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
        "bulk": bulk_form(context, request),
        "chosen": (),
        "saved": [
            (one, address_of(context, request, dict(parse_qsl(one.query))))
            for one in saved_filters.of(db, consultation, request.identity)
        ],
        "here": address_of(context, request, query),
        "address": lambda number: address_of(context, request, {**query, "page": number}),
        "narrowed": lambda **more: address_of(context, request, more),
        **refused,
    }


def bulk_form(context, request, kind: type[BulkForm] = BulkForm):
    """Make a form for bulk acts, with what the one who asks may do."""
    may_admit = decide(Permission.ADMIT_AMENDMENT, context.roles, state=AmendmentState.SUBMITTED)
    leading = moderations.of(request.db, context.consultation)
    return kind(request, [one.user for one in leading], may_admit=bool(may_admit))


def today_of(request):
    """Return the day that it is where the deadlines count."""
    return request.now.astimezone(ZoneInfo(request.registry.gw.time_zone)).date()


def address_of(context, request, query):
    """Return the address of the inbox with these filters."""
    return request.route_path(
        "inbox.show", consultation=context.consultation.slug, _query=query or None
    )


def say(request, message):
    """Say what was done on the page that comes next."""
    request.session.flash(request.localizer.translate(message), "success")
