"""Weaving: applying edits that do not overlap to a base, and keeping track of every word.

One walk over the base gives the new text, the tracked lines from base to result, and who every
word of the result is from.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, cast

from guideline_workshop.text.align import PairKind
from guideline_workshop.text.diff import Op
from guideline_workshop.text.document import Document, Provision
from guideline_workshop.text.edits import Arrival, Edit, End, Item, Place, Start, items_of, start_of
from guideline_workshop.text.markup import parse
from guideline_workshop.text.provenance import Provenance, Span
from guideline_workshop.text.runs import unchanged, whole
from guideline_workshop.text.tokens import Token
from guideline_workshop.text.tracked import TrackedProvision
from guideline_workshop.text.unfinished import Draft, Line, finished_line, rekeyed


class Applied(NamedTuple):
    """An edit that is applied: every new item with its origin, and who strikes the old ones."""

    start: Place
    end: Place
    new: tuple[tuple[Item, str], ...]
    origin: str


def applied(edit: Edit, origin: str) -> Applied:
    """Return `edit` as wholly of one origin."""
    return Applied(edit.start, edit.end, tuple([(item, origin) for item in edit.new]), origin)


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

    Without `tracked` there are no lines, in half the time.
    """
    indices = only if only is not None else range(len(base.provisions))
    ordered = sorted(edits, key=lambda edit: edit[:2])
    weaver = _Weaver(base, provenance, ordered, tracked=tracked)
    weaver.walk(indices)
    return weaver.woven()


class _Weaver:
    """Walks over the base and writes the result."""

    def __init__(
        self, base: Document, provenance: Provenance, edits: Sequence[Applied], *, tracked: bool
    ) -> None:
        self._base = base
        self._tracked = tracked
        self._provenance = provenance
        self._edits: dict[int, list[Applied]] = {}
        for edit in edits:
            self._edits.setdefault(edit.start[0], []).append(edit)
        self._moved = {
            item.key: origin
            for edit in edits
            for item, origin in edit.new
            if isinstance(item, Arrival)
        }
        self._drafts: list[Draft] = []
        self._lines: list[Line] = []
        self._old: Provision | None = None
        self._new: int | None = None
        self._line = Line()
        self._resume: Place = (0, 0)

    def walk(self, indices: range) -> None:
        """Write the provisions at `indices` and what is inserted before, between and after them."""
        for index in indices:
            self._before(index)
            if self._base.provisions[index].key in self._moved:
                self._leave(index)
            else:
                self._provision(index)
        self._before(indices.stop)

    def _before(self, index: int) -> None:
        for edit in self._edits.get(index, ()):
            if edit.start == edit.end == (index, 0):
                self._insert(edit.new)

    def _leave(self, index: int) -> None:
        """Write the line that says that a provision stood here."""
        provision = self._base.provisions[index]
        origin = self._moved[provision.key]
        if not self._tracked:
            return
        runs = list(whole(parse(provision.text), Op.DELETED, origin))
        line = Line(provision, None, runs, Op.DELETED, origin, PairKind.MOVED)
        self._lines.append(line)

    def _provision(self, index: int) -> None:
        """Write one provision of the base with the edits that begin in it."""
        if self._resume[0] > index:
            return
        provision = self._base.provisions[index]
        edits = [e for e in self._edits.get(index, ()) if not e.start == e.end == (index, 0)]
        at = self._resume[1] if self._resume[0] == index else 0
        if not edits and self._resume <= (index, 0) and self._new is None:
            self._untouched(provision)
            return
        items = items_of(provision)
        origins = ["", *self._provenance.origins(provision.key, len(items) - 2), ""]
        for edit in edits:
            self._keep(provision, items[at : edit.start[1]], origins[at : edit.start[1]])
            self._change(edit)
            if edit.end[0] > index:
                self._resume = edit.end
                return
            at = edit.end[1]
        self._keep(provision, items[at:], origins[at:])

    def _untouched(self, provision: Provision) -> None:
        spans = self._provenance.spans.get(provision.key, ())
        self._drafts.append(Draft(start_of(provision), ready=provision, spans=spans))
        if not self._tracked:
            return
        runs = list(unchanged(provision.text))
        self._lines.append(Line(provision, len(self._drafts) - 1, runs, change=PairKind.EQUAL))

    def _keep(self, provision: Provision, items: Sequence[Item], origins: Sequence[str]) -> None:
        first = 1 if items and isinstance(items[0], Start) else 0
        last = len(items) - 1 if items and isinstance(items[-1], End) else len(items)
        if first:
            self._old = provision
            self._write(Op.EQUAL, items[0], "", "")
        words = cast("Sequence[Token]", items[first:last])  # only ends and starts are no words
        if words:
            draft = self._draft()
            draft.tokens += words
            draft.origins += origins[first:last]
            self._runs(Op.EQUAL, words, "")
        if last < len(items):
            self._write(Op.EQUAL, items[-1], "", "")

    def _change(self, edit: Applied) -> None:
        """Strike and insert; what is inserted stands before a paragraph mark that is struck."""
        struck = list(self._struck(edit.start, edit.end))
        first_end = next((n for n, (_, i, _) in enumerate(struck) if isinstance(i, End)), None)
        stop = len(struck) if first_end is None or not edit.new else first_end
        new = list(edit.new)
        head, tail = _same_ends([item for _, item, _ in struck[:stop]], [item for item, _ in new])
        for (_, old, origin), (item, _) in zip(struck[:head], new[:head], strict=True):
            self._respace(old, item, origin, edit.origin)
        for provision, item, _ in struck[head : stop - tail]:
            self._strike(provision, item, edit.origin)
        self._insert(new[head : len(new) - tail])
        kept = zip(struck[stop - tail : stop], new[len(new) - tail :], strict=True)
        for (_, old, origin), (item, _) in kept:
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

    def _insert(self, new: Iterable[tuple[Item, str]]) -> None:
        for item, origin in new:
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
                if self._new is not None:  # see _put
                    self._close(Op.INSERTED, by)
                self._new = len(self._drafts)
                self._drafts.append(Draft(item))
            self._line.origin = self._line.origin or by
        elif isinstance(item, End):
            if self._new is not None or op is Op.DELETED:
                self._close(op, by)
            elif op is Op.EQUAL:
                self._close(Op.DELETED, by)

    def _put(self, token: Token, origin: str) -> None:
        draft = self._draft()
        draft.tokens.append(token)
        draft.origins.append(origin)

    def _draft(self) -> Draft:
        """Return the provision of the result that is being written."""
        if self._new is None:
            # Edits that make no whole provision: only a decision to take several that overlap can
            # ask for that. All words are kept, and what is missing at their ends is made good.
            self._new = len(self._drafts)
            self._drafts.append(Draft(start_of(self._old or self._base.provisions[0])))
        return self._drafts[self._new]

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
        inner = _Weaver(self._base, self._provenance, (), tracked=True)
        inner._edits = {index: [e for e in self._edits.get(index, ()) if e.end > (index, 0)]}
        inner._provision(index)
        for line in inner._lines:
            new = None
            if line.new is not None and line.mark is not Op.DELETED:
                new = len(self._drafts)
                self._drafts.append(inner._drafts[line.new])
            kept = [r for r in line.runs if r.op is not Op.DELETED]
            runs = [r._replace(op=Op.INSERTED, origin=r.origin or by) for r in kept]
            edits = () if line.change is PairKind.EQUAL else tuple(line.runs)
            if new is not None:
                moved = Line(line.old, new, runs, Op.INSERTED, by, PairKind.MOVED, edits)
                self._lines.append(moved)

    def woven(self) -> Woven:
        """Return the finished result."""
        if self._new is not None:  # see _put
            self._close(Op.INSERTED, "")
        finished = [draft.finished() for draft in self._drafts]
        keys = Counter([provision.key for provision, _ in finished])
        if len(keys) != len(finished):
            finished = rekeyed(finished)
        provisions = tuple([provision for provision, _ in finished])
        spans = {provision.key: spans for provision, spans in finished if spans}
        if not self._tracked:
            return Woven(provisions, (), spans)
        olds = Counter([line.old.key for line in self._lines if line.old and not line.change])
        news = Counter([line.new for line in self._lines])
        lines = tuple([finished_line(line, provisions, olds, news) for line in self._lines])
        return Woven(provisions, lines, spans)


def _same_ends(old: Sequence[Item], new: Sequence[Item]) -> tuple[int, int]:
    """Return how many words at both ends are the same ones but for the blank after them."""
    room = min(len(old), len(new))
    head = 0
    while head < room and _is_respaced(old[head], new[head]):
        head += 1
    tail = 0
    while tail < room - head and _is_respaced(old[-1 - tail], new[-1 - tail]):
        tail += 1
    return head, tail


def _is_respaced(old: Item, new: Item) -> bool:
    if not isinstance(old, Token) or not isinstance(new, Token):
        return False
    return old.unspaced() == new.unspaced()
