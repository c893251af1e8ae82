"""Words by their stems: what a reader of German takes for the same word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guideline_workshop.services.stems import LONGEST, stems


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sprachkurs", "Sprachkursen"),
        ("Sprachkurse", "Sprachkurs"),
        ("Haus", "Häuser"),
        ("Wohnung", "WOHNUNGEN"),
        ("Straße", "Strasse"),
        ("Bürger*innen", "Bürgerinnen"),
        ("Bürger:innen", "Bürger/-innen"),
        ("Bürger_in", "Bürgerin"),
        ("**Kreis**", "Kreises"),
        ("Bu\u0308rger", "Bürger"),
        ("Teilhabe-Beirat", "Teilhabe Beirat"),
    ],
)
def test_forms_of_a_word_are_the_same(one, other):
    assert list(stems(one)) == list(stems(other))


@pytest.mark.parametrize(("one", "other"), [("Haus", "Hase"), ("7", "70"), ("Kurs", "Kreis")])
def test_other_words_are_others(one, other):
    assert list(stems(one)) != list(stems(other))


@given(st.text(max_size=300))
def test_stems_are_letters_and_digits_and_have_a_bound(text):
    """So nothing in them means anything to a database."""
    for one in stems(text):
        assert one.isalnum()
        assert 0 < len(one) <= LONGEST


@given(st.text(alphabet=st.characters(categories=["L"]), max_size=30))
def test_the_stem_of_a_stem_is_itself(word):
    for one in stems(word):
        assert list(stems(one)) in ([one], [])
