"""Signing in with an OpenID provider, and linking one's account with it.

What the provider sends back comes as a GET from another site: it only shows a form that leads on.
"""

import datetime as dt
import hmac
import logging

from pyramid.httpexceptions import HTTPNotFound, HTTPSeeOther
from pyramid.view import view_config

from guideline_workshop.devices import device_of
from guideline_workshop.forms.second_factor import ConfirmForm
from guideline_workshop.i18n import _
from guideline_workshop.rules.permissions import Permission
from guideline_workshop.services import openid, providers
from guideline_workshop.services.attempts import Kind
from guideline_workshop.views import confirming, entering, tries

log = logging.getLogger(__name__)
QUESTION = "provider"
"""Where the session keeps what was asked, for what, and since when."""
LIFETIME = dt.timedelta(minutes=10)
LONGEST_CODE = 4000


@view_config(
    route_name="provider.sign_in",
    request_method="POST",
    permission=Permission.SIGN_IN,
    renderer="session/leaving.jinja2",
)
def sign_in(request):
    return _ask(request, "sign in")


@view_config(
    route_name="provider.link",
    request_method="POST",
    permission=Permission.CHANGE_PROFILE,
    renderer="session/leaving.jinja2",
)
def link(request):
    _provider(request)
    return _ask(request, f"link {request.identity.user_id}")


@view_config(
    route_name="provider.callback",
    request_method="GET",
    permission=Permission.VISIT,
    renderer="session/returning.jinja2",
)
def returned(request):
    _provider(request)
    names = ("code", "state", "iss", "error")
    return {"sent": {name: request.GET[name] for name in names if name in request.GET}}


@view_config(route_name="provider.callback", request_method="POST", permission=Permission.SIGN_IN)
def finish(request):
    provider, sent = _provider(request), request.POST
    purpose, question = _question(request)
    if not _fits(provider, sent, question):
        return _failed(request, _("This did not begin here, or took too long. Please try again."))
    if sent.get("error") or not sent.get("code"):
        return _failed(request, _("The provider did not let you in. Please try again."))
    identity = request.identity
    tried = tries.begin(request, Kind.PROVIDER, sent["code"][:LONGEST_CODE])
    try:
        # no transaction is open here: the provider may take its time
        person = openid.answer(
            provider,
            code=sent["code"],
            verifier=question["verifier"],
            nonce=question["nonce"],
            back=request.route_url("provider.callback"),
        )
    except openid.ProviderFailed as problem:
        log.warning("signing in with the provider failed: %s", problem)
        return _failed(request, _("Signing in with the provider failed. Please try again later."))
    tries.succeeded(request, tried)
    if identity is not None and purpose == f"link {identity.user_id}":
        return _linked(request, identity, person)
    if purpose != "sign in":
        return _failed(request, _("This did not begin here, or took too long. Please try again."))
    return _entered(request, person, question["next"])


@view_config(
    route_name="provider.show",
    request_method="GET",
    permission=Permission.READ_PROFILE,
    renderer="session/provider.jinja2",
)
def show(request):
    return _page(request, ConfirmForm(request))


@view_config(
    route_name="provider.unlink",
    request_method="POST",
    permission=Permission.CHANGE_PROFILE,
    renderer="session/provider.jinja2",
)
def unlink(request):
    provider, form = _provider(request), ConfirmForm(request)
    if form.validate():
        if confirming.is_own_password(request, form.password.data):
            providers.unlink(request.db, request.identity, provider.issuer, now=request.now)
            entering.tell(request, _("The link was ended."), "success")
            return HTTPSeeOther(request.route_url("provider.show"))
        form.refuse("password", _("This is not your password."))
    request.response.status = 422
    return _page(request, form)


def _linked(request, identity, person):
    providers.link(request.db, identity, person, now=request.now)
    entering.tell(request, _("From now on you can log in with the provider."), "success")
    return HTTPSeeOther(request.route_url("provider.show"))


def _entered(request, person, target):
    device = device_of(request.user_agent or "")
    made = providers.sign_in(request.db, person, device=device, now=request.now)
    if made is None:
        return _failed(
            request,
            _(
                "No account here is linked with that of the provider. "
                "Please log in another way and link it in your profile."
            ),
        )
    return entering.enter(request, made, target)


def _ask(request, purpose):
    provider = _provider(request)
    tries.begin(request, Kind.PROVIDER, request.session.get_csrf_token())  # each browser
    try:
        question = openid.ask(provider, request.route_url("provider.callback"))
    except openid.ProviderFailed as problem:
        log.warning("the provider cannot be asked: %s", problem)
        return _failed(request, _("The provider cannot be reached. Please try again later."))
    request.session[QUESTION] = {
        "purpose": purpose,
        "state": question.state,
        "nonce": question.nonce,
        "verifier": question.verifier,
        "next": entering.own_path(request.POST.get("next", "/")),
        "at": int(request.now.timestamp()),
    }
    return {"address": question.address, "name": request.registry.gw.provider_name}


def _question(request):
    """Return what was asked from this browser, and forget it: an answer is taken once."""
    question = request.session.pop(QUESTION, None) or {}
    age = request.now - dt.datetime.fromtimestamp(question.get("at", 0), dt.UTC)
    return (question["purpose"], question) if question and age < LIFETIME else ("", {})


def _fits(provider, sent, question):
    """Say whether an answer belongs to the question, and names its provider (RFC 9207)."""
    state = sent.get("state", "").encode()
    return (
        bool(question)
        and hmac.compare_digest(state, question["state"].encode())
        and sent.get("iss", provider.issuer) == provider.issuer
    )


def _provider(request):
    gw = request.registry.gw
    if not gw.provider:
        raise HTTPNotFound
    return openid.Provider(gw.provider, gw.provider_client, gw.provider_secret)


def _page(request, form):
    provider = _provider(request)
    return {
        "form": form,
        "name": request.registry.gw.provider_name,
        "is_linked": providers.is_linked(request.db, request.identity.user_id, provider.issuer),
    }


def _failed(request, message):
    entering.tell(request, message, "error")
    if request.identity is not None:
        return HTTPSeeOther(request.route_url("provider.show"))
    return HTTPSeeOther(request.route_url("login"))
