"""The journal of a consultation."""

from pyramid.httpexceptions import HTTPBadRequest
from pyramid.view import view_config

from guideline_workshop.rules.permissions import Permission
from guideline_workshop.services import journal
from guideline_workshop.views.words import STATES

ROWS = 100


@view_config(
    route_name="journal.show",
    request_method="GET",
    permission=Permission.READ_JOURNAL,
    renderer="journal/show.jinja2",
)
def show(context, request):
    before = request.GET.get("before", "")
    if before and not (before.isdecimal() and len(before) < 10):
        raise HTTPBadRequest
    rows = journal.entries(
        request.db,
        context.consultation.id,
        now=request.now,
        before=int(before) if before else None,
        limit=ROWS,
    )
    return {
        "states": STATES,
        "entries": rows,
        "more": len(rows) == ROWS,
        "head": journal.head(request.db),
    }
