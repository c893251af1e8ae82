"""The members of the association one acts for."""

from pyramid.httpexceptions import HTTPBadRequest, HTTPSeeOther
from pyramid.view import view_config

from guideline_workshop.forms.invitation import MemberForm
from guideline_workshop.i18n import _
from guideline_workshop.rules.permissions import Permission
from guideline_workshop.rules.roles import MembershipRole
from guideline_workshop.services import invitations, memberships
from guideline_workshop.services.errors import Refused


@view_config(
    route_name="membership.list",
    request_method="GET",
    permission=Permission.READ_MEMBERS,
    renderer="memberships/list.jinja2",
)
def show(context, request):
    return _page(context, request, MemberForm(request))


@view_config(
    route_name="membership.list",
    request_method="POST",
    permission=Permission.MANAGE_MEMBERS,
    renderer="memberships/list.jinja2",
)
def invite(context, request):
    form = MemberForm(request)
    if form.validate():
        try:
            invitations.invite(
                request.db,
                context.association,
                email=form.email.data,
                role=MembershipRole(form.role.data),
                consultation=None,
                by=request.identity,
                now=request.now,
            )
        except Refused as refused:
            form.refuse("email", refused.message)
        else:
            return _done(request, _("The invitation is on its way."))
    request.response.status = 422
    return _page(context, request, form)


@view_config(
    route_name="membership.send_again",
    request_method="POST",
    permission=Permission.MANAGE_MEMBERS,
)
def send_again(context, request):
    invitations.send_again(request.db, context.invitation, by=request.identity, now=request.now)
    return _done(request, _("A new mail is on its way; the old link no longer works."))


@view_config(
    route_name="membership.revoke", request_method="POST", permission=Permission.MANAGE_MEMBERS
)
def revoke(context, request):
    invitations.revoke(request.db, context.invitation, by=request.identity, now=request.now)
    return _done(request, _("The invitation has been revoked; its link no longer works."))


@view_config(
    route_name="membership.role", request_method="POST", permission=Permission.MANAGE_MEMBERS
)
def change_role(context, request):
    if request.POST.get("role") not in set(MembershipRole):
        raise HTTPBadRequest
    memberships.change_role(
        request.db,
        context.membership,
        MembershipRole(request.POST["role"]),
        by=request.identity,
        now=request.now,
    )
    return _done(request, _("The role has been changed."))


@view_config(
    route_name="membership.remove",
    request_method="GET",
    permission=Permission.MANAGE_MEMBERS,
    renderer="memberships/remove.jinja2",
)
def ask_to_remove(context, request):
    return _departure(context, request)


@view_config(
    route_name="membership.remove", request_method="POST", permission=Permission.MANAGE_MEMBERS
)
def remove(context, request):
    memberships.end(request.db, context.membership, by=request.identity, now=request.now)
    if context.membership.user_id == request.identity.user_id:
        return HTTPSeeOther(request.route_url("home"))
    return _done(request, _("They no longer belong to the association."))


@view_config(
    route_name="membership.leave",
    request_method="GET",
    permission=Permission.LEAVE_ASSOCIATION,
    renderer="memberships/remove.jinja2",
)
def ask_to_leave(context, request):
    return _departure(context, request)


@view_config(
    route_name="membership.leave", request_method="POST", permission=Permission.LEAVE_ASSOCIATION
)
def leave(context, request):
    memberships.end(request.db, context.membership, by=request.identity, now=request.now)
    request.session.flash(
        request.localizer.translate(_("You no longer belong to the association.")), "success"
    )
    return HTTPSeeOther(request.route_url("home"))


def _page(context, request, form):
    association_id = context.association.id
    asked = invitations.of_association(request.db, association_id)
    members = memberships.of(request.db, association_id)
    return {
        "form": form,
        "association": context.association,
        "members": members,
        "irreplaceable": memberships.irreplaceable(members),
        "invitations": asked,
        "states": invitations.states(request.db, asked, request.now),
    }


def _departure(context, request):
    return {
        "membership": context.membership,
        "must_stay": memberships.is_last_delegate(request.db, context.membership),
    }


def _done(request, message):
    request.session.flash(request.localizer.translate(message), "success")
    return HTTPSeeOther(request.route_url("membership.list"))
