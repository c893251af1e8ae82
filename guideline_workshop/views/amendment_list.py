"""The list of amendments, and the same list as a file to take away."""

from typing import Any
from zoneinfo import ZoneInfo

from pyramid.response import Response
from pyramid.view import view_config

from guideline_workshop.exports.csv_file import to_csv
from guideline_workshop.exports.xlsx import MEDIA_TYPE, to_xlsx
from guideline_workshop.forms.base import CONTROL, clean_line
from guideline_workshop.i18n import _
from guideline_workshop.models import Version
from guideline_workshop.rules.permissions import Permission
from guideline_workshop.rules.states import AmendmentState
from guideline_workshop.services import amendment_lists, searching, versions
from guideline_workshop.services.amendment_lists import Entry, Order, Wanted
from guideline_workshop.services.texts import text_of
from guideline_workshop.text.amendment import Insert, Move
from guideline_workshop.text.document import Provision
from guideline_workshop.text.markup import plain
from guideline_workshop.text.sections import sections
from guideline_workshop.views.words import STATES


@view_config(
    route_name="amendment.list",
    request_method="GET",
    permission=Permission.READ_CONSULTATION,
    renderer="amendments/list.jinja2",
    for_visitors=True,
)
def list_(context, request):
    """List what can be seen; the filters are in the address."""
    db, consultation = request.db, context.consultation
    texts = amendment_lists.amendable_versions(db, consultation)
    associations = [one.association for one in consultation.participations]
    wanted = _wanted(request, texts, associations)
    query = _query(wanted, texts)
    return {
        "found": amendment_lists.page_of(db, consultation, texts, wanted),
        "drafts": amendment_lists.drafts_of(db, consultation, request.identity, wanted),
        "address": lambda number: request.current_route_path(_query={**query, "page": number}),
        "query": query,
        "wanted": wanted,
        "versions": texts,
        "sections": _labels(wanted.version),
        "associations": associations,
        "states": [one for one in AmendmentState if one is not AmendmentState.DRAFT],
    }


@view_config(
    route_name="amendment.export",
    request_method="GET",
    permission=Permission.EXPORT_AMENDMENTS,
)
def export(context, request):
    """Write all that the filters leave, on whatever page it stands."""
    db, consultation = request.db, context.consultation
    texts = amendment_lists.amendable_versions(db, consultation)
    associations = [one.association for one in consultation.participations]
    wanted = _wanted(request, texts, associations)
    entries = amendment_lists.everything(db, consultation, texts, wanted)
    translate = request.localizer.translate
    header = [_("No."), _("Title"), _("Association"), _("Jointly with"), _("Text"), _("Passage")]
    header += [_("State"), _("Reason"), _("Submitted on"), _("Changes"), _("Rationale")]
    header += [_("Address")]
    names = [translate(one) for one in header]
    rows = [_row(request, consultation.slug, entry) for entry in entries]
    form = request.matchdict["format"]
    if form == "csv":
        body = to_csv(names, [[_said(cell) for cell in row] for row in rows])
        response = Response(body, content_type="text/csv", charset="utf-8")
    else:
        body = to_xlsx(translate(_("Amendments")), names, rows)
        response = Response(body, content_type=MEDIA_TYPE)
    name = f"{consultation.slug}-amendments.{form}"
    response.content_disposition = f'attachment; filename="{name}"'
    return response


def _wanted(request, texts, associations):
    version = _chosen(request, "version", {str(one.id): one for one in texts})
    if len(texts) == 1:
        version = texts[0]
    below = {one.key: one for one in sections(text_of(version).document)} if version else {}
    return Wanted(
        version=version,
        section=_chosen(request, "section", below),
        association=_chosen(request, "association", {str(one.id): one for one in associations}),
        state=_chosen(request, "state", {one.value: one for one in AmendmentState}),
        words=_searched(request.GET.get("q", "")),
        order=_chosen(request, "sort", {one.value: one for one in Order}) or Order.NUMBER,
        page=_number(request.GET.get("page")),
    )


def _query(wanted: Wanted, texts: list[Version]) -> dict[str, str]:
    """Write what is wanted as it stands in an address, without the page."""
    version = wanted.version if len(texts) > 1 else None
    values = {
        "q": wanted.words,
        "version": str(version.id) if version else "",
        "section": wanted.section.key if wanted.section else "",
        "association": str(wanted.association.id) if wanted.association else "",
        "state": wanted.state.value if wanted.state else "",
        "sort": "" if wanted.order is Order.NUMBER else wanted.order.value,
    }
    return {name: value for name, value in values.items() if value}


def _labels(version: Version | None) -> list[tuple[str, str]]:
    """Name the sections of a text by their keys, lower ones moved to the right."""
    if version is None:
        return []
    text = text_of(version)
    labels = []
    for one in sections(text.document):
        number = text.references[one.key].marker
        name = f"{number} {one.title}".strip()
        labels.append((one.key, "\u2003" * (one.level - 1) + name))
    return labels


def _chosen(request, name, known):
    """Return what the filter `name` of the address stands for, None for nothing we know."""
    return known.get(request.GET.get(name, ""))


def _searched(text):
    """Return the words that are searched for, cut to what is read of them."""
    return clean_line(CONTROL.sub(" ", text))[: searching.LONGEST].strip()


def _number(text):
    return max(1, int(text)) if text and text.isdecimal() and len(text) < 6 else 1


def _row(request, slug, entry):
    translate, amendment = request.localizer.translate, entry.amendment
    zone = ZoneInfo(request.registry.gw.time_zone)
    submitted = amendment.submitted_at
    return [
        amendment.number,
        amendment.title,
        amendment.association.name,
        ", ".join(one.name for one in entry.jointly),
        f"{entry.version.title}, {translate(versions.label(entry.version))}",
        "; ".join(_place(request, one) for one in entry.places),
        translate(STATES[amendment.state]),
        amendment.state_reason,
        submitted.astimezone(zone) if submitted else "",
        _changes(request, entry),
        amendment.rationale,
        request.route_url("amendment.show", consultation=slug, amendment=amendment.number),
    ]


def _changes(request: Any, entry: Entry) -> str:  # Pyramid's request
    """Say what an amendment does, each deed in a paragraph with the new wording."""
    translate, at = request.localizer.translate, entry.references.get
    if entry.changes is None:
        return str(translate(_("cannot be read")))
    said = []
    for change in entry.changes:
        words = _("${place}: new wording")
        place = _place(request, at(change.after if isinstance(change, Insert) else change.key))
        target = ""
        provisions: tuple[Provision, ...] = ()
        if isinstance(change, Move):
            words, target = _("${place}: moved after ${target}"), _place(request, at(change.after))
        else:
            provisions = change.provisions
            if isinstance(change, Insert):
                words = _("Inserted after ${place}")
            elif not provisions:
                words = _("${place}: struck")
        head = translate(_(words, mapping={"place": place, "target": target}))
        said.append("\n".join([head, *(plain(one.text) for one in provisions)]))
    return "\n\n".join(said)


def _place(request: Any, reference: Any) -> str:  # Pyramid's request
    if reference is None:
        return str(request.localizer.translate(_("the beginning of the text")))
    place = reference.english() if request.locale_name == "en" else reference.german()
    return place or str(request.localizer.translate(_("Beginning")))


def _said(cell: Any) -> str:
    """Write a cell as text; spreadsheets read such a moment as one."""
    return f"{cell:%Y-%m-%d %H:%M}" if hasattr(cell, "strftime") else str(cell)
