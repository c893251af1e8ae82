"""Bulk acts in the inbox: what will happen to the chosen amendments, and doing it."""

from urllib.parse import parse_qsl, urlencode

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.view import view_config

from guideline_workshop.forms.bulk import CarryOutForm, numbers_of
from guideline_workshop.forms.inbox import SavedFilterForm, query_of, wanted_of
from guideline_workshop.i18n import _
from guideline_workshop.rules.permissions import Permission
from guideline_workshop.services import bulk_acts, inbox
from guideline_workshop.services.bulk_acts import BulkAct, Prospect
from guideline_workshop.services.errors import Conflict, Invalid
from guideline_workshop.views.inbox import address_of, bulk_form, page, say, today_of

ACTS = {
    BulkAct.ADMIT: _("Admit amendments: preview"),
    BulkAct.ASSIGN: _("Assign amendments: preview"),
    BulkAct.TAG: _("Tag amendments: preview"),
    BulkAct.DUE: _("Set the date of amendments: preview"),
}
DONE = {
    BulkAct.ADMIT: _("Admitted: ${count}"),
    BulkAct.ASSIGN: _("Assigned: ${count}"),
    BulkAct.TAG: _("Tagged: ${count}"),
    BulkAct.DUE: _("Given a date: ${count}"),
}


@view_config(
    route_name="inbox.preview",
    request_method="GET",
    permission=Permission.HANDLE_AMENDMENTS,
    renderer="inbox/preview.jinja2",
)
def preview(context, request):
    """Show what will happen to each; what is asked for stands in the address."""
    form = bulk_form(context, request)
    form.read(request.GET)
    wanted = wanted_of(request.GET)
    chosen = numbers_of(request.GET.getall("n"))
    if request.GET.get("all") == "yes":
        rows = inbox.rows_of(request.db, context.consultation, wanted, today_of(request))
        chosen = {row.number for row in rows}
    try:
        if form.validate():
            said = bulk_acts.preview(request.db, context.consultation, chosen, form.wish)
            return _said(context, request, said, wanted)
    except Invalid as refused:
        form.refuse(form.field_of_act if chosen else "act", refused.message)
    request.response.status = 422
    request.override_renderer = "inbox/show.jinja2"
    saving = SavedFilterForm(request, data={"query": urlencode(query_of(wanted))})
    return page(context, request, wanted, saving, bulk=form, chosen=chosen)


@view_config(
    route_name="inbox.carry_out",
    request_method="POST",
    permission=Permission.HANDLE_AMENDMENTS,
    renderer="inbox/preview.jinja2",
)
def carry_out(context, request):
    """Do what the preview said; when it would say something else by now, show that instead."""
    form = bulk_form(context, request, CarryOutForm)
    if not form.validate():
        raise Invalid(_("The form was incomplete. Please open the page again."))
    wanted = wanted_of(dict(parse_qsl(form.query.data or "")))
    try:
        said = bulk_acts.carry_out(
            request.db,
            context.consultation,
            form.chosen,
            form.wish,
            seen=form.seen.data,
            by=request.identity,
            now=request.now,
        )
    except Conflict as refused:
        said = bulk_acts.preview(request.db, context.consultation, form.chosen, form.wish)
        request.response.status = refused.status
        return _said(context, request, said, wanted, problem=refused.message)
    count = len(said.those(Prospect.DONE))
    say(request, _(DONE[said.wish.act], mapping={"count": count}))
    return HTTPSeeOther(address_of(context, request, query_of(wanted)))


def _said(context, request, said, wanted, *, problem=""):
    """Return what the preview shows, and what its button sends."""
    wish, query = said.wish, query_of(wanted)
    fields = {
        "act": wish.act.value,
        "to": wish.assignee_id or "",
        "add": ", ".join(wish.tags),
        "until": wish.due_on.isoformat() if wish.due_on else "",
        "numbers": ",".join(map(str, said.numbers)),
        "seen": said.digest,
        "query": urlencode(query),
    }
    return {
        "preview": said,
        "done": said.those(Prospect.DONE),
        "unchanged": said.those(Prospect.UNCHANGED),
        "impossible": said.those(Prospect.IMPOSSIBLE),
        "title": ACTS[wish.act],
        "fields": fields,
        "back": address_of(context, request, query),
        "problem": problem,
    }
