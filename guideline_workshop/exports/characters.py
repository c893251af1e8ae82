"""Characters a reader cannot see, made visible, so that no change can hide behind them."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

# Format characters by category that nevertheless have a shape of their own (Arabic number signs
# and the like).
_WITH_A_SHAPE = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2")

# Characters of harmless categories that are drawn as nothing at all.
_BLANK_LETTERS = frozenset(
    "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0"
)

_HIDDEN_CATEGORIES = frozenset({"Cc", "Cf", "Co", "Cs", "Zl", "Zp"})
_NO_BREAK_SPACES = frozenset("\u00a0\u202f")
# Nearly all text is of these, so that nearly none has to be looked at character by character.
_ORDINARY = re.compile("[ -~\u00a1-\u00ac\u00ae-\u024f\u2010-\u2015\u2018-\u201f\u2026\u20ac]*")
_ZERO_WIDTH_JOINER = "\u200d"
_EMOJI_SELECTOR = "\ufe0f"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text: as it stands, or (`token`) the name of one character nobody would see."""

    text: str
    token: bool = False


def pieces(text: str, *, changed: bool = False) -> Iterator[Piece]:
    """Split `text` into what can be shown as it is and tokens such as "[U+202E]".

    In `changed` text no-break spaces are named too: there they may be the whole change.
    """
    if _ORDINARY.fullmatch(text):
        if text:
            yield Piece(text)
        return
    start = 0
    for index in range(len(text)):
        if not _is_hidden(text, index, changed=changed):
            continue
        if start < index:
            yield Piece(text[start:index])
        yield Piece(f"[U+{ord(text[index]):04X}]", token=True)
        start = index + 1
    if start < len(text):
        yield Piece(text[start:])


def visible(text: str, *, changed: bool = False) -> str:
    """`text` with the names of characters nobody would see in their place."""
    return "".join(piece.text for piece in pieces(text, changed=changed))


def _is_hidden(text: str, index: int, *, changed: bool) -> bool:
    character = text[index]
    if " " <= character <= "~":
        return False
    if character in (_EMOJI_SELECTOR, _ZERO_WIDTH_JOINER):
        return not _belongs_to_emoji(text, index)
    return _is_blank(character, changed=changed) or _is_code(character)


def _is_blank(character: str, *, changed: bool) -> bool:
    if character in _NO_BREAK_SPACES:
        return changed
    return character in _BLANK_LETTERS or unicodedata.category(character) == "Zs"


def _is_code(character: str) -> bool:
    code = ord(character)
    if character in _WITH_A_SHAPE:
        return False
    return (
        unicodedata.category(character) in _HIDDEN_CATEGORIES
        or 0xFE00 <= code <= 0xFE0F  # variation selectors
        or 0xE0000 <= code <= 0xE0FFF  # tags and more variation selectors
        or 0xFDD0 <= code <= 0xFDEF  # noncharacters
        or code & 0xFFFE == 0xFFFE
    )


def _belongs_to_emoji(text: str, index: int) -> bool:
    """Whether the joiner or selector at `index` does its work inside an emoji."""
    before = text[index - 1] if index else ""
    after = text[index + 1 : index + 2]
    if text[index] == _EMOJI_SELECTOR:
        return _is_pictogram(before) or (before != "" and before in "0123456789#*")
    return (_is_pictogram(before) or before == _EMOJI_SELECTOR) and _is_pictogram(after)


def _is_pictogram(character: str) -> bool:
    """Symbols, and the five skin tones."""
    return character != "" and (
        unicodedata.category(character) == "So" or "\U0001f3fb" <= character <= "\U0001f3ff"
    )
