"""How fast texts are compared, as CPU time: figures to compare within one run, never asserted."""

import resource
import subprocess
import sys
import time
from dataclasses import replace
from functools import partial

import pytest
from support import peers
from support.corpus import forget, prose, rewritten, text_of
from support.goals import Faster, Growth, Within
from support.prose import chance

from guideline_workshop.text.display import compare, compare_texts
from guideline_workshop.text.document import Document, Kind, Provision
from guideline_workshop.text.markup import parse

pytestmark = pytest.mark.benchmark(timer=time.process_time, min_rounds=5)

SHARES = {0.1: "10 % changed", 0.5: "50 % changed", 1.0: "rewritten"}
PEERS = {
    "C++ diff-match-patch": peers.cpp_diff_match_patch,
    "lxml htmldiff": peers.lxml_htmldiff,
    "redlines": peers.redlines,
    "cdifflib": partial(peers.difflib_in_c, autojunk=False),
    "cdifflib autojunk": partial(peers.difflib_in_c, autojunk=True),
}
AMONG_PEERS = "10,000 words, {}"


def lines(old, new):
    return compare(old, new).lines


def named(share, words=10_000, who="ours"):
    return f"comparing [{words:,} words, {SHARES[share]}] {who}"


@pytest.fixture
def measure(benchmark):
    """Measure a function on cold caches, under a name that goals can call it by."""

    def run(name, function, *arguments, rounds=5, group=None, words=False):
        benchmark.name, benchmark.group = name, group
        setup = forget(*arguments, words=words)
        assert benchmark.pedantic(function, setup=setup, rounds=rounds)

    return run


@pytest.mark.parametrize("share", SHARES)
@pytest.mark.parametrize("words", [2_000, 10_000, 100_000])
def test_comparing_versions(measure, words, share):
    old = prose(words)
    group = AMONG_PEERS.format(SHARES[share]) if words == 10_000 else "growth"
    rounds = 5 if words == 100_000 else 15
    measure(named(share, words), lines, old, rewritten(old, share), rounds=rounds, group=group)


@pytest.mark.parametrize("share", SHARES)
def test_comparing_versions_just_after_the_start(measure, share):
    old = prose(10_000)
    arguments, group = (old, rewritten(old, share)), AMONG_PEERS.format(SHARES[share])
    name = named(share, who="ours, words unknown")
    measure(name, lines, *arguments, rounds=15, group=group, words=True)


@pytest.mark.parametrize("share", SHARES)
@pytest.mark.parametrize("peer", PEERS)
def test_comparing_versions_with_others(measure, peer, share):
    old = prose(10_000)
    texts = peers.text_of(old), peers.text_of(rewritten(old, share))
    group = AMONG_PEERS.format(SHARES[share])
    measure(named(share, who=peer), PEERS[peer], *texts, group=group)


def test_comparing_versions_with_plain_diff_match_patch(measure):
    old = prose(10_000)
    texts = peers.text_of(old), peers.text_of(rewritten(old, 0.1))
    name, group = named(0.1, who="diff-match-patch"), AMONG_PEERS.format(SHARES[0.1])
    measure(name, peers.plain_diff_match_patch, *texts, group=group)


def test_comparing_versions_without_common_keys(measure):
    old = prose(10_000)
    new = rewritten(old, 0.1)
    foreign = Document(tuple(replace(p, key=f"n{p.key}") for p in new.provisions))
    measure("comparing without common keys", lines, old, foreign, group="growth")


def test_one_changed_phrase_in_100_000_words(measure):
    old = prose(100_000)
    first, *rest = old.provisions
    new = Document((replace(first, text=f"{first.text} Neues steht hier."), *rest))
    measure("one changed phrase", lines, old, new, group="one changed phrase in 100,000 words")


def test_cutting_100_000_words_into_tokens(measure):
    texts = [provision.text for provision in prose(100_000).provisions]
    group = "one changed phrase in 100,000 words"
    measure("cutting 100,000 words", lambda: [parse(text) for text in texts], group=group)


def test_the_preview_of_one_provision_of_200_words(measure):
    old = text_of(chance(4), 200)
    (new,) = rewritten(Document((Provision("p", Kind.PARAGRAPH, 0, old),)), 0.1).provisions
    measure("preview", compare_texts, old, new.text, rounds=101, group="preview of 200 words")


def test_5_provisions_inserted_among_60_changed(measure):
    old = prose(60 * 50)
    changed = list(rewritten(old, 0.5).provisions)
    for number in range(5):
        text = text_of(chance(number), 50)
        changed.insert(11 * number, Provision(f"n{number}", Kind.PARAGRAPH, 0, text))
    foreign = [replace(p, key=f"x{n}") for n, p in enumerate(changed)]
    measure("worst: 5 inserted among 60", lines, old, Document(tuple(foreign)), group="worst cases")


WORST = {
    "unrelated": (text_of(chance(5), 3_350), text_of(chance(6), 3_350)),
    "ab and ba": ("ab" * 25_000, "ba" * 25_000),
    "a b and b a": ("a b " * 25_000, "b a " * 25_000),
    "long word": ("x" * 100_000, "y" + "x" * 100_000),
}


@pytest.mark.parametrize("case", WORST)
def test_the_worst_cases(measure, case):
    measure(f"worst: {case}", compare_texts, *WORST[case], group="worst cases")


START = "import sys"
IMPORTS = "import guideline_workshop.text.display, guideline_workshop.text.merge"


@pytest.mark.benchmark(timer=lambda: sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2]))
@pytest.mark.parametrize("code", [START, IMPORTS])
def test_importing_the_text_core(benchmark, code):
    benchmark.name, benchmark.group = code, "import"
    command = [sys.executable, "-c", code]
    benchmark.pedantic(subprocess.run, (command,), {"check": True}, rounds=11, warmup_rounds=1)


GOALS = [
    Faster("10 %: than diff-match-patch", named(0.1), named(0.1, who="diff-match-patch"), 25),
    *(
        Faster(f"{SHARES[share]}: than {peer}", named(share), named(share, who=peer), times)
        for share, peer, times in [
            (0.1, "C++ diff-match-patch", 1),
            (0.1, "lxml htmldiff", 4),
            (0.1, "redlines", 8),
            (0.1, "cdifflib", 8),
            (0.1, "cdifflib autojunk", 8),
            (0.5, "C++ diff-match-patch", 5),
            (1.0, "C++ diff-match-patch", 5),
        ]
    ),
    *(
        Growth(
            f"growth from 2,000 to 100,000 words, {SHARES[share]}",
            {words: named(share, words) for words in (2_000, 100_000)},
            1.1,
        )
        for share in SHARES
    ),
    Faster(
        "one changed phrase in 100,000 words: than cutting them",
        "one changed phrase",
        "cutting 100,000 words",
        0.5,
    ),
    Within("preview of one provision of 200 words", "preview", 1),
    Within("5 provisions inserted among 60 changed", "worst: 5 inserted among 60", 500),
    *(Within(f"worst case: {case}", f"worst: {case}", 500) for case in WORST),
    Within("importing the text core", IMPORTS, 100, less=START),
]
