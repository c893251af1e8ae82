"""Text as HTML: escaped, with every invisible character shown (threats 16, 17, 18)."""

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.tracked import changed, marked, paragraph, row, split

from guideline_workshop.exports.fragments import (
    Words,
    cells_html,
    provision_html,
    runs_html,
    text_html,
    tracked_cells_html,
    tracked_html,
)
from guideline_workshop.text.diff import Op
from guideline_workshop.text.tracked import Run

WORDS = Words("gestrichen", "eingefügt", "Absatzumbruch")
ALLOWED = {"strong", "em", "a", "del", "ins", "span"}
ATTRIBUTES = {"class", "href", "rel", "data-origin", "aria-hidden"}


class Reading(HTMLParser):
    """What a browser makes of a fragment: its tags, attributes and text."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.attributes, self.text = set(), [], ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes += attrs

    def handle_data(self, data):
        self.text += data


def test_inline_marks_become_html():
    html = provision_html("**stark** *betont* [Satzung](https://a.example/?x=1&y=2) B*innen")
    assert html == (
        "<strong>stark </strong><em>betont </em>"
        '<a href="https://a.example/?x=1&amp;y=2" rel="noopener">Satzung </a>B*innen'
    )


def test_a_change_says_in_words_what_it_is():
    html = runs_html(marked("Die [-alte-]{+neue+} Fassung"), WORDS)
    assert html == (
        'Die <del class="gw-del" data-origin="8"><span class="gw-sr-only">[gestrichen: </span>alte'
        '<span class="gw-sr-only">] </span></del>'
        '<ins class="gw-ins gw-touching" data-origin="7">'
        '<span class="gw-sr-only">[eingefügt: </span>neue'
        '<span class="gw-sr-only">] </span></ins> Fassung'
    )


def test_changes_with_words_between_them_are_not_beside_each_other():
    assert "gw-touching" not in runs_html(marked("[-a-] b {+c+}"), WORDS)


def test_one_change_is_one_element_whatever_its_styles():
    runs = [Run(Op.INSERTED, "a "), Run(Op.INSERTED, "b", strong=True)]
    html = runs_html(runs, WORDS)
    assert html.count("<ins") == 1
    assert "a <strong>b</strong>" in html


def test_a_split_shows_its_paragraph_mark():
    parts = ((paragraph("a", "Eins."), "Eins."), (paragraph("n", "Zwei."), "Zwei."))
    first, last = split(paragraph("a", "Eins. Zwei."), *parts)
    assert "¶" in tracked_html(first, WORDS)
    assert "Absatzumbruch" in tracked_html(first, WORDS)
    assert "¶" not in tracked_html(last, WORDS)


@pytest.mark.parametrize("name", ["\u202e", "\u200b", "\u200f", "\u2066", "\ufeff", "\U000e0041"])
def test_an_inserted_invisible_character_is_shown(name):
    html = runs_html([Run(Op.INSERTED, f"a{name}b")], WORDS)
    assert f'<span class="gw-char">[U+{ord(name):04X}]</span>' in html
    assert name not in html


def test_a_no_break_space_is_shown_where_it_is_the_change():
    assert text_html("3\u00a0%") == "3\u00a0%"
    assert "[U+00A0]" in text_html("3\u00a0%", changed=True)


@pytest.mark.parametrize(
    "href",
    [
        "javascript:alert(1)",
        "http://x.example",
        "data:text/html,x",
        "//x",
        'https://x"y',
        "mailto:",
    ],
)
def test_no_other_link_leaves_the_house(href):
    assert runs_html([Run(Op.EQUAL, "x", href=href)], WORDS) == "x"


HOSTILE = st.text(
    st.sampled_from("<>&\"'/=[]()*\\|{}%`ab \u202e\u200b\x00\ud800") | st.characters()
)


@given(HOSTILE, st.sampled_from(Op), HOSTILE)
def test_no_text_becomes_a_tag(text, op, origin):
    found = Reading(runs_html([Run(op, text, True, True, text, origin)], WORDS))
    assert found.tags <= ALLOWED
    assert {name for name, _ in found.attributes} <= ATTRIBUTES


@given(HOSTILE)
def test_no_markup_becomes_a_foreign_tag(text):
    found = Reading(provision_html(text))
    assert found.tags <= ALLOWED
    assert {name for name, _ in found.attributes} <= ATTRIBUTES
    links = [value for name, value in found.attributes if name == "href"]
    assert all(link.startswith(("https://", "mailto:")) for link in links)


def test_the_text_of_a_page_is_the_text():
    text = "<ins>x</ins> {{ y }} &amp; ]]> a < b"
    assert Reading(text_html(text)).text == text


def test_a_row_is_its_cells():
    assert cells_html(r"**Jahr** | a \| b | <x>") == (
        "<strong>Jahr</strong>",
        r"a | b",
        "&lt;x&gt;",
    )


def test_a_tracked_row_is_its_cells():
    line = changed(row("r", "2027 | zehn"), row("r", "2027 | elf"), "2027 | [-zehn-]{+elf+}")
    year, goal = tracked_cells_html(line, WORDS)
    assert year == "2027"
    assert "<del" in goal
    assert "<ins" in goal
