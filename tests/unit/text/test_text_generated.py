"""The generated texts and revisions hold what the laws are about, each of it often enough."""

import re
from collections import Counter
from itertools import product

from support.prose import amendments, chance, document, revised

from guideline_workshop.text.amendment import Insert, Move, Replace
from guideline_workshop.text.diff import Op
from guideline_workshop.text.display import PairKind, compare
from guideline_workshop.text.document import Kind
from guideline_workshop.text.merge import ConflictKind, merge

CASES = 400
SIGNS = {
    "gendered": r"[a-zäöü](\*|:|_|/-)in",
    "date": r"\d\. (November|1)|\d\.\d\.\d{4}",
    "abbreviation": r"z\. B\.|d\. h\.|u\. a\.|Abs\.",
    "paragraph sign": r"§",
    "strong": r"\*\*\w",
    "emphasis": r"(?<!\*)\*\w",
    "link": r"\]\((https|mailto):",
    "cell": r" \| ",
    "escaped": r"\\[*\[\\]",
    "tag": r"<ins>",
    "template": r"\{\{",
    "invisible": "[\u200b\u202e\ufeff\x07]",
    "several signs in one": "\u200d",
}


def test_every_kind_of_words_occurs_in_many_texts():
    found = Counter()
    for seed in range(CASES):
        texts = [p.text for p in document(chance(seed), 6).provisions]
        found.update(name for name, sign in SIGNS.items() if any(re.search(sign, t) for t in texts))
    assert not {name: found[name] for name in SIGNS if found[name] < CASES // 20}


def test_every_change_of_structure_and_style_occurs_in_many_revisions():
    found = Counter()
    for seed in range(CASES):
        random = chance(seed)
        old = document(random, 6)
        found.update(set(changes(old, revised(random, old, 6))))
    expected = {*PairKind, *Kind, "level", "field", "style", "link", "no words left"}
    assert not {name: found[name] for name in expected if found[name] < CASES // 20}


def changes(old, new):
    """Yield what happened between two versions; a kind where something became of that kind."""
    for line in compare(old, new).exact:
        yield line.change
        if line.old and line.new:
            yield from changes_of_shape(line.old, line.new)
        yield from changes_of_look(line.runs)


def changes_of_shape(old, new):
    if old.kind is not new.kind:
        yield new.kind
    elif old.level != new.level:
        yield "level"
    elif old.field is not new.field:
        yield "field"
    if old.text and not new.text:
        yield "no words left"


def changes_of_look(runs):
    gone, come = ([run for run in runs if run.op is op] for op in (Op.DELETED, Op.INSERTED))
    for old, new in product(gone, come):
        if old.text.strip() == new.text.strip():
            if (old.strong, old.emphasis) != (new.strong, new.emphasis):
                yield "style"
            if old.href != new.href:
                yield "link"


def test_every_change_and_conflict_occurs_in_many_sets_of_amendments():
    found = Counter()
    for seed in range(CASES):
        random = chance(seed)
        base = document(random, 5)
        several = amendments(random, base, 4)
        found.update({said for one in several for said in kinds(one)})
        merged = merge(base, several)
        found.update({conflict.kind for conflict in merged.conflicts})
        found["no conflict"] += not merged.conflicts
    expected = {"strike", "edit", "split", Insert, Move, *ConflictKind, "no conflict"}
    assert not {name: found[name] for name in expected if found[name] < CASES // 20}


def kinds(amendment):
    for change in amendment.changes:
        if isinstance(change, Replace):
            yield ("strike", "edit", "split")[len(change.provisions)]
        else:
            yield type(change)
