"""Alignment: which provision of the new text is which of the old one.

What was matched is put into reading order; then what moved, was split or was joined is recognised,
and what was replaced in its place.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from guideline_workshop.text.document import Document, Kind, Provision
from guideline_workshop.text.likeness import Bag, shared
from guideline_workshop.text.markup import plain
from guideline_workshop.text.matches import Matches, said
from guideline_workshop.text.ordering import ordered

PART = 0.6
"""What a part must share with the rest of the whole, for a split or a join."""
SHORT = 30
"""Two shorter texts need not share anything: there is too little in them to share."""


class PairKind(StrEnum):
    """What happened to a provision."""

    EQUAL = "equal"
    CHANGED = "changed"
    INSERTED = "inserted"
    DELETED = "deleted"
    MOVED = "moved"
    SPLIT = "split"
    JOINED = "joined"


@dataclass(frozen=True, slots=True)
class Pair:
    """Provisions that belong together, by their places in the old and the new text."""

    kind: PairKind
    old: tuple[int, ...]
    new: tuple[int, ...]


def align(old: Document, new: Document, *, by_key: bool = True) -> tuple[Pair, ...]:
    """Pair the provisions of two texts, in reading order.

    `by_key` is False for texts whose keys do not come from a common history. Where they do, an old
    key that is gone and a new one in its place stand for two provisions, unless these are alike. A
    provision moved is listed where it is now; what is gone, before what is new in its place.
    """
    matches = Matches(old.provisions, new.provisions)
    if by_key:
        matches.add((i, new.positions[k]) for k, i in old.positions.items() if k in new.positions)
    matches.add_equal()
    matches.add_alike()
    matches.add_repeated()
    if not by_key:
        matches.add_reworded()
    pairs = _Growth(_listed(matches), matches).pairs()
    return tuple(pairs if by_key else _replaced(pairs, matches))


def _listed(matches: Matches) -> list[Pair]:
    """Put the pairs into reading order."""
    stays = ordered(matches.partner)
    staying = set(stays)
    moved = {j: i for i, j in matches.partner.items() if (i, j) not in staying}
    gone = set(matches.free_old())
    pairs: list[Pair] = []
    i = j = 0
    for stay_old, stay_new in (*stays, (len(matches.old), len(matches.new))):
        pairs += [Pair(PairKind.DELETED, (n,), ()) for n in range(i, stay_old) if n in gone]
        for n in range(j, stay_new):
            if n in moved:
                pairs.append(Pair(PairKind.MOVED, (moved[n],), (n,)))
            else:
                pairs.append(Pair(PairKind.INSERTED, (), (n,)))
        if stay_old < len(matches.old):
            same = said(matches.old[stay_old]) == said(matches.new[stay_new])
            kind = PairKind.EQUAL if same else PairKind.CHANGED
            pairs.append(Pair(kind, (stay_old,), (stay_new,)))
        i, j = stay_old + 1, stay_new + 1
    return pairs


_LONE = frozenset({PairKind.INSERTED, PairKind.DELETED})


def _replaced(pairs: list[Pair], matches: Matches) -> Iterator[Pair]:
    """Take for rewordings what nothing in the words says, where the place does.

    That is how people read it where as many short provisions of the same kinds have come as are
    gone. A long paragraph with hardly a word of the one before it is gone, and a new one has come.
    """
    for is_gap, group in groupby(pairs, key=lambda pair: pair.kind in _LONE):
        gap = list(group)
        gone = [n for pair in gap for n in pair.old]
        come = [n for pair in gap for n in pair.new]
        before, after = [matches.old[n] for n in gone], [matches.new[n] for n in come]
        if is_gap and len(gone) == len(come) and all(map(_may_replace, before, after)):
            for i, j in zip(gone, come, strict=True):
                yield Pair(PairKind.CHANGED, (i,), (j,))
        else:
            yield from gap


def _may_replace(old: Provision, new: Provision) -> bool:
    """Return whether a provision can be in the place of another one without any likeness.

    Headings and fields name the place they are in; an empty provision is there to be filled in.
    """
    if (old.kind, old.level, old.field) != (new.kind, new.level, new.field):
        return False
    lengths = (len(plain(old.text)), len(plain(new.text)))
    return old.kind in {Kind.HEADING, Kind.FIELD} or not min(lengths) or max(lengths) <= SHORT


class _Growth:
    """Lets changed provisions take in the inserted parts and the deleted provisions beside them."""

    def __init__(self, pairs: list[Pair], matches: Matches) -> None:
        self._pairs: list[Pair | None] = list(pairs)
        self._matches = matches
        self._old = {i: n for n, pair in enumerate(pairs) for i in pair.old}
        self._new = {j: n for n, pair in enumerate(pairs) for j in pair.new}
        self._rests: dict[tuple[int, PairKind], Bag] = {}

    def pairs(self) -> list[Pair]:
        """Return the pairs with what was split and what was joined."""
        lone = [n for n, pair in enumerate(self._pairs) if pair and pair.kind in _LONE]
        for n in (*lone, *reversed(lone)):
            if pair := self._pairs[n]:
                self._take_in(n, pair)
        return [pair for pair in self._pairs if pair]

    def _take_in(self, n: int, lone: Pair) -> None:
        """Let a pair beside a lone provision take that in, if that is a part of it."""
        kind = PairKind.SPLIT if lone.new else PairKind.JOINED
        places, place = (self._new, lone.new[0]) if lone.new else (self._old, lone.old[0])
        provision = self._matches.new[place] if lone.new else self._matches.old[place]
        part = self._matches.likeness.words(provision)
        for beside in (place - 1, place + 1):
            at = places.get(beside, -1)
            whole = self._pairs[at] if at >= 0 else None
            if not whole or whole.kind not in {PairKind.CHANGED, kind}:
                continue
            rest = self._rest(at, whole, kind)
            if part.bag and shared(part.bag, rest) >= PART * part.weight:
                _take_out(part.bag, rest)
                old, new = sorted(whole.old + lone.old), sorted(whole.new + lone.new)
                self._pairs[at], self._pairs[n] = Pair(kind, tuple(old), tuple(new)), None
                places[place] = at
                return

    def _rest(self, at: int, whole: Pair, kind: PairKind) -> Bag:
        """Return the words that are still to be found in other parts."""
        rest = self._rests.get((at, kind))
        if rest is None:
            words = self._matches.likeness.words
            old = words(self._matches.old[whole.old[0]]).bag
            new = words(self._matches.new[whole.new[0]]).bag
            rest = self._rests[at, kind] = old - new if kind is PairKind.SPLIT else new - old
        return rest


def _take_out(part: Bag, rest: Bag) -> None:
    for word in part.keys() & rest.keys():
        rest[word] -= part[word]
        if rest[word] <= 0:
            del rest[word]
