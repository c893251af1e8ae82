"""The merged text with every conflict at its spot, in words where programs use markers."""

from collections.abc import Iterator

from guideline_workshop.cli.merged import Merged
from guideline_workshop.text.merge import Conflict


def text_with_conflicts(merged: Merged) -> str:
    """Return the merged text; behind the base wording that stays, what the files say instead."""
    if not merged.result.conflicts:
        return merged.text()
    provisions = merged.result.document.provisions
    spots: dict[int, list[str]] = {}
    for number, conflict in enumerate(merged.result.conflicts, start=1):
        spots.setdefault(_spot(merged, conflict), []).append(_told(merged, number, conflict))
    parts = []
    start = 0
    for spot in (*sorted(spots), len(provisions)):
        parts += [merged.written(provisions[start:spot]), *spots.get(spot, ())]
        start = spot
    return "\n".join(part for part in parts if part)


def _spot(merged: Merged, conflict: Conflict) -> int:
    """Return behind how many provisions of the result a conflict is told."""
    places = merged.result.document.positions
    keys = [provision.key for provision in conflict.base] or [conflict.key]
    found = [places[key] + 1 for key in keys if key in places]
    return max(found) if found else _behind_what_is_left(merged, conflict)


def _behind_what_is_left(merged: Merged, conflict: Conflict) -> int:
    """Return the place behind the last provision before the conflict that still stands."""
    places, base = merged.result.document.positions, merged.base.document
    before = base.provisions[: base.positions[conflict.key]] if conflict.key else ()
    return max((places[p.key] + 1 for p in before if p.key in places), default=0)


def _told(merged: Merged, number: int, conflict: Conflict) -> str:
    kind = conflict.kind.value
    stays = "the wording above stays" if conflict.base else "nothing is inserted here"
    return "\n".join(
        (
            f"=== Conflict {number} ({kind}): {stays} ===",
            *_alternatives(merged, conflict),
            f"=== End of conflict {number} ===\n",
        )
    )


def _alternatives(merged: Merged, conflict: Conflict) -> Iterator[str]:
    for alternative in conflict.alternatives:
        said = merged.alternative(alternative)
        where = ""
        if "after" in said:
            where = f" behind “{said['after']}”" if said["after"] else " at the very start"
        yield f"--- {said['from']}{where}:"
        yield said["text"] or "(nothing)"
