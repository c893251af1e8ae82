"""The second factor: the second step of signing in, and setting it up."""

from urllib.parse import quote, urlsplit

import pyotp
import segno
from pyramid.httpexceptions import HTTPSeeOther
from pyramid.view import view_config

from guideline_workshop import security
from guideline_workshop.database import apart
from guideline_workshop.devices import device_of
from guideline_workshop.forms.second_factor import CodeForm, ConfirmForm, SetUpForm
from guideline_workshop.i18n import _
from guideline_workshop.rules.permissions import Permission
from guideline_workshop.services import logins, second_factors, sign_ins
from guideline_workshop.services.attempts import Kind
from guideline_workshop.services.errors import Invalid
from guideline_workshop.views import confirming, entering, tries

CODES = "recovery_codes"


@view_config(
    route_name="second_factor.ask",
    request_method="GET",
    permission=Permission.VISIT,
    renderer="session/code.jinja2",
)
def ask(request):
    token = request.cookies.get(security.WAITING_COOKIE)
    if not token or sign_ins.waiting(request.db, token, now=request.now) is None:
        return HTTPSeeOther(request.route_url("login"))
    return _code_page(request, CodeForm(request))


@view_config(
    route_name="second_factor.ask",
    request_method="POST",
    permission=Permission.SIGN_IN,
    renderer="session/code.jinja2",
)
def enter_code(request):
    token = request.cookies.get(security.WAITING_COOKIE, "")
    with apart(request) as (db, now):
        waiting = sign_ins.waiting(db, token, now=now)
    if waiting is None:
        entering.tell(request, _("That took too long. Please log in again."), "warning")
        return HTTPSeeOther(request.route_url("login"))
    form = CodeForm(request)
    if form.validate():
        tried = tries.begin(request, Kind.CODE, f"user {waiting.user_id}")
        made = sign_ins.complete(
            request.db,
            token,
            form.code.data,
            key=request.registry.gw.secret,
            device=device_of(request.user_agent or ""),
            now=request.now,
        )
        if made is not None:
            tries.succeeded(request, tried)
            return entering.enter(request, made, request.POST.get("next", "/"))
        form.refuse("code", _("This code is not right, or it was used already."))
    request.response.status = 422
    return _code_page(request, form)


@view_config(
    route_name="second_factor.show",
    request_method="GET",
    permission=Permission.READ_PROFILE,
    renderer="session/second_factor.jinja2",
)
def show(request):
    form = SetUpForm(request)
    form.proposal.data = second_factors.propose(request.identity, request.registry.gw.secret)
    return _set_up_page(request, form, ConfirmForm(request))


@view_config(
    route_name="second_factor.show",
    request_method="POST",
    permission=Permission.CHANGE_PROFILE,
    renderer="session/second_factor.jinja2",
)
def set_up(request):
    form = SetUpForm(request)
    if form.validate():
        tried = tries.begin(request, Kind.CODE, f"user {request.identity.user_id}")
        try:
            made = second_factors.set_up(
                request.db,
                request.identity,
                form.proposal.data,
                form.code.data,
                key=request.registry.gw.secret,
                now=request.now,
            )
        except Invalid as problem:
            form.refuse("code", problem.message)
        else:
            tries.succeeded(request, tried)
            response = HTTPSeeOther(request.route_url("second_factor.codes"))
            token = logins.strengthen(request.db, request.identity)
            security.sign_in(request, response, token)
            request.session.flash(made, CODES)
            return response
    request.response.status = 422
    return _set_up_page(request, form, ConfirmForm(request))


@view_config(
    route_name="second_factor.codes", request_method="POST", permission=Permission.CHANGE_PROFILE
)
def new_codes(request):
    made = second_factors.new_recovery_codes(request.db, request.identity, now=request.now)
    request.session.flash(made, CODES)
    return HTTPSeeOther(request.route_url("second_factor.codes"))


@view_config(
    route_name="second_factor.codes",
    request_method="GET",
    permission=Permission.READ_PROFILE,
    renderer="session/recovery_codes.jinja2",
)
def codes(request):
    """Show codes just made, this once: they are nowhere but in this browser's session."""
    found = next(iter(request.session.pop_flash(CODES)), [])
    return {"codes": found, "file": "data:text/plain;charset=utf-8," + quote("\r\n".join(found))}


@view_config(
    route_name="second_factor.remove",
    request_method="POST",
    permission=Permission.CHANGE_PROFILE,
    renderer="session/second_factor.jinja2",
)
def remove(request):
    form = ConfirmForm(request)
    if form.validate():
        if confirming.is_own_password(request, form.password.data):
            second_factors.remove(request.db, request.identity, now=request.now)
            entering.tell(
                request, _("Your authenticator app is not asked for any more."), "success"
            )
            return HTTPSeeOther(request.route_url("second_factor.show"))
        form.refuse("password", _("This is not your password."))
    request.response.status = 422
    return _set_up_page(request, SetUpForm(request), form)


def _code_page(request, form):
    return {"form": form, "next": entering.own_path(request.params.get("next", "/"))}


def _set_up_page(request, form, confirm):
    identity, gw = request.identity, request.registry.gw
    factors = second_factors.of(request.db, identity.user_id)
    page = {
        "form": form,
        "confirm": confirm,
        "factors": factors,
        "is_free": identity.second_factor or not factors,
        "secret": None,
        "picture": None,
    }
    secret = second_factors.opened(form.proposal.data, identity.user_id, gw.secret)
    if secret is None or factors.has_app:
        return page
    address = pyotp.TOTP(secret).provisioning_uri(
        name=second_factors.label_of(request.db, identity),
        issuer_name=urlsplit(gw.public_url).hostname,
    )
    groups = [secret[start : start + 4] for start in range(0, len(secret), 4)]
    picture = segno.make(address, error="m").svg_data_uri(scale=5, dark="#000", light="#fff")
    return page | {"secret": " ".join(groups), "picture": picture}
