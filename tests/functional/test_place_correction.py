"""Another place for an amendment in the browser: shown, proposed, answered."""

import pytest
from support.proposing import ADDRESS

from guideline_workshop.models import Amendment
from guideline_workshop.services.drafting import Edit, Place

WORDS = "Die Kurse sind für alle offen und kostenlos."


@pytest.fixture
def made(proposing):
    return proposing.submitted(proposing.delegate, Edit(Place.REPLACE, "p2", WORDS))


@pytest.fixture
def moderator(proposing):
    return proposing.site.signed_in(proposing.moderator)


def form_to(page, ending, method="POST"):
    fitting = [one for one in page.forms.values() if one.action.endswith(ending)]
    return next(one for one in fitting if one.method.upper() == method)


def proposed(moderator, made, to="p3", reason="Gehört zu den Kursen."):
    """Look at the change there, and propose it."""
    form = form_to(moderator.get(f"{ADDRESS}/1/place-correction"), "/place-correction", "GET")
    form["to"] = to
    form = form_to(form.submit(), "/place-correction")
    form["reason"] = reason
    assert made.number == 1
    return form.submit(expect_errors=True)


def answered(delegate, answer, reason=""):
    form = form_to(delegate.get(f"{ADDRESS}/1"), "/answer")
    form["answer"], form["reason"] = answer, reason
    return form.submit(expect_errors=True)


def test_from_the_proposal_to_the_new_wording(proposing, moderator, made):
    page = proposed(moderator, made).follow()
    page.mustcontain("schlägt eine andere Stelle vor", "Gehört zu den Kursen.")
    assert not [form for form in page.forms.values() if form.action.endswith("/answer")]
    delegate = proposing.site.signed_in(proposing.delegate)
    answered(delegate, "yes").follow().mustcontain("steht jetzt an der anderen Stelle")
    page = proposing.site.visitor().get(f"{ADDRESS}/1")
    page.mustcontain("an eine andere Stelle gesetzt", no="schlägt eine andere Stelle vor")
    with proposing.site.data() as db:
        assert [one["key"] for one in db.get_one(Amendment, made.id).changes] == ["p3"]


def test_a_refusal_leaves_everything_as_it_is(proposing, moderator, made):
    proposed(moderator, made)
    delegate = proposing.site.signed_in(proposing.delegate)
    late = form_to(delegate.get(f"{ADDRESS}/1"), "/answer")
    answered(delegate, "no", "Ist so gemeint.").follow().mustcontain("Die Stelle bleibt")
    late["answer"] = "yes"
    late.submit(status=409).mustcontain("wartet nicht mehr")
    assert proposing.stored(made.id).edition == 1
    delegate.get("/consultations/beteiligung/journal").mustcontain("Ist so gemeint.")


def test_the_change_is_seen_at_the_other_place_before_it_is_proposed(moderator, made):
    page = moderator.get(f"{ADDRESS}/1/place-correction?change=0&to=p3")
    page.mustcontain("An der anderen Stelle", "und kostenlos")
    assert made.edition == 1


@pytest.mark.parametrize("query", ["change=0&to=p2", "change=0&to=p99", "change=9&to=p3", "to=p3"])
def test_a_place_where_it_cannot_be_is_said(moderator, made, query):
    page = moderator.get(f"{ADDRESS}/1/place-correction?{query}", status=422)
    assert page.html.select_one(".kern-alert--danger")
    assert made.number == 1


def test_a_reason_is_needed_and_an_answer_too(proposing, moderator, made):
    page = proposed(moderator, made, reason="")
    assert page.status_int == 422
    assert page.html.find(id="reason-error")
    assert form_to(page, "/place-correction")["to"].value == "p3"
    proposed(moderator, made)
    delegate = proposing.site.signed_in(proposing.delegate)
    form = form_to(delegate.get(f"{ADDRESS}/1"), "/answer")
    form["reason"] = "Noch offen."
    page = form.submit(status=422)
    assert page.html.find(id="correction-answer-error")
    assert form_to(page, "/answer")["reason"].value == "Noch offen."


def test_others_do_not_answer(proposing, moderator, made):
    proposed(moderator, made)
    for user in (proposing.stranger, proposing.drafter, proposing.moderator):
        page = proposing.site.signed_in(user).get(f"{ADDRESS}/1")
        page.mustcontain("ist um Bestätigung gebeten")
