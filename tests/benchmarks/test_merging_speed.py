"""How fast texts are merged and followed, as CPU time: figures of one run, never asserted."""

import time
from dataclasses import replace

import pytest
from diff_match_patch import diff_match_patch
from support.corpus import PARAGRAPH, forget, prose, rewritten
from support.goals import Faster, Growth, Within
from support.prose import chance

from guideline_workshop.text.amendment import Amendment, Replace, apply
from guideline_workshop.text.anchor import anchor_at, reanchor_all
from guideline_workshop.text.document import Document
from guideline_workshop.text.edits import edits_between
from guideline_workshop.text.merge import Resolution, merge
from guideline_workshop.text.rebase import rebase_all
from guideline_workshop.text.splice import spliced

pytestmark = pytest.mark.benchmark(timer=time.process_time, min_rounds=5)

PATCHES = "merging 1,000 with patch_apply"
FOLLOWING = "following [10,000 words, 2 % changed]"


def merging(count, provisions=200, what="again"):
    return f"merging {count:,} into {provisions:,} provisions, {what}"


def rebasing(words, share):
    return f"rebasing 100 [{words:,} words, {share:.0%} changed]"


@pytest.fixture
def measure(benchmark):
    """Measure a function under a name that goals can call it by."""

    def run(name, function, setup=None, rounds=5):
        benchmark.name = name
        assert benchmark.pedantic(function, setup=setup, rounds=rounds, warmup_rounds=1)
        return benchmark.extra_info

    return run


def anew(*arguments):
    """Return a setup for every round: nothing is known but `arguments`, which are made again."""
    empty = forget()

    def setup():
        empty()
        for cached in (edits_between, spliced):
            cached.cache_clear()
        return [argument() for argument in arguments], {}

    return setup


def amended(base, number, random, share=0.0):
    """Return an amendment of one provision: of one word of it or of a share of its words."""
    old = random.choice(base.provisions)
    words = old.text.split(" ")
    words[random.randrange(len(words) - 2)] = f"neu{number}"
    new = replace(old, text=" ".join(words))
    if share:
        (new,) = rewritten(Document((old,)), share, seed=number).provisions
    return Amendment(str(number), base.digest, (Replace(old.key, old.digest, (new,)),))


def amendments(base, count, share=0.0):
    random = chance(5)
    return [amended(base, number, random, share) for number in range(count)]


def merged(base, some):
    """Return what a merge is wanted for: the text and whose every word is."""
    result = merge(base, some)
    return result.document, result.provenance


@pytest.mark.parametrize("count", [1, 10, 100, 1_000])
def test_merging_stored_amendments(measure, count):
    base = prose(200 * PARAGRAPH)
    stored = amendments(base, count)
    info = measure(merging(count), lambda: merged(base, stored), rounds=25)
    result = merge(base, stored)
    disputed = {a for c in result.conflicts for side in c.alternatives for a in side.amendments}
    info["amendments put to people, in conflicts"] = len(disputed)
    info["lost"] = len(lost(result.document, stored) - disputed)


def test_merging_with_patch_apply(measure):
    base = prose(200 * PARAGRAPH)
    stored = amendments(base, 1_000)
    engine = diff_match_patch()
    patches = [engine.patch_make(joined(base), joined(apply(base, one))) for one in stored]

    def patched():
        text, refused = joined(base), 0
        for patch in patches:
            text, applied = engine.patch_apply(patch, text)
            refused += not all(applied)
        return text, refused

    info = measure(PATCHES, patched)
    text, refused = patched()
    info["amendments refused"] = refused
    info["lost"] = sum(f"neu{one.id}" not in text for one in stored)


def joined(document):
    return "\n".join(provision.text for provision in document.provisions)


def lost(document, stored):
    """Return the amendments whose word is not in a text."""
    return {one.id for one in stored if f"neu{one.id}" not in joined(document)}


@pytest.mark.parametrize("count", [1, 1_000])
def test_merging_stored_amendments_for_the_first_time(measure, count):
    base = prose(200 * PARAGRAPH)
    stored = amendments(base, count)
    merge(base, stored)
    setup = anew(lambda: base, lambda: stored)
    measure(merging(count, what="first time"), merged, setup)


@pytest.mark.parametrize("count", [1, 1_000])
def test_merging_amendments_that_are_read_for_the_first_time(measure, count):
    base = prose(200 * PARAGRAPH)
    submitted = amendments(base, count)
    setup = anew(lambda: base, lambda: [replace(one) for one in submitted])
    measure(merging(count, what="just submitted"), merged, setup)


@pytest.mark.parametrize("provisions", [20, 2_000])
def test_merging_into_texts_of_any_size(measure, provisions):
    base = prose(provisions * PARAGRAPH)
    stored = amendments(base, 100)
    measure(merging(100, provisions), lambda: merged(base, stored), rounds=25)


@pytest.mark.parametrize("share", [0.1, 0.5])
def test_merging_amendments_of_much(measure, share):
    base = prose(200 * PARAGRAPH)
    stored = amendments(base, 100, share)
    setup = anew(lambda: base, lambda: stored)
    measure(merging(100, what=f"each of {share:.0%} of a provision"), merged, setup)


def test_the_tracked_lines_of_1_000_amendments(measure):
    base = prose(200 * PARAGRAPH)
    stored = amendments(base, 1_000)
    measure("the tracked lines of 1,000", lambda: merge(base, stored).lines)


@pytest.mark.parametrize("count", [100, 1_000])
def test_describing_the_conflicts_of_amendments_to_the_same_few_provisions(measure, count):
    base = prose(4 * PARAGRAPH)
    stored = amendments(base, count)
    setup = anew(lambda: base, lambda: stored)
    name = f"the conflicts of {count:,} in 4 provisions"
    info = measure(name, lambda *some: merge(*some).conflicts, setup)
    conflicts = merge(base, stored).conflicts  # each alternative is a whole provision to be written
    info["conflicts"] = len(conflicts)
    info["alternatives"] = sum(len(conflict.alternatives) for conflict in conflicts)


@pytest.mark.parametrize("own", [False, True], ids=["taken", "own words"])
@pytest.mark.parametrize("count", [100, 400])
def test_merging_with_decided_conflicts(measure, count, own):
    base = prose(count * PARAGRAPH)
    both = [disagreeing(base, "A", "oft"), disagreeing(base, "B", "nie")]
    decisions = [
        Resolution(conflict.id, ("A",), conflict.alternatives[0].provisions if own else None)
        for conflict in merge(base, both).conflicts
    ]
    assert len(decisions) == count
    how = "own words" if own else "taken"
    setup = anew(lambda: base, lambda: both)
    measure(
        f"{count} decided conflicts, {how}",
        lambda *some: merge(*some, resolutions=decisions).resolved,
        setup,
    )


def disagreeing(base, name, word):
    def reworded(text):
        words = text.split(" ")
        return " ".join([*words[:5], word, *words[6:]])

    edited = [(old, replace(old, text=reworded(old.text))) for old in base.provisions]
    changes = tuple(Replace(old.key, old.digest, (new,)) for old, new in edited)
    return Amendment(name, base.digest, changes)


@pytest.mark.parametrize(
    ("words", "share"),
    [(2_000, 0.02), (10_000, 0.02), (100_000, 0.02), (10_000, 0.2), (10_000, 0.5)],
)
def test_rebasing_100_amendments(measure, words, share):
    base = prose(words)
    target = rewritten(base, share)
    pending = amendments(base, 100)
    setup = anew(lambda: base, lambda: [replace(one) for one in pending], lambda: target)
    measure(rebasing(words, share), rebase_all, setup)


def test_following_500_anchors_to_a_new_version_of_10_000_words(measure):
    old, random = prose(10_000), chance(8)
    new = rewritten(old, 0.02)
    anchors = [anchor_at(old, random.choice(old.provisions).key, 5, 12) for _ in range(500)]
    measure(FOLLOWING, reanchor_all, anew(lambda: old, lambda: new, lambda: anchors))


def test_carrying_100_amendments_and_500_anchors_to_a_new_version_of_10_000_words(measure):
    base, random = prose(10_000), chance(8)
    target = rewritten(base, 0.1)
    pending = amendments(base, 100)
    anchors = [anchor_at(base, random.choice(base.provisions).key, 5, 12) for _ in range(500)]

    def carried(some):
        return rebase_all(base, some, target), reanchor_all(base, target, anchors)

    setup = anew(lambda: [replace(one) for one in pending])
    measure("rebasing 100 and following 500, 10 % changed", carried, setup)


GOALS = [
    Faster("merging 1,000 stored amendments: than patch_apply", merging(1_000), PATCHES, 500),
    Faster("merging 1,000: against merging one", merging(1_000), merging(1), 1 / 8),
    Growth(
        "growth from 100 to 1,000 amendments",
        {count: merging(count) for count in (100, 1_000)},
        1.1,
    ),
    Growth(
        "growth from 20 to 2,000 provisions",
        {provisions: merging(100, provisions) for provisions in (20, 2_000)},
        1.1,
    ),
    *(
        Growth(
            f"growth from 100 to 400 decided conflicts, {how}",
            {count: f"{count} decided conflicts, {how}" for count in (100, 400)},
            1.1,
        )
        for how in ("taken", "own words")
    ),
    Growth(
        "growth of rebasing from 2,000 to 100,000 words",
        {words: rebasing(words, 0.02) for words in (2_000, 100_000)},
        1.1,
    ),
    Within("rebasing 100 and following 500", "rebasing 100 and following 500, 10 % changed", 1_000),
]
