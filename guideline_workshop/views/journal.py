"""The journal: of a consultation, or of the administration; to read, filter, take away."""

import json
from collections.abc import Iterable
from typing import Any

from pyramid.httpexceptions import HTTPBadRequest, HTTPUnprocessableEntity
from pyramid.response import Response
from pyramid.view import view_config

from guideline_workshop.exports.csv_file import to_csv
from guideline_workshop.i18n import _
from guideline_workshop.models import JournalEntry
from guideline_workshop.rules.acts import Act
from guideline_workshop.rules.permissions import Permission
from guideline_workshop.services import journal
from guideline_workshop.views.words import ACTS, STATES

ROWS = 100
MEDIA_TYPES = {"csv": "text/csv", "json": "application/json"}


@view_config(
    route_name="journal.show",
    request_method="GET",
    permission=Permission.READ_JOURNAL,
    renderer="journal/show.jinja2",
)
def show(context, request):
    return _page(request, context.consultation.id, _filter(context, request))


@view_config(
    route_name="journal.administration",
    request_method="GET",
    permission=Permission.ADMINISTER,
    renderer="journal/show.jinja2",
)
def show_administration(context, request):
    """Show the acts that belong to no consultation: on accounts, the register, pages."""
    return _page(request, None, _filter(context, request))


@view_config(route_name="journal.export", request_method="GET", permission=Permission.READ_JOURNAL)
def export(context, request):
    chosen = _filter(context, request)
    return _file(request, context.consultation.id, chosen, context.consultation.slug)


@view_config(
    route_name="journal.administration_export",
    request_method="GET",
    permission=Permission.ADMINISTER,
)
def export_administration(context, request):
    return _file(request, None, _filter(context, request), "verwaltung")


def _page(request, consultation_id, chosen):
    before = request.GET.get("before", "")
    if before and not (before.isdecimal() and len(before) < 10):
        raise HTTPBadRequest
    rows = journal.entries(
        request.db,
        consultation_id,
        now=request.now,
        before=int(before) if before else None,
        limit=ROWS,
        **chosen,
    )
    query = {name: request.GET[name] for name in ("act", "association") if request.GET.get(name)}
    return {
        "states": STATES,
        "entries": rows,
        "more": len(rows) == ROWS,
        "head": journal.head(request.db),
        "acts": journal.acts_in(request.db, consultation_id),
        "chosen": chosen,
        "query": query,
    }


def _file(request, consultation_id, chosen, name):
    """Write all rows that fit the filter, oldest first."""
    rows = journal.entries(request.db, consultation_id, now=request.now, **chosen)
    rows.reverse()
    form = request.matchdict["format"]
    body = _as_csv(rows, request) if form == "csv" else _as_json(rows)
    response = Response(body, content_type=MEDIA_TYPES[form], charset="utf-8")
    response.content_disposition = f'attachment; filename="{name}-journal.{form}"'
    return response


def _filter(context: Any, request: Any) -> dict[str, Any]:  # Pyramid's objects
    """Read what the list is narrowed to; anything unknown is refused."""
    act, association = request.GET.get("act", ""), request.GET.get("association", "")
    consultation = getattr(context, "consultation", None)
    participations = consultation.participations if consultation else ()
    taking_part = {str(one.association_id) for one in participations}
    if (act and act not in set(Act)) or (association and association not in taking_part):
        raise HTTPUnprocessableEntity
    return {
        "act": Act(act) if act else None,
        "association_id": int(association) if association else None,
    }


def _as_csv(rows: Iterable[JournalEntry], request: Any) -> bytes:  # Pyramid's request
    translate = request.localizer.translate
    header = [_("No."), _("When"), _("What"), _("Subject"), _("Who"), _("For whom")]
    header += [_("Reason"), _("Details"), _("Checksum")]
    return to_csv(
        [translate(one) for one in header],
        (
            (
                str(row.sequence),
                row.at.isoformat(),
                translate(ACTS[row.act]),
                row.subject,
                row.actor.name if row.actor else translate(_("Operator")),
                row.association.name if row.association else "",
                row.reason,
                json.dumps(row.details, ensure_ascii=False, sort_keys=True),
                row.hash,
            )
            for row in rows
        ),
    )


def _as_json(rows: Iterable[JournalEntry]) -> bytes:
    """Write what the checksum of each row is made from, so that anybody can check it."""
    data = [
        {
            "sequence": row.sequence,
            "at": row.at.isoformat(timespec="microseconds"),
            "act": row.act,
            "consultation": row.consultation_id,
            "actor": row.actor_id,
            "association": row.association_id,
            "subject": row.subject,
            "details": row.details,
            "reason": row.reason,
            "previous_hash": row.previous_hash,
            "hash": row.hash,
        }
        for row in rows
    ]
    return json.dumps(data, ensure_ascii=False, indent=1).encode()
