"""Alignment: which provision of the new text is which of the old one.

By key where both texts have it, else by equality, else by the rare words they share, in order; then
what moved, was split or was joined is recognised. No pair of provisions is compared word by word
here, so that the work grows with the words, not with their square.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from guideline_workshop.text.diff import matching
from guideline_workshop.text.document import Document, Provision
from guideline_workshop.text.markup import plain

COMMON = 8
"""A word that more provisions than this have says nothing about which one it is."""
ALIKE = 0.34
"""What two provisions must share, in the weight of their words, to be one provision changed."""
PART = 0.6
"""What a part must share with the rest of the whole, for a split or a join."""

MOVABLE = 20
"""A shorter text that stands elsewhere as well is a coincidence, not a move."""


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

    `by_key` is False for texts whose keys do not come from a common history. A provision moved is
    listed where it is now; what is gone, before what is new in its place.
    """
    matches = _Matches(old.provisions, new.provisions)
    if by_key:
        matches.add((i, new.positions[k]) for k, i in old.positions.items() if k in new.positions)
    matches.add_equal()
    matches.add_alike()
    return _listed(matches)


class _Matches:
    """Which old provision is which new one, as far as is known."""

    def __init__(self, old: Sequence[Provision], new: Sequence[Provision]) -> None:
        self.old, self.new = old, new
        self.partner: dict[int, int] = {}  # old -> new
        self._taken: set[int] = set()
        self._bags: dict[str, Counter[str]] = {}

    def add(self, pairs: Iterable[tuple[int, int]]) -> None:
        """Record pairs, each provision once."""
        for i, j in pairs:
            if i not in self.partner and j not in self._taken:
                self.partner[i] = j
                self._taken.add(j)

    def free_old(self) -> list[int]:
        """Return the old provisions without a partner."""
        return [i for i in range(len(self.old)) if i not in self.partner]

    def free_new(self) -> list[int]:
        """Return the new provisions without a partner."""
        return [j for j in range(len(self.new)) if j not in self._taken]

    def add_equal(self) -> None:
        """Pair provisions that say the same: in order first, then those that moved."""
        left, right = self.free_old(), self.free_new()
        if not left or not right:
            return
        codes: dict[Hashable, str] = {}
        ours = "".join([_code(codes, _said(self.old[i])) for i in left])
        theirs = "".join([_code(codes, _said(self.new[j])) for j in right])
        for block in matching(ours, theirs):
            steps = range(block.size)
            self.add((left[block.old + n], right[block.new + n]) for n in steps)
        places: dict[Hashable, int] = {}
        for j in reversed(self.free_new()):
            places[_said(self.new[j])] = j
        wanted = ((i, places.get(_said(self.old[i]), -1)) for i in self.free_old())
        self.add((i, j) for i, j in wanted if j >= 0 and self._may_move(i))

    def add_alike(self) -> None:
        """Pair provisions that share much: in order first, then those that moved."""
        candidates = self._candidates(self.free_old(), self.free_new())
        fixed = [(i, j, float(len(self.old) + 1)) for i, j in ordered(self.partner)]
        chain = heaviest_chain(sorted(candidates + fixed))
        self.add((i, j) for i, j, _ in chain)
        moved = sorted(candidates, key=lambda c: (-c[2], c[0], c[1]))
        self.add((i, j) for i, j, share in moved if share >= PART and self._may_move(i))

    def _may_move(self, i: int) -> bool:
        return len(self.old[i].text) >= MOVABLE

    def _candidates(self, left: list[int], right: list[int]) -> list[tuple[int, int, float]]:
        """Return pairs of provisions that share rare words, with how alike they are."""
        holders: dict[str, list[int]] = {}
        for i in left:
            for word in self.bag(self.old[i]):
                holders.setdefault(word, []).append(i)
        result = []
        for position, j in enumerate(right):
            votes: Counter[int] = Counter()
            for word in self.bag(self.new[j]):
                rivals = holders.get(word, ())
                if len(rivals) <= COMMON:
                    for i in rivals:
                        votes[i] += len(word)
            nearest = left[min(position, len(left) - 1)] if left else None
            near = {nearest: 0} if nearest is not None and nearest not in votes else {}
            likely = sorted(votes.items(), key=lambda v: (-v[1], v[0]))[:3]
            for i, _ in (*likely, *near.items()):
                weight = self.alike(self.old[i], self.new[j])
                if weight >= ALIKE:
                    result.append((i, j, weight))
        return result

    def bag(self, provision: Provision) -> Counter[str]:
        """Return how often a provision has each of its words."""
        bag = self._bags.get(provision.text)
        if bag is None:
            bag = self._bags[provision.text] = Counter(plain(provision.text).split())
        return bag

    def alike(self, one: Provision, other: Provision) -> float:
        """Return the part of both texts that is in both, in characters; another kind is less."""
        a, b = self.bag(one), self.bag(other)
        total = weight(a) + weight(b)
        share = 2 * shared(a, b) / total if total else 0.0
        return share if (one.kind, one.field) == (other.kind, other.field) else share * 0.7


def _code(codes: dict[Hashable, str], said: Hashable) -> str:
    return codes.setdefault(
        said, chr(len(codes) + 1 if len(codes) < 0xD7FF else len(codes) + 0x801)
    )


def _said(provision: Provision) -> Hashable:
    return (provision.kind, provision.level, provision.field, provision.text)


def weight(bag: Counter[str]) -> int:
    """Return the characters of the words in a bag."""
    return sum([len(word) * count for word, count in bag.items()])


def shared(one: Counter[str], other: Counter[str]) -> int:
    """Return the characters of the words two bags have in common."""
    if len(one) > len(other):
        one, other = other, one
    return sum([len(w) * min(n, other[w]) for w, n in one.items() if w in other])


def ordered(partner: dict[int, int]) -> list[tuple[int, int]]:
    """Return the longest part of a pairing that keeps its order; the rest moved."""
    pairs = sorted(partner.items())
    if all(one[1] < other[1] for one, other in pairwise(pairs)):
        return pairs
    chain = heaviest_chain([(i, j, 1.0) for i, j in pairs])
    return [(i, j) for i, j, _ in chain]


def heaviest_chain(pairs: list[tuple[int, int, float]]) -> list[tuple[int, int, float]]:
    """Return the heaviest choice of sorted (old, new, weight) that rises in both."""
    ends: list[int] = []  # new places, rising
    best: list[tuple[float, int]] = []  # (weight of the best chain that ends there, its last pair)
    before: list[int] = [-1] * len(pairs)
    start = 0
    while start < len(pairs):
        stop = start
        while stop < len(pairs) and pairs[stop][0] == pairs[start][0]:
            stop += 1
        group = [_extension(pairs[n], ends, best, n) for n in range(start, stop)]
        for total, last, n in group:
            before[n] = last
            _record(ends, best, pairs[n][1], (total, n))
        start = stop
    chain = []
    n = best[-1][1] if best else -1
    while n >= 0:
        chain.append(pairs[n])
        n = before[n]
    return chain[::-1]


def _extension(
    pair: tuple[int, int, float], ends: list[int], best: list[tuple[float, int]], n: int
) -> tuple[float, int, int]:
    at = bisect_left(ends, pair[1])
    total, last = best[at - 1] if at else (0.0, -1)
    return total + pair[2], last, n


def _record(
    ends: list[int], best: list[tuple[float, int]], end: int, entry: tuple[float, int]
) -> None:
    at = bisect_left(ends, end)
    if at and best[at - 1][0] >= entry[0]:
        return
    if at < len(ends) and ends[at] == end and best[at][0] >= entry[0]:
        return
    stop = at
    while stop < len(ends) and best[stop][0] <= entry[0]:
        stop += 1
    ends[at:stop] = [end]
    best[at:stop] = [entry]


def _listed(matches: _Matches) -> tuple[Pair, ...]:
    """Put the pairs into reading order and recognise splits and joins."""
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
            same = _said(matches.old[stay_old]) == _said(matches.new[stay_new])
            kind = PairKind.EQUAL if same else PairKind.CHANGED
            pairs.append(Pair(kind, (stay_old,), (stay_new,)))
        i, j = stay_old + 1, stay_new + 1
    return tuple(_grown(pairs, matches))


def _grown(pairs: list[Pair], matches: _Matches) -> list[Pair]:
    """Let changed provisions take in the inserted parts and the deleted provisions next to them."""
    grown: list[Pair] = []
    for pair in pairs:
        grown.append(pair)
        while len(grown) > 1 and (whole := _united(grown[-2], grown[-1], matches)):
            grown[-2:] = [whole]
    return grown


_LONE = {PairKind.INSERTED, PairKind.DELETED}
_GROWING = {PairKind.CHANGED, PairKind.SPLIT, PairKind.JOINED}


def _united(first: Pair, second: Pair, matches: _Matches) -> Pair | None:
    lone, whole = (first, second) if first.kind in _LONE else (second, first)
    if lone.kind not in _LONE or whole.kind not in _GROWING:
        return None
    kind = PairKind.SPLIT if lone.kind is PairKind.INSERTED else PairKind.JOINED
    if whole.kind not in {PairKind.CHANGED, kind}:
        return None
    old = [matches.bag(matches.old[n]) for n in whole.old]
    new = [matches.bag(matches.new[n]) for n in whole.new]
    source, present = (old, new) if kind is PairKind.SPLIT else (new, old)
    part_of = matches.new[lone.new[0]] if lone.new else matches.old[lone.old[0]]
    part = matches.bag(part_of)
    rest = sum(source, Counter()) - sum(present, Counter())
    places = sorted(whole.old + lone.old)
    if places[-1] - places[0] >= len(places):  # something that moved away stood between them
        return None
    if not part or shared(part, rest) < PART * weight(part):
        return None
    return Pair(kind, tuple(places), tuple(sorted(whole.new + lone.new)))
