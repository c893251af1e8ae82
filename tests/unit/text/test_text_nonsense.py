"""Whatever comes in: the documented errors, or a result that keeps the laws."""

from hypothesis import note
from support.laws import chance_and_sizes, law
from support.tracked_laws import accepted, rejected, said

from guideline_workshop.text.amendment import (
    Amendment,
    Insert,
    InvalidAmendment,
    Move,
    Replace,
    StaleBase,
    apply,
)
from guideline_workshop.text.display import compare
from guideline_workshop.text.document import Document, Field, Kind, Provision
from guideline_workshop.text.markup import normalise
from guideline_workshop.text.merge import Resolution, merge
from guideline_workshop.text.rebase import rebase

BASE = Document(
    (
        Provision("p1", Kind.HEADING, 1, "a b"),
        Provision("p2", Kind.PARAGRAPH, 0, "a b c. b c a."),
        Provision("p3", Kind.PARAGRAPH, 0, ""),
    )
)
KEYS = ("", "p1", "p2", "p3", "n1", "n2")
TEXTS = ("", "a", "a b c", "b c a b", "*a* b", "a | b", "c b a.", "a *", "(", ".")
SIGNS = "ab .*_[]()\\<>&§/:\t\n\x00\u00a0\u00ad\u0308\u200b\u200d\u202e\u2028\ufeff\U0001f469"


def signs(random):
    """Return a few signs in any order, some of them from anywhere in Unicode.

    No bars: runs cannot tell one that stands alone from the end of a cell, which `TEXTS` have.
    """
    anywhere = chr(random.randrange(0xD800)), chr(random.randrange(0xE000, 0x110000))
    return "".join(random.choice((*SIGNS, *anywhere)) for _ in range(random.randrange(9)))


def wild(random):
    text = signs(random) if random.random() < 0.5 else normalise(random.choice(TEXTS))
    field = random.choice((None, *Field)) if random.random() < 0.5 else None
    kind = random.choice(tuple(Kind))
    return Provision(random.choice(KEYS), kind, random.randrange(-1, 8), text, field)


def tame(random):
    kind = random.choice((Kind.PARAGRAPH, Kind.ITEM))
    return Provision(f"n{random.randrange(20)}", kind, 1, normalise(random.choice(TEXTS)))


def some(random):
    makers = random.choices((wild, tame), weights=(1, 3), k=random.randrange(4))
    return tuple(make(random) for make in makers)


def change(random):
    key = random.choice((*KEYS, "p1", "p2", "p3"))
    known = BASE[key if key in BASE else "p1"].digest
    make = random.choice((Replace, Insert, Move))
    if make is Insert:
        return Insert(key, some(random))
    if make is Move:
        return Move(key, known, random.choice(KEYS))
    first = (Provision(key, Kind.PARAGRAPH, 0, random.choice(TEXTS)),)
    return Replace(key, known, random.choice(((), first)) + some(random))


def amendment(random, name, limit):
    count = random.randrange(limit)
    return Amendment(name, BASE.digest, tuple(change(random) for _ in range(count)))


def is_refused(act, *arguments):
    try:
        act(*arguments)
    except (StaleBase, InvalidAmendment):
        return True
    return False


@law
def test_amendments_are_refused_or_merged_by_the_laws(number):
    random, count, limit = chance_and_sizes(number, 4, 5)
    several = [amendment(random, str(n), limit + 1) for n in range(count)]
    note(several)
    refused = [one for one in several if is_refused(apply, BASE, one)]
    assert is_refused(merge, BASE, several) == bool(refused)
    sound = [one for one in several if one not in refused]
    for one in sound:
        alone = merge(BASE, [one])
        assert not alone.conflicts
        assert alone.document == apply(BASE, one)
    all_that_merges_keeps_the_laws(sound)
    all_that_is_rebased_can_be_applied(sound, refused)


def all_that_merges_keeps_the_laws(sound):
    merged = merge(BASE, sound)
    resolutions = [Resolution(c.id, c.alternatives[0].amendments) for c in merged.conflicts]
    decided = merge(BASE, sound, resolutions=resolutions)
    for result in (merged, decided):
        assert accepted(result.lines) == [normalise(text) for text in said(result.document)]
        assert rejected(result.lines) == said(BASE)
    assert not decided.conflicts


def all_that_is_rebased_can_be_applied(sound, refused):
    target = apply(BASE, sound[0]) if sound else BASE
    for one in sound[1:]:
        apply(target, rebase(BASE, one, target).amendment)
    for one in refused:
        assert is_refused(rebase, BASE, one, target)


@law
def test_any_two_texts_can_be_compared(number):
    random, *_ = chance_and_sizes(number)
    old, new = (Document(tuple({p.key: p for p in some(random)}.values())) for _ in range(2))
    note(old)
    note(new)
    for by_key in (True, False):
        comparison = compare(old, new, by_key=by_key)
        assert accepted(comparison.lines) == [normalise(text) for text in said(new)]
        assert rejected(comparison.exact) == [normalise(text) for text in said(old)]
