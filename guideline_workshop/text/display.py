"""Display: two versions compared, as tracked lines, side by side, or as excerpts.

Every form is in reading order: what is struck comes before what is inserted in its place.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial

from guideline_workshop.text.align import Pair, PairKind, align
from guideline_workshop.text.diff import Codes, Hunk, Op, blocks, hunks
from guideline_workshop.text.document import Document, Provision
from guideline_workshop.text.markup import chained, parse
from guideline_workshop.text.readable import readable
from guideline_workshop.text.runs import changed, of_one_fate, unchanged
from guideline_workshop.text.tokens import Token
from guideline_workshop.text.tracked import Run, TrackedProvision, lines_as_json, lines_from_json

__all__ = ["Comparison", "Op", "PairKind", "Run", "SideRow", "Stats", "TrackedProvision"]
__all__ += ["compare", "compare_texts", "excerpts", "inline", "lines_as_json", "lines_from_json"]
__all__ += ["side_by_side"]

Engine = Callable[[Sequence[Token], Sequence[Token]], list[Hunk]]


@dataclass(frozen=True, slots=True)
class Stats:
    """How much changed. What moved unedited adds and strikes no words."""

    words_added: int
    words_struck: int
    provisions_touched: int


@dataclass(frozen=True, slots=True)
class SideRow:
    """One row of two columns; a side is None where it has nothing at this place."""

    line: TrackedProvision
    old: tuple[Run, ...] | None
    new: tuple[Run, ...] | None


@dataclass(frozen=True)
class Comparison:
    """Two texts and what is different between them."""

    old: Document
    new: Document
    pairs: tuple[Pair, ...]

    @cached_property
    def lines(self) -> tuple[TrackedProvision, ...]:
        """The display diff: the tracked text for readers."""
        return _lines(self, partial(readable, codes=Codes()), inside=True)

    @cached_property
    def exact(self) -> tuple[TrackedProvision, ...]:
        """The minimal diff, for exports that others go on working with."""
        return _lines(self, partial(_minimal, codes=Codes()), inside=False)

    @cached_property
    def stats(self) -> Stats:
        """How much changed, as the display diff shows it."""
        runs = [run for line in self.lines for run in _told(line)]
        return Stats(
            words_added=sum(len(run.text.split()) for run in runs if run.op is Op.INSERTED),
            words_struck=sum(len(run.text.split()) for run in runs if run.op is Op.DELETED),
            provisions_touched=sum(pair.kind is not PairKind.EQUAL for pair in self.pairs),
        )

    @property
    def changed(self) -> bool:
        """Whether there is any difference."""
        return any(pair.kind is not PairKind.EQUAL for pair in self.pairs)


def _told(line: TrackedProvision) -> tuple[Run, ...]:
    """Return the runs that count; of what moved, only what was edited as well."""
    return line.edits if line.change is PairKind.MOVED else line.runs


def compare(old: Document, new: Document, *, by_key: bool = True) -> Comparison:
    """Compare two versions; `by_key` is False where their keys have no common history."""
    return Comparison(old, new, align(old, new, by_key=by_key))


@lru_cache(maxsize=1024)
def compare_texts(old_markup: str, new_markup: str) -> tuple[Run, ...]:
    """Compare the texts of one provision for readers: the live preview."""
    old, new = parse(old_markup), parse(new_markup)
    return changed(old, new, readable(old, new), inside=True)


def inline(comparison: Comparison) -> tuple[TrackedProvision, ...]:
    """Return the whole text with its changes."""
    return comparison.lines


def side_by_side(comparison: Comparison) -> tuple[SideRow, ...]:
    """Return old and new text in two columns, one row for each line."""
    return tuple(SideRow(line, *_sides(line)) for line in comparison.lines)


def _sides(line: TrackedProvision) -> tuple[tuple[Run, ...] | None, tuple[Run, ...] | None]:
    arrives = line.change is PairKind.MOVED and line.new is not None
    old = None if line.old is None or arrives else _without(line, Op.INSERTED)
    return old, None if line.new is None else _without(line, Op.DELETED)


def _without(line: TrackedProvision, op: Op) -> tuple[Run, ...]:
    """Return one side of a line; a lone blank that a split or a join moves is not marked there."""
    runs = tuple(run for run in line.runs if run.op is not op)
    if line.mark is Op.EQUAL or not runs or runs[-1].text != " ":
        return runs
    return (*runs[:-1], runs[-1]._replace(op=Op.EQUAL))


def excerpts(comparison: Comparison, context: int = 1) -> tuple[tuple[TrackedProvision, ...], ...]:
    """Return the changed lines only, in groups, each with `context` lines around it."""
    lines = comparison.lines
    shown = [n for n, line in enumerate(lines) if line.change is not PairKind.EQUAL]
    groups: list[tuple[int, int]] = []
    for n in shown:
        start, end = max(0, n - context), min(len(lines), n + context + 1)
        if groups and groups[-1][1] >= start:
            groups[-1] = (groups[-1][0], end)
        else:
            groups.append((start, end))
    return tuple(lines[start:end] for start, end in groups)


def _minimal(old: Sequence[Token], new: Sequence[Token], codes: Codes) -> list[Hunk]:
    return hunks(blocks(old, new, codes), len(old), len(new))


def _lines(comparison: Comparison, engine: Engine, *, inside: bool) -> tuple[TrackedProvision, ...]:
    old, new = comparison.old.provisions, comparison.new.provisions
    leaving = iter(sorted(p.old[0] for p in comparison.pairs if p.kind is PairKind.MOVED))
    next_leaving = next(leaving, len(old))
    lines: list[TrackedProvision] = []
    for pair in (*comparison.pairs, Pair(PairKind.DELETED, (len(old),), ())):
        if pair.old and pair.kind is not PairKind.MOVED:
            while next_leaving < pair.old[0]:
                lines.append(_gone(PairKind.MOVED, old[next_leaving]))
                next_leaving = next(leaving, len(old))
        ours, theirs = [old[i] for i in pair.old if i < len(old)], [new[j] for j in pair.new]
        lines += _pair_lines(pair.kind, ours, theirs, engine, inside)
    return tuple(lines)


def _pair_lines(
    kind: PairKind, old: list[Provision], new: list[Provision], engine: Engine, inside: bool
) -> list[TrackedProvision]:
    if not new:
        return [_gone(kind, provision) for provision in old]
    if kind is PairKind.INSERTED:
        return [_come(kind, None, new[0], ())]
    if kind is PairKind.EQUAL:
        runs = unchanged(new[0].text)
        return [TrackedProvision(kind, old[0], new[0], runs, Op.EQUAL)]
    if kind is PairKind.MOVED:
        edits = compare_texts(old[0].text, new[0].text) if old[0].text != new[0].text else ()
        return [_come(kind, old[0], new[0], edits)]
    return _cut_lines(kind, old, new, engine, inside)


def _gone(kind: PairKind, old: Provision) -> TrackedProvision:
    return TrackedProvision(kind, old, None, of_one_fate(old.text, Op.DELETED), Op.DELETED)


def _come(
    kind: PairKind, old: Provision | None, new: Provision, edits: tuple[Run, ...]
) -> TrackedProvision:
    runs = of_one_fate(new.text, Op.INSERTED)
    return TrackedProvision(kind, old, new, runs, Op.INSERTED, edits)


def _cut_lines(
    kind: PairKind, old: list[Provision], new: list[Provision], engine: Engine, inside: bool
) -> list[TrackedProvision]:
    """Compare one or more provisions with one or more, and cut the result into lines."""
    if len(old) == len(new) == 1:
        before, after = parse(old[0].text), parse(new[0].text)
        runs = changed(before, after, engine(before, after), inside=inside)
        return [TrackedProvision(kind, old[0], new[0], runs, Op.EQUAL)]
    ours, old_ends = chained(provision.text for provision in old)
    theirs, new_ends = chained(provision.text for provision in new)
    found = engine(ours, theirs)
    if len(new) > 1:
        cuts = _cuts(found, new_ends)
    else:
        turned = [Hunk(h.new_start, h.new_end, h.start, h.end) for h in found]
        cuts = [(end, new_end) for new_end, end in _cuts(turned, old_ends)]
    mark = Op.INSERTED if len(new) > 1 else Op.DELETED
    lines = []
    i = j = 0
    for n, (old_end, new_end) in enumerate(cuts):
        part = [_clipped(h, i, old_end, j, new_end) for h in found]
        kept = [h for h in part if h.start < h.end or h.new_start < h.new_end]
        runs = changed(ours[i:old_end], theirs[j:new_end], kept, inside=inside)
        end = Op.EQUAL if n == len(cuts) - 1 else mark
        whose = old[min(n, len(old) - 1)], new[min(n, len(new) - 1)]
        lines.append(TrackedProvision(kind, *whose, runs, end))
        i, j = old_end, new_end
    return lines


def _cuts(found: list[Hunk], new_ends: list[int]) -> list[tuple[int, int]]:
    """Return where to cut both texts so that the new one is cut at `new_ends`.

    What is struck where two parts meet stays with the first one, if that ends there.
    """
    cuts = []
    for end in new_ends:
        shift = 0
        place = None
        for hunk in found:
            if hunk.new_start < end <= hunk.new_end or hunk.new_start == end == hunk.new_end:
                place = hunk.end
                break
            if hunk.new_start >= end:
                break
            shift = hunk.end - hunk.new_end
        cuts.append((end + shift if place is None else place, end))
    return cuts


def _clipped(hunk: Hunk, old_start: int, old_end: int, new_start: int, new_end: int) -> Hunk:
    """Return the part of a hunk in a range, counted from the beginning of the range."""
    start, end = (min(max(n, old_start), old_end) - old_start for n in hunk[:2])
    added = (min(max(n, new_start), new_end) - new_start for n in hunk[2:])
    return Hunk(start, end, *added)
