"""A comparison as data: pairs of provisions by their places, and their words in segments."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from itertools import groupby
from typing import Any

from guideline_workshop.text.align import Pair, PairKind
from guideline_workshop.text.diff import Op
from guideline_workshop.text.display import Comparison
from guideline_workshop.text.tracked import TrackedProvision

BOUNDARY = "\n\n"
"""Stands between the provisions of one pair."""

Segment = tuple[Op, str]


def comparison_as_json(comparison: Comparison) -> dict[str, Any]:
    """Return what `diff --format json` prints.

    Of a pair, the equal and inserted segments are the new text, the equal and deleted ones the old.
    """
    lines = (line for line in comparison.lines if line.new or line.change is not PairKind.MOVED)
    provisions = []
    for pair in comparison.pairs:
        own = [next(lines) for _ in range(max(len(pair.old), len(pair.new)))]
        provisions.append(_pair(pair, own))
    return {"provisions": provisions, "stats": asdict(comparison.stats)}


def _pair(pair: Pair, lines: list[TrackedProvision]) -> dict[str, Any]:
    return {
        "change": pair.kind.value,
        "old": list(pair.old),
        "new": list(pair.new),
        "segments": [[op.value, text] for op, text in _united(_segments(lines))],
    }


def _segments(lines: list[TrackedProvision]) -> Iterator[Segment]:
    for line in lines[:-1]:
        yield from _words(line)
        yield line.mark, BOUNDARY
    yield from _words(lines[-1])


def _words(line: TrackedProvision) -> Iterator[Segment]:
    if line.change is not PairKind.MOVED:
        yield from ((run.op, run.text) for run in line.runs)
    elif line.edits:
        yield from ((run.op, run.text) for run in line.edits)
    else:
        yield from ((Op.EQUAL, run.text) for run in line.runs)


def _united(segments: Iterable[Segment]) -> Iterator[Segment]:
    for op, group in groupby(segments, key=lambda segment: segment[0]):
        if text := "".join(text for _, text in group):
            yield op, text
