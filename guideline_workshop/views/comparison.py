"""Two versions of a document beside each other."""

from pyramid.httpexceptions import HTTPNotFound
from pyramid.view import view_config

from guideline_workshop.rules.permissions import Permission
from guideline_workshop.services import editions
from guideline_workshop.services.texts import text_of
from guideline_workshop.text.display import excerpts, side_by_side
from guideline_workshop.views import reading

VIEWS = ("inline", "sides", "changes")


@view_config(
    route_name="version.compare",
    request_method="GET",
    permission=Permission.READ_CONSULTATION,
    renderer="versions/compare.jinja2",
    for_visitors=True,
)
def compare(context, request):
    """Compare the version with another one; whichever is asked first, the older one is the base."""
    other = editions.find(context.editions, int(request.matchdict["other"]))
    if other is None or other.version.id == context.version.id:
        raise HTTPNotFound
    old, new = sorted((context.version, other.version), key=lambda one: one.number)
    old_text, new_text = text_of(old), text_of(new)
    found = reading.comparison_of(old_text.document, new_text.document)
    chosen = request.GET.get("view", VIEWS[0])
    chosen = chosen if chosen in VIEWS else VIEWS[0]
    return {
        "old": old,
        "new": new,
        "editions": context.editions,
        "found": found,
        "chosen": chosen,
        "rows": side_by_side(found) if chosen == "sides" else (),
        "excerpts": excerpts(found) if chosen == "changes" else (),
        "references": {**old_text.references, **new_text.references},
    }
