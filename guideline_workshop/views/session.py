"""Signing in and out, language, and for whom one acts."""

from urllib.parse import urlsplit

from pyramid.httpexceptions import HTTPBadRequest, HTTPSeeOther
from pyramid.view import view_config

from guideline_workshop import security
from guideline_workshop.database import apart
from guideline_workshop.demo import content as demo
from guideline_workshop.devices import device_of
from guideline_workshop.forms.login import LoginForm
from guideline_workshop.i18n import LANGUAGE_COOKIE, LANGUAGES, _
from guideline_workshop.rules.permissions import Permission
from guideline_workshop.services import logins, sign_ins
from guideline_workshop.services.attempts import Kind
from guideline_workshop.views import entering, tries
from guideline_workshop.views.entering import own_path

YEAR = 365 * 24 * 3600
LONGEST_ID = 10
"""Digits that are an id at most."""


@view_config(
    route_name="login",
    request_method="GET",
    permission=Permission.VISIT,
    renderer="session/login.jinja2",
)
def login_form(request):
    if request.identity is not None:
        return HTTPSeeOther(request.route_url("home"))
    return _login_page(request, LoginForm(request))


@view_config(
    route_name="login",
    request_method="POST",
    permission=Permission.SIGN_IN,
    renderer="session/login.jinja2",
)
def login(request):
    form = LoginForm(request)
    if form.validate():
        tried = tries.begin(request, Kind.PASSWORD, form.email.data)
        with apart(request) as (db, _now):
            account = logins.account_of(db, form.email.data)
        # no transaction is open here: comparing passwords takes a while
        if logins.proves(account, form.password.data):
            made = sign_ins.by_password(
                request.db, account, device=device_of(request.user_agent or ""), now=request.now
            )
            if made is not None:
                tries.succeeded(request, tried)
                return entering.enter(request, made, request.POST.get("next", "/"))
        form.refuse("email", _("E-mail address and password do not match."))
    request.response.status = 422
    return _login_page(request, form)


@view_config(route_name="logout", request_method="POST", permission=Permission.SIGN_IN)
def logout(request):
    if request.identity is not None:
        logins.sign_out(request.db, request.identity)
    response = HTTPSeeOther(request.route_url("home"))
    security.sign_out(request, response)
    return response


@view_config(
    route_name="language",
    request_method="POST",
    permission=Permission.SIGN_IN,
    require_csrf=False,  # a token would set a cookie on every public page: the origin says enough
)
def language(request):
    if urlsplit(request.headers.get("Origin", "")).netloc != request.host:
        raise HTTPBadRequest
    chosen = request.POST.get("language")
    if chosen not in LANGUAGES:
        raise HTTPBadRequest
    came_from = own_path(request.POST.get("came_from", "/"))
    response = HTTPSeeOther(request.application_url + came_from)
    response.set_cookie(
        LANGUAGE_COOKIE,
        chosen,
        max_age=YEAR,
        httponly=True,
        secure=request.registry.gw.is_secure,
        samesite="Lax",
    )
    return response


@view_config(route_name="acting", request_method="POST", permission=Permission.ACT_FOR_ASSOCIATION)
def act_for(request):
    association = request.POST.get("association", "")
    is_id = association.isdecimal() and len(association) < LONGEST_ID
    if not is_id or not logins.act_for(request.db, request.identity, int(association)):
        raise HTTPBadRequest
    return HTTPSeeOther(request.application_url + own_path(request.POST.get("came_from", "/")))


def _login_page(request, form):
    settings = request.registry.gw
    return {
        "form": form,
        "next": own_path(request.params.get("next", "/")),
        "accounts": demo.load().users if settings.demonstration else (),
    }
