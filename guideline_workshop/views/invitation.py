"""Accepting an invitation: looking opens nothing, the button does, once."""

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.renderers import render_to_response
from pyramid.view import view_config

from guideline_workshop import security
from guideline_workshop.database import let_go
from guideline_workshop.devices import device_of
from guideline_workshop.forms.invitation import RegistrationForm
from guideline_workshop.i18n import _
from guideline_workshop.rules.permissions import Permission
from guideline_workshop.rules.rounds import RoundKind, RoundState
from guideline_workshop.services import invitations, people, redemptions, rounds
from guideline_workshop.services.errors import Gone, Refused


@view_config(
    route_name="invitation.show",
    request_method="GET",
    permission=Permission.VISIT,
    renderer="invitations/show.jinja2",
)
def show(context, request):
    if not context.is_open:
        return _gone(context, request)
    return _page(context, request, RegistrationForm(request))


@view_config(
    route_name="invitation.show",
    request_method="POST",
    permission=Permission.REDEEM_INVITATION,
    renderer="invitations/show.jinja2",
)
def redeem(context, request):
    if not context.is_open:
        return _gone(context, request)
    try:
        if request.identity is not None:
            redemptions.accept(request.db, context.invitation, by=request.identity, now=request.now)
            return _welcome(context, request)
        form = RegistrationForm(request)
        if form.validate():
            return _register(context, request, form)
    except Gone:
        return _gone(context, request)
    request.response.status = 422
    return _page(context, request, form)


@view_config(
    route_name="invitation.renew",
    request_method="POST",
    permission=Permission.REDEEM_INVITATION,
)
def renew(context, request):
    """Send a new link to the address of an expired one; the browser need not be signed in."""
    if context.invitation is None:
        return _gone(context, request)
    try:
        invitations.renew(request.db, context.invitation, now=request.now)
    except Gone:
        return _gone(context, request)
    request.session.flash(
        request.localizer.translate(_("A new mail with a new link is on its way to you.")),
        "success",
    )
    return HTTPSeeOther(request.route_url("home"))


def _register(context, request, form):
    try:
        password_hash = _password_hash(context, request, form)
        token = redemptions.register(
            request.db,
            context.invitation,
            name=form.name.data,
            password_hash=password_hash,
            language=request.locale_name,
            device=device_of(request.user_agent or ""),
            now=request.now,
        )
    except Gone:
        raise
    except Refused as refused:
        form.refuse("password", refused.message)
        request.response.status = refused.status
        return _page(context, request, form)
    response = HTTPSeeOther(_first_page(context, request))
    security.sign_in(request, response, token)
    _greet(context, request)
    return response


def _password_hash(context, request, form):
    """Hash while nothing is locked; raises Gone when the link was used meanwhile."""
    address = context.invitation.email
    let_go(request)
    try:
        return people.password_hash(form.password.data, email=address, name=form.name.data)
    finally:
        context.load_again()


def _welcome(context, request):
    """Lead somebody who was signed in already to where the association can do something."""
    _greet(context, request)
    return HTTPSeeOther(_first_page(context, request))


def _greet(context, request):
    association = context.invitation.association.name
    welcome = _("Welcome! You now act for “${association}”.", mapping={"association": association})
    request.session.flash(request.localizer.translate(welcome), "success")


def _open_round(context, request):
    """Find the round in which the association can write now: amendments before comments."""
    invitation = context.invitation
    consultation = invitations.consultation_of(request.db, invitation)
    if consultation is None:
        return None
    writable = [
        one
        for one in rounds.all_of(request.db, consultation)
        if one.state(request.now) is RoundState.OPEN
        and one.kind is not RoundKind.BALLOT
        and invitation.association_id in rounds.invited_ids(one)
    ]
    return min(writable, key=lambda one: one.kind is not RoundKind.AMENDMENT, default=None)


def _first_page(context, request):
    round_ = _open_round(context, request)
    if round_ is not None:
        version = round_.version
        return request.route_url(
            "version.show",
            consultation=version.document.consultation.slug,
            document=version.document.slug,
            version=version.number,
        )
    consultation = invitations.consultation_of(request.db, context.invitation)
    if consultation is not None:
        return request.route_url("consultation.show", consultation=consultation.slug)
    return request.route_url("home")


def _page(context, request, form):
    invitation, identity = context.invitation, request.identity
    return {
        "form": form,
        "token": context.token,
        "invitation": invitation,
        "invited_to": invitations.consultation_of(request.db, invitation),
        "is_known": redemptions.is_known(request.db, invitation),
        "is_for_me": bool(identity) and redemptions.is_for(request.db, invitation, identity),
    }


def _gone(context, request):
    """Say why the link does not work, and what to do."""
    values = {"token": context.token, "invitation": context.invitation, "state": context.stands}
    response = render_to_response("invitations/gone.jinja2", values, request)
    response.status = 410
    return response
