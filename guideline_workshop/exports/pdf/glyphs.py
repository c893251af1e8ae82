"""Which characters our fonts can show; the others are named like those nobody would see."""

import json
from bisect import bisect_right
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

from guideline_workshop.exports.characters import visible

_EMOJI_PARTS = frozenset("\u200d\ufe0f")


def fonts() -> Traversable:
    """Return the folder of our fonts, which bin/vendor-fonts fills."""
    return resources.files("guideline_workshop.exports").joinpath("fonts")


def printable(text: str, *, changed: bool = False) -> str:
    """`text` in characters that all have a shape in our fonts; "[U+…]" stands for the others.

    A standard for archives allows no empty boxes.
    """
    shown = visible(text, changed=changed)
    if shown.isascii():
        return shown
    return "".join(
        character if _is_covered(character) else f"[U+{ord(character):04X}]" for character in shown
    )


def _is_covered(character: str) -> bool:
    starts, ends = _ranges()
    place = bisect_right(starts, ord(character)) - 1
    return (place >= 0 and ord(character) <= ends[place]) or character in _EMOJI_PARTS


@cache
def _ranges() -> tuple[list[int], list[int]]:
    ranges = json.loads(fonts().joinpath("coverage.json").read_text("ascii"))
    return [first for first, _ in ranges], [last for _, last in ranges]
