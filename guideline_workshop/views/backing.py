"""Standing behind an amendment of others: joint submission, support, taking over."""

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.view import view_config

from guideline_workshop.forms.backing import AnswerForm, AskForm, SupportForm
from guideline_workshop.i18n import _
from guideline_workshop.rules.permissions import Permission
from guideline_workshop.services import backing
from guideline_workshop.services.errors import Invalid

INCOMPLETE = _("The form was incomplete. Please open the page again.")


@view_config(
    route_name="co_submission.ask", request_method="POST", permission=Permission.ASK_CO_SUBMITTER
)
def ask(context, request):
    form = AskForm(request)
    form.associations.choices = [(one.id, one.name) for one in askable(context)]
    if not form.validate():
        raise Invalid(_("Choose at least one of the other associations in this round."))
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


def askable(context):
    """List the other associations of the round that were not asked yet, by name."""
    known = {one.association.id for one in context.backing.co_submitters}
    known.add(context.amendment.association_id)
    invited = [one.association for one in context.amendment.round.invitations]
    return sorted((one for one in invited if one.id not in known), key=lambda one: one.name)


def _shown(context, request, message):
    request.session.flash(request.localizer.translate(message), "success")
    return HTTPSeeOther(
        request.route_url(
            "amendment.show",
            consultation=context.consultation.slug,
            amendment=context.amendment.reference,
        )
        + "#support"
    )
