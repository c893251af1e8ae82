"""Generated provisions of several sentences, with everything that is hard to say in German."""

from dataclasses import replace
from random import Random

from guideline_workshop.text.document import Document, Field, Kind, Provision
from guideline_workshop.text.markup import normalise, parse, render
from guideline_workshop.text.sentences import sentences

SENTENCES = [
    "Der Landkreis fördert Sprachkurse.",
    "Er berichtet dem Kreistag am 3. Oktober nach § 5 Abs. 2 der Satzung.",
    "Die Stelle „Welcome ‚Center‘“ hilft, z. B. bei Anträgen, Fragen und Briefen.",
    "Wer fragt, erhält Antwort!",
    "Gilt das auch für Vereine (e. V.)?",
    "Die Bürger*innen und die Vereine und die Schulen wirken mit.",
    "Der Kreis zahlt **1.500 Euro** im Jahr, der Kreis zahlt *pünktlich*.",
    "Sie sind ‚einfach‘ gehalten.",
    "Das ‚gilt nur halb.",
    "Das “gilt” auch „nur halb.",
    r"Ein Pfad C:\\neu bleibt.",
    r"Ein \| Strich | und eine Zelle.",
    "Siehe [Seite **fett**](https://kreis.de/a(b)).",
    "Und/oder: das – und nichts – gilt.",
    "**Wichtig:** Alle, alle, alle kommen.",
]
PASSAGES = [
    *("und", "oder", "gute", "„neu“", "‚halb", "§ 6", "3. Mai", "z. B.", "**fett**", "*schräg*"),
    *(",", ";", "2026", "[hier](https://a.de)", "–", "(", ")", "|", "Kreis", "der", "\\“", "."),
]
STEPS = (
    *("words",) * 5,
    *("swap", "strike", "insert", "split", "join", "move", "remove", "reform", "blank"),
)
_MAX_SENTENCES = 4


def document(random: Random, size: int, prefix: str = "p") -> Document:
    """Return provisions of every kind and level, the same fields more than once."""
    return Document(tuple(_provision(random, f"{prefix}{n}") for n in range(size)))


def _provision(random: Random, key: str) -> Provision:
    kind = random.choice((Kind.PARAGRAPH,) * 4 + tuple(Kind))
    level = random.randrange({Kind.HEADING: 3, Kind.ITEM: 3, Kind.ROW: 2}.get(kind, 1))
    level += kind in {Kind.HEADING, Kind.ITEM}
    field = random.choice(tuple(Field)[:3]) if kind is Kind.FIELD else None
    count = random.randrange(1, _MAX_SENTENCES + 1) if kind is Kind.PARAGRAPH else 1
    text = " ".join(random.choice(SENTENCES) for _ in range(count))
    if kind is Kind.ROW:
        text = f"{text} | {random.choice(SENTENCES)} | 2026"
    return Provision(key, kind, level, normalise(text), field)


def revised(random: Random, base: Document, edits: int) -> Document:
    """Return a revision: words, blanks, sentences, whole provisions and what they are."""
    result = list(base.provisions)
    for n in range(edits):
        place = random.randrange(len(result) + 1)
        if place == len(result):
            result.append(_provision(random, f"n{n}"))
            continue
        step = random.choice(STEPS)
        if step == "move":
            result.insert(random.randrange(len(result)), result.pop(place))
        elif step == "reform":
            formed = _provision(random, result[place].key)
            result[place] = replace(formed, text=result[place].text)
        else:
            result[place : place + 2] = _step(random, step, result[place : place + 2], f"n{n}")
    return Document(tuple(result))


def _step(random: Random, step: str, some: list[Provision], key: str) -> list[Provision]:
    one, rest = some[0], some[1:]
    if step == "remove":
        return rest
    if step == "join":
        text = " ".join(provision.text for provision in some)
        return [replace(one, text=normalise(text))]
    parts = _sentences(one.text)
    if step == "split":
        cut = random.randrange(len(parts) + 1)
        first, second = (normalise(" ".join(part)) for part in (parts[:cut], parts[cut:]))
        return [replace(one, text=first), replace(one, key=key, text=second), *rest]
    text = _reworded(random, step, one.text, parts)
    return [replace(one, text=normalise(text)), *rest]


def _sentences(text: str) -> list[str]:
    tokens = parse(text)
    return [render(tokens[start:end]) for start, end in sentences(tokens)]


def _reworded(random: Random, step: str, text: str, parts: list[str]) -> str:
    place = random.randrange(len(parts) + 1)
    if step == "swap":
        return " ".join([*parts[place:], *parts[:place]])
    if step == "strike":
        return " ".join([*parts[:place], *parts[place + 1 :]])
    if step == "insert":
        return " ".join([*parts[:place], random.choice(SENTENCES), *parts[place:]])
    if step == "blank":
        at = random.randrange(len(text) + 1)
        return f"{text[:at].rstrip()}{random.choice(('', ' '))}{text[at:].lstrip()}"
    words = text.split(" ")
    for _ in range(random.randrange(1, 3)):
        start = random.randrange(len(words) + 1)
        end = min(len(words), start + random.randrange(3))
        words[start:end] = random.choices(PASSAGES, k=random.randrange(3))
    return " ".join(words)
