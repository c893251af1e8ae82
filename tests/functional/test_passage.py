"""One passage with all that is proposed for it, in the browser."""

import pytest

from guideline_workshop.services.drafting import Edit, Place

VERSION = "/consultations/beteiligung/documents/leitlinien/versions/1"


@pytest.fixture
def made(proposing):
    words = ("kostenlose Sprachkurse.", "tägliche Sprachkurse.", "Sprachkurse für alle.")
    people = (proposing.delegate, proposing.stranger, proposing.delegate)
    return [
        proposing.submitted(who, Edit(Place.REPLACE, "p2", f"Der Kreis fördert {one}"), title=one)
        for who, one in zip(people, words, strict=True)
    ]


def test_the_reading_page_leads_to_all_of_them(proposing, made):
    browser = proposing.site.visitor()
    page = browser.get(VERSION).click("alle 3 verglichen")
    page.mustcontain("Nr. 1 Abs. 1", *(one.title for one in made), "Wohnverein")
    side = page.click("Nebeneinander anzeigen")
    assert len(side.html.select("table.gw-sides")) == 3
    page.click("Nächste Stelle").mustcontain("Hierzu ist nichts vorgeschlagen.")


def test_some_are_laid_over_each_other(proposing, made):
    browser = proposing.site.visitor()
    form = next(
        one
        for one in browser.get(f"{VERSION}/passages/p2").forms.values()
        if "together" in one.fields
    )
    for box in form.fields["together"]:
        box.checked = True
    page = form.submit()
    shown = page.html.find(id="overlay").find_parent("section").get_text(" ", strip=True)
    assert "Diese können nicht nebeneinander gelten" in shown
    assert "für alle" in shown
    fitting = browser.get(
        f"{VERSION}/passages/p2?together={made[0].number}&together={made[2].number}"
    )
    fitting.mustcontain("An dieser Stelle passen sie zusammen.")


@pytest.mark.parametrize("query", ["together=99", "together=x", "together=&together=", "view=x"])
def test_what_does_not_exist_is_laid_over_nothing(proposing, made, query):
    page = proposing.site.visitor().get(f"{VERSION}/passages/p2?{query}")
    assert page.html.find(id="overlay") is None
    page.mustcontain(made[0].title)


def test_a_passage_that_does_not_exist(proposing):
    proposing.site.visitor().get(f"{VERSION}/passages/p99", status=404)
