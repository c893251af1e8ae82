"""Sentences are counted as the people count them who cite them."""

import pytest

from guideline_workshop.text.markup import parse
from guideline_workshop.text.sentences import sentences


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Der Kreis hilft. Er berichtet am 1. Mai nach § 5 Abs. 2 der Satzung.", 2),
        ("Am 1. Januar gilt das, z. B. hier, usw. auch dort. Ja!", 2),
        ("Der Verein Ohmberg e. V. Nord hilft am 3. Oktober. Nr. 5 gilt. Abs. 2 auch.", 3),
        ("Im 3. Quartal und in der 2. Runde wird gezählt. Am 30. Er kommt.", 3),
        ("Das gilt seit 2026. Der Kreis hilft. 2027 endet es.", 3),
        ("Er kommt bis 12.30 Uhr, vgl. Art. 3 GG, Dr. Meier auch. Gut?", 2),
        ("„So ist es.“ Das gilt (auch hier.) Immer", 3),
        ("Das gilt. ‚So ist es.‘ Immer", 3),
        ("**Das gilt.** *Immer.*", 2),
        ("", 0),
        ("Ohne Punkt", 1),
    ],
)
def test_sentences_are_counted_as_people_count_them(text, count):
    tokens = parse(text)
    found = sentences(tokens)
    assert len(found) == count
    assert [n for start, end in found for n in range(start, end)] == list(range(len(tokens)))
