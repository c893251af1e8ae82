"""How fast texts are compared, as CPU time: figures to compare within one run, never asserted."""

import time
from dataclasses import replace

import pytest
from diff_match_patch import diff_match_patch
from support.corpus import forget, prose, rewritten, text_of
from support.prose import chance

from guideline_workshop.text.diff import encode
from guideline_workshop.text.display import compare, compare_texts
from guideline_workshop.text.document import Document, Kind, Provision
from guideline_workshop.text.markup import parse

pytestmark = pytest.mark.benchmark(timer=time.process_time, min_rounds=5)


def lines(old, new):
    return compare(old, new).lines


@pytest.mark.parametrize("share", [0.1, 0.5, 1.0])
@pytest.mark.parametrize("words", [2_000, 10_000, 100_000])
def test_comparing_versions(benchmark, words, share):
    old = prose(words)
    assert benchmark.pedantic(lines, setup=forget(old, rewritten(old, share)), rounds=5)


@pytest.mark.parametrize("words", [2_000, 10_000])
def test_comparing_versions_with_plain_diff_match_patch_on_words(benchmark, words):
    old = prose(words)
    engine = diff_match_patch()
    engine.Diff_Timeout = 0

    def plain(one, other):
        codes = {}
        texts = [
            encode([token for p in side.provisions for token in parse(p.text)], codes)
            for side in (one, other)
        ]
        return engine.diff_main(*texts, False)

    new = rewritten(old, 0.1)
    assert benchmark.pedantic(plain, setup=forget(old, new), rounds=1 if words > 2_000 else 5)


def test_comparing_versions_without_common_keys(benchmark):
    old = prose(10_000)
    new = rewritten(old, 0.1)
    foreign = Document(tuple(replace(p, key=f"n{p.key}") for p in new.provisions))
    assert benchmark.pedantic(lines, setup=forget(old, foreign), rounds=5)


def test_one_changed_phrase_in_100_000_words(benchmark):
    old = prose(100_000)
    first, *rest = old.provisions
    new = Document((replace(first, text=f"{first.text} Neues steht hier."), *rest))
    assert benchmark.pedantic(lines, setup=forget(old, new), rounds=5)


def test_cutting_10_000_words_into_tokens(benchmark):
    texts = [provision.text for provision in prose(10_000).provisions]
    assert benchmark.pedantic(lambda: [parse(text) for text in texts], setup=forget(), rounds=5)


def test_the_preview_of_one_provision_of_200_words(benchmark):
    old = text_of(chance(4), 200)
    (new,) = rewritten(Document((Provision("p", Kind.PARAGRAPH, 0, old),)), 0.1).provisions
    assert benchmark.pedantic(compare_texts, setup=forget(old, new.text), rounds=50)


@pytest.mark.parametrize(
    "texts",
    [
        pytest.param((text_of(chance(5), 3_500), text_of(chance(6), 3_500)), id="unrelated"),
        pytest.param(("ab" * 25_000, "ba" * 25_000), id="one word"),
        pytest.param(("a b " * 25_000, "b a " * 25_000), id="two words"),
        pytest.param(("x" * 100_000, "y" + "x" * 100_000), id="long word"),
    ],
)
def test_the_worst_cases(benchmark, texts):
    assert benchmark.pedantic(compare_texts, setup=forget(*texts), rounds=3)
