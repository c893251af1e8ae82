"""That the texts for measuring are like the drafts they are made from."""

import re

import pytest
from support.corpus import drafts, prose, rewritten

from guideline_workshop.text.display import compare

WORD = re.compile(r"[^\W\d_]+")
FREQUENT = ("und", "die", "der", "in", "mit", "den", "sie")


def text_of(document):
    return " ".join(provision.text for provision in document.provisions)


def frequencies(text):
    words = WORD.findall(text)
    return [words.count(word) / len(words) for word in FREQUENT]


def signs(text):
    return sum(not c.isalnum() and c != " " for c in text) / len(text)


def test_words_and_signs_are_as_frequent_and_as_long_as_in_the_drafts():
    real, made = " ".join(drafts()), text_of(prose(len(" ".join(drafts()).split())))
    assert frequencies(made) == pytest.approx(frequencies(real), abs=0.01)
    assert signs(made) == pytest.approx(signs(real), rel=0.1)
    assert len(made) == pytest.approx(len(real), rel=0.05)


def test_a_text_has_about_as_many_different_words_as_the_drafts():
    real = set(WORD.findall(" ".join(drafts())))
    made = set(WORD.findall(text_of(prose(len(" ".join(drafts()).split())))))
    assert len(made) == pytest.approx(len(real), rel=0.15)


@pytest.mark.parametrize("share", [0.1, 0.5])
def test_a_revision_changes_the_wanted_share_of_the_words(share):
    old = prose(10_000)
    stats = compare(old, rewritten(old, share)).stats
    words = len(text_of(old).split())
    assert max(stats.words_added, stats.words_struck) / words == pytest.approx(share, rel=0.4)
