"""Likeness: how much of two provisions is in both, told by counting their words."""

import re
from collections import Counter
from itertools import pairwise
from typing import NamedTuple

from guideline_workshop.text.document import Provision
from guideline_workshop.text.markup import plain

Bag = Counter[str]
"""How often a provision has each of its words."""

OTHER_KIND = 0.7
"""What likeness counts between provisions of different kinds, such as a paragraph and an item."""
_WORDS = re.compile(r"\w+")


class Words(NamedTuple):
    """A provision's literal text and its words."""

    text: str
    order: list[str]
    """With the punctuation at them, which makes some of them rare."""
    bag: Bag
    weight: int
    """How many characters the words of the bag have."""


class Likeness:
    """Compares provisions; each text is taken apart once."""

    def __init__(self) -> None:
        self._known: dict[str, Words] = {}

    def words(self, provision: Provision) -> Words:
        """Return the words of a provision; of one without any, its signs."""
        words = self._known.get(provision.text)
        if words is None:
            text = plain(provision.text)
            order = text.split()
            bag = Counter(_WORDS.findall(text) or order)
            words = self._known[provision.text] = Words(text, order, bag, weight(bag))
        return words

    def alike(self, one: Provision, other: Provision) -> float:
        """Return the part of both texts that is in both, in characters; another kind is less."""
        a, b = self.words(one), self.words(other)
        total = a.weight + b.weight
        share = 2 * shared(a.bag, b.bag) / total if total else 0.0
        return share if same_kind(one, other) else share * OTHER_KIND

    def contained(self, one: Provision, other: Provision) -> float:
        """Return the part of the shorter text that is in the longer one."""
        a, b = self.words(one), self.words(other)
        least = min(a.weight, b.weight)
        return shared(a.bag, b.bag) / least if least else 0.0

    def phrased(self, one: Provision, other: Provision) -> float:
        """Return the part of both texts' neighbouring words that are neighbours in both.

        Unrelated texts on one subject have many words in common, and hardly any phrase.
        """
        a, b = (set(pairwise(self.words(provision).order)) for provision in (one, other))
        return 2 * len(a & b) / (len(a) + len(b)) if a or b else 0.0

    def framed(self, one: Provision, other: Provision) -> float:
        """Return the part of the longer text that is the beginning and the end of both.

        It tells a short text reworded in its middle, of which hardly a whole word is left.
        """
        short, long = sorted((self.words(one).text, self.words(other).text), key=len)
        size = len(short)
        start = next((n for n in range(size) if short[n] != long[n]), size)
        end = next((n for n in range(size - start) if short[-1 - n] != long[-1 - n]), size - start)
        return (start + end) / len(long) if long else 0.0


def same_kind(one: Provision, other: Provision) -> bool:
    """Return whether two provisions are the same thing: both items, or both the same field."""
    return (one.kind, one.field) == (other.kind, other.field)


def weight(bag: Bag) -> int:
    """Return the characters of the words in a bag."""
    return sum([len(word) * count for word, count in bag.items()])


def shared(one: Bag, other: Bag) -> int:
    """Return the characters of the words two bags have in common."""
    if len(one) > len(other):
        one, other = other, one
    return sum([len(w) * min(n, other[w]) for w, n in one.items() if w in other])
