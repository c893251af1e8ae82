"""Goals for figures of one run of the benchmarks, and how near the run came to them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log
from typing import Protocol

Medians = Mapping[str, float]
"""Seconds of CPU time by the name of the benchmark."""


class Goal(Protocol):
    """What a figure should be."""

    what: str

    def figure(self, medians: Medians) -> tuple[float, str, str, bool]:
        """Return the figure, its unit, the goal in words and whether it is reached.

        Raises KeyError where a benchmark it needs was not run.
        """


@dataclass(frozen=True)
class Faster:
    """One benchmark should be so many times faster than another one."""

    what: str
    ours: str
    theirs: str
    times: float

    def figure(self, medians: Medians) -> tuple[float, str, str, bool]:
        """Return how many times faster ours is."""
        ratio = medians[self.theirs] / medians[self.ours]
        return ratio, "x", f"at least {self.times:g} x", ratio >= self.times


@dataclass(frozen=True)
class Within:
    """A benchmark, less what another one takes for the same start, should take so long at most."""

    what: str
    name: str
    milliseconds: float
    less: str = ""

    def figure(self, medians: Medians) -> tuple[float, str, str, bool]:
        """Return the time."""
        time = 1_000 * (medians[self.name] - (medians[self.less] if self.less else 0))
        return time, "ms", f"at most {self.milliseconds:g} ms", time <= self.milliseconds


@dataclass(frozen=True)
class Growth:
    """The time should grow with the size to no more than this power; names by rising size."""

    what: str
    names: Mapping[int, str]
    exponent: float

    def figure(self, medians: Medians) -> tuple[float, str, str, bool]:
        """Return the exponent between the smallest and the largest size."""
        small, large = min(self.names), max(self.names)
        time = medians[self.names[large]] / medians[self.names[small]]
        exponent = log(time) / log(large / small)
        return exponent, "", f"exponent at most {self.exponent:g}", exponent <= self.exponent


def report(goals: Sequence[Goal], medians: Medians) -> Iterator[str]:
    """Return a line for each goal whose benchmarks were run."""
    for goal in goals:
        try:
            figure, unit, wanted, is_reached = goal.figure(medians)
        except KeyError:
            continue
        sign = "reached" if is_reached else "MISSED"
        yield f"{goal.what:<64} {figure:>8.2f} {unit:<2}  {wanted:<22} {sign}"
