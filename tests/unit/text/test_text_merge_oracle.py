"""Merging against an oracle that knows nothing but word positions."""

from itertools import combinations
from random import Random

from hypothesis import given
from hypothesis import strategies as st
from support.prose import randoms

from guideline_workshop.text.amendment import Amendment, Replace
from guideline_workshop.text.document import Document, Kind, Provision
from guideline_workshop.text.merge import NoticeKind, merge

Edit = tuple[int, int, tuple[str, ...]]


def base_of(size: int) -> Document:
    text = " ".join(f"Wort{n}" for n in range(size))
    return Document((Provision("p1", Kind.PARAGRAPH, 0, text),))


def edits_of(random: Random, size: int, name: str) -> list[Edit]:
    """Return edits of words of one amendment, with a word between each two of them."""
    edits: list[Edit] = []
    at = 0
    while at < size - 3 and len(edits) < 4:
        start = at + random.randrange(0, 5)
        end = start + random.randrange(0, 3)
        if end >= size - 2:
            break
        new = tuple(f"neu{name}{start}" for _ in range(random.randrange(2)))
        if random.random() < 0.3:
            new = (f"gemeinsam{start}",)
        if new or end > start:
            edits.append((start, end, new))
        at = end + 1
    return edits


def amended(base: Document, edits: list[Edit]) -> str:
    words = base["p1"].text.split(" ")
    for start, end, new in reversed(edits):
        words[start:end] = new
    return " ".join(words)


def amendment(base: Document, name: str, edits: list[Edit]) -> Amendment:
    text = amended(base, edits)
    changed = Provision("p1", Kind.PARAGRAPH, 0, text)
    return Amendment(name, base.digest, (Replace("p1", base["p1"].digest, (changed,)),))


def collide(one: Edit, other: Edit) -> bool:
    (a, b, new), (c, d, wanted) = one, other
    if one == other:
        return False
    if a == b and c == d:
        return a == c and new != wanted
    if a == b:
        return c < a < d
    if c == d:
        return a < c < b
    return a < d and c < b


def groups_of(edits: set[Edit]) -> list[set[Edit]]:
    groups = [{edit} for edit in edits]
    for one, other in combinations(sorted(edits), 2):
        if collide(one, other):
            left, right = (next(g for g in groups if e in g) for e in (one, other))
            if left is not right:
                groups.remove(right)
                left |= right
    return groups


@given(randoms, st.integers(5, 25), st.integers(1, 4))
def test_conflicts_are_where_positions_say_and_all_else_is_merged(random, size, count):
    base = base_of(size)
    plans = {str(n): edits_of(random, size, str(n)) for n in range(count)}
    merged = merge(base, [amendment(base, name, plan) for name, plan in plans.items() if plan])
    groups = groups_of({edit for plan in plans.values() for edit in plan})
    disputed = [group for group in groups if len(group) > 1]
    assert len(merged.conflicts) == len(disputed)
    expected = [
        sorted(name for name, plan in plans.items() if group & set(plan)) for group in disputed
    ]
    found = [sorted(a for x in c.alternatives for a in x.amendments) for c in merged.conflicts]
    assert sorted(found) == sorted(expected)
    clean = sorted(next(iter(group)) for group in groups if len(group) == 1)
    assert merged.document["p1"].text == amended(base, clean)
    joint = [e for e in clean if sum(e in plan for plan in plans.values()) > 1]
    assert sum(n.kind is NoticeKind.JOINT for n in merged.notices) <= len(joint)
    assert bool(joint) == any(n.kind is NoticeKind.JOINT for n in merged.notices)


@given(randoms, st.integers(5, 25), st.integers(1, 4))
def test_provenance_names_the_amendment_of_every_new_word(random, size, count):
    base = base_of(size)
    plans = {str(n): edits_of(random, size, str(n)) for n in range(count)}
    merged = merge(base, [amendment(base, name, plan) for name, plan in plans.items() if plan])
    words = merged.document["p1"].text.split(" ")
    for word, origin in zip(words, merged.provenance.origins("p1", len(words)), strict=True):
        if word.startswith("neu"):
            assert word.startswith(f"neu{origin}")
        elif word.startswith("Wort"):
            assert not origin
        else:
            assert origin
