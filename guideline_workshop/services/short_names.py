"""Short names of associations, suggested from the long ones."""

import re
from collections.abc import Collection

LONGEST = 40
SHORT_ENOUGH = 24
LEGAL_FORM = re.compile(r"\s*,?\s*\b(e\.\s?V\.|gGmbH|gemeinnützige GmbH|GmbH|gUG|eG|KdöR)(?!\w)")
ABBREVIATION = re.compile(r"\b[A-ZÄÖÜ]{2,8}\b")


def suggest(name: str, taken: Collection[str]) -> str:
    """Make "Sprachbrücke Ohmbergen e. V." into "Sprachbrücke Ohmbergen", and never a taken one.

    A long name gives its abbreviation where it has one, else its first words.
    """
    plain = LEGAL_FORM.sub("", name).strip() or name
    abbreviation = ABBREVIATION.search(plain)
    if len(plain) <= SHORT_ENOUGH:
        found = plain
    elif abbreviation:
        found = abbreviation[0]
    else:
        found = _first_words(plain)
    used = {one.casefold() for one in taken}
    number, free = 2, found
    while free.casefold() in used:
        free, number = f"{found[: LONGEST - 5]} {number}", number + 1
    return free


def _first_words(name: str) -> str:
    words = name.split()
    while len(words) > 1 and (len(" ".join(words)) > SHORT_ENOUGH or words[-1].islower()):
        words.pop()
    return " ".join(words)[:LONGEST].rstrip(" ,-–")
