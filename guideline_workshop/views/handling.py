"""Handling: one amendment as the moderation organises its work on it."""

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.view import view_config

from guideline_workshop.forms.base import BaseForm
from guideline_workshop.forms.inbox import HandlingForm, NoteForm
from guideline_workshop.i18n import _
from guideline_workshop.rules.permissions import Permission
from guideline_workshop.services import handling, inbox
from guideline_workshop.services.errors import Conflict, Invalid
from guideline_workshop.services.handling import Arrangement
from guideline_workshop.views.inbox import today_of


@view_config(
    route_name="handling.show",
    request_method="GET",
    permission=Permission.HANDLE_AMENDMENTS,
    renderer="inbox/handling.jinja2",
)
def show(context, request):
    return _page(context, request)


@view_config(
    route_name="handling.show",
    request_method="POST",
    permission=Permission.HANDLE_AMENDMENTS,
    renderer="inbox/handling.jinja2",
)
def arrange(context, request):
    """Arrange it as it was seen: with another revision by now both are shown."""
    form = _form(context, request)
    problem = ""
    if form.validate():
        wanted = Arrangement(form.assignee_id, form.due_on.data, form.tag_names)
        try:
            handling.arrange(request.db, context.amendment, wanted, revision=form.revision.data)
        except Conflict as refused:
            problem, request.response.status = refused.message, refused.status
            form.renew(handling.of(request.db, context.amendment).revision)
            return _page(context, request, arranging=form, problem=problem)
        except Invalid as refused:
            form.refuse("tags", refused.message)
        else:
            return _done(context, request, _("Saved."))
    request.response.status = 422
    return _page(context, request, arranging=form)


@view_config(
    route_name="handling.note",
    request_method="POST",
    permission=Permission.HANDLE_AMENDMENTS,
    renderer="inbox/handling.jinja2",
)
def note(context, request):
    form = NoteForm(request)
    if not form.validate():
        request.response.status = 422
        return _page(context, request, noting=form)
    handling.note(
        request.db, context.amendment, form.body.data, by=request.identity, now=request.now
    )
    return _done(context, request, _("The note is saved."), "#notes")


def summary(context, request):
    """Return what the amendment's own page tells the moderation; None for everybody else."""
    db, amendment = request.db, context.amendment
    if amendment.number is None or not context.decide(Permission.HANDLE_AMENDMENTS):
        return None
    arranged = handling.of(db, amendment)
    return {
        "assignee": arranged.assignee.name if arranged.assignee else "",
        "due_on": arranged.due_on,
        "is_overdue": inbox.is_overdue(amendment, arranged, today_of(request)),
        "tags": handling.tags_of(db, amendment),
        "notes": handling.notes_on(db, amendment),
    }


def _form(context, request):
    """Make the form with what is arranged now."""
    db, amendment = request.db, context.amendment
    arranged, people = handling.of(db, amendment), handling.assignable(db, amendment)
    is_here = arranged.assignee_id in {one.id for one in people}
    written = {
        "assignee": str(arranged.assignee_id) if is_here else "",
        "due_on": arranged.due_on,
        "tags": ", ".join(handling.tags_of(db, amendment)),
        "revision": arranged.revision,
    }
    form = HandlingForm(request, data=written)
    form.offer(people)
    return form


def _page(context, request, *, problem="", **forms: BaseForm):
    db, amendment = request.db, context.amendment
    return {
        "amendment": amendment,
        "handling": handling.of(db, amendment),
        "tags": handling.tags_of(db, amendment),
        "known_tags": handling.tags_in(db, amendment.consultation_id),
        "notes": handling.notes_on(db, amendment),
        "today": today_of(request),
        "problem": problem,
        "arranging": _form(context, request),
        "noting": NoteForm(request),
        **forms,
    }


def _done(context, request, message, anchor=""):
    request.session.flash(request.localizer.translate(message), "success")
    address = request.route_url(
        "handling.show",
        consultation=context.consultation.slug,
        amendment=context.amendment.reference,
    )
    return HTTPSeeOther(address + anchor)
