"""Writing an amendment: where it begins, and the editor."""

import re

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.view import view_config

from guideline_workshop.forms.amendment import (
    KINDS,
    AmendmentForm,
    Box,
    PassageForm,
    PlaceForm,
    boxes,
    check,
)
from guideline_workshop.i18n import _
from guideline_workshop.rules.permissions import Permission
from guideline_workshop.rules.states import DocumentType
from guideline_workshop.services import amendments, drafting, overlaps
from guideline_workshop.services.drafting import Way
from guideline_workshop.services.errors import Conflict, Invalid, Refused
from guideline_workshop.services.passages import grouped_titles, passages_of_edits, wordings_of
from guideline_workshop.text.document import Field
from guideline_workshop.text.numbering import numbering

NEW = "new"
MOST_SHOWN = 12
"""Of so many other amendments the wording is shown too; the rest is named, the nearest first."""
KEPT = re.compile(r"[a-z0-9]{1,30}\.[0-9]{1,9}")


@view_config(
    route_name="amendment.new",
    request_method="POST",
    permission=Permission.START_AMENDMENT,
    renderer="amendments/choose.jinja2",
)
def new(context, request):
    """Begin a draft; who has one already is asked whether it should change this place too."""
    form = PlaceForm(request)
    if not form.validate():
        raise Invalid(_("This passage does not exist in the draft."))
    way, key, chosen = Way(form.place.data), form.key.data, form.draft.data
    drafts = amendments.open_drafts(request.db, context.round, request.identity)
    if drafts and not chosen:
        return {"round": context.round, "place": way, "key": key, "drafts": drafts, "new": NEW}
    if chosen in (None, "", NEW):
        before, draft = (
            (),
            amendments.start(
                request.db, context.round, way, key, by=request.identity, now=request.now
            ),
        )
    else:
        draft = next((one for one in drafts if str(one.id) == chosen), None)
        if draft is None:
            raise Conflict(_("This draft is no longer there."))
        before = amendments.edits_of(draft)
        amendments.extend(request.db, draft, way, key, now=request.now)
    return HTTPSeeOther(_address(request, draft) + _first_new(before, amendments.edits_of(draft)))


@view_config(
    route_name="amendment.edit",
    request_method="GET",
    permission=Permission.EDIT_AMENDMENT,
    renderer="amendments/edit.jinja2",
)
def edit(context, request):
    draft = context.amendment
    written = {"title": draft.title, "rationale": draft.rationale, "revision": draft.revision}
    read = [Box(one) for one in amendments.edits_of(draft)]
    return _editor(context, request, AmendmentForm(request, data=written), read)


@view_config(
    route_name="amendment.edit",
    request_method="POST",
    permission=Permission.EDIT_AMENDMENT,
    renderer="amendments/edit.jinja2",
)
def save(context, request):
    """Save what was written, with one passage more or less; typing is answered with previews."""
    form, read = AmendmentForm(request), boxes(request)
    is_typing = _is_typing(request)
    if is_typing:
        request.override_renderer = "amendments/saved.jinja2"
    if not all([form.validate(), check(read)]):
        request.response.status = 422
        return _editor(context, request, form, read)
    try:
        anchor = _save(request, context.amendment, form, read)
    except Refused as refused:
        request.response.status = refused.status
        if isinstance(refused, Conflict):
            return _conflict(context, request, form, read)
        return _editor(context, request, form, read, refused.message)
    if is_typing:
        form.renew(context.amendment.revision)
        return _editor(context, request, form, read)
    return HTTPSeeOther(_next(request, context.amendment, anchor))


@view_config(
    route_name="amendment.discard", request_method="POST", permission=Permission.EDIT_AMENDMENT
)
def discard(context, request):
    amendments.discard(request.db, context.amendment)
    request.session.flash(
        request.localizer.translate(_("The draft has been discarded.")), "success"
    )
    return HTTPSeeOther(request.route_url("amendment.list", consultation=context.consultation.slug))


def _save(request, draft, form, read):
    """Save, and return the anchor at which the page goes on."""
    edits, anchor = _asked_for(request, draft, read)
    amendments.save(
        request.db,
        draft,
        title=form.title.data or "",
        rationale=form.rationale.data or "",
        edits=edits,
        revision=form.revision.data,
        now=request.now,
    )
    return anchor


def _asked_for(request, draft, read):
    """Return the boxes to store and where the page goes on; raises Invalid for nonsense."""
    edits = [box.edit for box in read]
    remove = str(request.POST.get("remove", ""))
    if remove in map(str, range(len(edits))):
        del edits[int(remove)]
        return edits, "#passages"
    if request.POST.get("act") != "add":
        return edits, "#saved"
    document, more = amendments.base_of(draft), PassageForm(request)
    more.add_key.choices = {key: key for key in document.positions}
    if not more.validate():
        raise Invalid(_("Choose a passage and what you would like to do with it."))
    way, key = Way(more.add_place.data), more.add_key.data
    try:
        added = drafting.add(document, edits, way, key)
    except KeyError as error:
        raise Invalid(amendments.UNKNOWN_PASSAGE) from error
    return added, _first_new(edits, added)


def _first_new(before, edits):
    """Return the anchor of the first box that was not there before."""
    rest = list(before)
    for place, edit in enumerate(edits):
        if edit not in rest:
            return f"#passage-{place}"
        rest.remove(edit)
    return "#passages"


def _conflict(context, request, form, read):
    """Show what was sent beside what is stored; the next save replaces it knowingly.

    While typing it is only said: the page keeps its old revision, and the next save fails as well.
    """
    if _is_typing(request):
        return _editor(context, request, form, read) | {"is_conflict": True}
    draft = context.amendment
    pairs = drafting.beside([box.edit for box in read], amendments.edits_of(draft))
    mine = [Box(own or stored) for own, stored in pairs]
    page = _editor(context, request, form, mine)
    form.renew(draft.revision)
    return page | {"stored": [stored for _own, stored in pairs], "is_conflict": True}


def _editor(context, request, form, read, problem=""):
    draft = context.amendment
    document = amendments.base_of(draft)
    saved = {
        "amendment": draft,
        "form": form,
        "boxes": read,
        "passages": passages_of_edits(document, [box.edit for box in read]),
        "problem": problem,
        "stored": None,
        "is_conflict": False,
        "kept": _kept(request),
        "references": numbering(document),
    }
    if _is_typing(request):  # it is answered often, and with the previews only
        return saved
    more = PassageForm(request)
    more.add_key.choices = grouped_titles(document)
    keys = [box.edit.key for box in read]
    return saved | {
        "bases": {key: document[key] for key in keys if key in document},
        "kinds": KINDS,
        "fields": list(Field),
        "has_fields": _has_fields(draft),
        "destinations": more.add_key.choices,
        "more": more,
        **_others(request, draft, document),
        "now": request.now,
    }


def _others(request, draft, document):
    """Return who touches the same passages, and the wordings of those that come first."""
    others = overlaps.with_others(request.db, draft)
    shown = [one for one in others if one.standing.relation is not None][:MOST_SHOWN]
    return {
        "others": others,
        "wordings": {
            one.amendment.id: wordings_of(document, one.amendment.changes, one.keys)
            for one in shown
        },
    }


def _has_fields(draft):
    return draft.version.document.type is DocumentType.RECOMMENDATIONS


def _is_typing(request):
    return request.headers.get("HX-Request") == "true"


def _next(request, draft, anchor):
    """Return where to go on; the page there lets the browser forget what it kept and is saved."""
    query = {"kept": kept} if (kept := _kept(request)) else {}
    if request.POST.get("act") == "review":
        return _address(request, draft, "amendment.show", query=query)
    return _address(request, draft, query=query) + anchor


def _kept(request):
    """Return by which name the browser has kept what it sends, "" when it did not say so."""
    name = str(request.POST.get("kept", ""))
    return name if KEPT.fullmatch(name) else ""


def _address(request, draft, page="amendment.edit", query=()):
    return request.route_url(
        page, consultation=draft.consultation.slug, amendment=draft.reference, _query=query
    )
