"""Lines that a word processor can take back without a trace.

Joining or splitting paragraphs keeps the properties of one of them, and which one differs between
programs; a row cannot become a paragraph at all. Where lines of different kinds are joined, split
or turned into one another, the old ones are therefore deleted and the new ones inserted, whole.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from guideline_workshop.exports.blocks import shape
from guideline_workshop.exports.docx.revisions import origin_of, rearranged
from guideline_workshop.exports.rows import keeps_columns
from guideline_workshop.text.align import PairKind
from guideline_workshop.text.diff import Op
from guideline_workshop.text.document import Kind, Provision
from guideline_workshop.text.markup import parse
from guideline_workshop.text.runs import whole
from guideline_workshop.text.tracked import Run, TrackedProvision


def settled(lines: Iterable[TrackedProvision]) -> Iterator[TrackedProvision]:
    """Yield `lines`, those of mixed kinds taken apart, and what comes back elsewhere named so."""
    found: list[TrackedProvision] = []
    for group in _groups(lines):
        found += map(_arriving, group) if _fits(group) else _taken_apart(group)
    gone = {_literal(line) for line in found if line.mark is Op.DELETED}
    for line in found:
        comes_back = line.mark is Op.INSERTED and _literal(line) in gone
        yield _rearranged(line) if comes_back else line


def _arriving(line: TrackedProvision) -> TrackedProvision:
    """Make what comes from another place an insertion; its old place has a line of its own."""
    arrives = line.change is PairKind.MOVED and line.new is not None
    return replace(line, old=None) if arrives else line


def _literal(line: TrackedProvision) -> str:
    return "".join(run.text for run in line.runs).strip()


def _rearranged(line: TrackedProvision) -> TrackedProvision:
    runs = tuple(run._replace(origin=rearranged(run.origin)) for run in line.runs)
    return replace(line, runs=runs, origin=rearranged(line.origin))


def _groups(lines: Iterable[TrackedProvision]) -> Iterator[list[TrackedProvision]]:
    """Keep together what was split from, or joined to, one provision."""
    group: list[TrackedProvision] = []
    for line in lines:
        group.append(line)
        together = line.change in (PairKind.SPLIT, PairKind.JOINED)
        if not (together and line.mark is not Op.EQUAL):
            yield group
            group = []
    if group:
        yield group


def _sides(group: Iterable[TrackedProvision]) -> tuple[list[Provision], list[Provision]]:
    """Return the old and the new provisions of `group`, each once."""
    old = {line.old.key: line.old for line in group if line.old}
    new = {line.new.key: line.new for line in group if line.new}
    return list(old.values()), list(new.values())


def _fits(group: list[TrackedProvision]) -> bool:
    old, new = _sides(group)
    shapes = set(map(shape, old + new))
    is_one = len(group) == 1
    if is_one and group[0].mark is not Op.EQUAL:
        return True
    if any(kind is Kind.ROW for kind, _, _ in shapes):
        return is_one and len(shapes) == 1 and keeps_columns(group[0])
    if any(field for _, _, field in shapes):  # the name of the field would be split or joined too
        return is_one and len(shapes) == 1
    return is_one or len(shapes) == 1


def _taken_apart(group: list[TrackedProvision]) -> Iterator[TrackedProvision]:
    old, new = _sides(group)
    origin = next(filter(None, (origin_of(line, line.mark) for line in group)), "")
    for provision in old:
        yield TrackedProvision(
            PairKind.DELETED, provision, None, _runs(provision, Op.DELETED, origin), Op.DELETED
        )
    for provision in new:
        yield TrackedProvision(
            PairKind.INSERTED, None, provision, _runs(provision, Op.INSERTED, origin), Op.INSERTED
        )


def _runs(provision: Provision, op: Op, origin: str) -> tuple[Run, ...]:
    return whole(parse(provision.text), op, origin)
