"""The desk: where the edits of several amendments are laid out, and their conflicts decided.

Nothing here is worked out before somebody asks for it.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import accumulate

from guideline_workshop.text.conflicts import (
    Alternative,
    Conflict,
    Joint,
    Notice,
    NoticeKind,
    Resolution,
    clusters,
    identity,
    joined_passages,
    key_at,
    kind_of,
    notices,
    scope_of,
    signature,
)
from guideline_workshop.text.decide import beside, elsewhere, is_within, rewritten, taken
from guideline_workshop.text.document import Document, Provision
from guideline_workshop.text.edits import Edit
from guideline_workshop.text.provenance import EDITORIAL, Provenance
from guideline_workshop.text.splice import Applied, applied
from guideline_workshop.text.weave import weave


class Desk:
    """Where conflicts are laid out and decided."""

    def __init__(
        self, base: Document, joint: Sequence[Joint], resolutions: Iterable[Resolution]
    ) -> None:
        self._base = base
        self._joint = joint
        self._groups = clusters(base, joint)
        self._given = {resolution.conflict: resolution for resolution in resolutions}

    @cached_property
    def _clean(self) -> list[Applied]:
        """The undisputed edits."""
        return [applied(g[0].edit, g[0].amendments[0]) for g in self._groups if len(g) == 1]

    @cached_property
    def _disputed(self) -> dict[str, list[Joint]]:
        """The edits of each conflict, in order of places."""
        found = {identity(self._base, group): group for group in self._groups if len(group) > 1}
        return dict(sorted(found.items(), key=lambda one: (one[1][0].edit[:2], one[0])))

    @cached_property
    def _decided(self) -> dict[str, Resolution]:
        """The resolutions of conflicts that do arise, in order of their ids."""
        return {key: self._given[key] for key in sorted(self._given) if key in self._disputed}

    @cached_property
    def _scopes(self) -> dict[str, range]:
        """The places of the provisions that each conflict is about."""
        joined = joined_passages([one.edit for one in self._joint])
        return {key: scope_of(self._base, g, joined) for key, g in self._disputed.items()}

    @cached_property
    def _taken(self) -> dict[str, list[Applied]]:
        """The edits of amendments that were taken, by the conflict that this decided."""
        return {
            key: taken(self._base, self._disputed[key], resolution.order)
            for key, resolution in self._decided.items()
            if resolution.provisions is None
        }

    @cached_property
    def _by_place(self) -> dict[int, list[tuple[str, Applied]]]:
        """Undisputed and taken edits, with the conflict they decide, by where they begin."""
        places: dict[int, list[tuple[str, Applied]]] = {}
        for key, edits in [("", self._clean), *self._taken.items()]:
            for edit in edits:
                places.setdefault(edit.start[0], []).append((key, edit))
        return places

    def notices(self) -> tuple[Notice, ...]:
        """Return what is worth knowing, also the resolutions of conflicts that are none."""
        idle = [key for key in sorted(self._given) if key not in self._disputed]
        return (
            *notices(self._base, self._joint, self._groups),
            *[Notice(NoticeKind.IDLE_RESOLUTION, self._given[key].order, key) for key in idle],
        )

    def applied(self) -> list[Applied]:
        """Return the edits of the result: the undisputed ones and what was decided."""
        if not self._given:
            return self._clean
        places = {place: [edit for _, edit in some] for place, some in self._by_place.items()}
        for key, resolution in self._decided.items():
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
        origins = {signature(self._base, e.edit): e.origin for e in here}
        for one in group:
            origins.setdefault(signature(self._base, one.edit), one.amendments[0])
        edits = [beside(e, written) for e in here if not is_within(e, low, high)]
        edits += elsewhere(self._base, group, low, high)
        edits += [applied(e, origins.get(signature(self._base, e), EDITORIAL)) for e in written]
        for edit in edits:
            places.setdefault(edit.start[0], []).append(edit)

    def described(self, provenance: Provenance) -> dict[str, Conflict]:
        """Return the conflicts, decided or not, by their ids and in order of places."""
        return {key: self._conflict(key, provenance) for key in self._disputed}

    @cached_property
    def settled(self) -> set[str]:
        """The conflicts with a resolution, and those inside a passage of own words."""
        own = [self._scopes[key] for key in self._decided if key not in self._taken]
        own.sort(key=lambda scope: scope.start)
        starts = [scope.start for scope in own]
        reach = list(accumulate([scope.stop for scope in own], max))
        settled = set(self._decided)
        for key, scope in self._scopes.items():
            n = bisect_right(starts, scope.start)
            if scope and n and scope.stop <= reach[n - 1]:
                settled.add(key)
        return settled

    def _conflict(self, key: str, provenance: Provenance) -> Conflict:
        group, scope = self._disputed[key], self._scopes[key]
        base = self._base.provisions[scope.start : scope.stop]
        wanted: dict[str, list[Edit]] = {}
        for edit, amendments in group:
            for amendment in amendments:
                wanted.setdefault(amendment, []).append(edit)
        sides: dict[tuple[Edit, ...], list[str]] = {}
        for amendment in sorted(wanted):
            sides.setdefault(tuple(wanted[amendment]), []).append(amendment)
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
            for other, edit in self._by_place.get(index, ())
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
        if scope and any(edit.arrivals for edit in edits):
            after = next(key_at(self._base, edit) for edit in edits if edit.arrivals)
            mine = [one for one in mine if not one.edit.arrivals]
        woven = weave(self._base, around + mine, provenance, only=scope, tracked=False)
        return Alternative(tuple(amendments), woven.provisions, after)
