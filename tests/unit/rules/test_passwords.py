"""Which passwords are too easily guessed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guideline_workshop.rules.passwords import LONGEST, SHORTEST, Weakness, weakness

EMAIL, NAME = "eva.kernbach@example.org", "Eva Kernbach-Öztürk"


def of(password):
    return weakness(password, email=EMAIL, name=NAME)


@pytest.mark.parametrize(
    "password",
    [
        "richtig pferd batterie",
        "Streuobstwiese-Ohmbergen",
        "b7f2-kqma-xw93",
        "3mal um den Kirchturm",
        "ein neues Passwort",
        "Пароль из трёх слов",
        "合言葉はとても長いですから秘密",
        "ümläüte sind auch gut",
    ],
)
def test_what_nobody_guesses_is_taken(password):
    assert of(password) is None


@pytest.mark.parametrize("password", ["", "kurz", "x7!fQ-9pLm2"])
def test_twelve_characters_are_the_least(password):
    assert of(password) is Weakness.TOO_SHORT


def test_two_hundred_are_the_most():
    long = "richtig pferd batterie " * 10
    assert of(long[:LONGEST]) is None
    assert of(long[: LONGEST + 1]) is Weakness.TOO_LONG


@pytest.mark.parametrize(
    "password",
    [
        "Passwort1234",
        "passwort-2026!",
        "P@ssw0rd2026!",
        "PaSsWoRtPaSsWoRt",
        "Sommer2026!!!",
        "SommerSonne2026",
        "hallohallo123",
        "iloveyou1234!",
        "ichliebedich!",
        "Schatz Schatz 1",
        "FußballFussball",
        "Leitlinien2026",
        "Werkstatt-Werkstatt",
        "qwertzuiop12",
        "QWERTZUIOPü1",
        "1qay2wsx3edc",
        "1qaz2wsx3edc",
        "asdfghjklöä#",
        "abcdefghijkl",
        "987654321098",
        "839472615038",
        "20.03.1984 / 20.03.1984",
        "correct horse battery staple",
        "letmein-letmein",
        "willkommen123",
    ],
)
def test_what_guessers_try_first_is_refused(password):
    assert of(password) is Weakness.COMMON


@pytest.mark.parametrize(
    "password", ["aaaaaaaaaaaa", "abababababab", "ab1ab1ab1ab1", "öööööööööööö"]
)
def test_few_characters_again_and_again_are_refused(password):
    assert of(password) is Weakness.FEW_CHARACTERS


@pytest.mark.parametrize(
    "password",
    ["eva.kernbach@example.org", "meine kernbach liest", "KERNBACH-xq7-vt", "özTÜRK fährt Rad"],
)
def test_what_is_known_of_the_person_is_refused(password):
    assert of(password) is Weakness.PERSONAL


def test_a_short_name_does_not_spoil_every_word():
    assert weakness("streuobst evangelium", email="e@example.org", name="Eva Ott") is None


@given(st.text(max_size=LONGEST + 5))
def test_every_text_gets_an_answer(password):
    found = of(password)
    assert (found is Weakness.TOO_SHORT) == (len(password) < SHORTEST)
