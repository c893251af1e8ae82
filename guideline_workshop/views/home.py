"""The start page, and a sign of life for the operator."""

from pyramid.view import view_config

from guideline_workshop.rules.permissions import Permission
from guideline_workshop.services import consultations, tasks


@view_config(
    route_name="home",
    request_method="GET",
    permission=Permission.VISIT,
    renderer="home/show.jinja2",
)
def show(context, request):
    return {
        "consultations": consultations.visible(request.db, request.identity),
        "tasks": tasks.of(request.db, request.identity, now=request.now),
        "duties": tasks.of_moderation(request.db, request.identity, now=request.now),
    }


@view_config(
    route_name="health", request_method="GET", permission=Permission.VISIT, renderer="json"
)
def health(context, request):
    return {"status": "ok", "now": request.now.isoformat()}
