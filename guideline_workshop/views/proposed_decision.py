"""Proposed decisions: the moderation writes and publishes them, associations answer."""

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.view import view_config

from guideline_workshop.forms.amendment import Box, boxes, check
from guideline_workshop.forms.proposed_decision import AnswerForm, ProposalForm, PublishForm
from guideline_workshop.i18n import _
from guideline_workshop.rules.dispositions import Answer, Outcome
from guideline_workshop.rules.permissions import Permission
from guideline_workshop.services import amendments, drafting, proposed_decisions
from guideline_workshop.services.drafting import Place
from guideline_workshop.services.errors import Conflict, Invalid
from guideline_workshop.services.passages import passages_of_edits, passages_of_stored, titles_of
from guideline_workshop.services.proposed_decisions import Proposal
from guideline_workshop.services.texts import text_of
from guideline_workshop.text.amendment import Move, changes_from_json
from guideline_workshop.views.amendment_page import page, to_amendment


@view_config(
    route_name="proposed_decision.write",
    request_method="GET",
    permission=Permission.PROPOSE_DECISION,
    renderer="proposed_decisions/write.jinja2",
)
def write_form(context, request):
    amendment = context.amendment
    last = proposed_decisions.latest(request.db, amendment)
    written = {"last_seen": proposed_decisions.seen(last)}
    changes = amendment.changes
    if last is not None:
        consensus = {True: "yes", False: "no", None: ""}[last.is_consensus]
        written |= {"outcome": last.outcome.value, "reason": last.reason, "consensus": consensus}
        written["obsolete_by"] = last.obsolete_by.number if last.obsolete_by else None
        changes = last.changes or changes
    document = amendments.base_of(amendment)
    edits = drafting.to_edits(document, changes_from_json(changes))
    read = [Box(one) for one in edits if one.place is not Place.MOVE]  # a move stays as it is
    return _page(context, ProposalForm(request, data=written), read)


@view_config(
    route_name="proposed_decision.write",
    request_method="POST",
    permission=Permission.PROPOSE_DECISION,
    renderer="proposed_decisions/write.jinja2",
)
def write(context, request):
    form, read = ProposalForm(request), boxes(request)
    if not all([form.validate(), check(read)]):
        request.response.status = 422
        return _page(context, form, read)
    try:
        proposed_decisions.write(
            request.db,
            context.amendment,
            Proposal(
                Outcome(form.outcome.data),
                form.reason.data or "",
                form.is_consensus,
                _changes(context.amendment, read),
                form.obsolete_by.data,
            ),
            last_seen=form.last_seen.data,
            by=request.identity,
            now=request.now,
        )
    except Conflict as refused:
        request.response.status = refused.status
        last = proposed_decisions.latest(request.db, context.amendment)
        form.renew(proposed_decisions.seen(last))
        return _page(context, form, read, refused.message) | _stored(last)
    except Invalid as refused:
        request.response.status = refused.status
        return _page(context, form, read, refused.message)
    message = _("The proposed decision is saved. It is internal until you publish it.")
    return to_amendment(request, context.amendment, message, "#proposal")


@view_config(
    route_name="proposed_decision.list",
    request_method="GET",
    permission=Permission.PROPOSE_DECISION,
    renderer="proposed_decisions/list.jinja2",
)
def list_(context, request):
    version = context.version
    return {
        "version": version,
        "sections": proposed_decisions.waiting(request.db, version),
        "titles": titles_of(text_of(version).document),
    }


@view_config(
    route_name="proposed_decision.list",
    request_method="POST",
    permission=Permission.PROPOSE_DECISION,
)
def publish(context, request):
    """Publish a section in one go, or all of them."""
    form = PublishForm(request)
    if not form.validate():
        raise Invalid(_("The form was incomplete. Please open the page again."))
    sections = None if form.everything.data else [form.section.data or ""]
    count = proposed_decisions.publish(
        request.db, context.version, sections, by=request.identity, now=request.now
    )
    words = _("Published proposed decisions: ${count}", mapping={"count": count})
    request.session.flash(request.localizer.translate(words), "success")
    return HTTPSeeOther(request.path_url)


@view_config(
    route_name="proposed_decision.answer",
    request_method="POST",
    permission=Permission.ANSWER_PROPOSAL,
    renderer="amendments/show.jinja2",
)
def answer(context, request):
    form = AnswerForm(request)
    if not form.validate():
        request.response.status = 422
        return page(context, request, answer=form)
    try:
        proposed_decisions.answer(
            request.db,
            context.amendment,
            Answer(form.answer.data),
            reason=form.reason.data or "",
            by=request.identity,
            now=request.now,
        )
    except Invalid as refused:
        form.refuse("reason", refused.message)
        request.response.status = refused.status
        return page(context, request, answer=form)
    message = _("Your answer has been published.")
    return to_amendment(request, context.amendment, message, "#proposal")


def _changes(amendment, read):
    """Return the modified wording; what has no box stays as the amendment has it."""
    document = amendments.base_of(amendment)
    moves = [one for one in changes_from_json(amendment.changes) if isinstance(one, Move)]
    try:
        edits = drafting.in_order(document, [box.edit for box in read])
        return (*drafting.to_changes(document, edits, f"m{amendment.id}"), *moves)
    except KeyError as error:
        raise Invalid(amendments.UNKNOWN_PASSAGE) from error


def _stored(last):
    """Return what somebody else has written meanwhile, to be shown beside one's own."""
    if last is None or last.changes is None:
        return {"stored": last, "stored_wording": None}
    document = text_of(last.amendment.version).document
    return {"stored": last, "stored_wording": passages_of_stored(document, last.changes)}


def _page(context, form, read, problem=""):
    amendment = context.amendment
    text = text_of(amendment.version)
    return {
        "amendment": amendment,
        "form": form,
        "boxes": read,
        "passages": passages_of_edits(text.document, [box.edit for box in read]),
        "references": text.references,
        "problem": problem,
        "stored": None,
    }
