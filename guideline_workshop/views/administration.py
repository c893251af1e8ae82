"""The administration: people and their roles, and who may do what when."""

from pyramid.httpexceptions import HTTPBadRequest, HTTPSeeOther
from pyramid.view import view_config

from guideline_workshop.forms.administration import LockForm, RolesForm, UserForm
from guideline_workshop.i18n import DEFAULT_LANGUAGE, _
from guideline_workshop.rules.permissions import TABLE, Permission
from guideline_workshop.rules.roles import Role
from guideline_workshop.services import accounts, second_factors
from guideline_workshop.services.errors import Refused

ROWS = 50


@view_config(
    route_name="administration.show",
    request_method="GET",
    permission=Permission.ADMINISTER,
    renderer="administration/show.jinja2",
)
def show(request):
    return {}


@view_config(
    route_name="permission.list",
    request_method="GET",
    permission=Permission.ADMINISTER,
    renderer="administration/permissions.jinja2",
)
def permissions(request):
    return {"table": TABLE, "all_roles": tuple(Role)}


@view_config(
    route_name="user.list",
    request_method="GET",
    permission=Permission.ADMINISTER,
    renderer="administration/users.jinja2",
)
def users(request):
    words = request.GET.get("words", "").strip()[:200]
    page = request.GET.get("page", "1")
    if not (page.isdecimal() and int(page[:6]) > 0 and len(page) < 6):
        raise HTTPBadRequest
    after = (int(page) - 1) * ROWS
    found = accounts.search(request.db, words, limit=ROWS + 1, after=after)
    return {"users": found[:ROWS], "more": len(found) > ROWS, "page": int(page), "words": words}


@view_config(
    route_name="user.new",
    request_method="GET",
    permission=Permission.MANAGE_PEOPLE,
    renderer="administration/new_user.jinja2",
)
def new_user(request):
    return {"form": UserForm(request, data={"language": DEFAULT_LANGUAGE})}


@view_config(
    route_name="user.new",
    request_method="POST",
    permission=Permission.MANAGE_PEOPLE,
    renderer="administration/new_user.jinja2",
)
def create_user(request):
    form = UserForm(request)
    if form.validate():
        try:
            made = accounts.create(
                request.db,
                email=form.email.data,
                name=form.name.data,
                roles=form.roles.data,
                language=form.language.data,
                by=request.identity,
                now=request.now,
            )
        except Refused as problem:
            form.refuse("email", problem.message)
        else:
            return _done(
                request, made, _("The account has been set up, and the mail is on its way.")
            )
    request.response.status = 422
    return {"form": form}


@view_config(
    route_name="user.show",
    request_method="GET",
    permission=Permission.ADMINISTER,
    renderer="administration/user.jinja2",
)
def user(context, request):
    return _page(context, request)


@view_config(
    route_name="user.roles",
    request_method="POST",
    permission=Permission.MANAGE_PEOPLE,
    renderer="administration/user.jinja2",
)
def change_roles(context, request):
    form = RolesForm(request)
    if not form.validate():
        request.response.status = 422
        return _page(context, request, roles=form)
    accounts.change_roles(
        request.db, context.user, form.roles.data, by=request.identity, now=request.now
    )
    return _done(request, context.user, _("The roles have been saved."))


@view_config(
    route_name="user.lock",
    request_method="POST",
    permission=Permission.MANAGE_PEOPLE,
    renderer="administration/user.jinja2",
)
def lock(context, request):
    """Lock an account, or unlock one that is locked."""
    form = LockForm(request)
    if not form.validate():
        request.response.status = 422
        return _page(context, request, lock=form)
    act = accounts.unlock if context.user.locked_at else accounts.lock
    act(request.db, context.user, reason=form.reason.data, by=request.identity, now=request.now)
    return _done(request, context.user, _("This has been recorded."))


@view_config(
    route_name="user.withdraw_factor", request_method="POST", permission=Permission.MANAGE_PEOPLE
)
def withdraw_factor(context, request):
    """Let somebody in again who has lost app, recovery codes and passkeys."""
    accounts.withdraw_factor(request.db, context.user, by=request.identity, now=request.now)
    return _done(request, context.user, _("The second factor has been removed."))


def _page(context, request, *, roles=None, lock=None):
    held = [one.role for one in context.user.roles]
    return {
        "user": context.user,
        "roles": roles or RolesForm(request, data={"roles": held}),
        "lock": lock or LockForm(request),
        "factors": second_factors.of(request.db, context.user.id),
        "memberships": accounts.memberships_of(request.db, context.user),
    }


def _done(request, user, message):
    request.session.flash(request.localizer.translate(message), "success")
    return HTTPSeeOther(request.route_url("user.show", user=user.id))
