"""Tracked text: the form in which every difference is shown, printed and exported."""

from dataclasses import dataclass
from typing import NamedTuple

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
