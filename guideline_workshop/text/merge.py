"""Merging: any number of amendments to one version composed into the next one, word by word.

What does not touch merges; what is equal becomes one; what cannot stand together is a conflict for
a person to decide, and until then the wording of the base stays. The order of the amendments plays
no part. A decision is data, so that a merge can be repeated, previewed and continued.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from guideline_workshop.text.amendment import Amendment
from guideline_workshop.text.conflicts import (
    Alternative,
    Conflict,
    ConflictKind,
    Joint,
    Notice,
    NoticeKind,
    Resolution,
    clusters,
    identity,
    joined_passages,
    joint_edits,
    key_at,
    kind_of,
    notices,
    scope_of,
    signature,
)
from guideline_workshop.text.decide import beside, edit_of, elsewhere, is_within, rewritten, taken
from guideline_workshop.text.document import Document, Provision
from guideline_workshop.text.edits import Edit, edits_by_amendment
from guideline_workshop.text.provenance import EDITORIAL, Provenance
from guideline_workshop.text.tracked import TrackedProvision
from guideline_workshop.text.weave import Applied, applied, weave

__all__ = ["EDITORIAL", "Alternative", "Conflict", "ConflictKind", "Merge", "Notice", "NoticeKind"]
__all__ += ["Provenance", "Resolution", "merge"]


@dataclass(frozen=True)
class Merge:
    """The result of a merge.

    `conflicts` are undecided, `resolved` are those a resolution was given for. `edits` are what was
    done to `base`, whose provenance was `inherited`.
    """

    document: Document
    conflicts: tuple[Conflict, ...]
    resolved: tuple[Conflict, ...]
    notices: tuple[Notice, ...]
    provenance: Provenance
    base: Document
    edits: tuple[Applied, ...]
    inherited: Provenance

    @cached_property
    def lines(self) -> tuple[TrackedProvision, ...]:
        """The tracked text from the base to `document`, exactly.

        Each change names the amendment behind it, the first of several that agree; `notices` name
        them all.
        """
        return weave(self.base, self.edits, self.inherited).lines


def merge(
    base: Document,
    amendments: Sequence[Amendment],
    *,
    resolutions: Sequence[Resolution] = (),
    provenance: Provenance | None = None,
) -> Merge:
    """Merge `amendments` into `base`.

    New provisions keep their keys; where two amendments use one key, the provision that stands
    later in the result has a `+` put behind its key, so that no text is lost.

    Raises StaleBase and InvalidAmendment as `apply` does, the latter also for two amendments with
    one id.
    """
    before = provenance or Provenance()
    edits = edits_by_amendment(base, amendments)
    joint = joint_edits(base, edits)
    groups = clusters(base, joint)
    desk = _Desk(base, groups, {resolution.conflict: resolution for resolution in resolutions})
    done = tuple(desk.all_applied())
    woven = weave(base, done, before, tracked=False)
    open_conflicts, decided = desk.conflicts(before)
    return Merge(
        document=Document(woven.provisions),
        conflicts=open_conflicts,
        resolved=decided,
        notices=(*notices(base, joint, groups), *desk.idle(resolutions)),
        provenance=Provenance(woven.spans),
        base=base,
        edits=done,
        inherited=before,
    )


class _Desk:
    """Where conflicts are laid out and decided."""

    def __init__(
        self,
        base: Document,
        groups: Sequence[Sequence[Joint]],
        resolutions: Mapping[str, Resolution],
    ) -> None:
        self._base = base
        self._clean = [applied(g[0].edit, g[0].amendments[0]) for g in groups if len(g) == 1]
        self._disputed = {identity(base, g): list(g) for g in groups if len(g) > 1}
        self._resolutions = {k: r for k, r in resolutions.items() if k in self._disputed}
        joined = joined_passages(one.edit for group in groups for one in group)
        self._scopes = {k: scope_of(base, g, joined) for k, g in self._disputed.items()}
        self._taken = {
            key: taken(base, self._disputed[key], resolution.order)
            for key, resolution in sorted(self._resolutions.items())
            if resolution.provisions is None
        }
        self._beside = _by_place([("", self._clean), *self._taken.items()])

    def idle(self, resolutions: Iterable[Resolution]) -> tuple[Notice, ...]:
        """Return a notice for each resolution of a conflict that is none."""
        idle = sorted(
            {r.conflict: r for r in resolutions if r.conflict not in self._disputed}.items()
        )
        return tuple(Notice(NoticeKind.IDLE_RESOLUTION, r.order, key) for key, r in idle)

    def all_applied(self) -> list[Applied]:
        """Return the edits of the result: the undisputed ones and what was decided."""
        places = {place: [e for _, e in some] for place, some in self._beside.items()}
        for key, resolution in sorted(self._resolutions.items()):
            if resolution.provisions is not None:
                self._put_own_words(places, key, resolution.provisions)
        return [edit for place in sorted(places) for edit in places[place]]

    def _put_own_words(
        self, places: dict[int, list[Applied]], key: str, own: Sequence[Provision]
    ) -> None:
        """Replace what is made in the scope of a conflict by own words."""
        scope, group = self._scopes[key], self._disputed[key]
        low, high = (scope.start, 0), (scope.stop, 0)
        here = [e for n in range(scope.start, scope.stop + 1) for e in places.pop(n, ())]
        written = rewritten(self._base, scope, own)
        origins = {signature(self._base, edit_of(e)): e.origin for e in here}
        for one in group:
            origins.setdefault(signature(self._base, one.edit), one.amendments[0])
        edits = [beside(e, written) for e in here if not is_within(e, low, high)]
        edits += elsewhere(self._base, group, low, high)
        edits += [applied(e, origins.get(signature(self._base, e), EDITORIAL)) for e in written]
        for edit in edits:
            places.setdefault(edit.start[0], []).append(edit)

    def conflicts(
        self, provenance: Provenance
    ) -> tuple[tuple[Conflict, ...], tuple[Conflict, ...]]:
        """Return the undecided conflicts and the decided ones, in order of places."""
        settled = self._settled()
        ordered = sorted(self._disputed, key=lambda k: (self._disputed[k][0].edit[:2], k))
        found = {key: self._conflict(key, provenance) for key in ordered}
        undecided = tuple(c for key, c in found.items() if key not in settled)
        return undecided, tuple(c for key, c in found.items() if key in settled)

    def _settled(self) -> set[str]:
        """Return the conflicts with a resolution, and those inside a passage of own words."""
        own = [self._scopes[key] for key in self._resolutions if key not in self._taken]
        own.sort(key=lambda scope: scope.start)
        starts = [scope.start for scope in own]
        reach = list(accumulate([scope.stop for scope in own], max))
        settled = set(self._resolutions)
        for key, scope in self._scopes.items():
            n = bisect_right(starts, scope.start)
            if scope and n and scope.stop <= reach[n - 1]:
                settled.add(key)
        return settled

    def _conflict(self, key: str, provenance: Provenance) -> Conflict:
        group, scope = self._disputed[key], self._scopes[key]
        base = self._base.provisions[scope.start : scope.stop]
        sides: dict[tuple[Edit, ...], list[str]] = {}
        for amendment in sorted({a for one in group for a in one.amendments}):
            edits = tuple([one.edit for one in group if amendment in one.amendments])
            sides.setdefault(edits, []).append(amendment)
        around = self._around(key, scope)
        alternatives = tuple(
            self._alternative(edits, amendments, around, scope, provenance)
            for edits, amendments in sides.items()
        )
        place = min(group, key=lambda one: one.edit[:2]).edit
        at = base[0].key if base else key_at(self._base, place)
        return Conflict(key, kind_of(group), at, base, alternatives)

    def _around(self, key: str, scope: range) -> list[Applied]:
        """Return the other edits that are made in the scope of a conflict."""
        moved = {k for one in self._disputed[key] for k in one.edit.arrivals}
        places = [(scope.start, scope.stop)]
        places += [(n, n + 1) for n in map(self._base.positions.__getitem__, moved)]
        near = [
            edit
            for low, high in places
            for index in range(low, high + 1)
            for other, edit in self._beside.get(index, ())
            if other != key and is_within(edit, (low, 0), (high, 0))
        ]
        return list(dict.fromkeys(near))

    def _alternative(
        self,
        edits: tuple[Edit, ...],
        amendments: Sequence[str],
        around: list[Applied],
        scope: range,
        provenance: Provenance,
    ) -> Alternative:
        mine = [applied(edit, amendments[0]) for edit in edits]
        after = None
        if any(edit.arrivals for edit in edits) and scope:
            after = next(key_at(self._base, edit) for edit in edits if edit.arrivals)
            mine = [edit for edit in mine if not edit_of(edit).arrivals]
        woven = weave(self._base, around + mine, provenance, only=scope, tracked=False)
        return Alternative(tuple(amendments), woven.provisions, after)


def _by_place(
    some: Iterable[tuple[str, Iterable[Applied]]],
) -> dict[int, list[tuple[str, Applied]]]:
    """Return edits, each with the conflict it decides, by the provision they begin in."""
    places: dict[int, list[tuple[str, Applied]]] = {}
    for key, edits in some:
        for edit in edits:
            places.setdefault(edit.start[0], []).append((key, edit))
    return places
