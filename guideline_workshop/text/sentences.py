"""Sentences: where they end in a text of tokens, so that they can be counted and cited."""

from collections.abc import Sequence

from guideline_workshop.text.tokens import Token

_ENDS = frozenset(".!?…")
_CLOSING = frozenset("“”‘’»›)]'\N{QUOTATION MARK}")
_OPENING = frozenset("„“‚»›(§[")
_MONTHS = frozenset(
    [
        *("Januar", "Februar", "März", "April", "Mai", "Juni"),
        *("Juli", "August", "September", "Oktober", "November", "Dezember"),
    ]
)
_BEFORE_ORDINALS = frozenset(
    [
        *("der", "die", "das", "den", "dem", "des", "im", "am", "vom", "zum", "zur", "beim"),
        *("ab", "bis", "jede", "jeden", "jeder", "jedes", "seit", "und", "oder", "sowie"),
    ]
)
_BEGINNING = frozenset(["Der", "Die", "Das", "Er", "Sie", "Es", "Wir", "Wer", "Ein", "Eine", "Im"])
_ORDINAL_DIGITS = 2


def sentences(tokens: Sequence[Token]) -> list[tuple[int, int]]:
    """Return the range of words of each sentence; together they are the whole text.

    An abbreviation is a token of its own and ends none, nor does the full stop of a date or of a
    number that says which one: im 3. Quartal.
    """
    ranges = []
    start = 0
    for n in range(len(tokens)):
        if _ends_at(tokens, n):
            ranges.append((start, n + 1))
            start = n + 1
    if start < len(tokens):
        ranges.append((start, len(tokens)))
    return ranges


def _ends_at(tokens: Sequence[Token], n: int) -> bool:
    last = n
    while last >= 0 and tokens[last].word in _CLOSING:
        last -= 1
    if last < 0 or tokens[last].word not in _ENDS:
        return False
    if n + 1 == len(tokens):
        return True
    before, following = tokens[last - 1].word if last else "", tokens[n + 1].word
    begins = following[0].isupper() or following[0] in _OPENING
    begins = begins or (following[0].isdigit() and not before.isdigit())
    return tokens[n].text.endswith(" ") and begins and not _is_ordinal(tokens, n)


def _is_ordinal(tokens: Sequence[Token], stop: int) -> bool:
    """Return whether a full stop only makes an ordinal of the number before it."""
    number, following = tokens[stop - 1].word if stop else "", tokens[stop + 1].word
    if not number.isdecimal() or len(number) > _ORDINAL_DIGITS:
        return False
    introduced = stop > 1 and tokens[stop - 2].word.lower() in _BEFORE_ORDINALS
    return following in _MONTHS or (introduced and following not in _BEGINNING)
