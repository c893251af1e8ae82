"""Characters nobody would see (threat 18)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guideline_workshop.exports.characters import pieces, visible


@pytest.mark.parametrize(
    "text",
    [
        "Bürger*innen",
        "€ – „Zitat“ … ½ ²",
        "naïve e\u0301",
        "Привет",
        "مرحبا",
        "漢字",
        "👍🏽",
        "❤\ufe0f",
    ],
)
def test_what_can_be_seen_stays(text):
    assert visible(text) == text


def test_emoji_families_stay_together():
    family = "👨\u200d👩\u200d👧"
    assert visible(family, changed=True) == family


@pytest.mark.parametrize(
    ("character", "name"),
    [
        ("\u202e", "U+202E"),
        ("\u200b", "U+200B"),
        ("\u00ad", "U+00AD"),
        ("\u2003", "U+2003"),
        ("\u3164", "U+3164"),
        ("\x00", "U+0000"),
        ("\n", "U+000A"),
        ("\ud800", "U+D800"),
        ("\ufe0f", "U+FE0F"),
        ("\u200d", "U+200D"),
        ("\U000e0041", "U+E0041"),
        ("\uffff", "U+FFFF"),
    ],
)
def test_what_cannot_be_seen_is_named(character, name):
    assert visible(f"a{character}b") == f"a[{name}]b"


@given(st.text())
def test_tokens_take_the_place_of_one_character_each(text):
    found = list(pieces(text, changed=True))
    restored = "".join(
        chr(int(piece.text[3:-1], 16)) if piece.token else piece.text for piece in found
    )
    assert restored == text
    assert visible(visible(text, changed=True), changed=True) == visible(text, changed=True)
