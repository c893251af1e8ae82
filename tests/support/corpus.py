"""Long German texts and revisions of them, for measuring.

The texts are made from the drafts of the demonstration, so that they have what real guidelines
have and what decides how long a comparison takes: a few function words and commas everywhere, and
a long tail of words that stand there once.

- A word follows another one where it does so in the drafts (a chain of pairs of words). So
  function words, punctuation and sentences are as frequent and as long as there.
- The words that the drafts have once stand for all the words of the language. For each, one is
  drawn from an endless list, with falling frequencies: these words and then the beginning of one
  with the end of another. So a text has as many different words as a draft of its length, and
  100,000 words have 11,000, as Heaps' law wants it.
- A revision changes phrases, as the amendments of the demonstration do: half are replaced, a
  quarter is struck, a quarter inserted; most are a word or two, some are longer.

Which draws are made is fixed by a seed: the texts are the same on every machine.
"""

import gc
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from importlib import resources
from random import Random
from typing import Any

from support.prose import chance

from guideline_workshop.text import display, markup, runs, tokens
from guideline_workshop.text.document import Document, Kind, Provision
from guideline_workshop.text.markup import normalise

PARAGRAPH = 50
"""Words of a provision, more or less; the drafts have 34, laws have more."""
PHRASES = (1, 1, 1, 2, 2, 3, 5)
"""Words of a changed phrase."""
TAIL = 0.6
"""How fast the frequencies of rare words fall: the exponent of a Pareto distribution."""
HALF_A_SENTENCE = 10
"""From as many words before the wanted length on, a text may end with a sentence."""

_WORD = re.compile(r"[^\W\d_]+")
_LABEL = re.compile(r"^(?:- |\*\*\w+:\*\* )+")  # of an item, of a field
_END = re.compile(r"[.!?]$")


@cache
def drafts() -> list[str]:
    """Return the paragraphs and items of the demonstration's drafts."""
    data = resources.files("guideline_workshop.demo") / "data"
    names = ("guidelines.md", "recommendations.md")
    lines = "\n".join([(data / name).read_text("utf-8") for name in names]).split("\n")
    texts = [_LABEL.sub("", line) for line in lines if line and line[0] not in "#|"]
    return [text for text in texts if _END.search(text)]


@cache
def _following() -> dict[str, list[str]]:
    """Return which words stand after which in the drafts; a sentence begins after ""."""
    following: dict[str, list[str]] = {}
    for text in drafts():
        before = ""
        for word in text.split():
            following.setdefault(before, []).append(word)
            before = "" if _END.search(word) else word
    return following


@cache
def _rare() -> list[str]:
    """Return the words that the drafts have once."""
    counts = Counter(_WORD.findall(" ".join(drafts())))
    return [word for word, times in counts.items() if times == 1 and len(word) > 3]


def _mixed(one: str, other: str) -> str:
    return one[: len(one) // 2] + other[len(other) // 2 :]


def _writing(random: Random) -> Iterator[str]:
    """Return words without end, one sentence after the other."""
    following, rare = _following(), _rare()
    is_rare = frozenset(rare)

    def drawn(match: re.Match[str]) -> str:
        if match[0] not in is_rare:
            return match[0]
        rank = int(len(rare) * (random.paretovariate(TAIL) - 1))
        more, number = divmod(rank, len(rare))
        return _mixed(rare[number], rare[more % len(rare)]) if more else rare[number]

    word = ""
    while True:
        word = random.choice(following["" if _END.search(word) else word])
        yield _WORD.sub(drawn, word)


def text_of(random: Random, words: int) -> str:
    """Return about as many words, ending with a sentence."""
    text: list[str] = []
    for word in _writing(random):
        text.append(word)
        if len(text) >= words - HALF_A_SENTENCE and _END.search(word):
            break
    return normalise(" ".join(text))


def prose(words: int, seed: int = 1) -> Document:
    """Return about as many words, in provisions of `PARAGRAPH` words."""
    random = chance(seed)
    numbers = range(words // PARAGRAPH)
    texts = [text_of(random, PARAGRAPH) for _ in numbers]
    return Document(tuple(Provision(f"p{n}", Kind.PARAGRAPH, 0, texts[n]) for n in numbers))


def rewritten(document: Document, share: float, seed: int = 2) -> Document:
    """Return a version in which this share of the words was changed; 1 is all, a new text."""
    random = chance(seed)

    def text(old: str) -> str:
        if share == 1:
            return text_of(random, len(old.split(" ")))
        return normalise(" ".join(revised(random, old.split(" "), share)))

    return Document(tuple(replace(old, text=text(old.text)) for old in document.provisions))


def revised(random: Random, words: list[str], share: float) -> Iterator[str]:
    """Return words with phrases replaced, struck and inserted, `share` of the words in all."""
    mean = sum(PHRASES) / len(PHRASES)
    begins = share / (mean - 0.75 * share * mean + share)  # an inserted phrase passes no word
    fresh = _writing(random)
    place = 0
    while place < len(words):
        if random.random() >= begins:
            yield words[place]
            place += 1
            continue
        size = random.choice(PHRASES)
        step = random.choice(("replace", "replace", "strike", "insert"))
        if step != "strike":
            yield from (next(fresh) for _ in range(size))
        if step != "insert":
            place += size


def forget(
    *arguments: Any, words: bool = False
) -> Callable[[], tuple[tuple[Any, ...], dict[str, Any]]]:
    """Return a setup that empties the caches: every round reads and compares the texts anew.

    What single words are cut into stays known, as in an application that has run for a while,
    unless `words` are forgotten as well, as in one that has just been started.
    """

    def setup() -> tuple[tuple[Any, ...], dict[str, Any]]:
        for cached in (markup.parse, display.compare_texts, runs.unchanged):
            cached.cache_clear()
        if words:
            tokens.pieces.clear()
        gc.collect()
        return arguments, {}

    return setup
