"""The journal of a consultation: to read, to filter, to take away."""

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
    before = request.GET.get("before", "")
    if before and not (before.isdecimal() and len(before) < 10):
        raise HTTPBadRequest
    chosen = _filter(context, request)
    rows = journal.entries(
        request.db,
        context.consultation.id,
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
        "acts": journal.acts_in(request.db, context.consultation.id),
        "chosen": chosen,
        "query": query,
    }


@view_config(route_name="journal.export", request_method="GET", permission=Permission.READ_JOURNAL)
def export(context, request):
    """Write all rows that fit the filter, oldest first."""
    rows = journal.entries(
        request.db, context.consultation.id, now=request.now, **_filter(context, request)
    )
    rows.reverse()
    form = request.matchdict["format"]
    body = _as_csv(rows, request) if form == "csv" else _as_json(rows)
    response = Response(body, content_type=MEDIA_TYPES[form], charset="utf-8")
    name = f"{context.consultation.slug}-journal.{form}"
    response.content_disposition = f'attachment; filename="{name}"'
    return response


def _filter(context: Any, request: Any) -> dict[str, Any]:  # Pyramid's objects
    """Read what the list is narrowed to; anything unknown is refused."""
    act, association = request.GET.get("act", ""), request.GET.get("association", "")
    taking_part = {str(one.association_id) for one in context.consultation.participations}
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
