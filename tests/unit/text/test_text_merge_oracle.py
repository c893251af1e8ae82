"""Merging against an oracle that knows nothing but word positions and the lengths of words."""

from itertools import combinations
from random import Random

from hypothesis import note
from support.laws import chance_and_sizes, law

from guideline_workshop.text.amendment import Amendment, Replace
from guideline_workshop.text.document import Document, Kind, Provision
from guideline_workshop.text.merge import Merge, NoticeKind, merge

Edit = tuple[int, int, tuple[str, ...]]


def case(number: int) -> tuple[Document, dict[str, list[Edit]]]:
    """Return a text and the edits of it by one to four amendments."""
    random, more, count = chance_and_sizes(number, 21, 4)
    size = more + 5
    return base_of(size), {str(n): edits_of(random, size, str(n)) for n in range(count + 1)}


def base_of(size: int) -> Document:
    text = " ".join(f"Wort{n}" for n in range(size))
    return Document((Provision("p1", Kind.PARAGRAPH, 0, text),))


def edits_of(random: Random, size: int, name: str) -> list[Edit]:
    """Return edits of words of one amendment, with a word between each two of them."""
    if random.random() < 0.2:
        return hardly_kept(random, size, name)
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


def hardly_kept(random: Random, size: int, name: str) -> list[Edit]:
    """Return edits that leave no more than a few words in the middle as they are."""
    start = random.randrange(1, size - 1)
    end = min(size - 1, start + random.randrange(1, 5))
    new = (f"neu{name}0",) * random.randrange(4)
    if random.random() < 0.3:
        new = ("gemeinsam0",)
    return [(0, start, new), (end, size, (f"neu{name}{end}",))]


def as_merged(base: Document, edits: list[Edit]) -> list[Edit]:
    """Return one edit of everything for a plan that readers see as a whole new text."""
    if not edits:
        return []
    words = base["p1"].text.split(" ")
    new = tuple(amended(base, edits).split(" "))
    heavy = [weights(words, edit) for edit in edits]
    spans = [edit[:2] for edit in edits]
    n = 0
    while n + 1 < len(spans):
        (start, end), (after, last) = spans[n : n + 2]
        between = length(words, end, after)
        if after - end < 8 and all(between <= max(pair) for pair in heavy[n : n + 2]):
            struck = length(words, start, last)
            added = heavy[n][1] + between + heavy[n + 1][1]
            spans[n : n + 2], heavy[n : n + 2] = [(start, last)], [(struck, added)]
            n = max(0, n - 1)
        else:
            n += 1
    total = length(words, 0, len(words))
    kept = total - sum(length(words, start, end) for start, end in spans)
    if 5 * kept < min(total, len(" ".join(new))):
        return [(0, len(words), new)]
    return edits


def weights(words: list[str], edit: Edit) -> tuple[int, int]:
    """Return how many characters an edit strikes and adds, blanks included."""
    start, end, new = edit
    return length(words, start, end), sum(map(len, new)) + len(new) - (end == len(words))


def length(words: list[str], start: int, end: int) -> int:
    """Return how long some of the words are, each with the blank after it."""
    return sum(len(word) for word in words[start:end]) + end - start - (start < end == len(words))


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


@law
def test_conflicts_are_where_positions_say_and_all_else_is_merged(number):
    base, plans = case(number)
    note(plans)
    merged = merge(base, [amendment(base, name, plan) for name, plan in plans.items() if plan])
    seen = {name: as_merged(base, plan) for name, plan in plans.items()}
    whole = {name for name, plan in plans.items() if seen[name] != plan}
    plans = seen
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
    every_new_word_is_of_its_amendment(merged, whole)


def every_new_word_is_of_its_amendment(merged: Merge, whole: set[str]) -> None:
    """Words of the base have an origin only where an amendment in `whole` wrote them anew."""
    words = merged.document["p1"].text.split(" ")
    for word, origin in zip(words, merged.provenance.origins("p1", len(words)), strict=True):
        if word.startswith("neu"):
            assert word.startswith(f"neu{origin}")
        elif word.startswith("Wort"):
            assert not origin or origin in whole
        else:
            assert origin
