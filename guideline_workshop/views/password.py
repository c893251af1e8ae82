"""A forgotten password: asking for a link, following it, choosing another one."""

from pyramid.httpexceptions import HTTPGone, HTTPSeeOther
from pyramid.view import view_config

from guideline_workshop import security
from guideline_workshop.database import apart
from guideline_workshop.forms.password import ForgottenForm, NewPasswordForm
from guideline_workshop.i18n import _
from guideline_workshop.rules.permissions import Permission
from guideline_workshop.services import logins, password_resets, people
from guideline_workshop.services.attempts import Kind
from guideline_workshop.services.errors import Invalid
from guideline_workshop.views import entering, tries


@view_config(
    route_name="password.forgotten",
    request_method="GET",
    permission=Permission.VISIT,
    renderer="session/forgotten.jinja2",
)
def forgotten(request):
    return {"form": ForgottenForm(request)}


@view_config(
    route_name="password.forgotten",
    request_method="POST",
    permission=Permission.SIGN_IN,
    renderer="session/forgotten.jinja2",
)
def ask_for_link(request):
    form = ForgottenForm(request)
    if not form.validate():
        request.response.status = 422
        return {"form": form}
    tries.begin(request, Kind.RESET, form.email.data)
    password_resets.order(request.db, form.email.data, now=request.now)
    entering.tell(
        request,
        _(
            "If there is an account with this address, a mail with a link is on its way. "
            "The link is good for an hour."
        ),
        "success",
    )
    return HTTPSeeOther(request.route_url("login"))


@view_config(route_name="password.link", request_method="GET", permission=Permission.VISIT)
def follow_link(request):
    """Take the token out of the address: from there it would get into histories and logs.

    Nothing is used up by looking: programs that check mails for dangerous links look too.
    """
    token = request.matchdict["token"]
    password_resets.find(request.db, token, now=request.now)
    response = HTTPSeeOther(request.route_url("password.choose"))
    security.keep_link(request, response, token, request.route_path("password.choose"))
    return response


@view_config(
    route_name="password.choose",
    request_method="GET",
    permission=Permission.VISIT,
    renderer="session/password.jinja2",
)
def choose_form(request):
    password_resets.find(request.db, _token(request), now=request.now)
    return {"form": NewPasswordForm(request)}


@view_config(
    route_name="password.choose",
    request_method="POST",
    permission=Permission.SIGN_IN,
    renderer="session/password.jinja2",
)
def choose(request):
    token, form = _token(request), NewPasswordForm(request)
    tried = tries.begin(request, Kind.LINK, token)
    with apart(request) as (db, now):
        user = password_resets.find(db, token, now=now)
    if form.validate():
        try:
            people.check_password(form.password.data, email=user.email, name=user.name)
        except Invalid as problem:
            form.refuse("password", problem.message)
        else:
            # hashed before the transaction begins: it takes a while
            password_hash = logins.hash_password(form.password.data)
            password_resets.redeem(request.db, token, password_hash, now=request.now)
            tries.succeeded(request, tried)
            return _chosen(request)
    request.response.status = 422
    return {"form": form}


def _token(request):
    token = security.kept_link(request)
    if not token:
        raise HTTPGone
    return token


def _chosen(request):
    response = HTTPSeeOther(request.route_url("login"))
    security.sign_out(request, response)
    security.forget_link(request, response, request.route_path("password.choose"))
    entering.tell(request, _("You have a new password. Please log in with it."), "success")
    return response
