"""Tracked text: the form in which every difference is shown, printed and exported."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from guideline_workshop.text.align import PairKind
from guideline_workshop.text.diff import Op
from guideline_workshop.text.document import Provision


class Run(NamedTuple):
    """A passage of literal text (never markup) with one fate and one style.

    `origin` is the id of the amendment behind it, "editorial" for the editorial hand, "" if unknown
    or of the base. A named tuple because every diff makes many.
    """

    op: Op
    text: str
    strong: bool = False
    emphasis: bool = False
    href: str = ""
    origin: str = ""


@dataclass(frozen=True, slots=True)
class TrackedProvision:
    """One line of a tracked text.

    `mark` is the fate of the end of this line, the paragraph mark. Going through the lines and
    keeping runs and marks that are not DELETED gives exactly the new provisions' texts in order;
    keeping those that are not INSERTED gives the old ones.

    A split provision has a line for each part, all with the same `old`; all marks but the last are
    INSERTED. Joined provisions have a line each, all with the same `new`; all marks but the last
    are DELETED. A moved provision has a line at its old place, without `new`, and one at its new
    place whose runs are all INSERTED; there, `edits` shows what was changed inside it, if anything.
    """

    change: PairKind
    old: Provision | None
    new: Provision | None
    runs: tuple[Run, ...]
    mark: Op
    edits: tuple[Run, ...] = ()
    origin: str = ""
    """Who changed the mark, or the kind or level, as in `Run.origin`."""


def lines_as_json(lines: Iterable[TrackedProvision]) -> list[dict[str, Any]]:
    """Plain data for JSON; `lines_from_json` reads it back."""
    return [
        {
            "change": line.change.value,
            "old": line.old and line.old.as_json(),
            "new": line.new and line.new.as_json(),
            "runs": [list(run) for run in line.runs],
            "mark": line.mark.value,
            "edits": [list(run) for run in line.edits],
            "origin": line.origin,
        }
        for line in lines
    ]


def lines_from_json(data: Iterable[Mapping[str, Any]]) -> tuple[TrackedProvision, ...]:
    """Read what `lines_as_json` wrote; raises KeyError, TypeError or ValueError otherwise."""
    return tuple(
        TrackedProvision(
            change=PairKind(item["change"]),
            old=Provision.from_json(item["old"]) if item["old"] else None,
            new=Provision.from_json(item["new"]) if item["new"] else None,
            runs=_runs(item["runs"]),
            mark=Op(item["mark"]),
            edits=_runs(item["edits"]),
            origin=item["origin"],
        )
        for item in data
    )


def _runs(data: Iterable[list[Any]]) -> tuple[Run, ...]:
    return tuple(Run(Op(op), *rest) for op, *rest in data)
