"""Amendments: each one's page, and what becomes of it."""

from pyramid.view import view_config

from guideline_workshop.forms.amendment import DecisionForm, RevisionForm, WithdrawalForm
from guideline_workshop.i18n import _
from guideline_workshop.rules.permissions import Permission
from guideline_workshop.rules.states import AmendmentState
from guideline_workshop.services import amendments, revising
from guideline_workshop.services.errors import Conflict, Invalid, Refused
from guideline_workshop.views.amendment_page import page, to_amendment

DECIDED = {
    AmendmentState.ADMITTED: _("The amendment has been admitted."),
    AmendmentState.RETURNED: _("The amendment has been returned."),
    AmendmentState.NOT_ADMITTED: _("The amendment has not been admitted."),
}


@view_config(
    route_name="amendment.show",
    request_method="GET",
    permission=Permission.READ_AMENDMENT,
    renderer="amendments/show.jinja2",
    for_visitors=True,
)
def show(context, request):
    return page(context, request)


@view_config(
    route_name="amendment.submit",
    request_method="POST",
    permission=Permission.SUBMIT_AMENDMENT,
    renderer="amendments/show.jinja2",
)
def submit(context, request):
    """Submit the draft as it was read: with another revision by now it is shown again."""
    form = RevisionForm(request)
    if not form.validate():
        raise Invalid(_("The form was incomplete. Please open the page again."))
    try:
        submitted = revising.submit(
            request.db,
            context.amendment,
            by=request.identity,
            now=request.now,
            revision=form.revision.data,
        )
    except Refused as refused:
        request.response.status = refused.status
        return page(context, request, problem=refused.message)
    words = _("The amendment has been submitted as ${label}.")
    if submitted.edition > 1:
        words = _("${label} has been submitted anew.")
    label = request.localizer.translate(amendments.label(submitted))
    return to_amendment(request, submitted, _(words, mapping={"label": label}))


@view_config(
    route_name="amendment.decide",
    request_method="POST",
    permission=Permission.ADMIT_AMENDMENT,
    renderer="amendments/show.jinja2",
)
def decide(context, request):
    form = DecisionForm(request)
    if not form.validate():
        request.response.status = 422
        return page(context, request, decision=form)
    state = AmendmentState(form.state.data)
    try:
        _move(context, request, state, form)
    except Invalid as refused:
        form.refuse("reason", refused.message)
        request.response.status = refused.status
        return page(context, request, decision=form)
    except Conflict as refused:
        request.response.status = refused.status
        return page(context, request, problem=refused.message, decision=form)
    return to_amendment(request, context.amendment, DECIDED[state])


@view_config(
    route_name="amendment.withdraw",
    request_method="POST",
    permission=Permission.WITHDRAW_AMENDMENT,
    renderer="amendments/show.jinja2",
)
def withdraw(context, request):
    form = WithdrawalForm(request)
    if not form.validate():
        request.response.status = 422
        return page(context, request, withdrawal=form)
    _move(context, request, AmendmentState.WITHDRAWN, form)
    return to_amendment(request, context.amendment, _("The amendment has been withdrawn."))


def _move(context, request, state, form):
    amendments.move_to(
        request.db,
        context.amendment,
        state,
        reason=form.reason.data or "",
        by=request.identity,
        now=request.now,
    )
