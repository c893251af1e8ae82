"""Merging: any number of amendments to one version composed into the next one, word by word.

What does not touch merges; what is equal becomes one; what cannot stand together is a conflict for
a person to decide, and until then the wording of the base stays. The order of the amendments plays
no part. A decision is data, so that a merge can be repeated, previewed and continued.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from guideline_workshop.text.amendment import Amendment
from guideline_workshop.text.conflicts import (
    Alternative,
    Conflict,
    ConflictKind,
    Notice,
    NoticeKind,
    Resolution,
    joint_edits,
)
from guideline_workshop.text.desk import Desk
from guideline_workshop.text.document import Document
from guideline_workshop.text.edits import edits_by_amendment
from guideline_workshop.text.provenance import EDITORIAL, Provenance
from guideline_workshop.text.splice import Applied
from guideline_workshop.text.tracked import TrackedProvision
from guideline_workshop.text.weave import weave

__all__ = ["EDITORIAL", "Alternative", "Conflict", "ConflictKind", "Merge", "Notice", "NoticeKind"]
__all__ += ["Provenance", "Resolution", "merge"]


@dataclass(frozen=True)
class Merge:
    """The result of a merge.

    `edits` are what was done to `base`, whose provenance was `inherited`. What a caller may not
    look at is worked out when it does.
    """

    document: Document
    provenance: Provenance
    base: Document
    edits: tuple[Applied, ...]
    inherited: Provenance
    _desk: Desk = field(repr=False, compare=False)

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        """The undecided conflicts, in order of places."""
        settled = self._desk.settled
        return tuple([conflict for key, conflict in self._described.items() if key not in settled])

    @property
    def resolved(self) -> tuple[Conflict, ...]:
        """The conflicts a resolution was given for."""
        settled = self._desk.settled
        return tuple([conflict for key, conflict in self._described.items() if key in settled])

    @cached_property
    def _described(self) -> dict[str, Conflict]:
        return self._desk.described(self.inherited)

    @cached_property
    def notices(self) -> tuple[Notice, ...]:
        """What is worth knowing of edits that were merged and of resolutions without effect."""
        return self._desk.notices()

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
    joint = joint_edits(base, edits_by_amendment(base, amendments))
    desk = Desk(base, joint, resolutions)
    edits = tuple(desk.applied())
    woven = weave(base, edits, before, tracked=False)
    return Merge(Document(woven.provisions), Provenance(woven.spans), base, edits, before, desk)
