"""Documents: what there is of a text, and beginning a new one."""

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.view import view_config

from guideline_workshop.forms.document import TYPES, DocumentForm
from guideline_workshop.rules.permissions import Permission
from guideline_workshop.rules.states import DocumentType
from guideline_workshop.services import documents, draft_imports, editions, rounds


@view_config(
    route_name="document.show",
    request_method="GET",
    permission=Permission.READ_CONSULTATION,
    renderer="documents/show.jinja2",
)
def show(context, request):
    document = context.document
    all_rounds = rounds.all_of(request.db, context.consultation)
    may_import = context.decide(Permission.IMPORT_DRAFT)
    return {
        "document": document,
        "type_label": TYPES[document.type],
        "editions": editions.of(request.db, context.consultation, document.slug),
        "rounds_on": lambda version: [one for one in all_rounds if one.version_id == version.id],
        "drafts": draft_imports.open_of(request.db, document) if may_import else [],
        "now": request.now,
    }


@view_config(
    route_name="document.new",
    request_method="GET",
    permission=Permission.CREATE_DOCUMENT,
    renderer="documents/new.jinja2",
)
def new(context, request):
    del context
    return {"form": DocumentForm(request)}


@view_config(
    route_name="document.new",
    request_method="POST",
    permission=Permission.CREATE_DOCUMENT,
    renderer="documents/new.jinja2",
)
def create(context, request):
    form = DocumentForm(request)
    if not form.validate():
        request.response.status = 422
        return {"form": form}
    document = documents.create(
        request.db,
        context.consultation,
        type_=DocumentType(form.type.data),
        title=form.title.data,
        by=request.identity,
        now=request.now,
    )
    return HTTPSeeOther(
        request.route_url(
            "draft_import.new", consultation=context.consultation.slug, document=document.slug
        )
    )
