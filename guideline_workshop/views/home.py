"""The start page, and a sign of life for the operator."""

from pyramid.view import view_config

from guideline_workshop.rules.permissions import Permission
from guideline_workshop.services import consultations, disk, tasks


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
    """Say whether the application can work: 503 when there is no room for another act.

    Without a database the answer is 503 as well, with the page for people.
    """
    said = {"status": "ok", "now": request.now.isoformat()}
    room = disk.room(request.db)
    if room is None:
        return said
    if room.is_full:
        request.response.status_int = 503
        said["status"] = "disk full"
    elif room.is_nearly_full:
        said["status"] = "disk nearly full"
    return said | {"disk": round(room.used, 2)}
