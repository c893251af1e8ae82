"""Correcting the place of an amendment: the moderation proposes, its association answers."""

from pyramid.view import view_config

from guideline_workshop.forms.base import BaseForm
from guideline_workshop.forms.place_correction import (
    CorrectionAnswerForm,
    CorrectionForm,
    PlaceForm,
)
from guideline_workshop.i18n import _
from guideline_workshop.rules.permissions import Permission
from guideline_workshop.services import place_corrections
from guideline_workshop.services.errors import Conflict, Invalid
from guideline_workshop.services.passages import grouped_titles, passage_of, titles_of
from guideline_workshop.services.texts import text_of
from guideline_workshop.views.amendment_page import page, to_amendment


@view_config(
    route_name="place_correction.propose",
    request_method="GET",
    permission=Permission.PROPOSE_CORRECTION,
    renderer="amendments/correct_place.jinja2",
)
def look(context, request):
    """Choose another place; once it is in the address, the change is shown there."""
    place = _place_form(context, request)
    if not (request.GET.get("change") or request.GET.get("to")):
        return _page(context, request, place)
    place.process(request.GET)
    if place.validate():
        try:
            shown = _shown(context, place)
        except Invalid as refused:
            place.refuse("to", refused.message)
        else:
            data = {"change": place.change.data, "to": place.to.data}
            return _page(context, request, place, shown, form=CorrectionForm(request, data=data))
    request.response.status = 422
    return _page(context, request, place)


@view_config(
    route_name="place_correction.propose",
    request_method="POST",
    permission=Permission.PROPOSE_CORRECTION,
    renderer="amendments/correct_place.jinja2",
)
def propose(context, request):
    form, place = CorrectionForm(request), _place_form(context, request)
    if not place.validate():
        request.response.status = 422
        return _page(context, request, place)
    problem = ""
    try:
        shown = _shown(context, place)
        if form.validate():
            place_corrections.propose(
                request.db,
                context.amendment,
                int(place.change.data),
                place.to.data,
                reason=form.reason.data,
                by=request.identity,
                now=request.now,
            )
            message = _("The other place is proposed. Its association is asked to confirm it.")
            return to_amendment(request, context.amendment, message, "#place-correction")
        request.response.status = 422
    except Conflict as refused:
        problem, request.response.status = refused.message, refused.status
    except Invalid as refused:
        place.refuse("to", refused.message)
        request.response.status = refused.status
        return _page(context, request, place)
    return _page(context, request, place, shown, problem, form=form)


@view_config(
    route_name="place_correction.answer",
    request_method="POST",
    permission=Permission.ANSWER_CORRECTION,
    renderer="amendments/show.jinja2",
)
def answer(context, request):
    form = CorrectionAnswerForm(request)
    if not form.validate():
        request.response.status = 422
        return page(context, request, correcting=form)
    agrees = form.answer.data == "yes"
    try:
        place_corrections.answer(
            request.db,
            context.amendment,
            form.proposal.data,
            agrees=agrees,
            reason=form.reason.data or "",
            by=request.identity,
            now=request.now,
        )
    except Conflict as refused:
        request.response.status = refused.status
        return page(context, request, problem=refused.message, correcting=form)
    agreed, refused_it = _("The amendment now has its other place."), _("The place stays.")
    return to_amendment(request, context.amendment, agreed if agrees else refused_it)


def _place_form(context, request):
    form = PlaceForm(request)
    document = text_of(context.amendment.version).document
    titles = titles_of(document)
    some = place_corrections.movable(place_corrections.changes_of(context.amendment))
    beginning = request.localizer.translate(_("the beginning of the text"))
    changes = [(str(position), titles.get(key, beginning)) for position, key in some]
    form.offer(changes, grouped_titles(document))
    if request.method == "GET" and changes:
        form.change.data = changes[0][0]
    return form


def _shown(context, place):
    """Return the change as it would read at the other place; raises Invalid where it cannot."""
    document = text_of(context.amendment.version).document
    changes = place_corrections.changes_of(context.amendment)
    position = int(place.change.data)
    made = place_corrections.corrected(document, changes, position, place.to.data)
    return passage_of(document, changes[position]), passage_of(document, made[position])


def _page(context, request, place, shown=None, problem="", **forms: BaseForm):
    amendment = context.amendment
    return {
        "amendment": amendment,
        "references": text_of(amendment.version).references,
        "place": place,
        "shown": shown,
        "problem": problem,
        "waiting": place_corrections.waiting(request.db, amendment),
        "form": None,
        **forms,
    }
