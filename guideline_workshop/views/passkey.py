"""Passkeys: signing in with one, adding, renaming and removing them.

The script asks for options, lets the browser answer them, and sends the answer as a form.
"""

import datetime as dt

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.response import Response
from pyramid.view import view_config
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url

from guideline_workshop import security
from guideline_workshop.devices import device_of
from guideline_workshop.forms.passkey import AddForm, AnswerForm, NameForm, RemoveForm
from guideline_workshop.i18n import _
from guideline_workshop.rules.permissions import Permission
from guideline_workshop.services import logins, passkeys, second_factors
from guideline_workshop.services.attempts import Kind
from guideline_workshop.services.errors import Invalid
from guideline_workshop.views import confirming, entering, tries

CHALLENGE = "passkey"
"""Where the session keeps the challenge, what it is for, and since when."""


@view_config(
    route_name="passkey.sign_in_options", request_method="POST", permission=Permission.SIGN_IN
)
def sign_in_options(request):
    return _asked(request, "sign in", passkeys.options_to_sign_in(_site(request)))


@view_config(route_name="passkey.sign_in", request_method="POST", permission=Permission.SIGN_IN)
def sign_in(request):
    challenge, form = _challenge(request, "sign in"), AnswerForm(request)
    if challenge is None or not form.validate():
        return _sign_in_again(request)
    tries.begin(request, Kind.PASSKEY, form.credential.data[:200])
    try:
        made = passkeys.sign_in(
            request.db,
            form.credential.data,
            challenge=challenge,
            site=_site(request),
            device=device_of(request.user_agent or ""),
            now=request.now,
        )
    except Invalid:
        return _sign_in_again(request)
    return entering.enter(request, made, request.POST.get("next", "/"))


@view_config(
    route_name="passkey.list",
    request_method="GET",
    permission=Permission.READ_PROFILE,
    renderer="session/passkeys.jinja2",
)
def show(request):
    return _page(request, AddForm(request, data={"name": device_of(request.user_agent or "")}))


@view_config(
    route_name="passkey.options", request_method="POST", permission=Permission.CHANGE_PROFILE
)
def options(request):
    made = passkeys.options_to_add(request.db, request.identity, _site(request))
    return _asked(request, f"add {request.identity.user_id}", made)


@view_config(
    route_name="passkey.list",
    request_method="POST",
    permission=Permission.CHANGE_PROFILE,
    renderer="session/passkeys.jinja2",
)
def add(request):
    form = AddForm(request)
    challenge = _challenge(request, f"add {request.identity.user_id}")
    if form.validate() and challenge is not None:
        try:
            passkeys.add(
                request.db,
                request.identity,
                form.credential.data,
                challenge=challenge,
                name=form.name.data,
                site=_site(request),
                now=request.now,
            )
        except Invalid as problem:
            form.refuse("name", problem.message)
        else:
            response = HTTPSeeOther(request.route_url("passkey.list"))
            token = logins.strengthen(request.db, request.identity)
            security.sign_in(request, response, token)
            entering.tell(request, _("From now on you can log in with this passkey."), "success")
            return response
    request.response.status = 422
    return _page(request, form)


@view_config(
    route_name="passkey.rename",
    request_method="POST",
    permission=Permission.CHANGE_PROFILE,
    renderer="session/passkeys.jinja2",
)
def rename(request):
    passkey_id = _passkey_id(request)
    form = NameForm(request, prefix=f"passkey{passkey_id}-")
    if form.validate():
        passkeys.rename(request.db, request.identity, passkey_id, form.name.data)
        return HTTPSeeOther(request.route_url("passkey.list"))
    request.response.status = 422
    return _page(request, AddForm(request), {passkey_id: {"rename": form}})


@view_config(
    route_name="passkey.remove",
    request_method="POST",
    permission=Permission.CHANGE_PROFILE,
    renderer="session/passkeys.jinja2",
)
def remove(request):
    passkey_id = _passkey_id(request)
    form = RemoveForm(request, prefix=f"passkey{passkey_id}-")
    if form.validate():
        if confirming.is_own_password(request, form.password.data):
            passkeys.remove(request.db, request.identity, passkey_id, now=request.now)
            entering.tell(request, _("The passkey was removed."), "success")
            return HTTPSeeOther(request.route_url("passkey.list"))
        form.refuse("password", _("This is not your password."))
    request.response.status = 422
    return _page(request, AddForm(request), {passkey_id: {"remove": form}})


def _page(request, form, sent=None):
    identity = request.identity
    rows = []
    for one in passkeys.of(request.db, identity.user_id):
        forms = (sent or {}).get(one.id, {})
        prefix = f"passkey{one.id}-"
        rename_form = forms.get("rename") or NameForm(request, prefix=prefix)
        if "rename" not in forms:
            rename_form.name.data = one.name
        rows.append((one, rename_form, forms.get("remove") or RemoveForm(request, prefix=prefix)))
    factors = second_factors.of(request.db, identity.user_id)
    return {
        "form": form,
        "rows": rows,
        "is_free": identity.second_factor or not factors,
        "wrong": [one for row in rows for one in row[1:] if one.errors],
    }


def _passkey_id(request):
    text = request.POST.get("passkey", "")
    if not (text.isascii() and text.isdecimal() and len(text) < 10):
        raise Invalid(_("This passkey is not there any more."))
    return int(text)


def _asked(request, purpose, made):
    challenge = bytes_to_base64url(made.challenge)
    request.session[CHALLENGE] = [challenge, purpose, int(request.now.timestamp())]
    return Response(made.json, content_type="application/json", charset="utf-8")


def _challenge(request, purpose):
    """Return the challenge that was asked for `purpose` just now, and forget it."""
    challenge, asked_for, at = request.session.pop(CHALLENGE, None) or ("", "", 0)
    age = request.now - dt.datetime.fromtimestamp(at, dt.UTC)
    if asked_for != purpose or age > passkeys.LIFETIME:
        return None
    return base64url_to_bytes(challenge)


def _site(request):
    name = request.localizer.translate(_("Guideline Workshop"))
    return passkeys.Site.of(request.registry.gw.public_url, name)


def _sign_in_again(request):
    entering.tell(
        request,
        _("This passkey did not work here. Please try again or choose another way."),
        "error",
    )
    return HTTPSeeOther(entering.login_url(request))
