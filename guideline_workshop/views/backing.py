"""Standing behind an amendment of others: joint submission, support, taking over."""

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.view import view_config

from guideline_workshop.forms.backing import AnswerForm, SupportForm
from guideline_workshop.i18n import _
from guideline_workshop.rules.permissions import Permission
from guideline_workshop.services import backing
from guideline_workshop.services.errors import Invalid
from guideline_workshop.views.amendment_page import ask_form, page, to_amendment

INCOMPLETE = _("The form was incomplete. Please open the page again.")


@view_config(
    route_name="co_submission.ask",
    request_method="POST",
    permission=Permission.ASK_CO_SUBMITTER,
    renderer="amendments/show.jinja2",
)
def ask(context, request):
    form = ask_form(context, request)
    if not form.validate():
        request.response.status = 422
        return page(context, request, ask=form)
    backing.ask(
        request.db,
        context.amendment,
        form.associations.data,
        by=request.identity,
        now=request.now,
    )
    return _shown(context, request, _("The associations have been asked."))


@view_config(
    route_name="co_submission.answer",
    request_method="POST",
    permission=Permission.ANSWER_CO_SUBMISSION,
)
def answer(context, request):
    form = AnswerForm(request)
    if not form.validate():
        raise Invalid(INCOMPLETE)
    agrees = form.answer.data == "yes"
    backing.answer(
        request.db, context.amendment, agrees=agrees, by=request.identity, now=request.now
    )
    if agrees:
        message = _("Your association submits this amendment jointly.")
        return _shown(context, request, message)
    request.session.flash(request.localizer.translate(_("You have declined.")), "success")
    return HTTPSeeOther(request.route_url("amendment.list", consultation=context.consultation.slug))


@view_config(
    route_name="amendment.support", request_method="POST", permission=Permission.SUPPORT_AMENDMENT
)
def support(context, request):
    form = SupportForm(request)
    if not form.validate():
        raise Invalid(INCOMPLETE)
    if form.support.data == "yes":
        backing.support(request.db, context.amendment, by=request.identity, now=request.now)
        return _shown(context, request, _("Your association supports this amendment now."))
    backing.take_support_back(request.db, context.amendment, by=request.identity, now=request.now)
    return _shown(context, request, _("Your association no longer supports this amendment."))


@view_config(
    route_name="amendment.take_over",
    request_method="POST",
    permission=Permission.TAKE_OVER_AMENDMENT,
)
def take_over(context, request):
    backing.take_over(request.db, context.amendment, by=request.identity, now=request.now)
    return _shown(context, request, _("Your association has taken the amendment over."))


def _shown(context, request, message):
    return to_amendment(request, context.amendment, message, "#support")
