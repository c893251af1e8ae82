"""Provenance: whose every passage of a consolidated text is, carried from version to version."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, groupby
from typing import Any, NamedTuple

from guideline_workshop.text.align import align
from guideline_workshop.text.diff import blocks
from guideline_workshop.text.document import Document, Provision
from guideline_workshop.text.markup import chained, parse
from guideline_workshop.text.tokens import Token

EDITORIAL = "editorial"
"""The origin of what no amendment but the editorial hand wrote."""


class Span(NamedTuple):
    """The words from `start` to `end` of a provision come from `origin`."""

    start: int
    end: int
    origin: str


@dataclass(frozen=True)
class Provenance:
    """The origins of a text: spans of words by provision key; what has none is of the draft."""

    spans: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)

    def origins(self, key: str, size: int) -> list[str]:
        """Return the origin of each of the `size` words of a provision."""
        return origins_of(self.spans.get(key, ()), size)

    def as_json(self) -> dict[str, Any]:
        """Plain data for JSON; `from_json` reads it back."""
        return {key: [list(span) for span in spans] for key, spans in self.spans.items()}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Provenance":
        """Read what `as_json` wrote; raises KeyError, TypeError or ValueError otherwise."""
        return cls({str(key): tuple(_span(*span) for span in data[key]) for key in data})


def _span(start: Any, end: Any, origin: Any) -> Span:  # as JSON has it
    return Span(int(start), int(end), str(origin))


def origins_of(spans: Iterable[Span], size: int) -> list[str]:
    """Return the origin of each of `size` words."""
    origins = [""] * size
    for start, end, origin in spans:
        origins[start:end] = [origin] * (min(end, size) - min(start, size))
    return origins


def spans_of(origins: Iterable[str]) -> tuple[Span, ...]:
    """Return the spans of words that have an origin."""
    spans = []
    start = 0
    for origin, group in groupby(origins):
        end = start + len(list(group))
        if origin:
            spans.append(Span(start, end, origin))
        start = end
    return tuple(spans)


def fitted(text: Sequence[Token], tokens: Sequence[Token], origins: Sequence[str]) -> list[str]:
    """Return origins for the words of `text`, which `tokens` were written as.

    Most often these are the same; words that grew together take the origin of their beginning.
    """
    if text == tokens or [token.word for token in text] == [token.word for token in tokens]:
        return list(origins)
    ends = list(accumulate(len(token.text) for token in tokens))
    result = []
    piece = place = 0
    for token in text:
        while piece + 1 < len(ends) and ends[piece] <= place:
            piece += 1
        result.append(origins[piece] if origins else "")
        place += len(token.text)
    return result


def carried(
    provenance: Provenance, old: Document, new: Document, origin: str = EDITORIAL
) -> Provenance:
    """Return the provenance of `new`, a revision of `old` by `origin`.

    Words keep their origin in whatever provision a split or a join has put them.
    """
    spans = {}
    for pair in align(old, new):
        before = [old.provisions[i] for i in pair.old]
        after = [new.provisions[j] for j in pair.new]
        origins = _carried(provenance, before, after, origin)
        start = 0
        for provision in after:
            end = start + len(parse(provision.text))
            if found := spans_of(origins[start:end]):
                spans[provision.key] = found
            start = end
    return Provenance(spans)


def _carried(
    provenance: Provenance, old: Sequence[Provision], new: Sequence[Provision], origin: str
) -> list[str]:
    """Return the origins of the words of some provisions that became others."""
    words, _ = chained(provision.text for provision in old)
    tokens, _ = chained(provision.text for provision in new)
    known = [o for p in old for o in provenance.origins(p.key, len(parse(p.text)))]
    origins = [origin] * len(tokens)
    for i, j, size in blocks(words, tokens):
        origins[j : j + size] = known[i : i + size]
    return origins
