"""Words: how literal text is cut into the tokens that diffs, merging and anchors work on.

A token is a word, a number, an abbreviation, a URL or one sign, together with the blank after it.
Nothing a reader sees as one thing is cut: no grapheme, no gendered form, no date.
"""

import re
import unicodedata
from itertools import chain
from typing import NamedTuple


class Style(NamedTuple):
    """How a word looks: the three inline marks there are."""

    strong: bool = False
    emphasis: bool = False
    href: str = ""


PLAIN = Style()
KNOWN, LONGEST = 1 << 16, 60
"""As many words are remembered, up to this length, with what they are cut into."""


class Token(NamedTuple):
    """A word of literal text with its style; the blank after a word belongs to it.

    A named tuple, not a dataclass: there is one for every word of every text compared.
    `cell` marks the separator between two cells of a table row, which is no literal "|".
    """

    text: str
    strong: bool = False
    emphasis: bool = False
    href: str = ""
    cell: bool = False

    @property
    def style(self) -> Style:
        """The inline marks of the token."""
        return Style(self.strong, self.emphasis, self.href)

    @property
    def word(self) -> str:
        """The text without the blank after it."""
        return self.text.removesuffix(" ")

    def unspaced(self) -> "Token":
        """Return the token without the blank after it; words are matched like that."""
        if self.text[-1:] != " ":
            return self
        return Token(self.text[:-1], self.strong, self.emphasis, self.href, self.cell)


def _extenders() -> str:
    """Return a regex class body of the characters that belong to the character before them.

    Combining marks, joiners, skin tones and tag characters. `re` knows no Unicode categories, so
    the marks are collected from the blocks that hold any.
    """
    blocks = [range(0x300, 0x3100), range(0xA600, 0xAC00), range(0xFB1E, 0xFB1F)]
    blocks += [range(0xFE00, 0xFE30), range(0x10A00, 0x11D98), range(0x16AF0, 0x16B37)]
    blocks += [range(0x1CF00, 0x1CF47), range(0x1D165, 0x1D245), range(0x1E000, 0x1E94B)]
    marks = [c for block in blocks for c in block if unicodedata.category(chr(c))[0] == "M"]
    starts = [c for c, before in zip(marks, [0, *marks], strict=False) if c != before + 1]
    ends = [c for c, after in zip(marks, [*marks[1:], 0], strict=True) if c != after - 1]
    ranges = "".join([f"{chr(a)}-{chr(b)}" for a, b in zip(starts, ends, strict=True)])
    others = "\u200c\u200d\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f\U000e0100-\U000e01ef"
    return ranges + others


EXTENDERS = _extenders()
_EXTENDER = re.compile(f"[{EXTENDERS}]")
# Arabic number signs and the like belong to the character after them.
_PREPENDED = "\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd"
_W = rf"[\w{EXTENDERS}{_PREPENDED}]"
_ABBREVIATIONS = (
    "z. B.|d. h.|u. a.|u. Ä.|u. ä.|o. Ä.|o. ä.|z. T.|u. U.|v. a.|e. V.|i. d. R.|i. S. d.|i. V. m.|"
    "i. d. F.|m. E.|s. o.|s. u.|a. a. O.|u. s. w.|z. Zt.|"
    "Abs.|Nr.|Nrn.|Art.|Buchst.|bzw.|usw.|etc.|ca.|ggf.|vgl.|evtl.|inkl.|insb.|max.|min.|Dr.|Prof.|"
    "St.|Str.|Tel.|Ziff.|Kap.|gem.|sog.|bspw.|lfd.|Hrsg.|Anm."
)
_abbreviation = "|".join(re.escape(a).replace(r"\ ", "[ ]?") for a in _ABBREVIATIONS.split("|"))
# Groups that give nothing back are atomic, not possessive: Python before 3.11.5 leaves its place
# behind what a possessive group tried in vain.
_TOKEN = re.compile(
    rf"""
    [^\W_]+[ ] | [,.;:!?][ ] | [^\W\d_]+(?=[,;)])         # most of a text, quickly
    | (?: (?:https?://|mailto:|www\.)[^\s<>()\[\]]*[\w/]  # a URL, without the full stop after it
        | [\w.+-]{{1,64}}+@[\w-]{{1,63}}+(?>(?:\.[\w-]{{1,63}}+){{1,8}})  # a mail address
        | (?:{_abbreviation})(?!{_W})
        | (?>(?:[^\W\d_]\.){{2,6}})(?!{_W})              # z.B., i.d.R.
        | [-−]?\d++(?>(?:[.,:/]\d++){{1,8}})(?!{_W})     # 1.234,56  12:30  01.02.2026  2024/25
        | (?:(?<![^\s(])[-−])?{_W}+                       # a word; -pflege, -5
          (?: [-‐‑'’ʼ·]{_W}+ | \*(?=[^\W_]){_W}+ | :(?=[a-zäöüß]){_W}+ | /-?in(?:nen)?(?!{_W}) )*
          (?:[-‐‑](?![-‐‑]|{_W}))?                        # Kinder- und Jugendhilfe
        | [\U0001f1e6-\U0001f1ff]{{2}}                    # a flag
        | .[{EXTENDERS}]*(?:(?<=\u200d)[^\s\w][{EXTENDERS}]*)*   # one sign, a whole emoji family
      )[{EXTENDERS}]*[ ]?
    """,
    re.VERBOSE | re.DOTALL,
)

# A single letter may begin an abbreviation with blanks in it; then the text is cut as a whole. The
# full stop comes first because `re` looks for fixed characters quickly.
_MAYBE_SPACED = re.compile(r"\. (?<=\b\w\. )")

words = _TOKEN.findall
"""Cut normalised literal text into words, each with the blank after it; nothing is lost."""

spans = _TOKEN.finditer
"""Like `words`, as matches that know where they stand."""


def tokens(text: str) -> tuple[Token, ...]:
    """Cut normalised unstyled text into tokens, the same as `words`.

    Hardly a token reaches across a blank, and most of what stands between two blanks stood there
    before: looking it up is several times as fast as matching it anew.
    """
    if not text or _MAYBE_SPACED.search(text):
        return tuple(map(Token, words(text)))
    found = list(chain.from_iterable(map(pieces.__getitem__, text.split(" "))))
    found[-1] = found[-1].unspaced()
    return tuple(found)


class _Pieces(dict[str, tuple[Token, ...]]):
    """The tokens of what stands between two blanks, looked up faster than in an `lru_cache`."""

    def __missing__(self, piece: str) -> tuple[Token, ...]:
        """Cut a piece that a blank follows; forget everything before there is too much of it."""
        text = f"{piece} "
        found = (Token(text),) if piece.isalpha() else tuple(map(Token, words(text)))
        if len(piece) <= LONGEST:
            if len(self) >= KNOWN:
                self.clear()
            self[piece] = found
        return found


pieces = _Pieces()


def is_extender(character: str) -> bool:
    """Return whether `character` belongs to the one before it."""
    return _EXTENDER.match(character) is not None
