import factories
import pytest
from factories import DAY, HOUR, NOW
from support.proposing import ADDRESS, editor, token_of

from guideline_workshop.models import Amendment
from guideline_workshop.rules.states import AmendmentState
from guideline_workshop.services import amendments, ballots
from guideline_workshop.services.drafting import Edit, Place


def test_a_drafter_writes_but_cannot_submit(proposing):
    draft = proposing.drafted(proposing.drafter)
    browser = proposing.site.signed_in(proposing.drafter)
    page = browser.get(f"{ADDRESS}/d{draft.id}")
    assert not [form for form in page.forms.values() if form.action.endswith("/submit")]
    token = editor(browser, draft)["csrf_token"].value
    fields = {"csrf_token": token, "revision": str(draft.revision)}
    browser.post(f"{ADDRESS}/d{draft.id}/submit", fields, status=403)
    assert proposing.stored(draft.id).state is AmendmentState.DRAFT


def test_a_draft_that_changed_since_it_was_read_is_not_submitted(proposing):
    draft = proposing.drafted(proposing.delegate)
    browser = proposing.site.signed_in(proposing.delegate)
    token = editor(browser, draft)["csrf_token"].value
    fields = {"csrf_token": token, "revision": str(draft.revision - 1)}
    browser.post(f"{ADDRESS}/d{draft.id}/submit", fields, status=409)
    assert proposing.stored(draft.id).state is AmendmentState.DRAFT


@pytest.mark.parametrize(
    ("edits", "rationale"),
    [((), ""), ((Edit(Place.REPLACE, "p2", "Der Kreis fördert Sprachkurse."),), "Darum.")],
)
def test_an_unfinished_draft_is_not_submitted(proposing, edits, rationale):
    draft = proposing.drafted(proposing.delegate, *edits, rationale=rationale)
    browser = proposing.site.signed_in(proposing.delegate)
    page = browser.get(f"{ADDRESS}/d{draft.id}")
    assert not [form for form in page.forms.values() if form.action.endswith("/submit")]
    token = editor(browser, draft)["csrf_token"].value
    fields = {"csrf_token": token, "revision": str(draft.revision)}
    refused = browser.post(f"{ADDRESS}/d{draft.id}/submit", fields, status=422)
    assert refused.html.select("[role=alert]")
    assert proposing.stored(draft.id).state is AmendmentState.DRAFT


def test_a_draft_stays_readable_after_the_round_but_cannot_be_edited(proposing):
    draft = proposing.drafted(proposing.delegate)
    with proposing.site.data() as db:
        round_ = db.get_one(factories.Round, proposing.round_id)
        round_.closes_at = NOW - HOUR
    browser = proposing.site.signed_in(proposing.delegate)
    browser.get(f"{ADDRESS}/d{draft.id}/edit", status=403)
    page = browser.get(f"{ADDRESS}/d{draft.id}")
    assert not [form for form in page.forms.values() if form.action.endswith("/submit")]


def test_a_draft_is_unknown_to_others(proposing):
    draft = proposing.drafted(proposing.delegate)
    for browser in (
        proposing.site.visitor(),
        proposing.site.signed_in(proposing.stranger),
        proposing.site.signed_in(proposing.moderator),
    ):
        browser.get(f"{ADDRESS}/d{draft.id}", status=404)
        browser.get(f"{ADDRESS}/d{draft.id}/edit", status=404)


def test_a_draft_is_discarded(proposing):
    draft = proposing.drafted(proposing.delegate)
    browser = proposing.site.signed_in(proposing.delegate)
    page = browser.get(f"{ADDRESS}/d{draft.id}/edit")
    next(one for one in page.forms.values() if one.action.endswith("/discard")).submit().follow()
    browser.get(f"{ADDRESS}/d{draft.id}", status=404)


def test_an_amendment_is_shown_inline_and_side_by_side_to_everybody(proposing):
    made = proposing.submitted(proposing.delegate)
    visitor = proposing.site.visitor()
    page = visitor.get(f"{ADDRESS}/{made.number}")
    assert page.html.select(".gw-line ins")
    assert made.digest in page.text
    page = visitor.get(f"{ADDRESS}/{made.number}?view=side")
    assert page.html.find("table", class_="gw-sides").find("ins")


STANDS = {
    "says the same as": "Der Kreis fördert kostenlose Sprachkurse.",
    "contained in": "Die Stadt fördert kostenlose Sprachkurse.",
    "overlaps with": "Der Kreis fördert teure Sprachkurse.",
    "borders on": "Der Kreis verlangt Sprachkurse.",
    "other words at the same place": "Die Stadt fördert Sprachkurse.",
}


@pytest.mark.parametrize(("words", "text"), STANDS.items())
def test_a_page_says_how_an_amendment_stands_to_those_of_others(proposing, words, text):
    """On what was submitted, and while a draft is written."""
    proposing.submitted(proposing.stranger, Edit(Place.REPLACE, "p2", text), title="Der andere")
    draft = proposing.drafted(proposing.delegate)
    browser = proposing.site.signed_in(proposing.delegate)
    browser.set_cookie("gw_language", "en")
    pages = [browser.get(f"{ADDRESS}/d{draft.id}"), browser.get(f"{ADDRESS}/d{draft.id}/edit")]
    made = proposing.submitted(proposing.delegate)
    pages.append(browser.get(f"{ADDRESS}/{made.number}"))
    for page in pages:
        (other,) = [one for one in page.html.select("li") if "Der andere" in one.get_text()]
        assert words in other.get_text()
        assert ("submit it together?" in other.get_text()) == (words == "says the same as")


def test_nearly_the_same_wording_of_another_association_is_suggested_as_joint(proposing):
    said = "Der Kreis fördert ehrenamtliche Sprachkurse für {} aus allen Gemeinden."
    texts = [said.format(who) for who in ("Einwohner", "Einwohnerinnen")]
    for user, text in zip((proposing.stranger, proposing.delegate), texts, strict=True):
        proposing.submitted(user, Edit(Place.REPLACE, "p2", text))
    visitor = proposing.site.visitor()
    visitor.set_cookie("gw_language", "en")
    visitor.get(f"{ADDRESS}/2").mustcontain("overlaps with", "Nearly the same wording")


def test_drafts_and_other_versions_are_not_compared(proposing):
    proposing.drafted(proposing.stranger, title="Noch geheim")
    with proposing.site.data() as db:
        round_ = db.get_one(factories.Round, proposing.round_id)
        by = factories.identity(db, proposing.moderator)
        _document, other = factories.document_with_version(db, round_.consultation, by)
        stranger = factories.identity(db, proposing.stranger)
        in_other = factories.round_(db, other, by)
        factories.submitted(db, in_other, stranger, title="Anderer Entwurf")
    draft = proposing.drafted(proposing.delegate)
    page = proposing.site.signed_in(proposing.delegate).get(f"{ADDRESS}/d{draft.id}")
    page.mustcontain(no=["Noch geheim", "Anderer Entwurf"])


def test_the_moderation_admits_or_returns_with_a_reason(proposing):
    made = proposing.submitted(proposing.delegate)
    browser = proposing.site.signed_in(proposing.moderator)
    page = browser.get(f"{ADDRESS}/{made.number}")
    form = next(one for one in page.forms.values() if one.action.endswith("/decide"))
    form["state"] = "returned"
    refused = form.submit(status=422)
    assert proposing.stored(made.id).state is AmendmentState.SUBMITTED
    form = next(one for one in refused.forms.values() if one.action.endswith("/decide"))
    assert form["state"].value == "returned"
    form["reason"] = "Bitte den Bezug klären."
    form.submit().follow().mustcontain("Bitte den Bezug klären.")
    assert proposing.stored(made.id).state is AmendmentState.RETURNED


@pytest.mark.parametrize("state", ["adopted", "draft", "withdrawn", "", None])
def test_the_moderation_cannot_decide_anything_else(proposing, state):
    made = proposing.submitted(proposing.delegate)
    browser = proposing.site.signed_in(proposing.moderator)
    page = browser.get(f"{ADDRESS}/{made.number}")
    fields = {"csrf_token": token_of(page), "reason": "Darum."}
    if state is not None:
        fields["state"] = state
    browser.post(f"{ADDRESS}/{made.number}/decide", fields, status=422)


def test_an_association_withdraws_its_amendment_but_nobody_elses(proposing):
    made = proposing.submitted(proposing.delegate)
    browser = proposing.site.signed_in(proposing.delegate)
    page = browser.get(f"{ADDRESS}/{made.number}")
    form = next(one for one in page.forms.values() if one.action.endswith("/withdraw"))
    form["reason"] = "Erledigt."
    stranger = proposing.site.signed_in(proposing.stranger)
    token = token_of(stranger.get(ADDRESS))
    stranger.post(form.action, {"csrf_token": token, "reason": ""}, status=403)
    form.submit().follow().mustcontain("Erledigt.")
    assert proposing.stored(made.id).state is AmendmentState.WITHDRAWN


def test_what_is_put_to_the_vote_can_no_longer_be_withdrawn(proposing):
    made = proposing.submitted(proposing.delegate)
    with proposing.site.data() as db:
        moderator = factories.identity(db, proposing.moderator)
        made = db.get_one(Amendment, made.id)
        amendments.move_to(db, made, AmendmentState.ADMITTED, reason="", by=moderator, now=NOW)
        round_ = factories.round_(
            db, made.round.version, moderator, factories.RoundKind.BALLOT, closes_at=NOW + DAY
        )
        ballots.open_(db, round_, made, by=moderator, now=NOW)
    browser = proposing.site.signed_in(proposing.delegate)
    page = browser.get(f"{ADDRESS}/{made.number}")
    page.mustcontain(f"/ballots/{made.number}")
    fields = {"csrf_token": token_of(page), "reason": "Doch nicht."}
    browser.post(f"{ADDRESS}/{made.number}/withdraw", fields, status=409)
    assert proposing.stored(made.id).state is AmendmentState.ADMITTED


def test_everybody_reads_why_a_round_has_new_dates(proposing):
    moderator = proposing.site.signed_in(proposing.moderator)
    address = f"/consultations/beteiligung/rounds/{proposing.round_number}"
    proposing.site.visitor().get(address).mustcontain(no="Neue Termine")
    page = moderator.get(f"{address}/dates")
    form = next(one for one in page.forms.values() if one.action.endswith("/dates"))
    form["reason"] = "Viele waren verreist."
    form.submit().follow()
    proposing.site.visitor().get(address).mustcontain("Neue Termine", "Viele waren verreist.")
