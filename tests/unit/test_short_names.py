"""Short names that people would choose themselves."""

import pytest

from guideline_workshop.services.short_names import LONGEST, suggest


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Chor der Kulturen", "Chor der Kulturen"),
        ("Chor der Kulturen e. V.", "Chor der Kulturen"),
        ("Sprachbrücke e.V.", "Sprachbrücke"),
        ("Wohnen für alle gGmbH", "Wohnen für alle"),
        ("Arbeiterwohlfahrt (AWO) Kreisverband Ohmbergen", "AWO"),
        ("DRK Kreisverband Ohmbergen und Umgebung", "DRK"),
        ("Initiative für ein gutes Zusammenleben in Ohmbergen", "Initiative"),
        ("Freiwilligenagentur Ohmbergen im Bürgerhaus", "Freiwilligenagentur"),
        ("e. V.", "e. V."),
    ],
)
def test_a_short_name_is_what_one_would_say(name, short):
    assert suggest(name, ()) == short


def test_a_taken_one_gets_a_number():
    assert suggest("Chor", {"CHOR", "chor 2"}) == "Chor 3"


@pytest.mark.parametrize("name", ["Ä" * 200, "ab " * 66, "ABCDEFGH" * 25])
def test_it_is_never_too_long_nor_empty(name):
    taken: list[str] = []
    for _ in range(12):
        taken.append(suggest(name, taken))
    assert all(0 < len(one) <= LONGEST for one in taken)
    assert len(set(taken)) == 12
