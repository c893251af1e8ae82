"""Ballots: opening, voting, closing, result."""

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.view import view_config

from guideline_workshop.forms.ballot import OpenBallotForm, VoteForm
from guideline_workshop.i18n import _
from guideline_workshop.rules.permissions import Permission
from guideline_workshop.services import amendments, ballots
from guideline_workshop.services.errors import Invalid
from guideline_workshop.services.passages import passages_of
from guideline_workshop.text.numbering import numbering


@view_config(route_name="ballot.new", request_method="POST", permission=Permission.OPEN_BALLOT)
def open_(context, request):
    form = OpenBallotForm(request)
    if not form.validate():
        raise Invalid(_("Choose an amendment that is ready for the vote."))
    amendment = amendments.find(
        request.db, context.consultation, str(form.amendment.data), request.identity
    )
    if amendment is None:
        raise Invalid(_("Choose an amendment that is ready for the vote."))
    ballot = ballots.open_(
        request.db, context.round, amendment, by=request.identity, now=request.now
    )
    request.session.flash(request.localizer.translate(_("The ballot is open.")), "success")
    return HTTPSeeOther(_address(request, ballot))


@view_config(
    route_name="ballot.show",
    request_method="GET",
    permission=Permission.READ_BALLOT,
    renderer="ballots/show.jinja2",
)
def show(context, request):
    return _page(context, request, VoteForm(request))


@view_config(
    route_name="ballot.vote",
    request_method="POST",
    permission=Permission.VOTE,
    renderer="ballots/show.jinja2",
)
def vote(context, request):
    form = VoteForm(request)
    if not form.validate():
        request.response.status = 422
        return _page(context, request, form)
    ballots.vote(request.db, context.ballot, form.chosen, by=request.identity, now=request.now)
    request.session.flash(
        request.localizer.translate(
            _(
                "Your vote for ${association} has been recorded.",
                mapping={"association": request.identity.acting.name},
            )
        ),
        "success",
    )
    return HTTPSeeOther(_address(request, context.ballot))


@view_config(route_name="ballot.close", request_method="POST", permission=Permission.CLOSE_BALLOT)
def close(context, request):
    ballots.close(request.db, context.ballot, by=request.identity, now=request.now)
    request.session.flash(
        request.localizer.translate(_("The result has been determined.")), "success"
    )
    return HTTPSeeOther(_address(request, context.ballot))


def _page(context, request, form):
    ballot = context.ballot
    base = amendments.base_of(ballot.amendment)
    return {
        "ballot": ballot,
        "amendment": ballot.amendment,
        "state": ballot.state(request.now),
        "form": form,
        "own_vote": ballots.own_vote(request.db, ballot, request.identity),
        "participation": ballots.participation(request.db, ballot),
        "tally": ballots.result(request.db, ballot, request.now),
        "recorded": ballots.recorded(request.db, ballot) if ballot.closed_at else None,
        "by_name": ballots.votes_by_name(request.db, ballot, request.now),
        "passages": passages_of(base, amendments.changes_of(ballot.amendment).changes),
        "references": numbering(base),
    }


def _address(request, ballot):
    return request.route_url(
        "ballot.show",
        consultation=ballot.round.consultation.slug,
        amendment=ballot.amendment.number,
    )
