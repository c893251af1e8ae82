"""Rebasing: an open amendment carried from the version it was written for to the next one.

It is a merge: of what the new version changed with what the amendment wants. What fits is carried
over exactly, wherever it stands now; what does not is put before its author and the moderation.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from guideline_workshop.text.amendment import (
    Amendment,
    Change,
    Insert,
    Move,
    Replace,
    apply,
    with_rationales,
)
from guideline_workshop.text.conflicts import Conflict, Notice, NoticeKind, Resolution, linked
from guideline_workshop.text.derive import changes_between
from guideline_workshop.text.document import Document, Provision
from guideline_workshop.text.merge import merge

NEXT = ""
"""Stands for the new version among the amendments; no amendment has this id."""


@dataclass(frozen=True, slots=True)
class Rebased:
    """An amendment on the next version.

    `doubts` are the places where the new version says something else: their wording as in the new
    version (of `NEXT`) and as the amendment has it. They are not in `amendment`. `decided` are
    those that people have decided, as they did. `done` tells what the new version says already.
    """

    amendment: Amendment
    doubts: tuple[Conflict, ...]
    decided: tuple[Conflict, ...]
    done: tuple[Notice, ...]

    @property
    def is_certain(self) -> bool:
        """Whether all of the amendment was carried over exactly."""
        return not self.doubts


def rebase(
    base: Document,
    amendment: Amendment,
    target: Document,
    *,
    resolutions: Sequence[Resolution] = (),
) -> Rebased:
    """Carry `amendment`, written for `base`, over to `target`, a later version.

    `resolutions` decide doubts: for `NEXT`, for the amendment, or in own words.
    Raises StaleBase and InvalidAmendment as `apply` does.
    """
    return _Progress(base, target).rebased(amendment, resolutions)


def rebase_all(base: Document, amendments: Iterable[Amendment], target: Document) -> list[Rebased]:
    """Carry amendments over, each on its own, in their order."""
    progress = _Progress(base, target)
    return [progress.rebased(amendment) for amendment in amendments]


class _Progress:
    """What a new version changed.

    An amendment is merged with what was changed near it; all else is the same whether it is adopted
    or not.
    """

    def __init__(self, base: Document, target: Document) -> None:
        self._base = base
        self._target = target
        self._changes = changes_between(base, target)
        touching: dict[int, list[int]] = {}
        for n, change in enumerate(self._changes):
            for place in _touched(base, change):
                touching.setdefault(place, []).append(n)
        groups = linked([[n] for n in range(len(self._changes))], touching.values())
        group_of = {n: group for group in groups for n in group}
        self._near = {place: group_of[some[0]] for place, some in touching.items()}

    def rebased(self, amendment: Amendment, resolutions: Sequence[Resolution] = ()) -> Rebased:
        """Carry one amendment over."""
        near = Amendment(NEXT, self._base.digest, self._changes_near(amendment))
        merged = merge(self._base, (near, amendment), resolutions=resolutions)
        doubts, decided = merged.conflicts, merged.resolved
        if doubts:
            stays = [Resolution(conflict.id, (NEXT,)) for conflict in doubts]
            merged = merge(self._base, (near, amendment), resolutions=[*resolutions, *stays])
        changes = changes_between(self._with(near), merged.document)
        changes = with_rationales(changes, amendment.changes)
        done = tuple(n for n in merged.notices if n.kind is NoticeKind.JOINT)
        return Rebased(Amendment(amendment.id, self._target.digest, changes), doubts, decided, done)

    def _changes_near(self, amendment: Amendment) -> tuple[Change, ...]:
        """Return the changes that `amendment` may have to do with, directly or by others.

        These are all where something moves, or where both use one new key.
        """
        places = {place for change in amendment.changes for place in _touched(self._base, change)}
        numbers = {n for place in places for n in self._near.get(place, ())}
        near = tuple([self._changes[n] for n in sorted(numbers)])
        moves = any(isinstance(change, Move) for change in (*near, *amendment.changes))
        return self._changes if moves or self._has_a_new_key_of(amendment) else near

    def _has_a_new_key_of(self, amendment: Amendment) -> bool:
        new = _wordings(amendment.changes)
        return any(key in self._target and key not in self._base for key in new)

    def _with(self, near: Amendment) -> Document:
        """Return the base with some of the changes, in exactly the wording of the new version."""
        if len(near.changes) == len(self._changes):
            return self._target
        new = _wordings(near.changes)
        return Document(tuple([new.get(p.key, p) for p in apply(self._base, near).provisions]))


def _wordings(changes: Iterable[Change]) -> dict[str, Provision]:
    """Return the provisions that changes insert or put in the place of others, by key."""
    worded = [change for change in changes if not isinstance(change, Move)]
    return {provision.key: provision for change in worded for provision in change.provisions}


def _touched(base: Document, change: Change) -> set[int]:
    """Return the places of the provisions whose words, beginning or end a change has to do with.

    What is struck or moved away, or put between two provisions, makes others neighbours.
    """
    places: set[int] = set()
    if not isinstance(change, Insert) and change.key in base:
        place = base.positions[change.key]
        stays = isinstance(change, Replace) and change.provisions
        places.update([place] if stays else [place - 1, place, place + 1])
    if not isinstance(change, Replace):
        place = base.positions.get(change.after, -1)
        places.update([place, place + 1])
    return places
