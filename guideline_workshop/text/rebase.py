"""Rebasing: an open amendment carried from the version it was written for to the next one.

It is a merge: of what the new version changed with what the amendment wants. What fits is carried
over exactly, wherever it stands now; what does not is put before its author and the moderation.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from guideline_workshop.text.amendment import Amendment
from guideline_workshop.text.conflicts import Conflict, Notice, NoticeKind, Resolution
from guideline_workshop.text.derive import changes_between
from guideline_workshop.text.document import Document
from guideline_workshop.text.merge import merge

NEXT = ""
"""Stands for the new version among the amendments; no amendment has this id."""


@dataclass(frozen=True, slots=True)
class Rebased:
    """An amendment on the next version.

    `doubts` are the places where the new version says something else: their wording as in the new
    version (of `NEXT`) and as the amendment has it. They are not in `amendment`. `done` tells what
    the new version says already.
    """

    amendment: Amendment
    doubts: tuple[Conflict, ...]
    done: tuple[Notice, ...]

    @property
    def is_certain(self) -> bool:
        """Whether all of the amendment was carried over exactly."""
        return not self.doubts


def rebase(base: Document, amendment: Amendment, target: Document) -> Rebased:
    """Carry `amendment`, written for `base`, over to `target`, a later version.

    Raises StaleBase and InvalidAmendment as `apply` does.
    """
    return rebase_all(base, [amendment], target)[0]


def rebase_all(base: Document, amendments: Iterable[Amendment], target: Document) -> list[Rebased]:
    """Carry amendments over, each on its own, in their order."""
    progress = Amendment(NEXT, base.digest, changes_between(base, target))
    return [_rebased(base, progress, amendment, target) for amendment in amendments]


def _rebased(
    base: Document, progress: Amendment, amendment: Amendment, target: Document
) -> Rebased:
    both = (progress, amendment)
    merged = merge(base, both)
    doubts = merged.conflicts
    if doubts:
        stays = [Resolution(conflict.id, (NEXT,)) for conflict in doubts]
        merged = merge(base, both, resolutions=stays)
    changes = changes_between(target, merged.document)
    done = tuple(n for n in merged.notices if n.kind is NoticeKind.JOINT)
    return Rebased(Amendment(amendment.id, target.digest, changes), doubts, done)
