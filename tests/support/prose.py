"""Generated German prose and revisions of it, for properties."""

from dataclasses import replace
from random import Random

from hypothesis import strategies as st

from guideline_workshop.text.amendment import Amendment, Change, Insert, Move, Replace
from guideline_workshop.text.document import Document, Field, Kind, Provision
from guideline_workshop.text.markup import escape, normalise, plain

WORDS = [
    *("der", "die", "das", "und", "oder", "nicht", "eine", "ein", "und", "der", "(", "§", "5"),
    *("Bürger", "Bürger*innen", "Bürgerinnen", "Behörde", "Behörden", "Integration", "Landkreis"),
    *("Verein", "Vereine", "Sprache", "Sprachkurse", "fördern", "fördert", "unterstützen", "wird"),
    *("werden", "soll", "sollen", "jährlich", "2026", "1.500", "z. B.", "Kinder-", "Jugendhilfe"),
    *("Ziel", "Maßnahme", "**wichtig**", "*bald*", "[Seite](https://kreis.de/a)", "Bericht"),
    *("vorlegen", "Kreistag", "👨‍👩‍👧"),
]
"""What many guidelines are made of: articles, gendered forms, numbers, abbreviations, marks."""

RARE = [
    *("Bürger:innen", "Leiter/-innen", "Schüler_innen", "jede*r", "der/die", "Kolleg*innen,"),
    *("22. November 2026", "1.1.2027", "2026/27", "14:30 Uhr", "31.12.", "§ 5 Abs. 2", "§§ 3–5"),
    *("d. h.", "u. a.", "Dr.", "bzw.", "Art. 3", "50 %", "**sehr wichtig**", "***beides***"),
    *("[Post](mailto:amt@kreis.de)", "**[Satzung](https://kreis.de/b)**", "[kein Ziel](http:x)"),
    *(
        "<ins>x</ins>",
        "&amp;",
        "{{ 7*7 }}",
        "]]>",
        "\\*",
        "**",
        "*",
        "_a_",
        "`c`",
        "a|b",
        "|",
        "\\",
    ),
    *(
        "\u202eabc\u202c",
        "a\u200bb",
        "u\u0308ber",
        "Bürger\u00adinnen",
        "a\u00a0b",
        "\ufeff",
        "\x07",
    ),
    *("a\nb", "\u2028", "ﬁ", "İ", "𝒳", "[a](https://", "](", "1.", "#", "-", "…", "„so“"),
]
"""Dates, paragraph signs, more marks; and what no writer means to write."""

MARKS = ("{}", "**{}**", "*{}*", "[{}](https://kreis.de/c)", "**[{}](mailto:amt@kreis.de)**")
STEPS = ("edit", "edit", "edit", "strike", "split", "join", "kind", "level", "mark")
ENDS = (". ", ". ", ", ", "; ", " – ", " (", ") ", ": ")


def word(random: Random) -> str:
    return random.choice(WORDS if random.random() < 0.93 else RARE)


def sentence(random: Random, size: int) -> str:
    text = "".join(
        word(random) + (random.choice(ENDS) if random.random() < 0.15 else " ") for _ in range(size)
    )
    return normalise(text.strip() + ".")


def shape(random: Random) -> tuple[Kind, int, Field | None]:
    """Return kind, level and field of a provision; half of all are paragraphs."""
    kind = random.choice((Kind.PARAGRAPH,) * 4 + tuple(Kind))
    if kind is Kind.FIELD:
        return kind, 0, random.choice(tuple(Field))
    if kind is Kind.ROW:
        return kind, random.choice((0, 0, 1)), None
    is_level = kind in {Kind.HEADING, Kind.ITEM}
    return kind, random.choice((1, 1, 2, 2, 3, 6)) if is_level else 0, None


def provision(random: Random, key: str) -> Provision:
    kind, level, field = shape(random)
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
        words[place:end] = [word(random) for _ in range(random.randrange(3))]
    return normalise(" ".join(words))


def marked(random: Random, text: str) -> str:
    """Give one word of `text` another style or link, or none.

    Not to a bar: alone and escaped it is a word, which runs cannot tell from the end of a cell.
    """
    words = text.split(" ")
    place = random.randrange(len(words))
    if words[place] != "|":
        words[place] = random.choice(MARKS).format(escape(plain(words[place])))
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
    step = random.choice(STEPS)
    if step == "strike":
        return rest
    if step == "join" and rest:
        return [replace(one, text=normalise(f"{one.text} {rest[0].text}"))]
    if step in {"split", "join"}:
        words = one.text.split(" ")
        cut = random.randrange(len(words) + 1)
        first, second = (normalise(" ".join(part)) for part in (words[:cut], words[cut:]))
        return [replace(one, text=first), replace(one, key=key, text=second), *rest]
    return [_changed(random, one, step), *rest]


def _changed(random: Random, one: Provision, step: str) -> Provision:
    if step == "edit":
        return replace(one, text=edited(random, one.text, random.randrange(1, 4)))
    if step == "mark":
        return replace(one, text=marked(random, one.text))
    if step == "level" and one.kind in {Kind.HEADING, Kind.ITEM}:
        return replace(one, level=one.level % 6 + 1)
    kind, level, field = shape(random)
    return replace(one, kind=kind, level=level, field=field)


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
        if random.random() < 0.25 and after != one.key:
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


def amendments(random: Random, base: Document, count: int) -> list[Amendment]:
    """Return some amendments of `base`, each of none to five steps."""
    return [amendment(random, base, str(n), random.randrange(6)) for n in range(count)]


randoms = st.integers(0, 2**32).map(Random)
"""Sources of chance; hypothesis shrinks the seed, the generators above make the text."""


def chance(seed: int) -> Random:
    """Return one source of chance, always the same."""
    return Random(seed)  # noqa: S311 -- it makes texts, no secrets
