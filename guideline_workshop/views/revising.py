"""Revising a submitted amendment, and reading its earlier editions."""

from pyramid.httpexceptions import HTTPNotFound, HTTPSeeOther
from pyramid.view import view_config

from guideline_workshop.rules.permissions import Permission
from guideline_workshop.services import new_editions, revising
from guideline_workshop.services.passages import passages_of_stored
from guideline_workshop.services.texts import text_of


@view_config(
    route_name="amendment.revise", request_method="POST", permission=Permission.REVISE_AMENDMENT
)
def revise(context, request):
    draft = revising.begin(request.db, context.amendment, by=request.identity, now=request.now)
    return HTTPSeeOther(
        request.route_url(
            "amendment.edit", consultation=context.consultation.slug, amendment=draft.reference
        )
    )


@view_config(
    route_name="amendment.edition",
    request_method="GET",
    permission=Permission.READ_AMENDMENT,
    for_visitors=True,
    renderer="amendments/edition.jinja2",
)
def edition(context, request):
    """Show one edition, and what it changed of the one before."""
    submissions = new_editions.all_of(request.db, context.amendment)
    number = int(request.matchdict["edition"])
    found = next((one for one in submissions if one.edition == number), None)
    if found is None:
        raise HTTPNotFound
    before = next((one for one in submissions if one.edition == number - 1), None)
    text = text_of(found.version)
    return {
        "amendment": context.amendment,
        "submission": found,
        "submissions": submissions,
        "passages": passages_of_stored(text.document, found.changes),
        "references": text.references,
        "before": before,
        "why_differs": bool(before) and new_editions.says_why_differently(before, found),
        "comparison": new_editions.compared(before, found) if before else None,
    }
