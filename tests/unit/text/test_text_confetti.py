"""How readable the display diff is, beside a minimal one: rapidfuzz's on the same words."""

from itertools import groupby

import pytest
from rapidfuzz.distance import Indel, Levenshtein
from support.corpus import prose, rewritten

from guideline_workshop.text.diff import Op
from guideline_workshop.text.display import compare
from guideline_workshop.text.markup import parse

Stretch = tuple[bool, int]
"""Whether the words stay, and how many characters they have."""


def confetti(stretches: list[Stretch]) -> int:
    """Count what stays between two changes and is lighter than both."""
    weights = [weight for _, weight in stretches]
    return sum(
        stays and 0 < n < len(stretches) - 1 and weight < min(weights[n - 1], weights[n + 1])
        for n, (stays, weight) in enumerate(stretches)
    )


def shown(runs) -> list[Stretch]:
    """Return the stretches of a display diff; a blank between two changes is nothing that stays."""
    stretches = []
    for stays, some in groupby(runs, lambda run: run.op is Op.EQUAL and run.text != " "):
        texts = dict.fromkeys(Op, 0)
        for run in some:
            texts[run.op] += len(run.text)
        stretches.append((stays, max(texts.values())))
    return stretches


def minimal(opcodes, old, new) -> list[Stretch]:
    """Return the stretches of opcodes on words."""
    stretches = []
    for stays, some in groupby(opcodes, lambda code: code.tag == "equal"):
        codes = list(some)
        struck = sum(len(t.text) for c in codes for t in old[c.src_start : c.src_end])
        added = sum(len(t.text) for c in codes for t in new[c.dest_start : c.dest_end])
        stretches.append((stays, max(struck, added)))
    return stretches


@pytest.mark.parametrize("share", [0.1, 0.3, 0.5])
@pytest.mark.parametrize("peer", [Indel, Levenshtein])
def test_readers_see_at_most_half_the_confetti_of_a_minimal_diff(share, peer):
    old = prose(10_000)
    new = rewritten(old, share)
    ours = sum(confetti(shown(line.runs)) for line in compare(old, new).lines)
    theirs = 0
    for provision in old.provisions:
        one, other = (
            [token.unspaced() for token in parse(text)]
            for text in (provision.text, new[provision.key].text)
        )
        theirs += confetti(minimal(peer.opcodes(one, other), one, other))
    assert ours <= theirs / 2
