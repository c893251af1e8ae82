"""Versions: the reading page, where its wording comes from, and the board's decision."""

from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.view import view_config

from guideline_workshop.forms.version import AdoptionForm
from guideline_workshop.i18n import _
from guideline_workshop.rules.permissions import Permission
from guideline_workshop.rules.rounds import RoundKind, RoundState
from guideline_workshop.services import adoptions, amendments
from guideline_workshop.services import reading as marks
from guideline_workshop.services.errors import Refused
from guideline_workshop.services.texts import text_of
from guideline_workshop.text.display import PairKind
from guideline_workshop.views import reading

WHAT = {
    RoundKind.AMENDMENT: (Permission.START_AMENDMENT, _("Propose a change")),
    RoundKind.COMMENT: (Permission.WRITE_COMMENT, _("Comment")),
    RoundKind.BALLOT: (None, ""),
}


@view_config(
    route_name="version.show",
    request_method="GET",
    permission=Permission.READ_CONSULTATION,
    renderer="versions/show.jinja2",
    for_visitors=True,
)
def show(context, request):
    version = context.version
    steps = [step for kind in WHAT if (step := _step(context, kind))]
    may = {step["kind"]: step["decision"] for step in steps}
    comment_url = _url(request, "comment.list", version)
    amend = bool(may.get(RoundKind.AMENDMENT))
    with_origins = request.GET.get("provenance") == "1"
    return {
        "version": version,
        "adoption": context.adoption,
        "recorded": adoptions.recorded(request.db, version) if context.adoption else None,
        "editions": context.editions,
        "steps": steps,
        "amend": amend,
        "round": next((s["round"] for s in steps if s["kind"] is RoundKind.AMENDMENT), None),
        "pieces": reading.pieces_of(
            request,
            version,
            amend=amend,
            comment_url=comment_url if may.get(RoundKind.COMMENT) else "",
        ),
        "marks": marks.marks_on(request.db, version),
        "origins": marks.origins_of(marks.lines_of(version)) if with_origins else {},
        "with_origins": with_origins,
        "comment_url": comment_url,
    }


@view_config(
    route_name="version.provenance",
    request_method="GET",
    permission=Permission.READ_CONSULTATION,
    renderer="versions/provenance.jinja2",
    for_visitors=True,
)
def provenance(context, request):
    version = context.version
    lines = [line for line in marks.lines_of(version) if line.change is not PairKind.EQUAL]
    behind = (
        {
            one.reference: one
            for one in amendments.all_of(
                request.db, context.consultation, None, version=version.base
            )
        }
        if version.base_id
        else {}
    )
    return {
        "version": version,
        "lines": [(line, [behind.get(one, one) for one in marks.origins(line)]) for line in lines],
        "references": _references(version.base, version),
    }


@view_config(
    route_name="version.adopt",
    request_method="GET",
    permission=Permission.ADOPT_VERSION,
    renderer="versions/adopt.jinja2",
)
def adoption_form(context, request):
    return _adoption_page(context, AdoptionForm(request))


@view_config(
    route_name="version.adopt",
    request_method="POST",
    permission=Permission.ADOPT_VERSION,
    renderer="versions/adopt.jinja2",
)
def adopt(context, request):
    form = AdoptionForm(request)
    if not form.validate():
        request.response.status = 422
        return _adoption_page(context, form)
    try:
        adoptions.adopt(
            request.db,
            context.version,
            resolution_number=form.resolution_number.data or "",
            note=form.note.data or "",
            by=request.identity,
            now=request.now,
        )
    except Refused as refused:
        form.refuse("resolution_number", refused.message)
        request.response.status = refused.status
        return _adoption_page(context, form)
    request.session.flash(request.localizer.translate(_("The draft has been adopted.")), "success")
    return HTTPSeeOther(_url(request, "version.show", context.version))


def _adoption_page(context: Any, form: AdoptionForm) -> dict[str, Any]:  # Pyramid's context
    newest = context.editions[-1].version
    return {
        "version": context.version,
        "form": form,
        "adoption": context.adoption,
        "newer": newest if newest.id != context.version.id else None,
        "open_rounds": [
            one for one in context.rounds if one.state(context.request.now) is RoundState.OPEN
        ],
    }


def _step(context: Any, kind: RoundKind) -> dict[str, Any] | None:  # Pyramid's context
    """Say where the round of `kind` stands and what the reader may do in it now."""
    found = context.current_round(kind)
    if found is None:
        return None
    permission, label = WHAT[kind]
    return {
        "kind": kind,
        "round": found.round,
        "state": found.round.state(context.request.now),
        "decision": found.decide(permission) if permission else None,
        "label": label,
    }


def _references(*all_versions: Any) -> dict[str, Any]:
    """Return the numbers of all provisions; one that a later version has is numbered as there."""
    references: dict[str, Any] = {}
    for version in all_versions:
        if version is not None:
            references.update(text_of(version).references)
    return references


def _url(request: Any, route: str, version: Any) -> str:  # Pyramid's request
    document = version.document
    url: str = request.route_path(
        route,
        consultation=document.consultation.slug,
        document=document.slug,
        version=version.number,
    )
    return url
