"""Long texts and revisions of them, for measuring."""

from dataclasses import replace

from support.prose import chance

from guideline_workshop.text import display, markup, runs
from guideline_workshop.text.document import Document, Kind, Provision

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
