"""How fast texts are merged and followed, as CPU time: figures of one run, never asserted."""

import time
from dataclasses import replace

import pytest
from support.corpus import PARAGRAPH, forget, prose, rewritten
from support.prose import chance

from guideline_workshop.text.amendment import Amendment, Replace
from guideline_workshop.text.anchor import anchor_at, reanchor_all
from guideline_workshop.text.merge import merge
from guideline_workshop.text.rebase import rebase_all

pytestmark = pytest.mark.benchmark(timer=time.process_time, min_rounds=5)


@pytest.mark.parametrize("count", [1, 100, 1_000])
def test_merging_amendments_into_200_provisions(benchmark, count):
    base, random = prose(200 * PARAGRAPH), chance(5)
    amendments = [amendment(base, number, random) for number in range(count)]
    merge(base, amendments)  # what an amendment changes is worked out once
    assert benchmark(lambda: merge(base, amendments).document)


def amendment(base, number, random):
    old = random.choice(base.provisions)
    words = old.text.split(" ")
    words[random.randrange(len(words) - 2)] = f"neu{number}"
    new = replace(old, text=" ".join(words))
    return Amendment(str(number), base.digest, (Replace(old.key, old.digest, (new,)),))


def test_rebasing_100_amendments_on_a_new_version_of_10_000_words(benchmark):
    base, random = prose(10_000), chance(7)
    target = rewritten(base, 0.02)
    amendments = [amendment(base, number, random) for number in range(100)]
    assert benchmark.pedantic(rebase_all, setup=forget(base, amendments, target), rounds=5)


def test_following_500_anchors_to_a_new_version_of_10_000_words(benchmark):
    old, random = prose(10_000), chance(8)
    new = rewritten(old, 0.02)
    anchors = [anchor_at(old, random.choice(old.provisions).key, 5, 12) for _ in range(500)]
    assert benchmark.pedantic(reanchor_all, setup=forget(old, new, anchors), rounds=5)
