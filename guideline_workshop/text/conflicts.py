"""Conflicts: which edits of several amendments cannot stand together, and how people decide."""

import hashlib
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Any, NamedTuple, TypeVar

from guideline_workshop.text.document import Document, Provision, canonical_json
from guideline_workshop.text.edits import Edit, Item, Place, Start

T = TypeVar("T")


class ConflictKind(StrEnum):
    """Why edits cannot stand together."""

    OVERLAP = "overlap"
    INSERTIONS = "insertions"
    DELETION = "deletion"
    MOVES = "moves"


class NoticeKind(StrEnum):
    """What is worth knowing about edits that were merged."""

    JOINT = "joint"
    """Several amendments make the same change."""
    TOUCHING = "touching"
    """Edits of several amendments meet without a word between them."""
    IDLE_RESOLUTION = "idle_resolution"
    """A resolution decides nothing, since its conflict does not arise; the key is its conflict."""


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to look at; nothing has to be decided."""

    kind: NoticeKind
    amendments: tuple[str, ...]
    key: str


@dataclass(frozen=True, slots=True)
class Alternative:
    """One of the wordings that cannot stand together, as it would be in the result."""

    amendments: tuple[str, ...]
    provisions: tuple[Provision, ...]
    after: str | None = None
    """For a move: the key of the provision it goes behind, "" for the very start."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Edits that cannot stand together. The id is the same whenever the same edits meet."""

    id: str
    kind: ConflictKind
    key: str
    base: tuple[Provision, ...]
    alternatives: tuple[Alternative, ...]


@dataclass(frozen=True, slots=True)
class Resolution:
    """How people decided a conflict.

    `order` are the amendments taken, in order, none to keep the base; `provisions` are own words.
    """

    conflict: str
    order: tuple[str, ...]
    provisions: tuple[Provision, ...] | None = None

    def as_json(self) -> dict[str, Any]:
        """Plain data for JSON; `from_json` reads it back."""
        own = self.provisions
        provisions = None if own is None else [provision.as_json() for provision in own]
        return {"conflict": self.conflict, "order": list(self.order), "provisions": provisions}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Resolution":
        """Read what `as_json` wrote; raises KeyError, TypeError or ValueError otherwise."""
        own = data["provisions"]
        provisions = None if own is None else tuple(Provision.from_json(item) for item in own)
        return cls(str(data["conflict"]), tuple(str(a) for a in data["order"]), provisions)


class Joint(NamedTuple):
    """One edit with all amendments that make it."""

    edit: Edit
    amendments: tuple[str, ...]


def joint_edits(base: Document, edits: Mapping[str, Iterable[Edit]]) -> list[Joint]:
    """Unite equal edits of several amendments, in order of places.

    Keys of new provisions do not count: the amendment with the first id names them.
    """
    beginning: dict[Place, list[Joint]] = {}
    for amendment in sorted(edits):
        for edit in edits[amendment]:
            beginning.setdefault(edit.start, []).append(Joint(edit, (amendment,)))
    joint: list[Joint] = []
    for place in sorted(beginning):
        here = beginning[place]
        joint += here if len(here) == 1 else _with_equal_ones_united(base, here)
    return joint


def _with_equal_ones_united(base: Document, joint: Iterable[Joint]) -> list[Joint]:
    """Unite the equal ones among edits that begin at one place."""
    equal: dict[Edit, tuple[Edit, list[str]]] = {}
    for edit, amendments in joint:
        equal.setdefault(signature(base, edit), (edit, []))[1].extend(amendments)
    united = [Joint(edit, tuple(amendments)) for edit, amendments in equal.values()]
    return sorted(united, key=lambda one: (one.edit.end, one.amendments))


def signature(base: Document, edit: Edit) -> Edit:
    """Return what an edit does, whatever keys it gives to new provisions."""
    if not any(isinstance(item, Start) for item in edit.new):
        return edit
    return edit._replace(new=tuple([_anonymous(base, item) for item in edit.new]))


def _anonymous(base: Document, item: Item) -> Item:
    if isinstance(item, Start) and item.key not in base:
        return item._replace(key="")
    return item


def clusters(base: Document, joint: Sequence[Joint]) -> list[list[Joint]]:
    """Group edits, sorted by place, that cannot stand together; a lone edit is its own group."""
    groups: list[list[Joint]] = []
    reach = (0, 0)
    for one in joint:
        start, end, _ = one.edit
        if start < reach or (start == end and groups and groups[-1][-1].edit[:2] == (start, end)):
            groups[-1].append(one)
            reach = max(reach, end)
        else:
            groups.append([one])
            reach = end
    return _with_moves(base, groups)


def _with_moves(base: Document, groups: list[list[Joint]]) -> list[list[Joint]]:
    """Unite the groups that move a provision with those that move it elsewhere or uproot it."""
    movers: dict[str, list[int]] = {}
    for n, group in enumerate(groups):
        for key in {key for one in group if one.edit.is_gap for key in one.edit.arrivals}:
            movers.setdefault(key, []).append(n)
    if not movers:
        return groups
    for n, group in enumerate(groups):
        for key in {key for one in group for key in uprooted(base, one.edit)} & set(movers):
            movers[key].append(n)
    return linked(groups, list(movers.values()))


def uprooted(base: Document, edit: Edit) -> frozenset[str]:
    """Return the keys of provisions whose beginning or end an edit takes away."""
    if edit.is_insertion or (edit.end[0] == edit.start[0] and edit.start[1]):
        return frozenset()
    if edit.end == (edit.start[0], 1) and any(isinstance(item, Start) for item in edit.new):
        return frozenset()
    last = edit.end[0] if edit.end[1] else edit.end[0] - 1
    return frozenset([base.provisions[n].key for n in range(edit.start[0], last + 1)])


def linked(groups: Sequence[list[T]], links: Iterable[Sequence[int]]) -> list[list[T]]:
    """Unite groups that are linked, directly or by others; a link names groups by their numbers."""
    parent = list(range(len(groups)))

    def root(n: int) -> int:
        while parent[n] != n:
            parent[n] = n = parent[parent[n]]
        return n

    for link in links:
        for n in link:
            low, high = sorted((root(link[0]), root(n)))
            parent[high] = low
    united: dict[int, list[T]] = {}
    for n, group in enumerate(groups):
        united.setdefault(root(n), []).extend(group)
    return list(united.values())


def kind_of(group: Sequence[Joint]) -> ConflictKind:
    """Return why a group of edits cannot stand together."""
    if all(one.edit.is_insertion for one in group):
        same_place = len({one.edit.start for one in group}) == 1
        return ConflictKind.INSERTIONS if same_place else ConflictKind.MOVES
    strikes = [one for one in group if is_strike(one.edit)]
    if strikes and len(strikes) < len(group):
        return ConflictKind.DELETION
    return ConflictKind.OVERLAP


def is_strike(edit: Edit) -> bool:
    """Return whether an edit strikes a whole provision."""
    return not edit.new and edit.start[1] == edit.end[1] == 0 and not edit.is_insertion


def identity(base: Document, group: Iterable[Joint]) -> str:
    """Return the id of a conflict: the same for the same edits of the same amendments."""
    data = [[*one.amendments, *_edit_as_json(signature(base, one.edit))] for one in group]
    return hashlib.sha256(canonical_json(sorted(data, key=canonical_json))).hexdigest()[:16]


def _edit_as_json(edit: Edit) -> list[Any]:
    items = [[type(item).__name__, *item] for item in edit.new]
    return [list(edit.start), list(edit.end), items]


def notices(
    base: Document, joint: Sequence[Joint], groups: Sequence[Sequence[Joint]]
) -> tuple[Notice, ...]:
    """Return what is worth knowing about edits that are merged."""
    lone = [group[0] for group in groups if len(group) == 1]
    found = [
        Notice(NoticeKind.JOINT, one.amendments, key_at(base, one.edit))
        for one in lone
        if len(one.amendments) > 1
    ]
    together = {id(one): n for n, group in enumerate(groups) for one in group}
    for first, second in pairwise(joint):
        if first.edit.end != second.edit.start or together[id(first)] == together[id(second)]:
            continue
        amendments = tuple(sorted({*first.amendments, *second.amendments}))
        if set(first.amendments) != set(second.amendments):
            found.append(Notice(NoticeKind.TOUCHING, amendments, key_at(base, second.edit)))
    return tuple(dict.fromkeys(found))


def key_at(base: Document, edit: Edit) -> str:
    """Return the key of the provision an edit is in; an insertion is behind one, or at ""."""
    index, item = edit.start
    if edit.is_insertion and item == 0:
        return base.provisions[index - 1].key if index else ""
    return base.provisions[index].key


def joined_passages(edits: Iterable[Edit]) -> list[tuple[int, int]]:
    """Return the first and last places of provisions that edits join.

    They are in order, and united where they have a place in common.
    """
    passages: list[tuple[int, int]] = []
    for first, last in sorted((edit.start[0], _last(edit)) for edit in edits):
        if passages and first <= passages[-1][1]:
            passages[-1] = (passages[-1][0], max(passages[-1][1], last))
        elif first < last:
            passages.append((first, last))
    return passages


def scope_of(base: Document, group: Iterable[Joint], joined: Sequence[tuple[int, int]]) -> range:
    """Return the places of the provisions a conflict is about; none for a gap between two.

    Joined provisions are taken in whole; `joined` are the `joined_passages`.
    """
    inner = [one.edit for one in group if not one.edit.is_gap]
    if not inner:
        places = sorted({one.edit.start[0] for one in group})
        moved = sorted({base.positions[key] for one in group for key in one.edit.arrivals})
        return range(places[0], places[0]) if len(places) == 1 else range(moved[0], moved[-1] + 1)
    low = min(edit.start[0] for edit in inner)
    high = max(_last(edit) for edit in inner)
    first = bisect_left(joined, low, key=lambda passage: passage[1])
    behind = bisect_right(joined, high, key=lambda passage: passage[0])
    if first < behind:
        low, high = min(low, joined[first][0]), max(high, joined[behind - 1][1])
    return range(low, high + 1)


def _last(edit: Edit) -> int:
    """Return the place of the last provision an edit is in."""
    return edit.end[0] if edit.end[1] or edit.is_insertion else edit.end[0] - 1
