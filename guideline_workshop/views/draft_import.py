"""Draft imports: upload, look, correct, publish."""

from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.view import view_config

from guideline_workshop.forms.draft_import import (
    CorrectionForm,
    DraftImportForm,
    RevisionForm,
    corrections,
)
from guideline_workshop.i18n import _
from guideline_workshop.imports import reader
from guideline_workshop.imports.limits import MAX_UPLOAD_BYTES
from guideline_workshop.imports.result import Imported, NoticeCode, Unreadable
from guideline_workshop.rules.permissions import Permission
from guideline_workshop.rules.states import DocumentType
from guideline_workshop.services import draft_imports
from guideline_workshop.services.correcting import Correction, Shape, Uncorrectable, corrected
from guideline_workshop.services.errors import Conflict, Invalid, Refused
from guideline_workshop.text.document import Document, Field, Kind
from guideline_workshop.text.numbering import numbering
from guideline_workshop.views.import_words import NOTICES, OBSTACLES, why_unreadable

DEPTHS = {Kind.HEADING: 4, Kind.ITEM: 3}
"""How many levels are offered; a deeper one that was recognised is offered where it stands."""


@view_config(
    route_name="draft_import.new",
    request_method="GET",
    permission=Permission.IMPORT_DRAFT,
    renderer="draft_imports/new.jinja2",
)
def new(context, request):
    return {"document": context.document, "form": DraftImportForm(request)}


@view_config(
    route_name="draft_import.new",
    request_method="POST",
    permission=Permission.IMPORT_DRAFT,
    renderer="draft_imports/new.jinja2",
)
def upload(context, request):
    form = DraftImportForm(request)
    name, data = _uploaded(request)
    box = "file" if data else "text"
    try:
        imported = _read(form, name, data)
        draft = draft_imports.start(
            request.db,
            context.document,
            imported,
            filename=name,
            by=request.identity,
            now=request.now,
        )
    except Unreadable as unreadable:
        form.refuse(box, why_unreadable(unreadable))
        request.response.status = int(unreadable.status)
    except Refused as refused:
        form.refuse(box, refused.message)
        request.response.status = refused.status
    else:
        return HTTPSeeOther(_url(request, "draft_import.show", context.document, draft))
    return {"document": context.document, "form": form}


@view_config(
    route_name="draft_import.show",
    request_method="GET",
    permission=Permission.IMPORT_DRAFT,
    renderer="draft_imports/show.jinja2",
)
def show(context, request):
    draft = context.draft_import
    form = CorrectionForm(request, data={"title": draft.title, "revision": draft.revision})
    return _page(context, form)


@view_config(
    route_name="draft_import.correct",
    request_method="POST",
    permission=Permission.IMPORT_DRAFT,
    renderer="draft_imports/show.jinja2",
)
def correct(context, request):
    """Save everything on the page, then join or leave out the passage whose button was pressed."""
    draft = context.draft_import
    form = CorrectionForm(request)
    before = Document.from_json(draft.provisions)
    entered = corrections(request.POST, before.provisions)
    if not form.validate():
        request.response.status = 422
        return _page(context, form, entered)
    join, drop = request.POST.get("join", ""), request.POST.get("drop", "")
    try:
        provisions = corrected(before.provisions, entered, join=join, drop=drop)
        content = Document(provisions)
        draft_imports.correct(
            draft, title=form.title.data, content=content, revision=form.revision.data
        )
    except Uncorrectable as uncorrectable:
        request.response.status = 422
        return _page(context, form, entered, uncorrectable)
    except Conflict as conflict:
        form.refuse("title", conflict.message)
        request.response.status = conflict.status
        return _page(context, form, entered)
    request.session.flash(request.localizer.translate(_("Saved.")), "success")
    place = _neighbour(before, content, join or drop or request.POST.get("save", ""))
    return HTTPSeeOther(_url(request, "draft_import.show", context.document, draft, place))


@view_config(
    route_name="draft_import.discard",
    request_method="POST",
    permission=Permission.IMPORT_DRAFT,
)
def discard(context, request):
    draft_imports.discard(request.db, context.draft_import, by=request.identity, now=request.now)
    request.session.flash(request.localizer.translate(_("The draft was discarded.")), "success")
    return HTTPSeeOther(_url(request, "document.show", context.document))


@view_config(
    route_name="draft_import.publish",
    request_method="POST",
    permission=Permission.PUBLISH_VERSION,
)
def publish(context, request):
    form, draft = RevisionForm(request), context.draft_import
    if not form.validate():
        raise Invalid(_("Please look at the draft once more before you publish it."))
    if form.revision.data != draft.revision:
        raise Conflict(_("Somebody else has changed this meanwhile. Look at it and try again."))
    version = draft_imports.publish(request.db, draft, by=request.identity, now=request.now)
    request.session.flash(request.localizer.translate(_("The draft is published.")), "success")
    return HTTPSeeOther(_url(request, "version.show", context.document, version=version.number))


def _uploaded(request: Any) -> tuple[str, bytes]:  # Pyramid's request
    """Return name and bytes of the uploaded file; a browser sends an empty one if none is chosen.

    What only pretends to be a file counts as none.
    """
    upload = request.POST.get("file")
    if upload is None or not hasattr(upload, "file"):
        return "", b""
    with upload.file as file:  # one byte more than is allowed is enough to refuse it
        return str(upload.filename or ""), file.read(MAX_UPLOAD_BYTES + 1)


def _read(form: DraftImportForm, name: str, data: bytes) -> Imported:
    if data:
        return reader.read(data, name)
    text = form.text.data or ""
    if not text.strip():
        raise Invalid(_("Choose a file or paste a text."))
    return reader.read_pasted(text)


def _page(
    context: Any,  # Pyramid's context
    form: CorrectionForm,
    entered: list[Correction] | None = None,
    uncorrectable: Uncorrectable | None = None,
) -> dict[str, Any]:
    """Show the draft as it is stored, with what was entered in its boxes."""
    draft = context.draft_import
    content = Document.from_json(draft.provisions)
    boxes = {one.key: one for one in entered or ()}
    obstacles = uncorrectable.obstacles if uncorrectable else {}
    return {
        "document": context.document,
        "draft": draft,
        "form": form,
        "provisions": content.provisions,
        "references": numbering(content),
        "box": lambda p: boxes.get(p.key) or Correction(p.key, p.text, Shape.of(p)),
        "problem": lambda p: OBSTACLES[obstacles[p.key]] if p.key in obstacles else None,
        "problems": [OBSTACLES[one] for one in obstacles.values()],
        "choices": _choices(context.document.type, content),
        "notices": [
            (NOTICES[NoticeCode(one["code"])], one["count"], one["detail"]) for one in draft.notices
        ],
    }


def _choices(type_: DocumentType, content: Document) -> list[tuple[Kind, list[Shape]]]:
    """List the shapes a provision can take, by kind; fields only where a text may have some."""
    fields = type_ is DocumentType.RECOMMENDATIONS or any(p.field for p in content.provisions)
    present = {Shape.of(one) for one in content.provisions}
    offered = {
        kind: {Shape(kind, level) for level in range(1, depth + 1)}
        for kind, depth in DEPTHS.items()
    }
    offered[Kind.PARAGRAPH] = {Shape(Kind.PARAGRAPH)}
    offered[Kind.ROW] = {Shape(Kind.ROW, 0), Shape(Kind.ROW, 1)}
    if fields:
        offered[Kind.FIELD] = {Shape(Kind.FIELD, field=field) for field in Field}
    order = list(Field)
    return [
        (
            kind,
            sorted(
                shapes | {one for one in present if one.kind is kind},
                key=lambda one: order.index(one.field) if one.field else one.level,
            ),
        )
        for kind, shapes in sorted(offered.items(), key=lambda item: list(Kind).index(item[0]))
    ]


def _neighbour(before: Document, after: Document, key: str) -> str:
    """Return where to look now: at `key`, or at what stood before it if it is gone."""
    for provision in reversed(before.provisions[: before.positions.get(key, -1) + 1]):
        if provision.key in after:
            return provision.key
    return ""


def _url(
    request: Any,  # Pyramid's request
    route: str,
    document: Any,
    draft: Any = None,
    place: str = "",
    **elements: Any,
) -> str:
    if draft is not None:
        elements["draft_import"] = draft.id
    anchor = {"_anchor": place} if place else {}
    url: str = request.route_url(
        route,
        consultation=document.consultation.slug,
        document=document.slug,
        **elements,
        **anchor,
    )
    return url
