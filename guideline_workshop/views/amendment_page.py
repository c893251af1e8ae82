"""The page of an amendment: everything about it, and the forms of those who act on it."""

from pyramid.httpexceptions import HTTPSeeOther

from guideline_workshop.forms.amendment import DecisionForm, WithdrawalForm
from guideline_workshop.forms.backing import AskForm
from guideline_workshop.forms.base import BaseForm
from guideline_workshop.forms.place_correction import CorrectionAnswerForm
from guideline_workshop.forms.proposed_decision import AnswerForm
from guideline_workshop.rules.permissions import Permission
from guideline_workshop.services import (
    amendment_relations,
    ballots,
    carrying,
    new_editions,
    overlaps,
    place_corrections,
    proposed_decisions,
    readiness,
    revising,
)
from guideline_workshop.services.passages import passages_of_stored
from guideline_workshop.services.texts import text_of
from guideline_workshop.views import handling


def page(context, request, *, problem="", **forms: BaseForm):
    """Return what the page shows; `forms` are those that were sent, by their names there."""
    amendment = context.amendment
    text = text_of(amendment.version)
    ballot = ballots.of(request.db, amendment)
    return {
        "amendment": amendment,
        "version": amendment.version,
        "passages": passages_of_stored(text.document, amendment.changes),
        "references": text.references,
        "is_side_by_side": request.GET.get("view") == "side",
        "others": overlaps.with_others(request.db, amendment),
        **_backing(context),
        **_proposal(context, request),
        **_correction(context, request),
        "relations": amendment_relations.of(request.db, amendment),
        "handling": handling.summary(context, request),
        "submissions": new_editions.all_of(request.db, amendment),
        "revision": _revision(context, request),
        "overtaken": carrying.overtaken(request.db, amendment),
        "ballot": ballot,
        "result": ballots.result(request.db, ballot, request.now) if ballot else None,
        "obstacles": _obstacles(amendment, request.now),
        "problem": problem,
        "decision": DecisionForm(request),
        "withdrawal": WithdrawalForm(request),
        "answer": AnswerForm(request),
        "ask": ask_form(context, request),
        "now": request.now,
        **forms,
    }


def ask_form(context, request):
    """Offer the associations that can be asked to submit the amendment too."""
    form = AskForm(request)
    form.associations.choices = [(one.id, one.name) for one in context.askable]
    return form


def to_amendment(request, amendment, message, anchor=""):
    """Say what was done, and show the amendment."""
    request.session.flash(request.localizer.translate(message), "success")
    address = request.route_url(
        "amendment.show",
        consultation=amendment.consultation.slug,
        amendment=amendment.reference,
    )
    return HTTPSeeOther(address + anchor)


def _backing(context):
    """Say who stands behind the amendment, and what the one who asks can do about it."""
    return {
        "backing": context.backing,
        "can_answer": context.for_asked.decide(Permission.ANSWER_CO_SUBMISSION),
        "can_support": context.for_supporters.decide(Permission.SUPPORT_AMENDMENT),
        "can_take_over": context.for_successors.decide(Permission.TAKE_OVER_AMENDMENT),
        "can_ask": context.askable and context.decide(Permission.ASK_CO_SUBMITTER),
    }


def _proposal(context, request):
    """Return what is proposed: what is internal for the moderation only."""
    db, amendment = request.db, context.amendment
    published = proposed_decisions.published(db, amendment)
    is_moderator = bool(context.decide(Permission.PROPOSE_DECISION))
    last = proposed_decisions.latest(db, amendment) if is_moderator else None
    may_answer = context.decide(Permission.ANSWER_PROPOSAL)
    shown = last or next(iter(published), None)
    return {
        "proposals": published,
        "internal": last if last is not None and last.published_at is None else None,
        "modified": _modified(shown),
        "against_proposed": proposed_decisions.against_proposed(shown) if shown else None,
        "answerable": proposed_decisions.answerable(db, amendment) if may_answer else None,
    }


def _modified(decision):
    """Return the modified wording against the text; None without one that can be read."""
    if decision is None or decision.changes is None:
        return None
    return passages_of_stored(text_of(decision.amendment.version).document, decision.changes)


def _obstacles(amendment, now):
    """List what stands in the way of submitting a draft."""
    return [] if amendment.number is not None else readiness.obstacles(amendment, now=now)


def _correction(context, request):
    """Return the other place that is proposed, as far as it waits for an answer."""
    amendment = context.amendment
    waiting = place_corrections.waiting(request.db, amendment)
    document = text_of(amendment.version).document
    return {
        "correction": waiting,
        "corrected": waiting and passages_of_stored(document, waiting.changes),
        "correcting": CorrectionAnswerForm(request),
    }


def _revision(context, request):
    """Return the draft of the next edition to those who write on it."""
    is_own = context.decide(Permission.REVISE_AMENDMENT)
    return revising.revision_of(request.db, context.amendment) if is_own else None
