"""Consultations: overview and setting up."""

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.view import view_config

from guideline_workshop.forms.consultation import ConsultationForm
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
