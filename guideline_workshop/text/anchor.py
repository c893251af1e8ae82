"""Anchors: the passage a comment is about, found again in later versions, never silently elsewhere.

An anchor is a range of words in a provision with the words themselves and some around them: the
TextPosition and TextQuote selectors of W3C Web Annotation.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from itertools import accumulate, takewhile
from typing import Any

from guideline_workshop.text.align import align
from guideline_workshop.text.diff import Block, blocks
from guideline_workshop.text.document import Document
from guideline_workshop.text.markup import parse, plain
from guideline_workshop.text.tokens import Token

AROUND = 8
"""How many words before and after the passage an anchor keeps."""
ENOUGH = 4
"""A passage of as many words is not a coincidence; a shorter one needs a neighbour as well."""
FRAME = 3
"""As many words before and after a passage say where it stood."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """The words from `start` to `end` of a provision; all of it where they are equal."""

    key: str
    start: int
    end: int
    quote: str
    prefix: str = ""
    suffix: str = ""

    def as_json(self) -> dict[str, Any]:
        """Plain data for JSON; `from_json` reads it back."""
        return {
            "key": self.key,
            "start": self.start,
            "end": self.end,
            "quote": self.quote,
            "prefix": self.prefix,
            "suffix": self.suffix,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Anchor":
        """Read what `as_json` wrote; raises KeyError, TypeError or ValueError otherwise."""
        texts = (str(data[name]) for name in ("quote", "prefix", "suffix"))
        return cls(str(data["key"]), int(data["start"]), int(data["end"]), *texts)


class Certainty(StrEnum):
    """How an anchor was found again."""

    EXACT = "exact"
    """In the same words of the same provision, at the same place."""
    SHIFTED = "shifted"
    """The passage is intact; it stands elsewhere now."""
    SUGGESTED = "suggested"
    """The passage was changed; this is where it probably was. Please check."""
    LOST = "lost"
    """Nothing like it is there any more. Please check."""


@dataclass(frozen=True, slots=True)
class Found:
    """An anchor in another version; None where it was lost."""

    certainty: Certainty
    anchor: Anchor | None


def anchor_at(document: Document, key: str, start: int, end: int) -> Anchor:
    """Return the anchor of some words; raises KeyError or ValueError where there are none."""
    tokens = parse(document[key].text)
    if not 0 <= start <= end <= len(tokens):
        raise ValueError("no such words")
    return Anchor(
        key,
        start,
        end,
        _text(tokens[start:end]),
        _text(tokens[max(0, start - AROUND) : start]),
        _text(tokens[end : end + AROUND]),
    )


def words_at(markup: str, start: int, end: int) -> tuple[int, int]:
    """Return the range of the words that characters `start` to `end` of the literal text are in."""
    ends = list(accumulate(len(token.text) for token in parse(markup)))
    first = next((n for n, stop in enumerate(ends) if stop > start), len(ends))
    last = next((n for n, stop in enumerate(ends) if stop >= end), len(ends) - 1)
    return first, max(first, last + 1)


def reanchor(old: Document, new: Document, anchor: Anchor) -> Found:
    """Find an anchor of `old` again in `new`; raises KeyError if `old` has no such provision."""
    return reanchor_all(old, new, [anchor])[0]


def reanchor_all(old: Document, new: Document, anchors: Iterable[Anchor]) -> list[Found]:
    """Find anchors of `old` again in `new`, in their order; raises KeyError as `reanchor` does."""
    search = _Search(old, new)
    return [search.found(anchor) for anchor in anchors]


class _Search:
    """Looks for passages of one version in a later one."""

    def __init__(self, old: Document, new: Document) -> None:
        self._old = old
        self._new = new
        self._successors = {
            old.provisions[i].key: [new.provisions[j].key for j in pair.new]
            for pair in align(old, new)
            for i in pair.old
        }
        self._blocks: dict[tuple[str, str], list[Block]] = {}

    @cached_property
    def _texts(self) -> dict[str, str]:
        """The literal text of each new provision."""
        return {provision.key: plain(provision.text) for provision in self._new.provisions}

    def _kept(self, key: str, successor: str) -> list[Block]:
        """Return which words of an old provision a new one has as well."""
        pair = (key, successor)
        if pair not in self._blocks:
            old, new = self._old[key].text, self._new[successor].text
            self._blocks[pair] = blocks(parse(old), parse(new))
        return self._blocks[pair]

    def found(self, anchor: Anchor) -> Found:
        """Return where the passage of an anchor is; raises KeyError where it never was."""
        before = self._old[anchor.key]
        if anchor.key in self._new and self._new[anchor.key].text == before.text:
            return Found(Certainty.EXACT, anchor)
        successors = self._successors[anchor.key]
        for key in successors:
            if place := _intact(self._kept(anchor.key, key), len(parse(before.text)), anchor):
                moved = anchor_at(self._new, key, *place)
                same = (moved.key, moved.start, moved.end) == (anchor.key, anchor.start, anchor.end)
                return Found(Certainty.EXACT if same else Certainty.SHIFTED, moved)
        suggestion = next(self._suggestions(anchor, successors), None)
        return Found(Certainty.SUGGESTED if suggestion else Certainty.LOST, suggestion)

    def _suggestions(self, anchor: Anchor, successors: Sequence[str]) -> Iterator[Anchor]:
        """Return places where the passage may be, the likeliest first.

        These are the same words, other words between the same ones, and at last the provision.
        """
        if anchor.start < anchor.end:
            yield from self._quoted(anchor, successors)
            yield from self._reworded(anchor, successors)
            yield from self._framed(anchor)
        yield from (anchor_at(self._new, key, 0, 0) for key in successors[:1])

    def _quoted(self, anchor: Anchor, successors: Sequence[str]) -> list[Anchor]:
        """Return where the quote stands, first where most of the words around it are the same."""
        found: list[tuple[int, Anchor]] = []
        size = len(anchor.quote.split())
        quote = re.compile(rf"(?<!\w){re.escape(anchor.quote)}(?!\w)")
        for key in dict.fromkeys([*successors, *self._texts]):
            text = self._texts[key]
            for place in quote.finditer(text):
                around = _agreeing(anchor.prefix.split()[::-1], text[: place.start()].split()[::-1])
                around += _agreeing(anchor.suffix.split(), text[place.end() :].split())
                if key in successors or size + around >= ENOUGH:
                    found.append((around, _anchor_of(self._new, key, *place.span())))
        return _best_first(found)

    def _reworded(self, anchor: Anchor, successors: Sequence[str]) -> list[Anchor]:
        """Return what stands now between the words that stood around the passage."""
        found: list[tuple[int, Anchor]] = []
        low, high = anchor.start - AROUND, anchor.end + AROUND
        for key in successors:
            same = self._kept(anchor.key, key)
            kept = {i + n: j + n for i, j, size in same for n in range(size)}
            near = sum(low <= n < high for n in kept)
            size = len(parse(self._new[key].text))
            start = max([j + 1 for i, j in kept.items() if i < anchor.start], default=0)
            end = min([j for i, j in kept.items() if i >= anchor.end], default=size)
            if near and start < end:
                found.append((near, anchor_at(self._new, key, start, end)))
        return _best_first(found)

    def _framed(self, anchor: Anchor) -> Iterator[Anchor]:
        """Return passages anywhere that stand between the same words, and are not much longer."""
        before, after = anchor.prefix.split()[-FRAME:], anchor.suffix.split()[:FRAME]
        if not before or not after or len(before) + len(after) < ENOUGH:
            return
        head, tail = (re.escape(" ".join(words)) for words in (before, after))
        between = rf"(?<!\w){head}\s+(.{{1,{2 * len(anchor.quote)}}}?)\s*{tail}(?!\w)"
        for key, text in self._texts.items():
            if place := re.search(between, text):
                yield _anchor_of(self._new, key, *place.span(1))


def _intact(same: Sequence[Block], size: int, anchor: Anchor) -> tuple[int, int] | None:
    """Return where the passage stands, if it and enough around it is still the same.

    `same` are the words of the old provision, `size` in all, that a new one has as well.
    """
    start, end = anchor.start, anchor.end
    for i, j, length in same:
        if i <= start and end <= i + length and start < end:
            neighbours = (i < start) + (end < i + length)
            whole = start == 0 and end == size
            if end - start >= ENOUGH or neighbours or whole:
                return j + start - i, j + end - i
    return None


def _agreeing(words: Sequence[str], others: Sequence[str]) -> int:
    """Return with how many equal words two rows begin."""
    pairs = zip(words, others, strict=False)  # the shorter one ends it
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _best_first(found: Iterable[tuple[int, Anchor]]) -> list[Anchor]:
    return [anchor for _, anchor in sorted(found, key=lambda one: -one[0])]


def _anchor_of(document: Document, key: str, start: int, end: int) -> Anchor:
    return anchor_at(document, key, *words_at(document[key].text, start, end))


def _text(tokens: tuple[Token, ...]) -> str:
    return "".join([token.text for token in tokens]).rstrip()
