"""The words of a text as they are searched for: each by its stem, so that „Kurse“ finds „Kursen“.

What two texts have in common by their stems, they have in common for a reader of German.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from snowballstemmer import stemmer

LONGEST = 60
"""Longer words are cut: no dictionary has them, and databases refuse very long ones."""
_WORD = re.compile(r"[^\W_]+")
_GENDER = re.compile(r"(?<=[^\W\d_])[*:_/·]-?(?=in(?:nen)?\b)", re.IGNORECASE)
"""Bürger*innen, Bürger:innen, Bürger/-innen: one word."""
_german = stemmer("german")


def stems(text: str) -> Iterator[str]:
    """Return the stems of the words of `text`, in their order."""
    text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    for word in _WORD.findall(_GENDER.sub("", text)):
        yield _stem(word[:LONGEST])


@lru_cache(maxsize=8192)
def _stem(word: str) -> str:
    if not word.isalpha():
        return word  # numbers, and names such as "ä7", are none of the stemmer's business
    # one round leaves „Sprachkurse“ with an s that it takes from „Sprachkurs“
    while (shorter := str(_german.stemWord(word))) != word:
        word = shorter
    return word
