"""Deriving an amendment from two texts: what one would have proposed to get from one to the other.

For texts of a common history, whose keys say what is what; `rekeyed` gives a text from elsewhere
the keys of the text it is a revision of.
"""

from dataclasses import replace
from itertools import count

from guideline_workshop.text.align import Pair, PairKind, align
from guideline_workshop.text.amendment import Change, Insert, Move, Replace
from guideline_workshop.text.document import Document, Provision
from guideline_workshop.text.ordering import ordered


def changes_between(old: Document, new: Document) -> tuple[Change, ...]:
    """Return changes such that applying them to `old` gives exactly `new`."""
    places = old.positions
    common = {places[p.key]: n for n, p in enumerate(new.provisions) if p.key in places}
    staying = {old.provisions[i].key for i, _ in ordered(common)}
    pairs = _pairs(old, new, is_moved=len(staying) < len(common))
    parts = _split_parts(old, new, pairs)
    ends = {old.provisions[p.old[0]].key: p.old[-1] for p in pairs if p.kind is PairKind.JOINED}
    taken = {p.key for some in parts.values() for p in some} - set(parts)
    changes: list[Change] = []
    place = ""
    for provision in new.provisions:
        if provision.key in places:
            before = old[provision.key]
            if provision.key in staying:
                # behind what was joined to it, or the join would seem to reach over what follows
                place = old.provisions[ends.get(provision.key, places[provision.key])].key
            else:
                changes.append(Move(provision.key, before.digest, place))
            after = parts.get(provision.key, (provision,))
            if after != (before,):
                changes.append(Replace(provision.key, before.digest, after))
        elif provision.key not in taken:
            last = changes[-1] if changes else None
            if isinstance(last, Insert) and last.after == place:
                changes[-1] = Insert(place, (*last.provisions, provision))
            else:
                changes.append(Insert(place, (provision,)))
    struck = [p for p in old.provisions if p.key not in new]
    return (*changes, *[Replace(p.key, p.digest, ()) for p in struck])


def _pairs(old: Document, new: Document, *, is_moved: bool) -> tuple[Pair, ...]:
    """Return which provision became which, if anything was put where it may have been split."""
    struck = old.positions.keys() - new.positions.keys()
    if new.positions.keys() <= old.positions.keys() and not (struck and is_moved):
        return ()
    return align(old, new)


def _split_parts(
    old: Document, new: Document, pairs: tuple[Pair, ...]
) -> dict[str, tuple[Provision, ...]]:
    """Return the parts of provisions that were split, if one part has the key and all stay."""
    parts = {}
    for pair in pairs:
        if pair.kind is PairKind.SPLIT:
            key = old.provisions[pair.old[0]].key
            some = tuple(new.provisions[j] for j in pair.new)
            if [p.key for p in some if p.key in old] == [key]:
                parts[key] = some
    return parts


def rekeyed(old: Document, new: Document, prefix: str = "n") -> Document:
    """Return `new`, whose keys mean nothing, with the keys of `old` for what it has of it."""
    keys: dict[int, str] = {}
    for pair in align(old, new, by_key=False):
        if pair.old and pair.new:
            keys[pair.new[0]] = old.provisions[pair.old[0]].key
    fresh = (key for n in count(1) if (key := f"{prefix}{n}") not in old)
    return Document(
        tuple(
            replace(provision, key=keys[n] if n in keys else next(fresh))
            for n, provision in enumerate(new.provisions)
        )
    )
