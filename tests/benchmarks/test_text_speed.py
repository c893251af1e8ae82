"""How fast the text core is, as CPU time: figures to compare within one run, never asserted."""

import time
from dataclasses import replace

import pytest
from diff_match_patch import diff_match_patch
from support.prose import chance

from guideline_workshop.text import display, markup, runs
from guideline_workshop.text.amendment import Amendment, Replace
from guideline_workshop.text.anchor import anchor_at, reanchor_all
from guideline_workshop.text.diff import encode
from guideline_workshop.text.display import compare, compare_texts
from guideline_workshop.text.document import Document, Kind, Provision
from guideline_workshop.text.markup import parse
from guideline_workshop.text.merge import merge
from guideline_workshop.text.rebase import rebase_all

pytestmark = pytest.mark.benchmark(timer=time.process_time, min_rounds=5)

PARAGRAPH = 100  # words
LETTERS = "enisratdhulcgmobwfkz"


def vocabulary(size=4_000):
    """Return made-up words; as in real texts, few are frequent and most are rare."""
    random = chance(0)
    return ["".join(random.choices(LETTERS, k=random.randint(2, 12))) for _ in range(size)]


WORDS = vocabulary()
WEIGHTS = [1 / rank for rank in range(1, len(WORDS) + 1)]


def text_of(random, words):
    chosen = random.choices(WORDS, WEIGHTS, k=words)
    return " ".join(f"{word}." if n % 14 == 13 else word for n, word in enumerate(chosen))


def prose(words, seed=1):
    random = chance(seed)
    return Document(
        tuple(
            Provision(f"p{number}", Kind.PARAGRAPH, 0, text_of(random, PARAGRAPH))
            for number in range(words // PARAGRAPH)
        )
    )


def rewritten(document, share, seed=2):
    """Return the document with this share of its words changed, struck or followed by new ones."""
    random = chance(seed)

    def words(text):
        for word in text.split(" "):
            step = random.random() / share
            fresh = random.choices(WORDS, WEIGHTS)[0]
            yield from {0: [fresh], 1: [fresh], 2: [], 3: [word, fresh]}.get(int(step * 4), [word])

    return Document(
        tuple(replace(old, text=" ".join(words(old.text))) for old in document.provisions)
    )


def forget(*arguments):
    """Return a setup that empties the caches: every round reads the texts anew."""

    def setup():
        for cached in (markup.parse, display.compare_texts, runs.unchanged):
            cached.cache_clear()
        return arguments, {}

    return setup


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
