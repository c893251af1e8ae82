"""Merging edits that do not meet is making them one after the other, in any order.

They are made here on lists of words, each of which stands in the base only once. A word is kept
between each two edits of words, and one place takes at most one new provision.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

from hypothesis import note
from support.laws import chance_and_sizes, law

from guideline_workshop.text.amendment import Amendment, Change, Insert, Move, Replace, apply
from guideline_workshop.text.document import Document, Kind, Provision
from guideline_workshop.text.merge import merge
from guideline_workshop.text.rebase import rebase

START = -1
SIZE = 16  # words of a provision: enough that no amendment writes it wholly anew


@dataclass(frozen=True)
class Act:
    """One thing that somebody does to a provision; of words, from `start` to `end`."""

    what: str
    at: int
    start: int = 0
    end: int = 0
    words: tuple[str, ...] = ()
    after: int = START


@dataclass
class Draft:
    """A text while acts are done to it: the parts of each provision, and the order of these."""

    order: list[int | str]
    parts: dict[int | str, list[list[str]]] = field(default_factory=dict)

    def do(self, act: Act) -> None:
        """Do one thing, wherever its words stand by now."""
        match act.what:
            case "edit":
                words, place = self._where(act.at, act.start)
                words[place : place + act.end - act.start] = act.words
            case "split":
                words, place = self._where(act.at, act.start)
                parts = next(some for some in self.parts.values() if any(p is words for p in some))
                number = next(n for n, part in enumerate(parts) if part is words)
                parts[number : number + 1] = [words[:place], words[place:]]
            case "join":
                self.parts[act.at][-1] += self.parts[act.at + 1].pop(0)
                self.order.remove(act.at + 1)
            case "strike":
                self.order.remove(act.at)
            case "move":
                self.order.remove(act.at)
                self.order.insert(self._behind(act.after), act.at)
            case "insert":
                self.order.insert(self._behind(act.after), act.words[0])
                self.parts[act.words[0]] = [list(act.words)]

    def _where(self, at: int, number: int) -> tuple[list[str], int]:
        name = word(at, number)
        words = next(w for some in self.parts.values() for w in some if name in w)
        return words, words.index(name)

    def _behind(self, after: int) -> int:
        if after == START:
            return 0
        place = after if after in self.order else after - 1  # joined to the one before it
        return self.order.index(place) + 1

    def texts(self) -> list[str]:
        return [" ".join(words) for at in self.order for words in self.parts[at]]


def word(at: int, number: int) -> str:
    return f"Wort{at}x{number}"


def draft_of(size: int) -> Draft:
    parts = {at: [[word(at, n) for n in range(SIZE)]] for at in range(size)}
    return Draft(list(range(size)), parts)


def acts_of(random: Random, size: int) -> Iterator[Act]:
    """Yield acts that do not meet."""
    fates = [random.choice(("words", "words", "split", "strike", "move")) for _ in range(size)]
    for at in range(size - 1):
        if fates[at : at + 2] == ["words", "words"] and random.random() < 0.3:
            fates[at : at + 2] = ["join", "joined"]
    places = [START, *(at for at, fate in enumerate(fates) if fate in {"words", "split", "joined"})]
    random.shuffle(places)
    for at, fate in enumerate(fates):
        if fate != "strike":
            yield from edits_of(random, at)
        if fate == "split":
            yield Act("split", at, 8)
        elif fate in {"join", "strike"}:
            yield Act(fate, at)
        elif fate == "move" and places:
            yield Act("move", at, after=places.pop())
    for after in places[: random.randrange(3)]:
        yield Act("insert", after, words=(f"Neues{after}", "hier"), after=after)


def edits_of(random: Random, at: int) -> Iterator[Act]:
    """Yield edits of words, none at the ends of a provision or where it may be split."""
    for start in (2, 5, 10, 13):
        if random.random() < 0.5:
            end = start + random.randrange(3)
            words = tuple(f"neu{at}x{start}" for _ in range(random.randrange(end == start, 3)))
            yield Act("edit", at, start, end, words)


def as_amendment(name: str, base: Document, acts: list[Act]) -> Amendment:
    """Return the amendment that does `acts` to the base."""
    mine = draft_of(len(base.provisions))
    for act in acts:
        mine.do(act)
    changes: list[Change] = []
    for provision in base.provisions:
        at = base.positions[provision.key]
        texts = [" ".join(words) for words in mine.parts[at]] if at in mine.order else []
        if texts != [provision.text]:
            keys = [provision.key, f"n{name}.{at}"]
            made = [Provision(k, Kind.PARAGRAPH, 0, t) for k, t in zip(keys, texts, strict=False)]
            changes.append(Replace(provision.key, provision.digest, tuple(made)))
    for act in acts:
        after = "" if act.after == START else base.provisions[act.after].key
        if act.what == "move":
            moved = base.provisions[act.at]
            changes.append(Move(moved.key, moved.digest, after))
        if act.what == "insert":
            new = Provision(f"i{name}.{act.at}", Kind.PARAGRAPH, 0, " ".join(act.words))
            changes.append(Insert(after, (new,)))
    return Amendment(name, base.digest, tuple(changes))


def said(document: Document) -> list[str]:
    return [provision.text for provision in document.provisions]


@law
def test_merging_edits_that_do_not_meet_is_making_them_one_by_one_in_any_order(number):
    random, more, others = chance_and_sizes(number, 4, 3)
    size = more + 1
    texts = draft_of(size).texts()
    base = Document(tuple(Provision(f"p{n}", Kind.PARAGRAPH, 0, t) for n, t in enumerate(texts)))
    acts: dict[str, list[Act]] = {str(n): [] for n in range(others + 2)}
    for act in acts_of(random, size):
        acts[random.choice(list(acts))].append(act)
    note(acts)
    amendments = {name: as_amendment(name, base, some) for name, some in acts.items()}
    merged = merge(base, list(amendments.values()))
    assert not merged.conflicts
    order = random.sample(list(acts), len(acts))
    draft = draft_of(size)
    for act in (act for name in order for act in acts[name]):
        draft.do(act)
    assert said(merged.document) == draft.texts()
    # a later text does not always tell which provision was moved, or that one was split
    if not any(act.what in {"move", "split"} for some in acts.values() for act in some):
        carried_on = base
        for name in order:
            carried_on = apply(carried_on, rebase(base, amendments[name], carried_on).amendment)
        assert said(carried_on) == draft.texts()
