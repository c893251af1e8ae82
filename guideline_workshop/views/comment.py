"""Comments: reading and writing them beside a text."""

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.view import view_config

from guideline_workshop.contexts import RoundContext
from guideline_workshop.forms.comment import CommentForm, ReplyForm
from guideline_workshop.i18n import _
from guideline_workshop.rules.permissions import Permission
from guideline_workshop.rules.rounds import RoundKind
from guideline_workshop.services import comments, rounds, versions
from guideline_workshop.services.errors import Invalid
from guideline_workshop.services.passages import titles_of
from guideline_workshop.text.numbering import numbering


@view_config(
    route_name="comment.list",
    request_method="GET",
    permission=Permission.READ_CONSULTATION,
    renderer="comments/list.jinja2",
    for_visitors=True,
)
def list_(context, request):
    """List the threads on a version, or on one of its provisions."""
    found = rounds.on(request.db, context.version)
    current = rounds.current(found, RoundKind.COMMENT, request.now)
    return _page(request, context.version, current, key=request.GET.get("provision"))


@view_config(
    route_name="comment.new",
    request_method="POST",
    permission=Permission.WRITE_COMMENT,
    renderer="comments/list.jinja2",
)
def write(context, request):
    form = CommentForm(request)
    form.offer(_passages(request, context.round.version))
    if form.validate():
        try:
            written = comments.write(
                request.db,
                context.round,
                provision_key=form.provision.data or None,
                body=form.body.data,
                by=request.identity,
                now=request.now,
            )
        except Invalid as refused:
            form.refuse("body", refused.message)
        else:
            return _written(request, written, _("Your comment has been published."))
    request.response.status = 422
    return _page(request, context.round.version, context.round, form=form)


@view_config(
    route_name="comment.reply",
    request_method="POST",
    permission=Permission.REPLY_TO_COMMENT,
    renderer="comments/list.jinja2",
)
def reply(context, request):
    form = _reply_form(request, context.comment)
    if form.validate():
        try:
            written = comments.reply(
                request.db,
                context.comment,
                form.body.data,
                by=request.identity,
                now=request.now,
            )
        except Invalid as refused:
            form.refuse("body", refused.message)
        else:
            return _written(request, written, _("Your reply has been published."))
    request.response.status = 422
    return _page(request, context.round.version, context.round, replies={context.comment.id: form})


def _page(request, version, current, *, key=None, form=None, replies=None):  # noqa: PLR0913
    document = versions.text_of(version)
    threads = comments.threads_on(request.db, version)
    if key not in document:
        key = None
    if form is None:
        form = CommentForm(request, data={"provision": key or ""})
        form.offer(_passages(request, version))
    in_round = RoundContext(request, current) if current else None
    allowed = {
        one.id: RoundContext(request, one).decide(Permission.REPLY_TO_COMMENT)
        for one in {thread.comment.round for thread in threads}
    }
    replies = replies or {}
    return {
        "version": version,
        "document": version.document,
        "key": key,
        "provision": document[key] if key else None,
        "provisions": {one.key: one for one in document.provisions},
        "references": numbering(document),
        "threads": [one for one in threads if key in (None, one.comment.provision_key)],
        "round": current,
        "may_write": in_round.decide(Permission.WRITE_COMMENT) if in_round else None,
        "may_reply": allowed,
        "form": form,
        "replies": {
            thread.comment.id: replies.get(thread.comment.id)
            or _reply_form(request, thread.comment)
            for thread in threads
        },
        "now": request.now,
    }


def _reply_form(request, comment):
    """Make the form for the thread; each has names of its own on the page."""
    thread = comment.parent_id or comment.id
    return ReplyForm(request, prefix=f"c{thread}-")


def _written(request, comment, message):
    request.session.flash(request.localizer.translate(message), "success")
    version = comment.round.version
    return HTTPSeeOther(
        request.route_url(
            "comment.list",
            consultation=comment.round.consultation.slug,
            document=version.document.slug,
            version=version.number,
            _anchor=f"c{comment.id}",
        )
    )


def _passages(request, version):
    """List the passages one can comment on, the text as a whole first."""
    whole = request.localizer.translate(_("the whole text"))
    return {"": whole} | titles_of(versions.text_of(version))
