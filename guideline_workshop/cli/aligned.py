"""Which provision of one file is which of another: as the text core says, and one thing more.

Files have no keys to go by. Where as many provisions of the same kinds are gone as have come in
their place, each is taken for a rewording, however little it has in common with what stood there.
That is how people read it; and when one file rewords what another one strikes, it is a conflict.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import count, groupby

from guideline_workshop.text.align import Pair, PairKind, align
from guideline_workshop.text.display import Comparison
from guideline_workshop.text.document import Document

_COME_OR_GONE = frozenset({PairKind.DELETED, PairKind.INSERTED})


def compared(old: Document, new: Document) -> Comparison:
    """Compare two texts that have no keys in common."""
    return Comparison(old, new, tuple(_pairs(old, new)))


def keyed(old: Document, new: Document, prefix: str) -> Document:
    """Return `new` with the keys of `old` for what it has of it; new keys begin with `prefix`."""
    keys = {p.new[0]: old.provisions[p.old[0]].key for p in _pairs(old, new) if p.old and p.new}
    fresh = (key for n in count(1) if (key := f"{prefix}{n}") not in old)
    return Document(
        tuple(
            replace(provision, key=keys[n] if n in keys else next(fresh))
            for n, provision in enumerate(new.provisions)
        )
    )


def _pairs(old: Document, new: Document) -> Iterator[Pair]:
    pairs = align(old, new, by_key=False)
    for is_gap, group in groupby(pairs, key=lambda pair: pair.kind in _COME_OR_GONE):
        found = list(group)
        yield from _gap(old, new, found) if is_gap else found


def _gap(old: Document, new: Document, gap: Sequence[Pair]) -> Sequence[Pair]:
    """Return the pairs of a place where something came, went or was reworded."""
    gone = [n for pair in gap for n in pair.old]
    come = [n for pair in gap for n in pair.new]
    if [old.provisions[n].kind for n in gone] != [new.provisions[n].kind for n in come]:
        return gap
    return [Pair(PairKind.CHANGED, (i,), (j,)) for i, j in zip(gone, come, strict=True)]
