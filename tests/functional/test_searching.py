"""Searching the list of amendments: one more filter of the page and of its files."""

import csv
import io
from urllib.parse import quote

import pytest
from support.proposing import ADDRESS, odd_searches

from guideline_workshop.services.drafting import Edit, Place


@pytest.fixture
def some(proposing):
    proposing.submitted(proposing.delegate, title="Mehr Sprachkurse")
    proposing.submitted(proposing.stranger, Edit(Place.REPLACE, "p5", "Neu"), title="Mehr Wohnen")
    proposing.drafted(proposing.delegate, title="Noch geheim")
    return proposing


def titles(page):
    return [one.get_text() for one in page.html.select("main tbody th a")]


def test_people_search_and_narrow_further(some):
    browser = some.site.signed_in(some.delegate)
    form = next(one for one in browser.get(ADDRESS).forms.values() if "q" in one.fields)
    form["q"] = "  wohnungen mehr "
    page = form.submit()
    assert titles(page) == ["Ä 2: Mehr Wohnen"]
    page.mustcontain('value="wohnungen mehr"', no="Noch geheim")
    assert titles(browser.get(f"{ADDRESS}?q=mehr&sort=place")) == [
        "Ä 1: Mehr Sprachkurse",
        "Ä 2: Mehr Wohnen",
    ]
    assert titles(browser.get(f"{ADDRESS}?q=mehr&section=p4")) == ["Ä 2: Mehr Wohnen"]
    browser.get(f"{ADDRESS}?q=Sauna").mustcontain("Zu dieser Auswahl passt kein Änderungsantrag")


def test_a_draft_is_found_by_nobody(some):
    for user in (some.delegate, some.stranger, some.moderator):
        page = some.site.signed_in(user).get(f"{ADDRESS}?q=geheim")
        page.mustcontain(no="Noch geheim")


def test_the_files_hold_what_was_found(some):
    browser = some.site.signed_in(some.stranger)
    page = browser.get(f"{ADDRESS}?q=wohnen")
    (address,) = [one["href"] for one in page.html.select("main a") if "/export/csv" in one["href"]]
    text = browser.get(address).body.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert [row[1] for row in rows[1:]] == ["Mehr Wohnen"]


@pytest.mark.parametrize("text", odd_searches())
def test_any_words_may_be_searched_for(some, text):
    browser = some.site.signed_in(some.stranger)
    page = browser.get(f"{ADDRESS}?q={quote(text)}")
    assert len(titles(page)) <= 2
    assert len(page.html.select_one("#q")["value"]) <= 200
    browser.get(f"{ADDRESS}/export/xlsx?q={quote(text)}")


def test_what_is_searched_for_is_shown_as_words(some):
    page = some.site.visitor().get(f"{ADDRESS}?q={quote('<script>alert(1)</script>')}")
    page.mustcontain("&lt;script&gt;", no="<script>alert")
