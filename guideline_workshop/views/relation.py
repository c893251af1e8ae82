"""Relations between amendments: the moderation sets them and takes them away."""

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.view import view_config

from guideline_workshop.forms.base import BaseForm
from guideline_workshop.forms.relation import RelationForm, RemovalForm
from guideline_workshop.i18n import _
from guideline_workshop.rules.permissions import Permission
from guideline_workshop.rules.relations import RelationKind
from guideline_workshop.services import amendment_relations, overlaps
from guideline_workshop.services.errors import Conflict, Invalid
from guideline_workshop.services.texts import text_of


@view_config(
    route_name="relation.list",
    request_method="GET",
    permission=Permission.RELATE_AMENDMENTS,
    renderer="relations/list.jinja2",
)
def list_(context, request):
    return _page(context, request)


@view_config(
    route_name="relation.list",
    request_method="POST",
    permission=Permission.RELATE_AMENDMENTS,
    renderer="relations/list.jinja2",
)
def set_(context, request):
    form = RelationForm(request)
    if not form.validate():
        request.response.status = 422
        return _page(context, request, form=form)
    try:
        amendment_relations.set_(
            request.db,
            context.amendment,
            RelationKind(form.kind.data),
            form.other.data,
            by=request.identity,
            now=request.now,
        )
    except (Conflict, Invalid) as refused:
        form.refuse("kind" if isinstance(refused, Conflict) else "other", refused.message)
        request.response.status = refused.status
        return _page(context, request, form=form)
    return _done(context, request, _("The relation is set."))


@view_config(
    route_name="relation.remove",
    request_method="POST",
    permission=Permission.RELATE_AMENDMENTS,
    renderer="relations/list.jinja2",
)
def remove(context, request):
    form = _removal(request, context.relation)
    if not form.validate():
        request.response.status = 422
        return _page(context, request, removal=form)
    amendment_relations.remove(
        request.db,
        context.relation,
        reason=form.reason.data,
        by=request.identity,
        now=request.now,
    )
    return _done(context, request, _("The relation is removed."))


def _removal(request, relation):
    return RemovalForm(request, prefix=f"r{relation.id}-")


def _page(context, request, *, removal: BaseForm | None = None, **forms: BaseForm):
    db, amendment = request.db, context.amendment
    sides = amendment_relations.of(db, amendment)
    refused = context.relation.id if removal else None
    return {
        "amendment": amendment,
        "sides": [
            (side, removal if side.relation.id == refused else _removal(request, side.relation))
            for side in sides
        ],
        "others": overlaps.with_others(db, amendment),
        "references": text_of(amendment.version).references,
        "form": RelationForm(request),
        **forms,
    }


def _done(context, request, message):
    request.session.flash(request.localizer.translate(message), "success")
    return HTTPSeeOther(
        request.route_url(
            "relation.list",
            consultation=context.consultation.slug,
            amendment=context.amendment.reference,
        )
    )
