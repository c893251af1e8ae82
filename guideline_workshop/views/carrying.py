"""Checking an amendment beside the newest version of its text, and carrying it over."""

from pyramid.view import view_config

from guideline_workshop.forms.carrying import CarryingForm
from guideline_workshop.i18n import _
from guideline_workshop.rules.permissions import Permission
from guideline_workshop.services import carrying
from guideline_workshop.services.errors import Refused
from guideline_workshop.services.passages import passages_of
from guideline_workshop.services.resolving import alternative_lines
from guideline_workshop.services.texts import text_of
from guideline_workshop.text.rebase import NEXT
from guideline_workshop.views.amendment_page import to_amendment

PREVIEW = "preview"


@view_config(
    route_name="amendment.check",
    request_method="GET",
    permission=Permission.READ_AMENDMENT,
    renderer="amendments/check.jinja2",
)
def show(context, request):
    return _page(context, request, CarryingForm(request))


@view_config(
    route_name="amendment.check",
    request_method="POST",
    permission=Permission.CARRY_AMENDMENT_OVER,
    renderer="amendments/check.jinja2",
)
def check(context, request):
    form = CarryingForm(request)
    if request.POST.get("act") == PREVIEW:
        return _page(context, request, form, is_preview=True)
    if not form.validate():
        request.response.status = 422
        return _page(context, request, form)
    try:
        carrying.settle(
            request.db,
            context.amendment,
            form.choices(),
            edition=form.edition.data,
            target=form.target.data,
            reason=form.reason.data or "",
            by=request.identity,
            now=request.now,
        )
    except Refused as refused:
        request.response.status = refused.status
        return _page(context, request, form, problem=refused.message)
    return to_amendment(
        request, context.amendment, _("The amendment has been carried over to the newest draft.")
    )


def _page(context, request, form, *, problem="", is_preview=False):
    choices = form.choices() if request.method == "POST" else {}
    try:
        found = carrying.check(request.db, context.amendment, choices)
    except Refused as refused:
        if request.method == "GET":
            raise
        # a choice without its words: shown again, and nothing entered is lost
        problem = problem or refused.message
        request.response.status = refused.status
        found = carrying.check(request.db, context.amendment, {})
    target = text_of(found.target)
    return {
        "amendment": context.amendment,
        "check": found,
        "references": text_of(context.amendment.version).references,
        "new_references": target.references,
        "passages": passages_of(target.document, found.changes),
        "wordings": {one.id: _wordings(one) for one in found.doubts},
        "own_words": {one.id: _own_words(one) for one in found.doubts},
        "choices": choices,
        "form": form,
        "problem": problem,
        "is_preview": is_preview and not problem,
    }


def _wordings(doubt):
    """Return both wordings as changes to the old one: the next version's comes first."""
    by_next = {NEXT in one.amendments: alternative_lines(doubt, one) for one in doubt.alternatives}
    return by_next.get(True, ()), by_next.get(False, ())


def _own_words(doubt):
    """Return what the amendment says, for those who want to begin with it."""
    mine = next(one for one in doubt.alternatives if NEXT not in one.amendments)
    return "\n\n".join(provision.text for provision in mine.provisions)
