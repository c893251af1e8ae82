"""The workbench on which adopted amendments become the next version."""

from pyramid.httpexceptions import HTTPNotFound, HTTPSeeOther
from pyramid.view import view_config

from guideline_workshop.forms.consolidation import OWN, REOPEN, ResolutionForm, RevisionForm
from guideline_workshop.i18n import _
from guideline_workshop.rules.permissions import Permission
from guideline_workshop.services import consolidations, resolving, versions
from guideline_workshop.services.errors import Invalid, Refused
from guideline_workshop.text.numbering import numbering


@view_config(
    route_name="consolidation.show",
    request_method="GET",
    permission=Permission.CONSOLIDATE,
    renderer="consolidations/show.jinja2",
)
def show(context, request):
    return _page(context, request, ResolutionForm(request))


@view_config(
    route_name="consolidation.show",
    request_method="POST",
    permission=Permission.CONSOLIDATE,
)
def begin(context, request):
    consolidations.begin(request.db, context.version, by=request.identity, now=request.now)
    return HTTPSeeOther(request.url)


@view_config(
    route_name="consolidation.resolve",
    request_method="POST",
    permission=Permission.CONSOLIDATE,
    renderer="consolidations/show.jinja2",
)
def resolve(context, request):
    consolidation = _consolidation(context, request)
    form = ResolutionForm(request)
    status = 422
    if form.validate():
        who = {"revision": form.revision.data, "by": request.identity, "now": request.now}
        try:
            if form.choice.data == REOPEN:
                consolidations.reopen(request.db, consolidation, form.conflict.data, **who)
            else:
                resolution = resolving.resolution(
                    consolidations.conflict(request.db, consolidation, form.conflict.data),
                    form.choice.data,
                    form.own_words.data if form.choice.data == OWN else "",
                )
                consolidations.resolve(
                    request.db, consolidation, resolution, reason=form.reason.data or "", **who
                )
        except Refused as refused:
            form.refuse("choice", refused.message)
            status = refused.status
        else:
            return HTTPSeeOther(_address(context, request))
    request.response.status = status
    return _page(context, request, form)


@view_config(
    route_name="consolidation.publish",
    request_method="POST",
    permission=Permission.CONSOLIDATE,
)
def publish(context, request):
    form = RevisionForm(request)
    if not form.validate():
        raise Invalid(_("Please open the page again."))
    version = consolidations.publish(
        request.db,
        _consolidation(context, request),
        revision=form.revision.data,
        by=request.identity,
        now=request.now,
    )
    request.session.flash(
        request.localizer.translate(
            _(
                "${version} has been published.",
                mapping={"version": request.localizer.translate(versions.label(version))},
            )
        ),
        "success",
    )
    return HTTPSeeOther(
        request.route_url(
            "version.show",
            consultation=context.consultation.slug,
            document=context.document.slug,
            version=version.number,
        )
    )


def _page(context, request, form):
    consolidation = consolidations.of(request.db, context.version)
    bench = consolidations.workbench(request.db, consolidation) if consolidation else None
    return {
        "version": context.version,
        "document": context.document,
        "consolidation": consolidation,
        "bench": bench,
        "by_reference": {one.reference: one for one in bench.amendments} if bench else {},
        "choices": resolving.choices,
        "in_order": resolving.in_order,
        "alternative_lines": resolving.alternative_lines,
        "chosen": resolving.chosen(consolidation) if consolidation else {},
        "adopted": consolidations.adopted(request.db, context.version),
        "references": numbering(versions.text_of(context.version)),
        "form": form,
    }


def _consolidation(context, request):
    consolidation = consolidations.of(request.db, context.version)
    if consolidation is None:
        raise HTTPNotFound
    return consolidation


def _address(context, request):
    return request.route_url(
        "consolidation.show",
        consultation=context.consultation.slug,
        document=context.document.slug,
        version=context.version.number,
    )
