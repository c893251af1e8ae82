"""Lines that a word processor can take back without a trace.

Joining or splitting paragraphs keeps the properties of one of them, and which one differs between
programs; a row cannot become a paragraph at all. Where lines of different kinds are joined, split
or turned into one another, the old ones are therefore deleted and the new ones inserted, whole.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from guideline_workshop.exports.blocks import shape, unchanged
from guideline_workshop.exports.docx.revisions import origin_of
from guideline_workshop.exports.rows import keeps_columns
from guideline_workshop.text.align import PairKind
from guideline_workshop.text.diff import Op
from guideline_workshop.text.document import Kind, Provision
from guideline_workshop.text.tracked import TrackedProvision

_ONE_SIDED = {Op.DELETED: PairKind.DELETED, Op.INSERTED: PairKind.INSERTED}


def settled(lines: Iterable[TrackedProvision]) -> Iterator[TrackedProvision]:
    """Yield `lines`, those of mixed kinds taken apart into deleted and inserted ones."""
    for group in _groups(lines):
        yield from group if _fits(group) else _taken_apart(group)


def _groups(lines: Iterable[TrackedProvision]) -> Iterator[list[TrackedProvision]]:
    """Keep together what was split from, or joined to, one provision.

    What has moved here is inserted: its old place has a line of its own.
    """
    group: list[TrackedProvision] = []
    for line in lines:
        arrives = line.change is PairKind.MOVED and line.new is not None
        group.append(replace(line, old=None) if arrives else line)
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
    if is_one and not (old and new):
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
        yield one_sided(provision, Op.DELETED, origin)
    for provision in new:
        yield one_sided(provision, Op.INSERTED, origin)


def one_sided(provision: Provision, op: Op, origin: str) -> TrackedProvision:
    """Return the line of a provision that is deleted or inserted whole."""
    runs = tuple(run._replace(op=op, origin=origin) for run in unchanged(provision).runs)
    deleted = op is Op.DELETED
    old, new = (provision, None) if deleted else (None, provision)
    return TrackedProvision(_ONE_SIDED[op], old, new, runs, op, origin=origin)
