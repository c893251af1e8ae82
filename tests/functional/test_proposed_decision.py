"""Proposed decisions in the browser: written inside, published in one go, answered."""

import pytest
from support.proposing import ADDRESS

from guideline_workshop.services.drafting import Edit, Place

CHANGE = Edit(Place.REPLACE, "p2", "Der Kreis fördert kostenlose Sprachkurse.")
VERSION = "/consultations/beteiligung/documents/leitlinien/versions/1"


@pytest.fixture
def made(proposing):
    return proposing.submitted(proposing.delegate, CHANGE, title="Kostenlos")


def form_to(page, ending):
    return next(one for one in page.forms.values() if one.action.endswith(ending))


def proposed(moderator, made, **values):
    """Write a proposal and return what comes."""
    page = moderator.get(f"{ADDRESS}/{made.number}/proposed-decision")
    form = form_to(page, "/proposed-decision")
    for name, value in values.items():
        form[name] = value
    return form.submit(expect_errors=True)


def test_from_the_first_thought_to_the_answer(proposing, made):
    moderator = proposing.site.signed_in(proposing.moderator)
    delegate, visitor = proposing.site.signed_in(proposing.delegate), proposing.site.visitor()
    address = f"{ADDRESS}/{made.number}"
    page = proposed(
        moderator,
        made,
        outcome="adopt_modified",
        reason="Kürzer ist klarer.",
        text="Der Kreis fördert Kurse.",
    ).follow()
    page.mustcontain("Nicht veröffentlicht", "Kürzer ist klarer.", "geändert annehmen")
    for reader in (visitor, delegate):
        reader.get(address).mustcontain(no="Kürzer ist klarer.")

    waiting = moderator.get(VERSION + "/proposed-decisions")
    waiting.mustcontain(f"Ä {made.number}", "geändert annehmen")
    form_to(waiting, "/proposed-decisions").submit().follow().mustcontain(
        "Veröffentlichte Beschlussempfehlungen: 1"
    )
    visitor.get(address).mustcontain("Kürzer ist klarer.", "Geänderter Wortlaut")

    page = delegate.get(address)
    form = form_to(page, "/proposed-decision/answer")
    form["answer"] = "agreed"
    form.submit().follow().mustcontain("stimmt zu")
    visitor.get(address).mustcontain("stimmt zu")


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"outcome": "reject"}, "Begründung"),
        ({"outcome": "adopt_modified", "reason": "Besser."}, "Wortlaut"),
        ({"outcome": "obsolete", "reason": "Steht dort.", "obsolete_by": "999"}, "Nummer"),
        ({"outcome": "obsolete", "reason": "Steht dort.", "obsolete_by": "x"}, "Nummer"),
        ({"reason": "Ohne Vorschlag."}, "Beschlussempfehlung"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_lost(proposing, made, values, words):
    moderator = proposing.site.signed_in(proposing.moderator)
    page = proposed(moderator, made, **values)
    assert page.status_int == 422
    assert words in page.html.select_one(".kern-alert--danger").get_text()
    form = form_to(page, "/proposed-decision")
    for name, value in values.items():
        assert form[name].value == value


def test_a_missing_reason_is_said_beside_its_field(proposing, made):
    moderator = proposing.site.signed_in(proposing.moderator)
    page = proposed(moderator, made, outcome="reject")
    field = page.html.find("textarea", attrs={"name": "reason"})
    assert "Begründung" in page.html.find(id=f"{field['id']}-error").get_text()
    page = proposed(moderator, made, outcome="obsolete", reason="Steht dort.")
    field = page.html.find("input", attrs={"name": "obsolete_by"})
    assert "Nummer" in page.html.find(id=f"{field['id']}-error").get_text()


def test_a_rejection_has_its_reason(proposing, made):
    moderator = proposing.site.signed_in(proposing.moderator)
    page = proposed(moderator, made, outcome="reject", reason="Zu teuer.", consensus="no").follow()
    page.mustcontain("ablehnen", "Zu teuer.", "Kein Konsens")
    proposing.site.visitor().get(VERSION + "/proposed-decisions", status=303)


def test_two_moderators_at_once_lose_nothing(proposing, made):
    moderator = proposing.site.signed_in(proposing.moderator)
    page = moderator.get(f"{ADDRESS}/{made.number}/proposed-decision")
    proposed(moderator, made, outcome="reject", reason="Zu teuer.")
    form = form_to(page, "/proposed-decision")
    form["outcome"], form["reason"] = "take_note", "Gut zu wissen."
    beside = form.submit(status=409)
    beside.mustcontain("Zu teuer.", "ablehnen", "Gut zu wissen.")
    form_to(beside, "/proposed-decision").submit().follow().mustcontain("Gut zu wissen.")


def test_an_objection_without_its_reason_is_asked_for_beside_the_field(proposing, made):
    moderator = proposing.site.signed_in(proposing.moderator)
    delegate = proposing.site.signed_in(proposing.delegate)
    text = "Der Kreis fördert Kurse."
    proposed(moderator, made, outcome="adopt_modified", reason="Kürzer.", text=text)
    form_to(moderator.get(VERSION + "/proposed-decisions"), "/proposed-decisions").submit()
    form = form_to(delegate.get(f"{ADDRESS}/{made.number}"), "/proposed-decision/answer")
    form["answer"] = "objected"
    page = form.submit(status=422)
    assert "wogegen" in page.html.find(id="answer-reason-error").get_text()
    form = form_to(page, "/proposed-decision/answer")
    assert form["answer"].value == "objected"
    form["answer"].force_value("")
    form["reason"] = "Das Wichtigste fehlt."
    page = form.submit(status=422)
    assert form_to(page, "/proposed-decision/answer")["reason"].value == "Das Wichtigste fehlt."
