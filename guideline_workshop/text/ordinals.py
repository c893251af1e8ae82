"""Which one of several, in German: das zweite Wort, an dritter Stelle, Buchstabe c."""

from string import ascii_lowercase

_WORDS = (
    *("erst", "zweit", "dritt", "viert", "fünft", "sechst"),
    *("siebt", "acht", "neunt", "zehnt", "elft", "zwölft"),
)


def ordinal(number: int, ending: str) -> str:
    """Return the word for a place in a row; beyond twelve it is written with digits."""
    return _WORDS[number - 1] + ending if number <= len(_WORDS) else f"{number}."


def number_of(word: str) -> int:
    """Return the number an ordinal stands for; 0 where it is none."""
    if word.endswith("."):
        return int(word[:-1]) if word[:-1].isdecimal() else 0
    stem = word.rstrip("enr")
    return _WORDS.index(stem) + 1 if stem in _WORDS else 0


def letters(number: int) -> str:
    """Return a to z, then aa to zz and so on, as amending instructions are listed."""
    times, letter = divmod(number - 1, len(ascii_lowercase))
    return ascii_lowercase[letter] * (times + 1)
