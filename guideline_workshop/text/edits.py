"""Edits: an amendment as exact changes of places in its base.

Every provision is a row of items: its start (which carries key, kind and level), its words, and its
end. A place is (provision, item); the place after a provision is the one before the next. So
splitting is inserting an end and a start, joining is striking them, and an edit of words, a change
of kind and a new provision behind are three different places that do not get into each other's way.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from guideline_workshop.text.amendment import (
    Amendment,
    Change,
    InvalidAmendmentError,
    Move,
    Replace,
    check,
)
from guideline_workshop.text.diff import Hunk, blocks, exact
from guideline_workshop.text.document import Document, Field, Kind, Provision
from guideline_workshop.text.markup import chained, parse
from guideline_workshop.text.readable import is_rewritten
from guideline_workshop.text.tokens import Token

JOINED_PART = 0.6
"""What a struck provision must share with the one before it, edited, to have been joined to it."""


class Start(NamedTuple):
    """The beginning of a provision."""

    key: str
    kind: Kind
    level: int
    field: Field | None


class End(NamedTuple):
    """The end of a provision, its paragraph mark."""


class Arrival(NamedTuple):
    """Where a moved provision goes."""

    key: str


END = End()
Item = Token | Start | End | Arrival
Place = tuple[int, int]


class Edit(NamedTuple):
    """The items from `start` to `end` become `new`; nothing else does."""

    start: Place
    end: Place
    new: tuple[Item, ...]

    @property
    def is_insertion(self) -> bool:
        """Whether it strikes nothing."""
        return self.start == self.end

    @property
    def is_gap(self) -> bool:
        """Whether it puts something between two provisions."""
        return self.start == self.end and self.start[1] == 0

    @property
    def arrivals(self) -> frozenset[str]:
        """Return the keys of the provisions it moves here."""
        return frozenset([item.key for item in self.new if isinstance(item, Arrival)])


def start_of(provision: Provision) -> Start:
    """Return the item a provision begins with."""
    return Start(provision.key, provision.kind, provision.level, provision.field)


def items_of(provision: Provision) -> tuple[Item, ...]:
    """Return a provision as items."""
    return (start_of(provision), *parse(provision.text), END)


def edits_by_amendment(
    base: Document, amendments: Iterable[Amendment]
) -> dict[str, tuple[Edit, ...]]:
    """Return what each amendment changes, by its id.

    Raises StaleBase and InvalidAmendment as `apply` does, the latter also for two amendments with
    one id.
    """
    edits: dict[str, tuple[Edit, ...]] = {}
    for amendment in amendments:
        found = checked_edits(base, amendment)
        if amendment.id in edits:
            raise InvalidAmendmentError("two amendments with one id", [amendment.id])
        edits[amendment.id] = found
    return edits


class _Reading(NamedTuple):
    """What an amendment was found to change in a text."""

    base: Document
    edits: tuple[Edit, ...]


def checked_edits(base: Document, amendment: Amendment) -> tuple[Edit, ...]:
    """Return what `amendment` changes in `base`; raises StaleBase and InvalidAmendment.

    It is worked out once and kept with the amendment, as a cached property would be, since
    amendments are merged again and again into one text.
    """
    kept = vars(amendment)
    reading: _Reading | None = kept.get("_reading")
    if reading is None or reading.base is not base:
        check(base, amendment.changes)
        reading = kept["_reading"] = _Reading(base, edits_of(base, amendment))
    return reading.edits


def edits_of(base: Document, amendment: Amendment) -> tuple[Edit, ...]:
    """Return what `amendment`, checked against `base`, changes there, in order of places."""
    replaced = {c.key: c for c in amendment.changes if isinstance(c, Replace)}
    arriving = _arriving(base, amendment.changes)
    fixed = {c.key for c in amendment.changes if isinstance(c, Move)}
    edits = [Edit((place, 0), (place, 0), tuple(new)) for place, new in arriving.items()]
    done: set[str] = set()
    for place, key in sorted((base.positions[key], key) for key in replaced):
        if key in done:
            continue
        size = _joined(base, place, replaced, arriving, fixed)
        done.update(p.key for p in base.provisions[place : place + size])
        old = base.provisions[place : place + size]
        edits += [_shifted(edit, place) for edit in edits_between(old, replaced[key].provisions)]
    return tuple(sorted(edits, key=lambda edit: edit[:2]))


def _arriving(base: Document, changes: Iterable[Change]) -> dict[int, list[Item]]:
    """Return what is put before which provision."""
    arriving: dict[int, list[Item]] = {}
    for change in changes:
        if isinstance(change, Replace):
            continue
        place = base.positions[change.after] + 1 if change.after else 0
        items = arriving.setdefault(place, [])
        if isinstance(change, Move):
            items.append(Arrival(change.key))
        else:
            items += [item for provision in change.provisions for item in items_of(provision)]
    return arriving


def _joined(
    base: Document,
    place: int,
    replaced: dict[str, Replace],
    arriving: dict[int, list[Item]],
    fixed: set[str],
) -> int:
    """Return how many provisions from `place` on were joined to one; 1 is none."""
    first = base.provisions[place]
    new = replaced[first.key].provisions
    if len(new) != 1 or first.key in fixed:
        return 1
    struck = _struck_after(base, place, replaced, arriving, fixed)
    rest = _bag(new[0]) - _bag(first) if struck else Counter()
    size = 1
    for provision in struck:
        words = _bag(provision)
        if not words or (rest & words).total() < JOINED_PART * words.total():
            break
        size += 1
        rest -= words
    return size


def _struck_after(
    base: Document,
    place: int,
    replaced: dict[str, Replace],
    arriving: dict[int, list[Item]],
    fixed: set[str],
) -> list[Provision]:
    """Return the provisions directly after `place` that are struck, with nothing in between."""
    struck = []
    for n in range(place + 1, len(base.provisions)):
        provision = base.provisions[n]
        change = replaced.get(provision.key)
        if change is None or change.provisions or provision.key in fixed or n in arriving:
            break
        struck.append(provision)
    return struck


def _bag(provision: Provision) -> Counter[Token]:
    return Counter([token.unspaced() for token in parse(provision.text)])


def _shifted(edit: Edit, by: int) -> Edit:
    (start, first), (end, last) = edit.start, edit.end
    return Edit((start + by, first), (end + by, last), edit.new)


@lru_cache(maxsize=4096)
def edits_between(old: tuple[Provision, ...], new: tuple[Provision, ...]) -> tuple[Edit, ...]:
    """Return the edits that make one provision, or several joined ones, into `new`.

    The first provision is number 0. Cached, since amendments are merged again and again.
    """
    if not new:
        return (Edit((0, 0), (1, 0), ()),)
    ours, old_ends = chained(provision.text for provision in old)
    theirs, new_ends = chained(provision.text for provision in new)
    found = _hunks(ours, theirs)
    for place_of_mark in old_ends[:-1]:
        _make_room(found, place_of_mark, 0)
    for place_of_mark in new_ends[:-1]:
        _make_room(found, place_of_mark, 2)
    edits = []
    if start_of(old[0]) != start_of(new[0]):
        edits.append(Edit((0, 0), (0, 1), (start_of(new[0]),)))
    for hunk in found:
        start, end = _place(hunk.start, old_ends), _place(hunk.end, old_ends, end=True)
        edits.append(Edit(start, end, _new_items(theirs, hunk, new, new_ends)))
    return tuple(edits)


def _hunks(old: Sequence[Token], new: Sequence[Token]) -> list[Hunk]:
    """Return the differences of words: one where a text is rewritten, else the merge diff.

    Of two rewritten texts nobody wants a mixture, even where they keep the same few words.
    """
    same = blocks(old, new)
    if is_rewritten(old, new, same):
        return [Hunk(0, len(old), 0, len(new))]
    return exact(old, new, same)


def _make_room(found: list[Hunk], place: int, side: int) -> None:
    """See to it that a hunk reaches the end of a provision, so that it can take in the mark."""
    shift = 0
    for n, hunk in enumerate(found):
        low, high = hunk[side], hunk[side + 1]
        if low <= place <= high:
            return
        if low > place:
            found.insert(n, _at(place, side, shift))
            return
        shift = hunk[3 - side] - high
    found.append(_at(place, side, shift))


def _at(place: int, side: int, shift: int) -> Hunk:
    other = place + shift
    return Hunk(place, place, other, other) if side == 0 else Hunk(other, other, place, place)


def _place(word: int, ends: Sequence[int], *, end: bool = False) -> Place:
    """Return the place of a word in a chain of provisions; an end lies behind marks it meets."""
    start = 0
    for n, stop in enumerate(ends):
        last = n == len(ends) - 1
        if word < stop or last or (word == stop and not end):
            return n, 1 + word - start
        start = stop
    raise AssertionError("a chain has at least one provision")


def _new_items(
    tokens: Sequence[Token], hunk: Hunk, new: Sequence[Provision], ends: Sequence[int]
) -> tuple[Item, ...]:
    items: list[Item] = []
    start = hunk.new_start
    for end, provision in zip(ends[:-1], new[1:], strict=True):
        if hunk.new_start <= end <= hunk.new_end:
            items += (*tokens[start:end], END, start_of(provision))
            start = end
    return (*items, *tokens[start : hunk.new_end])
