"""One passage of a text with all that is proposed for it."""

from pyramid.httpexceptions import HTTPNotFound
from pyramid.view import view_config

from guideline_workshop.rules.permissions import Permission
from guideline_workshop.services import overlays
from guideline_workshop.services.resolving import alternative_lines, in_order
from guideline_workshop.services.texts import text_of

MOST = 20
"""How many amendments are laid over each other at once."""


@view_config(
    route_name="version.passage",
    request_method="GET",
    permission=Permission.READ_CONSULTATION,
    renderer="versions/passage.jinja2",
    for_visitors=True,
)
def show(context, request):
    text, key = text_of(context.version), request.matchdict["key"]
    if key not in text.document:
        raise HTTPNotFound
    keys = [one.key for one in text.document.provisions]
    place = keys.index(key)
    proposed = overlays.on_passage(request.db, context.version, key)
    wanted = set(request.GET.getall("together")[:MOST])
    together = [one.amendment for one in proposed if str(one.amendment.number) in wanted]
    return {
        "version": context.version,
        "provision": text.document[key],
        "references": text.references,
        "before": keys[place - 1] if place else None,
        "after": keys[place + 1] if place + 1 < len(keys) else None,
        "proposed": proposed,
        "is_side_by_side": request.GET.get("view") == "side",
        "chosen": {one.number for one in together},
        "overlay": overlays.overlay(context.version, key, together) if together else None,
        "alternative_lines": alternative_lines,
        "in_order": in_order,
        "by_reference": {one.amendment.reference: one.amendment for one in proposed},
    }
