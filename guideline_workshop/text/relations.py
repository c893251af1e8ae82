"""Relations: how amendments to one version stand to each other, before anybody merges them."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations, pairwise

from guideline_workshop.text.amendment import Amendment
from guideline_workshop.text.conflicts import Joint, clusters, joint_edits, signature
from guideline_workshop.text.document import Document
from guideline_workshop.text.edits import Edit, Item, edits_by_amendment
from guideline_workshop.text.tokens import Token

ALIKE = 0.75
"""How much of their new words, in characters, two overlapping amendments share to be suggested as
joint.
"""
_WOMEN = re.compile(r"(?<=\w)[*:_]?innen$")


class Relation(StrEnum):
    """How one amendment stands to another one."""

    IDENTICAL = "identical"
    CONTAINED = "contained"
    """All that the first one changes the second one changes as well, and in the same way."""
    CONTAINS = "contains"
    OVERLAPPING = "overlapping"
    TOUCHING = "touching"
    DISJOINT = "disjoint"


@dataclass(frozen=True, slots=True)
class Related:
    """Two amendments that have to do with each other."""

    first: str
    second: str
    relation: Relation
    alike: bool = False
    """Whether both say nearly the same, so that their associations may want to join."""


def relation(base: Document, first: Amendment, second: Amendment) -> Relation:
    """Return how `first` stands to `second`; raises StaleBase and InvalidAmendment as `merge`."""
    found = relations(base, (first, second))
    if not found:
        return Relation.DISJOINT
    one = found[0]
    return one.relation if one.first == first.id else _turned(one.relation)


def relations(base: Document, amendments: Sequence[Amendment]) -> tuple[Related, ...]:
    """Return all pairs of amendments that are not disjoint, by id.

    Raises StaleBase and InvalidAmendment as `merge` does.
    """
    edits = edits_by_amendment(base, amendments)
    joint = joint_edits(base, edits)
    groups = clusters(base, joint)
    meeting = _pairs(pair for group in groups for pair in combinations(group, 2))
    sharing = {p for one in joint for p in combinations(one.amendments, 2)}
    touching = _pairs(p for p in pairwise(joint) if p[0].edit.end == p[1].edit.start)
    owned: dict[str, set[int]] = {name: set() for name in edits}
    for n, one in enumerate(joint):
        for name in one.amendments:
            owned[name].add(n)
    said = [signature(base, one.edit) for one in joint]
    return tuple(
        _related(pair, meeting, owned, said) for pair in sorted(meeting | sharing | touching)
    )


def _pairs(joint: Iterable[tuple[Joint, Joint]]) -> set[tuple[str, str]]:
    return {
        (min(a, b), max(a, b))
        for one, other in joint
        for a in one.amendments
        for b in other.amendments
        if a != b
    }


def _related(
    pair: tuple[str, str],
    meeting: set[tuple[str, str]],
    owned: dict[str, set[int]],
    said: Sequence[Edit],
) -> Related:
    first, second = pair
    ours, theirs = owned[first], owned[second]
    if ours == theirs:
        return Related(first, second, Relation.IDENTICAL, alike=True)
    if _is_contained(ours, theirs, said):
        return Related(first, second, Relation.CONTAINED)
    if _is_contained(theirs, ours, said):
        return Related(first, second, Relation.CONTAINS)
    if pair in meeting or ours & theirs:
        alike = _are_alike([said[n] for n in ours], [said[n] for n in theirs])
        return Related(first, second, Relation.OVERLAPPING, alike)
    return Related(first, second, Relation.TOUCHING)


def _turned(relation: Relation) -> Relation:
    turned = {
        Relation.CONTAINED: Relation.CONTAINS,
        Relation.CONTAINS: Relation.CONTAINED,
    }
    return turned.get(relation, relation)


def _is_contained(ours: set[int], theirs: set[int], said: Sequence[Edit]) -> bool:
    """Return whether each of our edits is one of theirs or a part of one."""
    return all(
        n in theirs or any(_takes_in(said[other], said[n]) for other in theirs) for n in ours
    )


def _takes_in(larger: Edit, smaller: Edit) -> bool:
    """Return whether an edit does all that another one does, in a longer passage.

    The new words of the smaller one have to stand where it puts them, counted from the beginning or
    from the end of that passage.
    """
    if smaller.is_insertion or larger[:2] == smaller[:2]:
        return False
    if larger.start > smaller.start or smaller.end > larger.end:
        return False
    if not smaller.new:
        return not larger.new
    words, part = _unspaced(larger.new), _unspaced(smaller.new)
    before = smaller.start[1] - larger.start[1] if smaller.start[0] == larger.start[0] else -1
    behind = larger.end[1] - smaller.end[1] if smaller.end[0] == larger.end[0] else -1
    from_end = len(words) - behind - len(part)
    places = [place for place, known in ((before, before), (from_end, behind)) if known >= 0]
    return any(place >= 0 and words[place : place + len(part)] == part for place in places)


def _unspaced(items: Iterable[Item]) -> list[Item]:
    return [item.unspaced() if isinstance(item, Token) else item for item in items]


def _are_alike(first: Iterable[Edit], second: Iterable[Edit]) -> bool:
    """Return whether new words are nearly the same; repetition, style and gender do not count."""
    ours, theirs = _new_words(first), _new_words(second)
    total = _size(ours) + _size(theirs)
    return bool(total) and 2 * _size(ours & theirs) >= ALIKE * total


def _new_words(edits: Iterable[Edit]) -> set[str]:
    items = [item for edit in edits for item in edit.new]
    return {_WOMEN.sub("", item.word) for item in items if isinstance(item, Token)}


def _size(words: Iterable[str]) -> int:
    return sum(map(len, words))
