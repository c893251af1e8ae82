"""Deciding: what a person's decision of a conflict does to the edits that are in it."""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from itertools import takewhile

from guideline_workshop.text.amendment import Amendment, Insert, Replace
from guideline_workshop.text.conflicts import Joint, uprooted
from guideline_workshop.text.document import Document, Provision
from guideline_workshop.text.edits import (
    END,
    Arrival,
    Edit,
    End,
    Item,
    Place,
    Start,
    edits_of,
    items_of,
)
from guideline_workshop.text.provenance import EDITORIAL
from guideline_workshop.text.splice import Applied, applied
from guideline_workshop.text.tokens import Token


def is_within(edit: Applied, low: Place, high: Place) -> bool:
    """Return whether an edit is one of the words in a scope; what is put between two is not.

    In a scope that is a gap between two provisions, it is what is put there.
    """
    if edit.is_gap:
        return low == edit.start == high
    return low <= edit.start and edit.end <= high


def beside(edit: Applied, written: Iterable[Edit]) -> Applied:
    """Return what is put between two provisions, behind them where own words join them."""
    for own in written:
        if edit.start == edit.end and own.start < edit.start < own.end:
            place = (own.end[0] + 1, 0) if own.end[1] else own.end
            return edit._replace(start=place, end=place)
    return edit


def taken(base: Document, group: Sequence[Joint], order: Iterable[str]) -> list[Applied]:
    """Return the edits of the amendments taken; where they overlap, one wording after the other."""
    chosen: dict[int, tuple[Joint, str]] = {}
    rank = {amendment: n for n, amendment in enumerate(order)}
    for n, one in enumerate(group):
        takers = sorted((a for a in one.amendments if a in rank), key=lambda a: rank[a])
        if takers:
            chosen[n] = one, takers[0]
    result: list[Applied] = []
    for together in _overlapping(_without_lost_moves(base, list(chosen.values()), rank)):
        if len(together) == 1:
            result.append(applied(together[0].edit, together[0].amendments[0]))
        else:
            by_rank = sorted(together, key=lambda one: rank[one.amendments[0]])
            result.append(_one_after_the_other(base, by_rank))
    return result


def elsewhere(base: Document, group: Sequence[Joint], low: Place, high: Place) -> list[Applied]:
    """Return what a conflict that own words decide changes far from them; moves are undone.

    Only a conflict about a moved provision reaches beyond its scope.
    """
    far = [one for one in group if not low <= one.edit.start <= one.edit.end <= high]
    far += [one for one in group if low < high and one.edit.start == one.edit.end in {low, high}]
    far = [one._replace(edit=_without_arrivals(one.edit, one.edit.arrivals)) for one in far]
    return taken(base, far, sorted({a for one in far for a in one.amendments}))


def _without_lost_moves(
    base: Document, chosen: Sequence[tuple[Joint, str]], rank: Mapping[str, int]
) -> list[Joint]:
    """Keep the first of several moves of one provision, and none of one struck or joined."""
    lost = {key for one, _ in chosen for key in uprooted(base, one.edit)}
    kept = []
    for one, taker in sorted(chosen, key=lambda pair: rank[pair[1]]):
        kept.append(Joint(_without_arrivals(one.edit, lost), (taker,)))
        lost |= one.edit.arrivals
    return [one for one in kept if one.edit.new or not one.edit.is_insertion]


def _without_arrivals(edit: Edit, keys: Container[str]) -> Edit:
    new = [item for item in edit.new if not (isinstance(item, Arrival) and item.key in keys)]
    return edit._replace(new=tuple(new))


def _overlapping(joint: Sequence[Joint]) -> list[list[Joint]]:
    groups: list[list[Joint]] = []
    for one in sorted(joint, key=lambda one: one.edit[:2]):
        last = groups[-1] if groups else None
        reach = max(o.edit.end for o in last) if last else (0, 0)
        if last and (one.edit.start < reach or one.edit[:2] == last[-1].edit[:2]):
            last.append(one)
        else:
            groups.append([one])
    return groups


def _one_after_the_other(base: Document, together: Sequence[Joint]) -> Applied:
    """Return one edit with the wordings of several over the same words, in order.

    What all of them keep of these words at the beginning stands there once.
    """
    start = min(one.edit.start for one in together)
    end = max(one.edit.end for one in together)
    new: list[tuple[Item, str]] = []
    sides: dict[str, list[Edit]] = {}
    for one in together:
        sides.setdefault(one.amendments[0], []).append(one.edit)
    wordings = {a: _wording(base, edits, start, end) for a, edits in sides.items()}
    kept = _shared_start([_items(base, start, end), *wordings.values()])
    for amendment, wording in wordings.items():
        items = wording[kept:] if new else wording
        if new and items:
            new[-1] = _spaced(new[-1][0], items[0]), new[-1][1]
        new += [(item, amendment) for item in items]
    closed = list(_closed(new, is_open=start[1] > 0))
    items, origins = [item for item, _ in closed], [origin for _, origin in closed]
    return Applied(start, end, tuple(items), tuple(origins), together[0].amendments[0])


def _closed(items: Iterable[tuple[Item, str]], *, is_open: bool) -> Iterator[tuple[Item, str]]:
    """End a provision before another one begins or arrives.

    One wording may join it to what the next wording begins with another provision.
    """
    for item, origin in items:
        if is_open and isinstance(item, Start | Arrival):
            yield END, origin
        yield item, origin
        is_open = not isinstance(item, End | Arrival)


def _shared_start(rows: Iterable[Sequence[Item]]) -> int:
    """Return with how many words all rows begin alike, whatever the blanks after them."""
    said = ([i.unspaced() if isinstance(i, Token) else i for i in row] for row in rows)
    return sum(1 for _ in takewhile(lambda items: len(set(items)) == 1, zip(*said, strict=False)))


def _wording(base: Document, edits: Sequence[Edit], start: Place, end: Place) -> list[Item]:
    """Return the items of the base between two places with `edits` made there."""
    items: list[Item] = []
    at = start
    for edit in sorted(edits, key=lambda edit: edit[:2]):
        items += _items(base, at, edit.start)
        items += edit.new
        at = edit.end
    return [*items, *_items(base, at, end)]


def _items(base: Document, start: Place, end: Place) -> list[Item]:
    items: list[Item] = []
    for index in range(start[0], min(end[0] + 1, len(base.provisions))):
        row = items_of(base.provisions[index])
        first = start[1] if index == start[0] else 0
        items += row[first : end[1] if index == end[0] else len(row)]
    return items


def _spaced(item: Item, following: Item) -> Item:
    """Return a word with the blank it needs before another one."""
    if not isinstance(item, Token) or not isinstance(following, Token) or item.text.endswith(" "):
        return item
    needs_blank = following.text[0].isalnum() or following.cell or item.cell
    return item._replace(text=item.text + " ") if needs_blank else item


def rewritten(base: Document, scope: range, own: Sequence[Provision]) -> tuple[Edit, ...]:
    """Return the edits that make the provisions of a scope into own words."""
    old = base.provisions[scope.start : scope.stop]
    if not old:
        after = base.provisions[scope.start - 1].key if scope.start else ""
        return edits_of(base, Amendment(EDITORIAL, base.digest, (Insert(after, tuple(own)),)))
    parts: dict[str, list[Provision]] = {provision.key: [] for provision in old}
    current = old[0].key
    for provision in own:
        current = provision.key if provision.key in parts else current
        parts[current].append(provision)
    changes = tuple(Replace(p.key, p.digest, tuple(parts[p.key])) for p in old)
    return edits_of(base, Amendment(EDITORIAL, base.digest, changes))
