"""Who leads a consultation."""

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.view import view_config

from guideline_workshop.forms.moderation import ModeratorForm
from guideline_workshop.i18n import _
from guideline_workshop.rules.permissions import Permission
from guideline_workshop.services import moderations
from guideline_workshop.services.errors import Refused


@view_config(
    route_name="moderation.list",
    request_method="GET",
    permission=Permission.APPOINT_MODERATOR,
    renderer="moderations/list.jinja2",
)
def show(context, request):
    return _page(context, request, _form(context, request))


@view_config(
    route_name="moderation.list",
    request_method="POST",
    permission=Permission.APPOINT_MODERATOR,
    renderer="moderations/list.jinja2",
)
def add(context, request):
    form = _form(context, request)
    if form.validate():
        try:
            moderations.add(
                request.db,
                context.consultation,
                form.user.data,
                by=request.identity,
                now=request.now,
            )
        except Refused as refused:
            form.refuse("user", refused.message)
        else:
            return _done(context, request, _("They now lead this consultation too."))
    request.response.status = 422
    return _page(context, request, form)


@view_config(
    route_name="moderation.remove",
    request_method="GET",
    permission=Permission.APPOINT_MODERATOR,
    renderer="moderations/remove.jinja2",
)
def ask_to_remove(context, request):
    return {
        "moderation": context.moderation,
        "must_stay": moderations.is_last(request.db, context.moderation),
    }


@view_config(
    route_name="moderation.remove",
    request_method="POST",
    permission=Permission.APPOINT_MODERATOR,
)
def remove(context, request):
    moderations.remove(request.db, context.moderation, by=request.identity, now=request.now)
    if context.moderation.user_id == request.identity.user_id:
        return HTTPSeeOther(request.route_url("home"))  # this page may not be theirs any more
    return _done(context, request, _("They no longer lead this consultation."))


def _form(context, request):
    form = ModeratorForm(request)
    free = moderations.candidates(request.db, context.consultation)
    form.user.choices = {str(one.id): f"{one.name} ({one.email})" for one in free}
    return form


def _page(context, request, form):
    leading = moderations.of(request.db, context.consultation)
    last = [one for one in leading if moderations.is_last(request.db, one)]
    return {"form": form, "moderations": leading, "last": last}


def _done(context, request, message):
    request.session.flash(request.localizer.translate(message), "success")
    return HTTPSeeOther(
        request.route_url("moderation.list", consultation=context.consultation.slug)
    )
