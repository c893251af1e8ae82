"""Passages: words named by what they say, and where in a row of words they stand.

Amending instructions name words, not places. A passage is found where its signs begin with a word
and end with one, so that „Kreis“ is not found in „Kreistag“.
"""

from collections.abc import Sequence
from itertools import accumulate

from guideline_workshop.text.tokens import Token

EVERY = -1
"""Stands for all the places where some words stand."""


def text_of(tokens: Sequence[Token]) -> str:
    """Return what some words say, without the blank after the last one."""
    return "".join([token.text for token in tokens]).removesuffix(" ")


def places(row: Sequence[Token], words: str) -> list[tuple[int, int]]:
    """Return the ranges of `row` that say exactly `words`, in order; none overlaps another."""
    if not words:
        return []
    text = "".join([token.text for token in row])
    offsets = [0, *accumulate(len(token.text) for token in row)]
    starts = {offset: n for n, offset in enumerate(offsets[:-1])}
    ends = {offsets[n] + len(token.word): n + 1 for n, token in enumerate(row)}
    found = []
    at = text.find(words)
    while at >= 0:
        start, end = starts.get(at), ends.get(at + len(words))
        if start is None or end is None:
            at = text.find(words, at + 1)
        else:
            found.append((start, end))
            at = text.find(words, at + len(words))
    return found


def is_behind(row: Sequence[Token], words: str, place: int) -> bool:
    """Return whether `words` stand directly before a place."""
    start, text = place, ""
    while start and len(text) < len(words):
        start -= 1
        text = text_of(row[start:place])
    return text == words
