"""Generated German prose and revisions of it, for properties."""

from dataclasses import replace
from random import Random

from hypothesis import strategies as st

from guideline_workshop.text.amendment import Amendment, Change, Insert, Move, Replace
from guideline_workshop.text.document import Document, Field, Kind, Provision
from guideline_workshop.text.markup import normalise

WORDS = [
    *("der", "die", "das", "und", "oder", "nicht", "eine", "ein", "und", "der", "(", "§", "5"),
    *("Bürger", "Bürger*innen", "Bürgerinnen", "Behörde", "Behörden", "Integration", "Landkreis"),
    *("Verein", "Vereine", "Sprache", "Sprachkurse", "fördern", "fördert", "unterstützen", "wird"),
    *("werden", "soll", "sollen", "jährlich", "2026", "1.500", "z. B.", "Kinder-", "Jugendhilfe"),
    *("Ziel", "Maßnahme", "**wichtig**", "*bald*", "[Seite](https://kreis.de/a)", "Bericht"),
    *("vorlegen", "Kreistag", "👨‍👩‍👧"),
]
ENDS = (". ", ". ", ", ", "; ", " – ", " (", ") ", ": ")


def sentence(random: Random, size: int) -> str:
    text = "".join(
        random.choice(WORDS) + (random.choice(ENDS) if random.random() < 0.15 else " ")
        for _ in range(size)
    )
    return normalise(text.strip() + ".")


def provision(random: Random, key: str) -> Provision:
    kind = random.choice((Kind.PARAGRAPH,) * 4 + tuple(Kind))
    level = {Kind.HEADING: 2, Kind.ITEM: 1}.get(kind, 0)
    field = Field.GOAL if kind is Kind.FIELD else None
    text = sentence(random, random.choice((0, 1, 2, 5, 12, 30)))
    if kind is Kind.ROW:
        text = normalise(f"{text} | {sentence(random, 2)} |")
    return Provision(key, kind, level, text, field)


def document(random: Random, size: int, prefix: str = "p") -> Document:
    return Document(tuple(provision(random, f"{prefix}{n}") for n in range(size)))


def edited(random: Random, text: str, edits: int) -> str:
    words = text.split(" ")
    for _ in range(edits):
        place = random.randrange(len(words) + 1)
        end = min(len(words), place + random.randrange(3))
        words[place:end] = random.choices(WORDS, k=random.randrange(3))
    return normalise(" ".join(words))


def revised(random: Random, base: Document, edits: int, prefix: str = "n") -> Document:
    """Return a revision: words edited, provisions inserted, struck, moved, split and joined."""
    result = list(base.provisions)
    for n in range(edits):
        place = random.randrange(len(result) + 1)
        if place == len(result) or random.random() < 0.1:
            result.insert(place, provision(random, f"{prefix}{n}"))
            continue
        result[place : place + 2] = _step(random, result[place : place + 2], f"{prefix}{n}")
        if result and random.random() < 0.15:
            moved = result.pop(random.randrange(len(result)))
            result.insert(random.randrange(len(result) + 1), moved)
    return Document(tuple(result))


def _step(random: Random, some: list[Provision], key: str) -> list[Provision]:
    one, rest = some[0], some[1:]
    words = one.text.split(" ")
    step = random.choice(("edit", "edit", "edit", "strike", "split", "join", "kind"))
    if step == "edit":
        return [replace(one, text=edited(random, one.text, random.randrange(1, 4))), *rest]
    if step == "strike":
        return rest
    if step == "kind":
        return [replace(one, kind=Kind.PARAGRAPH, level=0, field=None), *rest]
    if step == "join" and rest:
        return [replace(one, text=normalise(f"{one.text} {rest[0].text}"))]
    cut = random.randrange(len(words) + 1)
    first, second = (normalise(" ".join(part)) for part in (words[:cut], words[cut:]))
    return [replace(one, text=first), replace(one, key=key, text=second), *rest]


def amendment(random: Random, base: Document, name: str, steps: int) -> Amendment:
    """Return an amendment of some provisions of `base`: edited, struck, split, joined, moved."""
    changes: list[Change] = []
    free = list(base.provisions)
    for n in range(steps):
        key = f"a{name}.{n}"
        after = random.choice(["", *(p.key for p in base.provisions)])
        if not free or random.random() < 0.2:
            changes.append(Insert(after, (provision(random, key),)))
            continue
        place = random.randrange(len(free))
        some = free[place : place + 2]
        one = some[0]
        if random.random() < 0.1 and after != one.key:
            changes.append(Move(one.key, one.digest, after))
            if random.random() < 0.5:
                free.remove(one)
                continue
        adjacent = len(some) == 2 and base.positions[some[1].key] == base.positions[one.key] + 1
        result = _step(random, some if adjacent else some[:1], key)
        if any(isinstance(c, Move) and c.key == one.key for c in changes) and one.key not in {
            p.key for p in result
        }:
            free.remove(one)
            continue
        changes.append(Replace(one.key, one.digest, tuple(p for p in result if p not in some[1:])))
        free.remove(one)
        if adjacent and some[1] not in result:
            changes.append(Replace(some[1].key, some[1].digest, ()))
            free.remove(some[1])
    struck = {c.key for c in changes if isinstance(c, Replace) and not c.provisions}
    seen: set[str] = set()
    kept = []
    for change in changes:
        if isinstance(change, Move) and (change.key in struck or change.key in seen):
            continue
        seen.update([change.key] if isinstance(change, Move) else [])
        kept.append(change)
    return Amendment(name, base.digest, tuple(kept))


randoms = st.integers(0, 2**32).map(Random)
"""Sources of chance; hypothesis shrinks the seed, the generators above make the text."""


def chance(seed: int) -> Random:
    """Return one source of chance, always the same."""
    return Random(seed)  # noqa: S311 -- it makes texts, no secrets
