"""Checking an amendment beside a newer draft, in the browser."""

import factories
import pytest
from factories import NOW
from support.proposing import ADDRESS

from guideline_workshop.models import Amendment, Round, User
from guideline_workshop.services import versions
from guideline_workshop.services.drafting import Edit, Place
from guideline_workshop.text.document import Document, Kind, Provision

FREE = Edit(Place.REPLACE, "p2", "Der Kreis fördert kostenlose Sprachkurse.")


def publish_daily(proposing):
    """Publish the second draft, in which p2 says something else."""
    with proposing.site.data() as db:
        first = db.get_one(Round, proposing.round_id).version
        text = [
            Provision("p2", Kind.PARAGRAPH, 0, "Der Kreis fördert tägliche Sprachkurse.")
            if one.key == "p2"
            else one
            for one in factories.CONTENT.provisions
        ]
        by = factories.identity(db, db.get_one(User, proposing.moderator.id))
        content = Document(tuple(text))
        versions.publish(
            db, first.document, title="Zwei", content=content, by=by, now=NOW, base=first
        )


@pytest.fixture
def overtaken(proposing):
    """An amendment at whose place the second draft says something else."""
    made = proposing.submitted(proposing.delegate, FREE, title="Kostenlos")
    publish_daily(proposing)
    return made


def page_of(browser, made):
    shown = browser.get(f"{ADDRESS}/{made.number}")
    shown.mustcontain("Entwurf 2 ist seither veröffentlicht worden")
    return shown.click("Antrag prüfen")


def form_of(page):
    return next(form for form in page.forms.values() if form.action.endswith("/check"))


def decide(page, choice, words=""):
    form = form_of(page)
    for name in form.fields:
        if name and name.startswith("choice-"):
            form[name] = choice
            form[name.replace("choice-", "words-")] = words
    return form


def test_the_association_sees_both_wordings_and_keeps_its_own(proposing, overtaken):
    browser = proposing.site.signed_in(proposing.delegate)
    start = browser.get("/")
    start.mustcontain(f"Ä {overtaken.number} prüfen")
    page = page_of(browser, overtaken)
    page.mustcontain("tägliche", "kostenlose", "Was soll hier stehen?")

    preview = decide(page, "mine").submit("act", value="preview")
    preview.mustcontain("So würde er übertragen")
    assert "kostenlose" in preview.html.select_one("section[aria-labelledby=result]").get_text()
    assert proposing.stored(overtaken.id).edition == 1  # nothing has been done

    shown = form_of(preview).submit("act", value="").follow()
    shown.mustcontain("ist auf den neuesten Entwurf übertragen", "Entwurf 2")
    assert f"Ä {overtaken.number} prüfen" not in browser.get("/").text
    visitor = proposing.site.visitor()
    visitor.get(f"{ADDRESS}/{overtaken.number}/editions/2").mustcontain("Entwurf 1", "Entwurf 2")


def test_what_was_entered_stays_when_something_is_missing(proposing, overtaken):
    browser = proposing.site.signed_in(proposing.delegate)
    page = page_of(browser, overtaken)
    for choice, words in (("own", ""), ("next", "")):
        form = decide(page, choice, words)
        form["reason"] = "Weil das so ist."
        refused = form.submit(status=422)
        refused.mustcontain("Weil das so ist.", "Das war nicht möglich")
    form = decide(page, "own", "Der Kreis fördert tägliche kostenlose Sprachkurse.")
    assert form.submit().follow().status_int == 200


def test_the_moderation_is_asked_for_a_reason(proposing, overtaken):
    browser = proposing.site.signed_in(proposing.moderator)
    browser.get("/").mustcontain(f"Ä {overtaken.number} prüfen")
    page = page_of(browser, overtaken)
    decide(page, "mine").submit(status=422).mustcontain("Bitte geben Sie eine Begründung an")
    form = decide(page, "mine")
    form["reason"] = "Der Verein hat es am Telefon gesagt."
    form.submit(status=303)


def test_others_read_it_and_decide_nothing(proposing, overtaken):
    for browser in (proposing.site.visitor(), proposing.site.signed_in(proposing.stranger)):
        page = page_of(browser, overtaken)
        assert not any(form.action.endswith("/check") and "edition" in form.fields
                       for form in page.forms.values())  # fmt: skip
        page.mustcontain("entscheidet der Verband oder die Verfahrensleitung")


def test_who_has_seen_an_older_edition_is_told(proposing, overtaken):
    browser = proposing.site.signed_in(proposing.delegate)
    form = decide(page_of(browser, overtaken), "mine")
    form["edition"] = "7"
    form.submit(status=409).mustcontain("inzwischen")
    with proposing.site.data() as db:
        assert db.get_one(Amendment, overtaken.id).edition == 1


def test_there_is_nothing_to_check_where_the_text_is_the_newest(proposing):
    made = proposing.submitted(proposing.delegate, FREE)
    proposing.site.visitor().get(f"{ADDRESS}/{made.number}/check", status=409)


def test_what_fits_and_was_never_carried_over_needs_one_press(proposing):
    """So it is where a new draft was published by a release that carried nothing over."""
    made = proposing.submitted(
        proposing.delegate, Edit(Place.REPLACE, "p3", "Die Kurse sind für alle Menschen offen.")
    )
    publish_daily(proposing)
    browser = proposing.site.signed_in(proposing.delegate)
    page = page_of(browser, made)
    assert "sagt schon, was der Antrag vorschlägt" not in page.text
    form_of(page).submit("act", value="").follow().mustcontain("ist auf den neuesten Entwurf")
    assert proposing.stored(made.id).edition == 2
