"""Provisions and tracked lines while a result is being woven."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from guideline_workshop.text.align import PairKind
from guideline_workshop.text.diff import Op
from guideline_workshop.text.document import Provision
from guideline_workshop.text.edits import Start, start_of
from guideline_workshop.text.markup import parse, render
from guideline_workshop.text.provenance import Span, fitted, spans_of
from guideline_workshop.text.tokens import Token
from guideline_workshop.text.tracked import Run, TrackedProvision


class Written(NamedTuple):
    """A provision of the result and the origins of its words."""

    provision: Provision
    spans: tuple[Span, ...] = ()

    def finished(self) -> "Written":
        """Return itself: there is nothing left to do."""
        return self


@dataclass
class Draft:
    """A provision of the result while it is being written."""

    start: Start
    tokens: list[Token] = field(default_factory=list)
    origins: list[str] = field(default_factory=list)

    def write(self, words: Iterable[Token], origins: Iterable[str]) -> None:
        """Put some words behind the others, each with its origin."""
        self.tokens += words
        self.origins += origins

    def finished(self) -> Written:
        """Return the provision and the origins of its words."""
        text = render(self.tokens)
        key, kind, level, name = self.start
        origins = fitted(parse(text), tuple(self.tokens), self.origins)
        return Written(Provision(key, kind, level, text, name), spans_of(origins))


@dataclass
class Line:
    """A line of the tracked text while it is being written."""

    old: Provision | None = None
    new: int | None = None
    runs: list[Run] = field(default_factory=list)
    mark: Op = Op.EQUAL
    origin: str = ""
    change: PairKind | None = None
    edits: tuple[Run, ...] = ()


def with_own_keys(written: Iterable[Written]) -> list[Written]:
    """Give every provision a key of its own, where two have one."""
    seen: set[str] = set()
    result = []
    for provision, spans in written:
        key = provision.key
        while key in seen:
            key += "+"
        seen.add(key)
        result.append(Written(replace(provision, key=key), spans))
    return result


def without_blanks_at_ends(lines: Iterable[Line]) -> None:
    """Take the blank from inserted words at whose end another amendment struck all that followed.

    A provision of the result may end in a later line than its last word stands in.
    """
    last: tuple[Line, int] | None = None
    for line in lines:
        for place, run in enumerate(line.runs):
            if run.op is not Op.DELETED:
                last = line, place
        if line.mark is not Op.DELETED:
            if last:
                _end_without_blank(*last)
            last = None


def _end_without_blank(line: Line, place: int) -> None:
    run = line.runs[place]
    if run.op is Op.INSERTED and run.text.endswith(" "):
        shorter = run._replace(text=run.text[:-1])
        line.runs[place : place + 1] = [shorter] if shorter.text else []


def finished_line(
    line: Line, provisions: Sequence[Provision], olds: Counter[str], news: Counter[int | None]
) -> TrackedProvision:
    """Return a line as it is read; `olds` and `news` count the lines of each provision."""
    new = provisions[line.new] if line.new is not None else None
    change = line.change or _change_of(line.old, new, olds, news[line.new])
    return TrackedProvision(
        change, line.old, new, tuple(line.runs), line.mark, line.edits, line.origin
    )


def _change_of(
    old: Provision | None, new: Provision | None, olds: Counter[str], lines_of_new: int
) -> PairKind:
    if old is None:
        return PairKind.INSERTED
    if new is None:
        return PairKind.DELETED
    if olds[old.key] > 1:
        return PairKind.SPLIT
    if lines_of_new > 1:
        return PairKind.JOINED
    return (
        PairKind.EQUAL
        if start_of(old) == start_of(new) and old.text == new.text
        else PairKind.CHANGED
    )
