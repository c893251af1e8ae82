"""Which passwords are too easily guessed: too short, well known, or about the person.

Guessers try the words that people choose most, with digits and signs around them, rows of keys, and
what they know of the person. The list of words is our own; it is no copy of a leaked list.
"""

import re
import unicodedata
from enum import StrEnum

from guideline_workshop.rules.common_words import COMMON_PASSWORDS, COMMON_WORDS

SHORTEST = 12
LONGEST = 200
"""The forms take no more."""
FEWEST_DIFFERENT = 5
SHORTEST_PART = 4
"""Parts of a name or an address that are shorter stand in many words."""
SHORTEST_ROW = 3
ROWS = (
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890",
    "qwertzuiopü",
    "qwertyuiop",
    "asdfghjklöä",
    "yxcvbnm",
    "zxcvbnm",
    *("1qay", "2wsx", "3edc", "4rfv", "5tgb", "6zhn", "7ujm", "1qaz", "6yhn"),
)
"""Keys that lie side by side, on German and on American keyboards."""
READ_AS = str.maketrans("@013457$!", "aoieastsi")
"""Signs that stand for letters."""
FILLING = re.compile(r"[\W\d_]")
"""What people put around and between words; it hardly makes guessing harder."""
LONGEST_WORD = max(map(len, COMMON_WORDS))


class Weakness(StrEnum):
    """Why a password cannot be taken."""

    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    PERSONAL = "personal"
    FEW_CHARACTERS = "few_characters"
    COMMON = "common"


def weakness(password: str, *, email: str, name: str) -> Weakness | None:
    """Say what is wrong with a password, or None when it can be taken."""
    if len(password) < SHORTEST:
        return Weakness.TOO_SHORT
    if len(password) > LONGEST:
        return Weakness.TOO_LONG
    plain = unicodedata.normalize("NFKC", password).casefold()
    if any(part in plain for part in _parts(email, name)):
        return Weakness.PERSONAL
    if len(set(plain)) < FEWEST_DIFFERENT:
        return Weakness.FEW_CHARACTERS
    if _is_common(plain):
        return Weakness.COMMON
    return None


def _parts(email: str, name: str) -> list[str]:
    local = email.casefold().partition("@")[0]
    found = [local, *re.split(r"[\W\d_]+", local), *re.split(r"[\W\d_]+", name.casefold())]
    return [part for part in found if len(part) >= SHORTEST_PART]


def _is_common(plain: str) -> bool:
    """Say whether nothing is left beside well-known words, rows of keys, digits and signs."""
    if FILLING.sub("", plain) in COMMON_PASSWORDS:
        return True
    covered = [True] + [False] * len(plain)
    for start in range(len(plain)):
        if not covered[start]:
            continue
        for end in range(start + 1, min(len(plain), start + LONGEST_WORD) + 1):
            covered[end] = covered[end] or _is_guessed_first(plain[start:end])
    return covered[-1]


def _is_guessed_first(piece: str) -> bool:
    if len(piece) == 1:
        return bool(FILLING.fullmatch(piece))
    if piece in COMMON_WORDS or piece.translate(READ_AS) in COMMON_WORDS:
        return True
    if len(set(piece)) == 1:
        return True
    is_row = len(piece) >= SHORTEST_ROW
    return is_row and any(piece in row or piece in row[::-1] for row in ROWS)
