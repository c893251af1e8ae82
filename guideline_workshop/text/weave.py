"""Weaving: applying edits that do not overlap to a base, and keeping track of every word.

One walk over the base gives the new text, the tracked lines from base to result, and who every
word of the result is from.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import cast

from guideline_workshop.text.align import PairKind
from guideline_workshop.text.diff import Op
from guideline_workshop.text.document import Document, Provision
from guideline_workshop.text.edits import Arrival, End, Item, Place, Start, items_of, start_of
from guideline_workshop.text.markup import parse
from guideline_workshop.text.provenance import Provenance, Span
from guideline_workshop.text.runs import unchanged, whole
from guideline_workshop.text.splice import Applied, same_ends, spliced
from guideline_workshop.text.tokens import Token
from guideline_workshop.text.tracked import TrackedProvision
from guideline_workshop.text.unfinished import (
    Draft,
    Line,
    Written,
    finished_line,
    with_own_keys,
    without_blanks_at_ends,
)


@dataclass(frozen=True)
class Woven:
    """The result of weaving."""

    provisions: tuple[Provision, ...]
    lines: tuple[TrackedProvision, ...]
    spans: Mapping[str, tuple[Span, ...]]


def weave(
    base: Document,
    edits: Iterable[Applied],
    provenance: Provenance,
    *,
    only: range | None = None,
    tracked: bool = True,
) -> Woven:
    """Apply `edits` to `base`, or to the provisions `only`; edits must not overlap.

    Without `tracked` there are no lines, in a fraction of the time.
    """
    ordered = sorted(edits, key=itemgetter(0, 1))
    weaver = _Weaver(base, provenance, ordered, tracked=tracked)
    weaver.walk(only if only is not None else range(len(base.provisions)))
    return weaver.woven()


class _Weaver:
    """Walks over the base and writes the result."""

    def __init__(
        self, base: Document, provenance: Provenance, edits: Iterable[Applied], *, tracked: bool
    ) -> None:
        self._base = base
        self._tracked = tracked
        self._provenance = provenance
        self._before: dict[int, list[Applied]] = {}
        self._within: dict[int, list[Applied]] = {}
        self._restructured: set[int] = set()
        self._moved: dict[str, str] = {}
        for edit in edits:
            self._sort_in(edit)
        self._written: list[Draft | Written] = []
        self._lines: list[Line] = []
        self._old: Provision | None = None
        self._new: int | None = None  # where `_draft`, which is being written, will stand
        self._draft: Draft
        self._line = Line()
        self._resume: Place = (0, 0)

    def _sort_in(self, edit: Applied) -> None:
        """Note where an edit has to be made."""
        index = edit.start[0]
        if edit.is_of_words:
            self._within.setdefault(index, []).append(edit)
            return
        here = self._before if edit.is_gap else self._within
        here.setdefault(index, []).append(edit)
        self._restructured.add(index)
        items = zip(edit.new, edit.origins, strict=True)
        self._moved.update({i.key: origin for i, origin in items if isinstance(i, Arrival)})

    def walk(self, indices: range) -> None:
        """Write the provisions at `indices` and what is inserted before, between and after them."""
        for index in indices:
            self._insert_before(index)
            provision = self._base.provisions[index]
            if provision.key in self._moved:
                self._leave(provision)
            elif self._resume[0] <= index:
                self._provision(index)
        self._insert_before(indices.stop)

    def _insert_before(self, index: int) -> None:
        for edit in self._before.get(index, ()):
            self._insert(edit.new, edit.origins)

    def _leave(self, provision: Provision) -> None:
        """Write the line that says that a provision stood here."""
        if not self._tracked:
            return
        origin = self._moved[provision.key]
        runs = list(whole(parse(provision.text), Op.DELETED, origin))
        line = Line(provision, None, runs, Op.DELETED, origin, PairKind.MOVED)
        self._lines.append(line)

    def _provision(self, index: int) -> None:
        """Write one provision of the base with the edits that begin in it."""
        provision = self._base.provisions[index]
        edits = self._within.get(index, ())
        is_open = self._resume > (index, 0) or self._new is not None
        if not edits and not is_open:
            self._untouched(provision)
        elif self._tracked or is_open or index in self._restructured:
            self._rewoven(index, provision, edits)
        else:
            spans = self._provenance.spans.get(provision.key, ())
            self._written.append(spliced(provision, tuple(edits), spans))

    def _untouched(self, provision: Provision) -> None:
        spans = self._provenance.spans.get(provision.key, ())
        self._written.append(Written(provision, spans))
        if not self._tracked:
            return
        runs = list(unchanged(provision.text))
        self._lines.append(Line(provision, len(self._written) - 1, runs, change=PairKind.EQUAL))

    def _rewoven(self, index: int, provision: Provision, edits: Iterable[Applied]) -> None:
        """Write a provision item by item; the last edit may reach into the next ones."""
        items = items_of(provision)
        origins = ["", *self._provenance.origins(provision.key, len(items) - 2), ""]
        at = self._resume[1] if self._resume[0] == index else 0
        for edit in edits:
            self._keep(provision, items[at : edit.start[1]], origins[at : edit.start[1]])
            self._change(edit)
            if edit.end[0] > index:
                self._resume = edit.end
                return
            at = edit.end[1]
        self._keep(provision, items[at:], origins[at:])

    def _keep(self, provision: Provision, items: Sequence[Item], origins: Sequence[str]) -> None:
        first = 1 if items and isinstance(items[0], Start) else 0
        last = len(items) - 1 if items and isinstance(items[-1], End) else len(items)
        if first:
            self._old = provision
            self._write(Op.EQUAL, items[0], "", "")
        words = cast("Sequence[Token]", items[first:last])  # only ends and starts are no words
        if words:
            self._current().write(words, origins[first:last])
            self._runs(Op.EQUAL, words, "")
        if last < len(items):
            self._write(Op.EQUAL, items[-1], "", "")

    def _change(self, edit: Applied) -> None:
        """Strike and insert; what is inserted stands before a paragraph mark that is struck."""
        struck = list(self._struck(edit.start, edit.end))
        first_end = next((n for n, (_, i, _) in enumerate(struck) if isinstance(i, End)), None)
        stop = len(struck) if first_end is None or not edit.new else first_end
        head, tail = same_ends([item for _, item, _ in struck[:stop]], edit.new)
        behind = len(edit.new) - tail
        for (_, old, origin), item in zip(struck[:head], edit.new[:head], strict=True):
            self._respace(old, item, origin, edit.origin)
        for provision, item, _ in struck[head : stop - tail]:
            self._strike(provision, item, edit.origin)
        self._insert(edit.new[head:behind], edit.origins[head:behind])
        for (_, old, origin), item in zip(
            struck[stop - tail : stop], edit.new[behind:], strict=True
        ):
            self._respace(old, item, origin, edit.origin)
        for provision, item, _ in struck[stop:]:
            self._strike(provision, item, edit.origin)

    def _struck(self, start: Place, end: Place) -> Iterable[tuple[Provision, Item, str]]:
        for index in range(start[0], min(end[0] + 1, len(self._base.provisions))):
            provision = self._base.provisions[index]
            items = items_of(provision)
            origins = ["", *self._provenance.origins(provision.key, len(items) - 2), ""]
            first = start[1] if index == start[0] else 0
            last = end[1] if index == end[0] else len(items)
            for item, origin in zip(items[first:last], origins[first:last], strict=True):
                yield provision, item, origin

    def _strike(self, provision: Provision, item: Item, by: str) -> None:
        if isinstance(item, Start):
            self._old = provision
        self._write(Op.DELETED, item, "", by)

    def _insert(self, items: Sequence[Item], origins: Sequence[str]) -> None:
        for item, origin in zip(items, origins, strict=True):
            if isinstance(item, Arrival):
                self._arrive(item.key, origin)
            else:
                self._write(Op.INSERTED, item, origin, origin)

    def _respace(self, old: Item, new: Item, origin: str, by: str) -> None:
        """Write a word that is kept, but for the blank after it."""
        if not isinstance(old, Token) or not isinstance(new, Token):
            return
        self._put(new, origin)
        self._runs(Op.EQUAL, [new if old == new else new.unspaced()], "")
        if old != new:
            op = Op.DELETED if old.text.endswith(" ") else Op.INSERTED
            self._runs(op, [new._replace(text=" ")], by)

    def _write(self, op: Op, item: Item, origin: str, by: str) -> None:
        if isinstance(item, Token):
            if op is not Op.DELETED:
                self._put(item, origin)
            self._runs(op, [item], by)
        elif isinstance(item, Start):
            if op is not Op.DELETED:
                if self._new is not None:  # see _current
                    self._close(Op.INSERTED, by)
                self._open(item)
            self._line.origin = self._line.origin or by
        elif isinstance(item, End):
            if self._new is not None or op is Op.DELETED:
                self._close(op, by)
            elif op is Op.EQUAL:
                self._close(Op.DELETED, by)

    def _put(self, token: Token, origin: str) -> None:
        self._current().write([token], [origin])

    def _open(self, start: Start) -> None:
        """Begin a provision of the result."""
        self._new, self._draft = len(self._written), Draft(start)
        self._written.append(self._draft)

    def _current(self) -> Draft:
        """Return the provision of the result that is being written."""
        if self._new is None:
            # Edits that make no whole provision: only a decision to take several that overlap can
            # ask for that. All words are kept, and what is missing at their ends is made good.
            self._open(start_of(self._old or self._base.provisions[0]))
        return self._draft

    def _runs(self, op: Op, tokens: Sequence[Token], by: str) -> None:
        if not self._tracked:
            return
        runs = self._line.runs
        for run in whole(tokens, op, by):
            before = runs[-1] if runs else None
            if before and before.op is op and before[2:] == run[2:]:
                runs[-1] = run._replace(text=before.text + run.text)
            else:
                runs.append(run)

    def _close(self, op: Op, by: str) -> None:
        if self._tracked:
            self._end_line(op, by)
        if op is not Op.INSERTED:
            self._old = None
        if op is not Op.DELETED:
            self._new = None

    def _end_line(self, op: Op, by: str) -> None:
        line = self._line
        line.old, line.new, line.mark = self._old, self._new, op
        line.origin = line.origin or by
        self._lines.append(line)
        self._line = Line()

    def _arrive(self, key: str, by: str) -> None:
        """Write a moved provision, with what else is changed in it, at its new place."""
        index = self._base.positions[key]
        within = self._within.get(index, ())
        inner = _Weaver(self._base, self._provenance, within, tracked=True)
        inner._provision(index)
        for line in inner._lines:
            if line.new is None or line.mark is Op.DELETED:
                continue
            self._written.append(inner._written[line.new])
            kept = [r for r in line.runs if r.op is not Op.DELETED]
            runs = [r._replace(op=Op.INSERTED, origin=r.origin or by) for r in kept]
            edits = () if line.change is PairKind.EQUAL else tuple(line.runs)
            new = len(self._written) - 1
            moved = Line(line.old, new, runs, Op.INSERTED, by, PairKind.MOVED, edits)
            self._lines.append(moved)

    def woven(self) -> Woven:
        """Return the finished result."""
        if self._new is not None:  # see _current
            self._close(Op.INSERTED, "")
        written = [one.finished() for one in self._written]
        if len({one.provision.key for one in written}) != len(written):
            written = with_own_keys(written)
        provisions = tuple([one.provision for one in written])
        spans = {provision.key: spans for provision, spans in written if spans}
        if not self._tracked:
            return Woven(provisions, (), spans)
        without_blanks_at_ends(self._lines)
        olds = Counter([line.old.key for line in self._lines if line.old and not line.change])
        news = Counter([line.new for line in self._lines])
        lines = tuple([finished_line(line, provisions, olds, news) for line in self._lines])
        return Woven(provisions, lines, spans)
