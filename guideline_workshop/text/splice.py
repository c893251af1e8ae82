"""Splicing: edits put into the words of a provision, every word with its origin."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple, cast

from guideline_workshop.text.document import Provision
from guideline_workshop.text.edits import Arrival, Edit, End, Item, Place, Start, start_of
from guideline_workshop.text.markup import parse
from guideline_workshop.text.provenance import Span, origins_of
from guideline_workshop.text.tokens import Token
from guideline_workshop.text.unfinished import Draft, Written


class Applied(NamedTuple):
    """An edit that is applied: every new item with its origin, and who strikes the old ones."""

    start: Place
    end: Place
    new: tuple[Item, ...]
    origins: tuple[str, ...]
    origin: str

    @property
    def edit(self) -> Edit:
        """What it does, whoever it is from."""
        return Edit(self.start, self.end, self.new)

    @property
    def is_gap(self) -> bool:
        """Whether it puts something between two provisions."""
        return self.start == self.end and self.start[1] == 0

    @property
    def is_of_words(self) -> bool:
        """Whether it changes nothing but words of one provision."""
        (start, first), (end, _) = self.start, self.end
        return start == end and first > 0 and _NO_WORDS.isdisjoint(map(type, self.new))


_NO_WORDS = {Start, End, Arrival}


def applied(edit: Edit, origin: str) -> Applied:
    """Return `edit` as wholly of one origin."""
    start, end, new = edit
    return Applied(start, end, new, (origin,) * len(new), origin)


@lru_cache(maxsize=4096)
def spliced(provision: Provision, edits: tuple[Applied, ...], spans: tuple[Span, ...]) -> Written:
    """Return a provision of which some words are edited; `spans` are where its words are from.

    Cached, since amendments are merged again and again.
    """
    words = parse(provision.text)
    known = origins_of(spans, len(words))
    draft = Draft(start_of(provision))
    at = 0
    for edit in edits:
        start, end = edit.start[1] - 1, edit.end[1] - 1
        draft.write(words[at:start], known[at:start])
        head, tail = same_ends(words[start:end], edit.new)
        own = edit.origins[head : len(edit.new) - tail]
        new = cast("tuple[Token, ...]", edit.new)  # see `is_of_words`
        draft.write(new, (*known[start : start + head], *own, *known[end - tail : end]))
        at = end
    draft.write(words[at:], known[at:])
    return draft.finished()


def same_ends(old: Sequence[Item], new: Sequence[Item]) -> tuple[int, int]:
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
