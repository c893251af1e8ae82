"""Rounds: planning, dates, and what happens in them."""

import datetime as dt

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.view import view_config

from guideline_workshop.forms.round import KINDS, RescheduleForm, RoundForm
from guideline_workshop.i18n import _
from guideline_workshop.rules.permissions import Permission
from guideline_workshop.rules.rounds import RoundKind
from guideline_workshop.rules.states import AmendmentState
from guideline_workshop.services import amendments, ballots, documents, rounds, versions
from guideline_workshop.services.errors import Refused

THREE_WEEKS = dt.timedelta(weeks=3)


@view_config(
    route_name="round.show",
    request_method="GET",
    permission=Permission.READ_CONSULTATION,
    renderer="rounds/show.jinja2",
)
def show(context, request):
    round_ = context.round
    on_version = amendments.all_of(
        request.db, context.consultation, request.identity, version=round_.version
    )
    held = ballots.all_in(request.db, round_) if round_.kind is RoundKind.BALLOT else []
    return {
        "round": round_,
        "state": round_.state(request.now),
        "rescheduled": rounds.rescheduled(request.db, round_),
        "kind_label": KINDS[round_.kind],
        "amendments": [one for one in on_version if one.round_id == round_.id],
        "ballots": [(ballot, ballots.result(request.db, ballot, request.now)) for ballot in held],
        "ready": [one for one in on_version if one.state is AmendmentState.ADMITTED],
        "under_vote": {ballot.amendment_id for ballot in held},
        "now": request.now,
    }


@view_config(
    route_name="round.new",
    request_method="GET",
    permission=Permission.PLAN_ROUND,
    renderer="rounds/new.jinja2",
)
def new(context, request):
    form, has_text = _round_form(context, request)
    form.kind.data = request.GET.get("kind", RoundKind.AMENDMENT.value)
    begin = request.now.replace(second=0, microsecond=0)
    form.show(begin, begin + THREE_WEEKS)
    form.associations.data = [int(value) for value in form.associations.choices]
    return {"form": form, "has_text": has_text}


@view_config(
    route_name="round.new",
    request_method="POST",
    permission=Permission.PLAN_ROUND,
    renderer="rounds/new.jinja2",
)
def create(context, request):
    form, has_text = _round_form(context, request)
    if form.validate():
        opens_at, closes_at = form.moments
        try:
            round_ = rounds.plan(
                request.db,
                versions.get(request.db, form.version.data),
                kind=RoundKind(form.kind.data),
                title=form.title.data,
                opens_at=opens_at,
                closes_at=closes_at,
                association_ids=form.associations.data,
                supporters_needed=form.supporters_needed.data or 0,
                by=request.identity,
                now=request.now,
            )
        except Refused as refused:
            form.refuse("closes_at", refused.message)
        else:
            return HTTPSeeOther(_address(request, round_))
    request.response.status = 422
    return {"form": form, "has_text": has_text}


@view_config(
    route_name="round.reschedule",
    request_method="GET",
    permission=Permission.PLAN_ROUND,
    renderer="rounds/dates.jinja2",
)
def dates(context, request):
    form = RescheduleForm(request)
    form.show(context.round.opens_at, context.round.closes_at)
    return {"form": form, "round": context.round}


@view_config(
    route_name="round.reschedule",
    request_method="POST",
    permission=Permission.PLAN_ROUND,
    renderer="rounds/dates.jinja2",
)
def reschedule(context, request):
    form = RescheduleForm(request)
    status = 422
    if form.validate():
        opens_at, closes_at = form.moments
        try:
            rounds.reschedule(
                request.db,
                context.round,
                opens_at=opens_at,
                closes_at=closes_at,
                reason=form.reason.data,
                by=request.identity,
                now=request.now,
            )
        except Refused as refused:
            form.refuse("opens_at", refused.message)
            status = refused.status
        else:
            request.session.flash(
                request.localizer.translate(_("The round has new dates.")), "success"
            )
            return HTTPSeeOther(_address(request, context.round))
    request.response.status = status
    return {"form": form, "round": context.round}


def _round_form(context, request):
    """Build the form with the newest version of each document; it may be that there is none."""
    form = RoundForm(request)
    newest = [
        versions.latest(request.db, document)
        for document in documents.all_of(request.db, context.consultation)
    ]
    translate = request.localizer.translate
    form.version.choices = {
        str(version.id): f"{version.document.title}, {translate(versions.label(version))}"
        for version in newest
        if version
    }
    form.associations.choices = {
        str(one.association_id): one.association.name for one in context.consultation.participations
    }
    return form, bool(form.version.choices)


def _address(request, round_):
    return request.route_url(
        "round.show", consultation=round_.consultation.slug, round=round_.number
    )
