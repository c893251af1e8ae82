"""The association one acts for: what it proposes, what it is asked, and what became of it."""

from pyramid.view import view_config

from guideline_workshop.rules.permissions import Permission
from guideline_workshop.services import own_association


@view_config(
    route_name="own_association.show",
    request_method="GET",
    permission=Permission.READ_OWN_ASSOCIATION,
    renderer="own_association/show.jinja2",
)
def show(context, request):
    return {
        "association": context.association,
        "found": own_association.overview(request.db, request.identity, now=request.now),
    }
