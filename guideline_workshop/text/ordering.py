"""Order-preserving choices: which pairs of places can stand together without crossing."""

from bisect import bisect_left
from itertools import pairwise

Weighed = tuple[int, int, float]
"""A place in the old text, one in the new text, and how much speaks for the pair."""


def ordered(partner: dict[int, int]) -> list[tuple[int, int]]:
    """Return the longest part of a pairing that keeps its order; the rest moved."""
    pairs = sorted(partner.items())
    if all(one[1] < other[1] for one, other in pairwise(pairs)):
        return pairs
    chain = heaviest_chain([(i, j, 1.0) for i, j in pairs])
    return [(i, j) for i, j, _ in chain]


def heaviest_chain(pairs: list[Weighed]) -> list[Weighed]:
    """Return the heaviest choice of sorted pairs that rises in both texts."""
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
    pair: Weighed, ends: list[int], best: list[tuple[float, int]], n: int
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
