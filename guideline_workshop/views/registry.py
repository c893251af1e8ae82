"""The register of associations: list, entering, changing, importing."""

from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.response import Response
from pyramid.view import view_config

from guideline_workshop.exports.csv_file import to_csv
from guideline_workshop.forms.administration import AssociationForm, ImportForm, TakeOverForm
from guideline_workshop.forms.base import clean_text
from guideline_workshop.i18n import _
from guideline_workshop.rules.permissions import Permission
from guideline_workshop.services import registry
from guideline_workshop.services.errors import Refused
from guideline_workshop.services.registry import Change

MOST_BYTES = 1_000_000


@view_config(
    route_name="registry.list",
    request_method="GET",
    permission=Permission.ADMINISTER,
    renderer="administration/associations.jinja2",
)
def associations(request):
    return {"associations": registry.all_of(request.db)}


@view_config(route_name="registry.export", request_method="GET", permission=Permission.ADMINISTER)
def export(request):
    """Write the register in the form in which it can be imported again."""
    rows = ([str(getattr(one, f)) for f in registry.FIELDS] for one in registry.all_of(request.db))
    response = Response(to_csv(registry.FIELDS, rows), content_type="text/csv", charset="utf-8")
    response.content_disposition = 'attachment; filename="verbaende.csv"'
    return response


@view_config(
    route_name="registry.new",
    request_method="GET",
    permission=Permission.MANAGE_PEOPLE,
    renderer="administration/association.jinja2",
)
def new(request):
    return {"form": AssociationForm(request), "association": None}


@view_config(
    route_name="registry.new",
    request_method="POST",
    permission=Permission.MANAGE_PEOPLE,
    renderer="administration/association.jinja2",
)
def create(request):
    form = AssociationForm(request)
    if form.validate():
        try:
            registry.create(request.db, _entered(form), by=request.identity, now=request.now)
        except Refused as problem:
            form.refuse("name", problem.message)
        else:
            return _done(request, _("The association has been entered."))
    request.response.status = 422
    return {"form": form, "association": None}


@view_config(
    route_name="registry.edit",
    request_method="GET",
    permission=Permission.MANAGE_PEOPLE,
    renderer="administration/association.jinja2",
)
def edit(context, request):
    association = context.association
    known = {field: getattr(association, field) for field in registry.FIELDS}
    return {"form": AssociationForm(request, data=known), "association": association}


@view_config(
    route_name="registry.edit",
    request_method="POST",
    permission=Permission.MANAGE_PEOPLE,
    renderer="administration/association.jinja2",
)
def change(context, request):
    form = AssociationForm(request)
    if form.validate():
        try:
            registry.change(
                request.db,
                context.association,
                _entered(form),
                by=request.identity,
                now=request.now,
            )
        except Refused as problem:
            form.refuse("name", problem.message)
        else:
            return _done(request, _("The association has been changed."))
    request.response.status = 422
    return {"form": form, "association": context.association}


@view_config(
    route_name="registry.import",
    request_method="GET",
    permission=Permission.MANAGE_PEOPLE,
    renderer="administration/import.jinja2",
)
def choose_file(request):
    return {"form": ImportForm(request), "rows": None}


@view_config(
    route_name="registry.import",
    request_method="POST",
    permission=Permission.MANAGE_PEOPLE,
    renderer="administration/import.jinja2",
)
def preview(request):
    """Show what the list would do; nothing is stored."""
    form = ImportForm(request)
    text = _text(form) if form.validate() else None
    if text is not None:
        try:
            rows = registry.previewed(request.db, text)
        except Refused as problem:
            form.refuse("text", problem.message)
        else:
            take_over = TakeOverForm(request, data={"text": text})
            take_over.text.data = text
            is_right = bool(rows) and all(row.change is not Change.WRONG for row in rows)
            return {"form": form, "rows": rows, "take_over": take_over, "is_right": is_right}
    request.response.status = 422
    return {"form": form, "rows": None}


@view_config(
    route_name="registry.take_over",
    request_method="POST",
    permission=Permission.MANAGE_PEOPLE,
)
def take_over(request):
    form = TakeOverForm(request)
    text = form.text.data if form.validate() else ""
    rows = registry.take_over(request.db, text, by=request.identity, now=request.now)
    done = sum(row.change is not Change.UNCHANGED for row in rows)
    return _done(request, _("${count} associations have been imported.", mapping={"count": done}))


def _text(form: ImportForm) -> str | None:
    """Return the list from the file or the field; what cannot be read is refused beside it."""
    data: Any = form.file.data  # WebOb's upload
    if not hasattr(data, "file"):
        if not form.text.data:
            form.refuse("text", _("Please choose a file or paste a list."))
        return form.text.data or None
    raw = data.file.read(MOST_BYTES + 1)
    if len(raw) > MOST_BYTES:
        form.refuse("file", _("The file is too large."))
        return None
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return clean_text(raw.decode(encoding))
        except UnicodeDecodeError:
            continue
    form.refuse("file", _("This file is no text."))
    return None


def _entered(form: AssociationForm) -> dict[str, str]:
    return {field: str(form[field].data or "") for field in registry.FIELDS}


def _done(request, message):
    request.session.flash(request.localizer.translate(message), "success")
    return HTTPSeeOther(request.route_url("registry.list"))
