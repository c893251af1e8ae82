"""The associations of a consultation: bringing them in, and the list of who has come."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.response import Response
from pyramid.view import view_config

from guideline_workshop.exports.csv_file import to_csv
from guideline_workshop.forms.invitation import (
    DelegateForm,
    KnownAssociationsForm,
    NewcomersForm,
)
from guideline_workshop.i18n import _
from guideline_workshop.models import Round
from guideline_workshop.rules.permissions import Permission
from guideline_workshop.rules.rounds import RoundKind
from guideline_workshop.services import consultations, invitations, participations
from guideline_workshop.services.errors import Refused
from guideline_workshop.services.participations import Newcomer
from guideline_workshop.views.words import INVITATIONS


@view_config(
    route_name="consultation.associations",
    request_method="GET",
    permission=Permission.INVITE_ASSOCIATION,
    renderer="consultations/associations.jinja2",
)
def show(context, request):
    return _page(context, request)


@view_config(
    route_name="consultation.associations",
    request_method="POST",
    permission=Permission.INVITE_ASSOCIATION,
    renderer="consultations/associations.jinja2",
)
def invite(context, request):
    page = _page(context, request)
    form = page["known"]
    if not form.validate():
        request.response.status = 422
        return page
    participations.invite(
        request.db,
        context.consultation,
        form.associations.data,
        rounds=_chosen(form, page["rounds"]),
        by=request.identity,
        now=request.now,
    )
    return _done(context, request, _("The associations now take part."))


@view_config(
    route_name="association.new",
    request_method="GET",
    permission=Permission.INVITE_ASSOCIATION,
    renderer="invitations/new.jinja2",
)
def new(context, request):
    form, _rounds = _newcomers(context, request)
    return {"form": form}


@view_config(
    route_name="association.new",
    request_method="POST",
    permission=Permission.INVITE_ASSOCIATION,
    renderer="invitations/new.jinja2",
)
def bring_in(context, request):
    """Bring in what the rows name; or show one row more, or the rows of a pasted list."""
    form, rounds = _newcomers(context, request)
    act = request.POST.get("act", "invite")
    if act == "row":
        form.add_row()
        return {"form": form}
    is_valid = form.validate()
    if act == "list":
        is_valid = form.take_lines() and is_valid
    is_valid = form.validate_rows() and is_valid
    newcomers = _suggested(request, form)
    is_valid = not _complain(request, form, newcomers) and is_valid
    if is_valid and act != "list":
        try:
            participations.bring_in(
                request.db,
                context.consultation,
                newcomers,
                rounds=_chosen(form, rounds),
                by=request.identity,
                now=request.now,
            )
        except Refused as refused:
            form.filled[0].refuse("name", refused.message)
        else:
            return _done(context, request, _("The invitations are on their way."))
    if not is_valid:
        request.response.status = 422
    return {"form": form}


@view_config(
    route_name="association.delegate",
    request_method="GET",
    permission=Permission.INVITE_ASSOCIATION,
    renderer="invitations/delegate.jinja2",
)
def delegate(context, request):
    return _delegate_page(context, request, DelegateForm(request))


@view_config(
    route_name="association.delegate",
    request_method="POST",
    permission=Permission.INVITE_ASSOCIATION,
    renderer="invitations/delegate.jinja2",
)
def invite_delegate(context, request):
    form = DelegateForm(request)
    if form.validate():
        try:
            participations.invite_delegate(
                request.db,
                context.consultation,
                context.association,
                form.email.data,
                by=request.identity,
                now=request.now,
            )
        except Refused as refused:
            form.refuse("email", refused.message)
        else:
            return _done(context, request, _("The invitation is on its way."))
    request.response.status = 422
    return _delegate_page(context, request, form)


@view_config(
    route_name="association.send_again",
    request_method="POST",
    permission=Permission.INVITE_ASSOCIATION,
)
def send_again(context, request):
    invitations.send_again(request.db, context.invitation, by=request.identity, now=request.now)
    return _done(context, request, _("A new mail is on its way; the old link no longer works."))


@view_config(
    route_name="association.revoke", request_method="POST", permission=Permission.INVITE_ASSOCIATION
)
def revoke(context, request):
    invitations.revoke(request.db, context.invitation, by=request.identity, now=request.now)
    return _done(context, request, _("The invitation has been revoked; its link no longer works."))


@view_config(
    route_name="association.export", request_method="GET", permission=Permission.INVITE_ASSOCIATION
)
def export(context, request):
    """Write who was invited when, as a document of the procedure."""
    header = (
        _("Association"),
        _("Short name"),
        _("Invited on"),
        _("Invited by"),
        _("E-mail address"),
        _("Mail sent"),
        _("State"),
        _("Accepted by"),
        _("Accepted on"),
        _("Delegates"),
    )
    rows = [
        line
        for one in participations.of(
            request.db, context.consultation, by=request.identity, now=request.now
        )
        for line in _lines(request, one)
    ]
    body = to_csv([request.localizer.translate(one) for one in header], rows)
    response = Response(body, content_type="text/csv", charset="utf-8")
    name = f"{context.consultation.slug}-associations.csv"
    response.content_disposition = f'attachment; filename="{name}"'
    return response


def _lines(request: Any, one: participations.Participant) -> list[list[str]]:  # Pyramid's request
    """Return a line for each invitation, or one for an association without any."""
    participation, association = one.participation, one.participation.association
    inviter = participation.invited_by.name if participation.invited_by else ""
    first = [
        association.name,
        association.short_name,
        _moment(request, participation.invited_at),
        inviter,
    ]
    last = [", ".join(held.user.name for held in one.delegates)]
    asked = [
        [
            invitation.email,
            _moment(request, invitation.sent_at),
            request.localizer.translate(INVITATIONS[state]),
            invitation.accepted_by.name if invitation.accepted_by else "",
            _moment(request, invitation.accepted_at),
        ]
        for invitation, state in one.invitations
    ]
    return [[*first, *cells, *last] for cells in asked or [[""] * 5]]


def _moment(request: Any, moment: dt.datetime | None) -> str:  # Pyramid's request
    zone = ZoneInfo(request.registry.gw.time_zone)
    return moment.astimezone(zone).strftime("%Y-%m-%d %H:%M") if moment else ""


def _page(context, request):
    known = KnownAssociationsForm(request)
    free = consultations.not_yet_invited(request.db, context.consultation)
    known.associations.choices = {str(one.id): f"{one.name} ({one.short_name})" for one in free}
    newcomers, rounds = _newcomers(context, request)
    _offer(request, known, rounds)
    return {
        "known": known,
        "newcomers": newcomers,
        "rounds": rounds,
        "participants": participations.of(
            request.db, context.consultation, by=request.identity, now=request.now
        ),
    }


def _newcomers(context, request):
    form = NewcomersForm(request)
    rounds = participations.joinable_rounds(request.db, context.consultation, request.now)
    _offer(request, form, rounds)
    return form, rounds


def _offer(request, form, rounds):
    """Offer the rounds; a newcomer takes part in all but those in which votes are cast."""
    form.rounds.choices = {str(one.number): one.title for one in rounds}
    if request.method == "GET":
        form.rounds.data = [one.number for one in rounds if one.kind is not RoundKind.BALLOT]


def _chosen(form: Any, rounds: list[Round]) -> list[Round]:  # either form
    return [one for one in rounds if one.number in (form.rounds.data or ())]


def _suggested(request: Any, form: NewcomersForm) -> list[Newcomer]:  # Pyramid's request
    """Return what the rows name; a short name that was left out is suggested."""
    newcomers: list[Newcomer] = []
    for row in form.filled:
        if not row.short_name.data and row.name.data:
            row.short_name.data = participations.suggested_short_name(
                request.db, row.name.data, (one.short_name for one in newcomers)
            )
        newcomers.append(
            Newcomer(row.name.data or "", row.short_name.data or "", row.email.data or "")
        )
    return newcomers


def _complain(request, form, newcomers):
    """Say beside the rows which names are known already."""
    problems = participations.known_names(request.db, newcomers)
    for number, (field, message) in problems.items():
        form.filled[number].refuse(field, message)
    return bool(problems)


def _delegate_page(context, request, form):
    return {
        "form": form,
        "association": context.association,
        "may_invite": participations.may_invite_delegate(
            request.db, context.association.id, by=request.identity
        ),
    }


def _done(context, request, message):
    request.session.flash(request.localizer.translate(message), "success")
    return HTTPSeeOther(
        request.route_url("consultation.associations", consultation=context.consultation.slug)
    )
