"""What changes about the same words: style, links, and what kind of provision they are."""

from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from guideline_workshop.text.document import Kind, Provision
from guideline_workshop.text.markup import parse
from guideline_workshop.text.numbering import FIELD_NAMES
from guideline_workshop.text.tokens import Token

_KINDS = {
    Kind.HEADING: "Überschrift",
    Kind.PARAGRAPH: "Absatz",
    Kind.ITEM: "Punkt",
    Kind.ROW: "Zeile",
    Kind.FIELD: "Feld",
}


class Look(NamedTuple):
    """How a word looks, and where it leads to."""

    strong: bool
    emphasis: bool
    href: str


def form(before: Provision, after: Provision) -> str:
    """Return what a provision is made into, "" if it stays what it is."""
    if (before.kind, before.level, before.field) == (after.kind, after.level, after.field):
        return ""
    if after.field:
        return f"wird als Feld „{FIELD_NAMES[after.field]}“ gefasst"
    if after.kind is Kind.ROW:
        return f"wird als {'Kopfzeile' if after.level else 'Zeile'} gefasst"
    level = f" der Ebene {after.level}" if after.kind in {Kind.HEADING, Kind.ITEM} else ""
    return f"wird als {_KINDS[after.kind]}{level} gefasst"


def passages(before: str, after: str) -> Iterator[tuple[str, str]]:
    """Return passages of the same words that look different now, and what is done to them."""
    ours, theirs = _looks(before), _looks(after)
    changes = [
        (character, old, new) for (character, old), (_, new) in zip(ours, theirs, strict=True)
    ]
    for (old, new), some in groupby(changes, key=lambda change: change[1:]):
        text = "".join([character for character, _, _ in some]).strip()
        if text and old != new:
            yield text, " und ".join(_done(old, new))


def _looks(text: str) -> list[tuple[str, Look]]:
    return [(c, look) for token in parse(text) for c, look in _letters(token)]


def _letters(token: Token) -> Iterator[tuple[str, Look]]:
    look = Look(token.strong, token.emphasis, token.href)
    return ((character, look) for character in token.text)


def _done(old: Look, new: Look) -> Iterator[str]:
    styles = {(True, True): "fett und kursiv", (True, False): "fett", (False, True): "kursiv"}
    if old[:2] != new[:2]:
        style = styles.get(new[:2])
        yield f"{style} hervorgehoben" if style else "nicht mehr hervorgehoben"
    if old.href != new.href:
        yield f"mit {new.href} verknüpft" if new.href else "nicht mehr verknüpft"
