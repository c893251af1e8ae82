"""How fast the text core is, as CPU time: figures to compare within one run, never asserted."""

import time
from dataclasses import replace

import pytest
from support.prose import chance, edited, sentence

from guideline_workshop.text.amendment import Amendment, Replace
from guideline_workshop.text.display import compare, compare_texts
from guideline_workshop.text.document import Document, Kind, Provision
from guideline_workshop.text.merge import merge

pytestmark = pytest.mark.benchmark(timer=time.process_time, min_rounds=5)

PARAGRAPH = 50  # words


def prose(words, seed=1):
    random = chance(seed)
    return Document(
        tuple(
            Provision(f"p{number}", Kind.PARAGRAPH, 0, sentence(random, PARAGRAPH))
            for number in range(words // PARAGRAPH)
        )
    )


def rewritten(document, share, seed=2):
    """Return the document with about this share of its words changed, everywhere a little."""
    random = chance(seed)
    edits = max(1, round(PARAGRAPH * share / 2))
    return Document(
        tuple(replace(old, text=edited(random, old.text, edits)) for old in document.provisions)
    )


@pytest.mark.parametrize("words", [2_000, 10_000, 100_000])
def test_comparing_versions_with_a_tenth_changed(benchmark, words):
    old = prose(words)
    new = rewritten(old, 0.1)
    assert benchmark(lambda: compare(old, new).lines)


@pytest.mark.parametrize("words", [2_000, 10_000])
def test_comparing_a_text_with_another(benchmark, words):
    old, new = prose(words), prose(words, seed=3)
    assert benchmark(lambda: compare(old, new).lines)


def test_the_preview_of_one_provision_of_200_words(benchmark):
    random = chance(4)

    def another():  # what was compared before is remembered
        old = sentence(random, 200)
        return (old, edited(random, old, 10)), {}

    assert benchmark.pedantic(compare_texts, setup=another, rounds=50)


@pytest.mark.parametrize("count", [1, 1_000])
def test_merging_amendments_into_200_provisions(benchmark, count):
    base, random = prose(200 * PARAGRAPH), chance(5)
    amendments = [amendment(base, number, random) for number in range(count)]
    assert benchmark(lambda: merge(base, amendments).document)


def amendment(base, number, random):
    old = random.choice(base.provisions)
    new = replace(old, text=edited(random, old.text, 1))
    return Amendment(str(number), base.digest, (Replace(old.key, old.digest, (new,)),))
