"""Correct what was recognised: pure functions behind the page that previews an import.

Each takes all provisions and gives all provisions. Keys stay with their provisions; what comes
into being gets the next free one. An unknown key raises KeyError.
"""

from dataclasses import replace
from enum import StrEnum

from guideline_workshop.imports.cleaning import LINE_BREAKS, UNWANTED
from guideline_workshop.imports.labels import field_named
from guideline_workshop.imports.limits import MAX_PROVISION_CHARACTERS
from guideline_workshop.text.document import Field, Kind, Provision
from guideline_workshop.text.markup import cells, normalise, parse, plain, render
from guideline_workshop.text.tokens import Token

Provisions = tuple[Provision, ...]

LEVELS = {
    Kind.HEADING: range(1, 7),
    Kind.PARAGRAPH: range(1),
    Kind.ITEM: range(1, 7),
    Kind.ROW: range(2),
    Kind.FIELD: range(1),
}


class Obstacle(StrEnum):
    """Why a correction is not possible."""

    EMPTY = "empty"  # nothing would be left of the text
    NO_FIELD = "no_field"  # a field of a recommendation has to be named
    NO_PREVIOUS = "no_previous"  # the first provision cannot be joined with one before it
    TOO_LONG = "too_long"


class Impossible(Exception):
    """The correction asked for makes no sense."""

    def __init__(self, obstacle: Obstacle) -> None:
        super().__init__(obstacle.value)
        self.obstacle = obstacle


def reclassify(
    provisions: Provisions, key: str, kind: Kind, level: int, field: Field | None = None
) -> Provisions:
    """Change kind, level and field of a provision; the nearest level that the kind has is taken.

    A row that becomes something else is one text; as a field it loses the cell with its label.
    Raises Impossible for a field without a name.
    """
    if kind is Kind.FIELD and field is None:
        raise Impossible(Obstacle.NO_FIELD)
    index = _index(provisions, key)
    old = provisions[index]
    text = old.text
    if old.kind is Kind.ROW and kind is not Kind.ROW:
        text = _one_text(old, field)
    allowed = LEVELS[kind]
    level = min(max(level, allowed[0]), allowed[-1])
    new = Provision(key, kind, level, text, field if kind is Kind.FIELD else None)
    return (*provisions[:index], new, *provisions[index + 1 :])


def edit(provisions: Provisions, key: str, text: str) -> Provisions:
    """Give a provision another text, in markup. Raises Impossible if it is empty or too long."""
    index = _index(provisions, key)
    new = replace(provisions[index], text=_checked(text, provisions[index].kind))
    return (*provisions[:index], new, *provisions[index + 1 :])


def split(provisions: Provisions, key: str, text: str) -> Provisions:
    """Give a provision another text and split it at the blank lines in it.

    The first part keeps the key. Parts of a heading after the first are paragraphs, all others
    are of the same kind. Raises Impossible as `edit` does.
    """
    index = _index(provisions, key)
    old = provisions[index]
    first, *others = _parts(text) or [""]
    new = [replace(old, text=_checked(first, old.kind))]
    number = _next_number(provisions)
    for offset, part in enumerate(others):
        new.append(_part_of(old, f"p{number + offset}", part))
    return (*provisions[:index], *new, *provisions[index + 1 :])


def join(provisions: Provisions, key: str) -> Provisions:
    """Append a provision to the one before it, which keeps its key and kind.

    Raises Impossible for the first one, and where the text would be too long.
    """
    index = _index(provisions, key)
    if index == 0:
        raise Impossible(Obstacle.NO_PREVIOUS)
    before, joined = provisions[index - 1 : index + 1]
    addition = joined.text
    if joined.kind is Kind.ROW and before.kind is not Kind.ROW:
        addition = _one_text(joined, None)
    text = _checked(f"{before.text} {addition}", before.kind)
    return (*provisions[: index - 1], replace(before, text=text), *provisions[index + 1 :])


def drop(provisions: Provisions, key: str) -> Provisions:
    """Leave a provision out."""
    index = _index(provisions, key)
    return provisions[:index] + provisions[index + 1 :]


def _index(provisions: Provisions, key: str) -> int:
    for index, provision in enumerate(provisions):
        if provision.key == key:
            return index
    raise KeyError(key)


def _next_number(provisions: Provisions) -> int:
    """Return the number of the next free key."""
    numbers = (p.key[1:] for p in provisions if p.key.startswith("p"))
    return 1 + max((int(n) for n in numbers if n.isascii() and n.isdecimal()), default=0)


def _part_of(old: Provision, key: str, text: str) -> Provision:
    if old.kind is Kind.HEADING:
        return Provision(key, Kind.PARAGRAPH, 0, _checked(text, Kind.PARAGRAPH))
    level = 0 if old.kind is Kind.ROW else old.level  # one header row is enough
    return replace(old, key=key, level=level, text=_checked(text, old.kind))


def _parts(text: str) -> list[str]:
    parts: list[list[str]] = [[]]
    for line in LINE_BREAKS.sub("\n", text).split("\n"):
        if line.strip():
            parts[-1].append(line)
        elif parts[-1]:
            parts.append([])
    return [" ".join(lines) for lines in parts if lines]


def _checked(text: str, kind: Kind) -> str:
    text = UNWANTED.sub("", LINE_BREAKS.sub("\n", text))
    if len(text) > MAX_PROVISION_CHARACTERS:
        raise Impossible(Obstacle.TOO_LONG)
    text = normalise(text) if kind is Kind.ROW else render([_literal(t) for t in parse(text)])
    if not plain(text).strip(" |"):
        raise Impossible(Obstacle.EMPTY)
    return text


def _literal(token: Token) -> Token:
    """Outside of rows a pipe is just a sign."""
    return token._replace(cell=False) if token.cell else token


def _one_text(row: Provision, field: Field | None) -> str:
    """Return the cells of a row as one text, without the label of the field it becomes."""
    texts = [cell for cell in cells(row.text) if cell]
    if field and len(texts) > 1 and field_named(plain(texts[0])) is field:
        del texts[0]
    return normalise(" – ".join(texts))
