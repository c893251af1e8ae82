"""Correcting a draft import: everything entered on its page is taken together, or nothing."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from guideline_workshop.imports import restructure
from guideline_workshop.imports.restructure import Impossible, Obstacle, Provisions
from guideline_workshop.text.document import Field, Kind, Provision

SHAPE = re.compile(r"([a-z]{1,10})(?:\.([a-z0-9_]{1,20}))?")


@dataclass(frozen=True)
class Shape:
    """What a provision is: its kind with the level or the field."""

    kind: Kind
    level: int = 0
    field: Field | None = None

    @property
    def value(self) -> str:
        """Write the shape as "heading.2", "paragraph" or "field.goal"."""
        if self.field is not None:
            return f"{self.kind.value}.{self.field.value}"
        return self.kind.value if self.kind is Kind.PARAGRAPH else f"{self.kind.value}.{self.level}"

    @classmethod
    def of(cls, provision: Provision) -> "Shape":
        """Return the shape that a provision has."""
        return cls(provision.kind, provision.level, provision.field)

    @classmethod
    def read(cls, value: str) -> "Shape":
        """Read what `value` wrote; raises ValueError for anything else."""
        match = SHAPE.fullmatch(value)
        if match is None:
            raise ValueError(value)
        kind, detail = Kind(match[1]), match[2] or ""
        if kind is Kind.FIELD:
            return cls(kind, field=Field(detail))
        return cls(kind, int(detail) if detail else 0)


@dataclass(frozen=True)
class Correction:
    """What was entered for one provision."""

    key: str
    text: str
    shape: Shape


class Uncorrectable(Exception):
    """Some corrections are not possible; `obstacles` says which and why, by key."""

    def __init__(self, obstacles: dict[str, Obstacle]) -> None:
        super().__init__(", ".join(obstacles))
        self.obstacles = obstacles


def corrected(
    provisions: Provisions, corrections: Sequence[Correction], *, join: str = "", drop: str = ""
) -> Provisions:
    """Apply all corrections, then join the provision `join` with the one before, or leave out one.

    Text is split at blank lines; without any text a provision is left out. Raises Uncorrectable.
    """
    obstacles: dict[str, Obstacle] = {}
    by_key = {provision.key: provision for provision in provisions}
    for correction in corrections:
        old = by_key.get(correction.key)
        if old is None or correction.key == drop:
            continue
        try:
            provisions = _corrected_one(provisions, old, correction)
        except Impossible as impossible:
            obstacles[correction.key] = impossible.obstacle
    if obstacles:
        raise Uncorrectable(obstacles)
    remaining = {provision.key for provision in provisions}
    if drop in remaining:
        provisions = restructure.drop(provisions, drop)
    if join in remaining:
        provisions = _joined(provisions, join)
    return provisions


def _corrected_one(provisions: Provisions, old: Provision, correction: Correction) -> Provisions:
    if not correction.text.strip():
        return restructure.drop(provisions, old.key)
    changed = [old.key]
    if correction.text != old.text:
        known = {provision.key for provision in provisions}
        provisions = restructure.split(provisions, old.key, correction.text)
        if old.kind is not Kind.HEADING:  # what is split off a heading is text already
            changed += [one.key for one in provisions if one.key not in known]
    shape = correction.shape
    if shape != Shape.of(old):
        for key in changed:
            provisions = restructure.reclassify(
                provisions, key, shape.kind, shape.level, shape.field
            )
    return provisions


def _joined(provisions: Provisions, key: str) -> Provisions:
    try:
        return restructure.join(provisions, key)
    except Impossible as impossible:
        raise Uncorrectable({key: impossible.obstacle}) from impossible
