"""One's own account: everything about it on one page."""

import json

from pyramid.httpexceptions import HTTPBadRequest, HTTPSeeOther
from pyramid.response import Response
from pyramid.view import view_config

from guideline_workshop import security
from guideline_workshop.database import apart
from guideline_workshop.forms.profile import DetailsForm, PasswordForm
from guideline_workshop.forms.second_factor import ConfirmForm
from guideline_workshop.i18n import LANGUAGE_COOKIE, _
from guideline_workshop.rules.notifications import Frequency
from guideline_workshop.rules.permissions import Permission
from guideline_workshop.services import logins, own_data, people, profiles, second_factors
from guideline_workshop.services.errors import Invalid
from guideline_workshop.views import confirming, tries

PAGE = "profile/show.jinja2"


@view_config(
    route_name="profile.show",
    request_method="GET",
    permission=Permission.READ_PROFILE,
    renderer=PAGE,
)
def show(request):
    return _page(request)


@view_config(
    route_name="profile.details",
    request_method="POST",
    permission=Permission.CHANGE_PROFILE,
    renderer=PAGE,
)
def change_details(request):
    form = DetailsForm(request)
    if not form.validate():
        return _refused(request, details=form)
    profiles.change(
        request.db,
        name=form.name.data,
        language=form.language.data,
        by=request.identity,
        now=request.now,
    )
    request.locale_name = form.language.data  # the next page says it, perhaps in another one
    vars(request).pop("localizer", None)
    response = _done(request, _("Your details have been saved."))
    response.delete_cookie(LANGUAGE_COOKIE)  # what this browser chose before would win
    return response


@view_config(
    route_name="profile.password",
    request_method="POST",
    permission=Permission.CHANGE_PROFILE,
    renderer=PAGE,
)
def change_password(request):
    form = PasswordForm(request)
    if not form.validate():
        return _refused(request, password=form)
    tried = confirming.proven(request, form.password.data)
    if tried is None:
        form.refuse("password", _("This is not your password."))
        return _refused(request, password=form)
    with apart(request) as (db, _now):
        user = profiles.of(db, request.identity)
    try:
        made = people.password_hash(form.new.data, email=user.email, name=user.name)
    except Invalid as problem:
        form.refuse("new", problem.message)
        return _refused(request, password=form)
    tries.succeeded(request, tried)
    profiles.change_password(request.db, made, by=request.identity, now=request.now)
    return _done(request, _("You have a new password. All other browsers are logged out."))


@view_config(
    route_name="profile.notifications",
    request_method="POST",
    permission=Permission.CHANGE_PROFILE,
)
def choose_notifications(request):
    try:
        general = Frequency(request.POST.get("frequency", ""))
        apart = {
            choice.consultation.id: Frequency(chosen) if chosen else None
            for choice in profiles.choices(request.db, request.identity)
            for chosen in [request.POST.get(f"consultation-{choice.consultation.id}", "")]
        }
    except ValueError:
        raise HTTPBadRequest from None
    profiles.choose(request.db, request.identity, general, apart)
    return _done(request, _("Your choice has been saved."))


@view_config(
    route_name="profile.logins", request_method="POST", permission=Permission.CHANGE_PROFILE
)
def end_logins(request):
    """End one other login, or all others."""
    identity, chosen = request.identity, request.POST.get("login", "")
    if chosen.isdecimal() and len(chosen) < 19:
        logins.end_one(request.db, identity.user_id, int(chosen))
    else:
        logins.end(request.db, identity.user_id, keep=identity.login_id)
    return _done(request, _("This is over now."))


@view_config(route_name="profile.data", request_method="GET", permission=Permission.READ_PROFILE)
def data(request):
    """Give people all that is stored about them."""
    body = json.dumps(own_data.of(request.db, request.identity), ensure_ascii=False, indent=1)
    response = Response(body, content_type="application/json", charset="utf-8")
    response.content_disposition = 'attachment; filename="meine-daten.json"'
    return response


@view_config(
    route_name="profile.remove",
    request_method="GET",
    permission=Permission.READ_PROFILE,
    renderer="profile/remove.jinja2",
)
def ask_before_removing(request):
    return {"form": ConfirmForm(request)}


@view_config(
    route_name="profile.remove",
    request_method="POST",
    permission=Permission.CHANGE_PROFILE,
    renderer="profile/remove.jinja2",
)
def remove(request):
    form = ConfirmForm(request)
    if form.validate():
        if confirming.is_own_password(request, form.password.data):
            profiles.remove(request.db, by=request.identity, now=request.now)
            response = HTTPSeeOther(request.route_url("home"))
            security.sign_out(request, response)
            request.session.flash(_("Your personal data have been removed."), "success")
            return response
        form.refuse("password", _("This is not your password."))
    request.response.status = 422
    return {"form": form}


def _page(request, *, details=None, password=None):
    identity = request.identity
    user = profiles.of(request.db, identity)
    return {
        "user": user,
        "details": details
        or DetailsForm(request, data={"name": user.name, "language": user.language}),
        "password": password or PasswordForm(request),
        "frequencies": tuple(Frequency),
        "choices": profiles.choices(request.db, identity),
        "factors": second_factors.of(request.db, identity.user_id),
        "logins": logins.of(request.db, identity.user_id, now=request.now),
    }


def _refused(request, *, details=None, password=None):
    request.response.status = 422
    return _page(request, details=details, password=password)


def _done(request, message):
    request.session.flash(request.localizer.translate(message), "success")
    return HTTPSeeOther(request.route_url("profile.show"))
