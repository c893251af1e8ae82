"""Consultations: overview, setting up, inviting."""

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.view import view_config

from guideline_workshop.forms.consultation import ConsultationForm, InvitationForm
from guideline_workshop.i18n import _
from guideline_workshop.rules.permissions import Permission
from guideline_workshop.services import consultations, documents, rounds, versions


@view_config(
    route_name="consultation.show",
    request_method="GET",
    permission=Permission.READ_CONSULTATION,
    renderer="consultations/show.jinja2",
)
def show(context, request):
    all_documents = documents.all_of(request.db, context.consultation)
    return {
        "documents": [
            (document, versions.all_of(request.db, document)) for document in all_documents
        ],
        "rounds": rounds.all_of(request.db, context.consultation),
        "now": request.now,
    }


@view_config(
    route_name="consultation.new",
    request_method="GET",
    permission=Permission.CREATE_CONSULTATION,
    renderer="consultations/new.jinja2",
)
def new(context, request):
    return {"form": ConsultationForm(request)}


@view_config(
    route_name="consultation.new",
    request_method="POST",
    permission=Permission.CREATE_CONSULTATION,
    renderer="consultations/new.jinja2",
)
def create(context, request):
    form = ConsultationForm(request)
    if not form.validate():
        request.response.status = 422
        return {"form": form}
    consultation = consultations.create(
        request.db,
        title=form.title.data,
        summary=form.summary.data or "",
        is_public=form.is_public.data,
        by=request.identity,
        now=request.now,
    )
    return HTTPSeeOther(
        request.route_url("consultation.associations", consultation=consultation.slug)
    )


@view_config(
    route_name="consultation.associations",
    request_method="GET",
    permission=Permission.INVITE_ASSOCIATION,
    renderer="consultations/associations.jinja2",
)
def associations(context, request):
    return {"form": _invitation_form(context, request)}


@view_config(
    route_name="consultation.associations",
    request_method="POST",
    permission=Permission.INVITE_ASSOCIATION,
    renderer="consultations/associations.jinja2",
)
def invite(context, request):
    form = _invitation_form(context, request)
    if not form.validate():
        request.response.status = 422
        return {"form": form}
    consultations.invite(
        request.db,
        context.consultation,
        form.associations.data,
        by=request.identity,
        now=request.now,
    )
    request.session.flash(
        request.localizer.translate(_("The associations now take part.")), "success"
    )
    return HTTPSeeOther(request.url)


def _invitation_form(context, request):
    form = InvitationForm(request)
    free = consultations.not_yet_invited(request.db, context.consultation)
    form.associations.choices = {str(one.id): f"{one.name} ({one.short_name})" for one in free}
    return form
