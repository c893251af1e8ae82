"""Relations: how amendments to one version stand to each other, before anybody merges them."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations, pairwise

from guideline_workshop.text.amendment import Amendment
from guideline_workshop.text.conflicts import Joint, clusters, joint_edits
from guideline_workshop.text.document import Document
from guideline_workshop.text.edits import Edit, edits_by_amendment
from guideline_workshop.text.tokens import Token

ALIKE = 0.75
"""How much of their new words two overlapping amendments share to be suggested as joint."""


class Relation(StrEnum):
    """How one amendment stands to another one."""

    IDENTICAL = "identical"
    CONTAINED = "contained"
    """All that the first one changes the second one changes as well."""
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
    owned = {name: {n for n, o in enumerate(joint) if name in o.amendments} for name in edits}
    return tuple(
        _related(pair, meeting, owned, edits) for pair in sorted(meeting | sharing | touching)
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
    edits: dict[str, tuple[Edit, ...]],
) -> Related:
    first, second = pair
    ours, theirs = owned[first], owned[second]
    if ours == theirs:
        return Related(first, second, Relation.IDENTICAL, alike=True)
    if ours < theirs:
        return Related(first, second, Relation.CONTAINED)
    if ours > theirs:
        return Related(first, second, Relation.CONTAINS)
    if pair in meeting or ours & theirs:
        alike = _are_alike(edits[first], edits[second])
        return Related(first, second, Relation.OVERLAPPING, alike)
    return Related(first, second, Relation.TOUCHING)


def _turned(relation: Relation) -> Relation:
    turned = {
        Relation.CONTAINED: Relation.CONTAINS,
        Relation.CONTAINS: Relation.CONTAINED,
    }
    return turned.get(relation, relation)


def _are_alike(first: Iterable[Edit], second: Iterable[Edit]) -> bool:
    ours, theirs = _new_words(first), _new_words(second)
    total = ours.total() + theirs.total()
    return bool(total) and 2 * (ours & theirs).total() >= ALIKE * total


def _new_words(edits: Iterable[Edit]) -> Counter[Token]:
    items = [item for edit in edits for item in edit.new]
    return Counter([item.unspaced() for item in items if isinstance(item, Token)])
