"""The changes of the demonstration data as changes of the text core."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import count

from guideline_workshop.demo import shapes
from guideline_workshop.demo.addressing import edited, find, halves
from guideline_workshop.text import amendment as core
from guideline_workshop.text.document import Document, Provision


def to_changes(
    document: Document, changes: Iterable[shapes.Change], prefix: str
) -> tuple[core.Change, ...]:
    """Translate `changes`; new provisions get the keys `prefix`.1, `prefix`.2 and so on.

    Raises LookupError for a place or a phrase that is not there exactly once.
    """
    keys = (f"{prefix}.{number}" for number in count(1))
    return tuple(_to_change(document, change, keys) for change in changes)


def to_provisions(
    provisions: Iterable[shapes.NewProvision], keys: Iterator[str]
) -> tuple[Provision, ...]:
    """Give new provisions their keys."""
    return tuple(Provision(next(keys), new.kind, new.level, new.text) for new in provisions)


def _to_change(document: Document, change: shapes.Change, keys: Iterator[str]) -> core.Change:
    if isinstance(change, shapes.Insert):
        after = find(document.provisions, change.after)
        return core.Insert(after.key, to_provisions(change.provisions, keys))
    base = find(document.provisions, change.at)
    match change:
        case shapes.Edit():
            return _replace(base, replace(base, text=edited(base.text, change)))
        case shapes.Strike():
            return _replace(base)
        case shapes.Split():
            first, second = halves(base.text, change)
            rest = replace(base, key=next(keys), text=second)
            return _replace(base, replace(base, text=first), rest)
        case shapes.Move():
            return core.Move(base.key, base.digest, find(document.provisions, change.after).key)


def _replace(base: Provision, *provisions: Provision) -> core.Replace:
    return core.Replace(base.key, base.digest, provisions)
