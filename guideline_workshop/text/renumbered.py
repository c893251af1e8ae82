"""Which provisions have another number now, though nobody touched them: what follows by itself."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from guideline_workshop.text.numbering import Reference

PAIR = 2
"""So many neighbours are named one by one."""


class Renumbering(NamedTuple):
    """A sentence about new numbers, and how it is said below its heading."""

    number: str
    full: str
    below: str


class _Change(NamedTuple):
    """A provision's own number before and after; `above` is the provision it is counted under."""

    noun: str
    above: Reference
    before: int
    after: int
    said_before: str
    said_after: str


def renumberings(
    old: Mapping[str, Reference], new: Mapping[str, Reference]
) -> Iterator[Renumbering]:
    """Say which headings, paragraphs and items are counted differently, neighbours together."""
    group: list[_Change] = []
    for key, before in old.items():
        change = _change(before, new[key]) if key in new else None
        if change is None:
            continue
        if group and not _follows(group[-1], change):
            yield _said(group)
            group = []
        group.append(change)
    if group:
        yield _said(group)


def _change(before: Reference, after: Reference) -> _Change | None:
    """Return how a provision's own number changed; None if only that of something above it did."""
    if before.table or before.field or after.table or after.field:
        return None
    if before.items and after.items:
        change = _of_items(before, after)
    elif before.items or after.items or bool(before.paragraph) != bool(after.paragraph):
        return None
    elif before.paragraph:
        counts = before.paragraph, after.paragraph
        change = _Change("Absatz", Reference(before.number), *counts, *map(str, counts))
        change = change if before.number == after.number else None
    else:
        change = _of_headings(before, after)
    return None if change is None or change.before == change.after else change


def _of_items(before: Reference, after: Reference) -> _Change | None:
    above = replace(before, items=before.items[:-1])
    if above != replace(after, items=after.items[:-1]):
        return None
    noun, _, said = before.german().rpartition(" ")
    said_after = after.german().rpartition(" ")[2]
    counts = before.items[-1], after.items[-1]
    return _Change(noun.rpartition(" ")[2], above, *counts, said, said_after)


def _of_headings(before: Reference, after: Reference) -> _Change | None:
    parent, _, last = before.number.rpartition(".")
    new_parent, _, new_last = after.number.rpartition(".")
    if parent != new_parent:
        return None
    return _Change("Nr.", Reference(), int(last), int(new_last), before.number, after.number)


def _follows(last: _Change, one: _Change) -> bool:
    counts = (one.before, one.after) == (last.before + 1, last.after + 1)
    return counts and one.above == last.above and one.noun == last.noun != "Nr."


def _said(group: list[_Change]) -> Renumbering:
    first = group[0]
    full = _sentence(group, first.above.german())
    if first.noun == "Nr.":
        return Renumbering("", full, full)
    below = _sentence(group, replace(first.above, number="").german())
    return Renumbering(first.above.number, full, below)


def _sentence(group: list[_Change], place: str) -> str:
    first, last = group[0], group[-1]
    article = "die" if first.noun == "Nr." else "der"
    subject = f"{article} bisherige {first.noun} {first.said_before}"
    result = f"{first.noun} {first.said_after}"
    verb = "wird"
    if len(group) > 1:
        to = "und" if len(group) == PAIR else "bis"
        noun = "Absätze" if first.noun == "Absatz" else first.noun
        subject = f"die bisherigen {noun} {first.said_before} {to} {last.said_before}"
        result = f"die {noun} {first.said_after} {to} {last.said_after}"
        verb = "werden"
    if place:
        return f"In {place} {verb} {subject} {result}."
    return f"{subject[0].upper()}{subject[1:]} {verb} {result}."
