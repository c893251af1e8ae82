"""The stand-alone HTML page, as a parser sees it."""

from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from support.revised import revised
from support.tracked import CASES, F1, HOSTILE, I1, I2, I3, R0, R1, A, H, publication, same

from guideline_workshop.exports.characters import visible
from guideline_workshop.exports.html import to_html
from guideline_workshop.exports.publication import Note
from guideline_workshop.text.display import compare

EMPTY = {"meta"}
TAGS = {"html", "head", "meta", "title", "style", "body", "header", "main", "footer"}
TAGS |= {"h1", "h2", "h3", "h4", "h5", "h6", "p", "ol", "li", "dl", "dt", "dd", "small", "span"}
TAGS |= {"table", "thead", "tbody", "tr", "th", "td", "del", "ins", "strong", "em", "a"}


class Page(HTMLParser):
    """Tags in balance, ids, and the text of each element."""

    def __init__(self, data: bytes):
        super().__init__()
        self.open, self.ids, self.found, self.attributes = [], [], [], []
        self.feed(data.decode())
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        assert tag in TAGS
        self.attributes += attrs
        self.ids += [value for name, value in attrs if name == "id"]
        if tag not in EMPTY:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if data.strip():
            self.found.append((self.open[-1], data.strip()))

    def texts(self, tag):
        return [text for element, text in self.found if element == tag]


def page(*provisions, **overrides) -> Page:
    return Page(to_html(publication(tuple(map(same, provisions)), **overrides)))


def test_it_says_what_it_is():
    data = to_html(publication((same(A),)))
    assert b'<html lang="de">' in data
    found = Page(data)
    assert found.texts("title") == ["Leitlinien für Integration – Entwurf 2"]
    assert found.texts("h1") == ["Leitlinien für Integration"]
    assert "Entwurf 2 · Stand 22. November 2026" in found.texts("p")
    assert publication((same(A),)).digest in found.texts("span")


def test_it_loads_nothing_and_runs_nothing():
    data = to_html(publication((same(A),))).decode()
    assert "default-src 'none'" in data
    assert not {"script", "link", "img", "iframe"} & {tag for tag, _ in Page(data.encode()).found}
    assert "url(" not in data
    assert "@import" not in data


def test_everything_is_what_it_is():
    lines = tuple(map(same, (H, A, I1, I2, I3, F1, R0, R1)))
    found = Page(to_html(replace(publication(lines), lines=None)))
    assert found.texts("h2") == ["Sprache"]
    assert found.texts("li") == ["Kitas,", "freie Träger,", "Beratung."]
    assert (found.texts("dt"), found.texts("dd")) == (["Ziel"], ["Eltern kennen die Angebote."])
    assert (found.texts("th"), found.texts("td")) == (["Jahr", "Ziel"], ["2027", "zehn"])
    numbers = [text for text in found.texts("span") if len(text) < 5]
    assert numbers == ["1", "(1)", "a)", "aa)", "b)"]


def test_english_is_english():
    data = to_html(publication((same(A),), language="en"))
    assert b'<html lang="en">' in data
    assert b"Checksum" in data


def test_changes_are_explained():
    found = Page(to_html(publication(CASES["changed words"])))
    assert any("Änderungen gegenüber Entwurf 1" in text for text in found.texts("p"))
    assert {"gestrichen", "Erster"} <= set(found.texts("del"))
    assert {"eingefügt", "Letzter"} <= set(found.texts("ins"))


def test_the_clean_page_shows_no_changes():
    found = Page(to_html(replace(publication(CASES["changed words"]), lines=None)))
    assert found.texts("del") == []
    assert found.texts("ins") == []


@pytest.mark.parametrize(
    ("name", "remark"),
    [
        ("moved up", "[hierher verschoben]"),
        ("moved up", "[an andere Stelle verschoben]"),
        ("paragraph made a heading", "[bisher: Absatz]"),
        ("item made deeper", "[bisher: Aufzählungspunkt, Ebene 1]"),
        ("field changed into another", "[bisher: Feld „Maßnahme“]"),
    ],
)
def test_what_words_cannot_show_is_said(name, remark):
    assert remark in Page(to_html(publication(CASES[name]))).texts("small")


def test_notes_stand_beside_their_provision():
    assert page(A, notes=(Note("a", "aus Ä 7 <b>"),)).texts("small") == ["[aus Ä 7 <b>]"]


@pytest.mark.parametrize("name", CASES)
def test_every_case_is_in_balance_with_ids_of_its_own(name):
    found = Page(to_html(publication(CASES[name])))
    assert len(set(found.ids)) == len(found.ids)


@settings(max_examples=40, deadline=None)
@given(revised())
def test_every_comparison_is_in_balance(versions):
    old, new = versions
    found = Page(to_html(publication(compare(old, new).lines, document=new)))
    assert len(set(found.ids)) == len(found.ids)


def test_hostile_words_stay_words():
    found = page(
        A, title=HOSTILE, version=HOSTILE, consultation=HOSTILE, notes=(Note("a", HOSTILE),)
    )
    assert found.texts("title")[0].startswith(visible(HOSTILE))
    assert not [name for name, _ in found.attributes if name.startswith("on")]
    assert "\u202e" not in to_html(publication(CASES["hostile text"])).decode()
