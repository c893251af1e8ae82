r"""Inline markup: the small CommonMark subset in which a provision's text is written and stored.

`**strong**`, `*emphasis*`, `[text](https://...)` or `mailto:`, and a backslash before any sign that
is meant literally. An asterisk between two letters (Bürger*innen) is always just an asterisk.
Where words are styled in part, the whole word takes the style of its first letter.

The text of a provision is *canonical*: `normalise` gives the one way to write it, and
`render(parse(text)) == text`.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import accumulate
from urllib.parse import quote

from guideline_workshop.text.tokens import EXTENDERS, PLAIN, Style, Token, spans, tokens

_SPECIAL = re.compile(r"[\\*|\[\]]")
# What XML and UTF-8 cannot carry; it is replaced, not dropped, so that it can be seen.
_UNWRITABLE = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_BLANKS = re.compile(r"\s+")
_HREF = r"(?:https://|mailto:)(?>(?:[^\s()<>\[\]\\]|\([^\s()<>\[\]\\]*+\))+)"
_PIECE = re.compile(
    rf"""
    \\(?P<escaped>[!-/:-@\[-`{{-~])
    | (?P<stars>\*+)
    | (?P<open>\[(?![\s*]*+\])(?=(?>(?:\\.|[^\[\]\\])+)\]\({_HREF}\)))
    | \]\((?P<href>{_HREF})\)
    | (?P<cell>(?:(?<=\s)|^)\|(?=\s|$))
    | (?P<text>[^\\*\[\]|]+|.)
    """,
    re.VERBOSE | re.DOTALL,
)
# Where a cut would tear a grapheme: before its extenders, and within a Hangul syllable.
_TORN = re.compile(f"(?<=[^ ])[{EXTENDERS}]+|(?<=[\u1100-\u11a7\uac00-\ud7a3])[\u1160-\u11ff]+")
_ESCAPED = re.compile(r"\\|(?<![^\W_])\*|\*(?![^\W_])")
_EMPHASIS, _STRONG = 1, 2  # as many as there are asterisks


def normalise(text: str) -> str:
    """Return the one canonical way to write `text`: NFC, single blanks, no soft hyphens."""
    text = _clean(text)
    return render(parse(text)) if _SPECIAL.search(text) else text


def _clean(text: str) -> str:
    if _is_clean(text):
        return text
    text = _UNWRITABLE.sub("\ufffd", text.replace("\u00ad", ""))
    return unicodedata.normalize("NFC", _BLANKS.sub(" ", text).strip())


def _is_clean(text: str) -> bool:
    """Return whether there is nothing to clean; printable text has no blanks but the plain one."""
    has_single_blanks = "  " not in text and text[:1] != " " != text[-1:]
    return text.isprintable() and has_single_blanks and unicodedata.is_normalized("NFC", text)


@lru_cache(maxsize=2048)
def parse(markup: str) -> tuple[Token, ...]:
    """Cut markup into styled tokens. Every text is valid: marks without a partner are literal."""
    text = unmarked(markup)
    return styled(_pieces(_clean(markup))) if text is None else tokens(text)


def unmarked(markup: str) -> str | None:
    """Return the text of markup in which no sign is special, else None."""
    return None if _SPECIAL.search(markup) else _clean(markup)


def plain(markup: str) -> str:
    """Return the text without its marks."""
    return "".join([token.text for token in parse(markup)])


def escape(text: str) -> str:
    """Return markup that reads as exactly `text`, whatever signs it contains."""
    return render(styled([(text, PLAIN, False)]))


def cells(markup: str) -> tuple[str, ...]:
    """Return the cells of a table row, each as markup."""
    row: list[list[Token]] = [[]]
    for token in parse(markup):
        if token.cell:
            row.append([])
        else:
            row[-1].append(token)
    return tuple(render(cell).rstrip() for cell in row)


def href(url: str) -> str:
    """Return `url` as it may be linked to, or "" where it may not: https and mailto only."""
    quoted = quote(url.strip(), safe="%/:=&?~#+!$,;'@-._")
    return quoted if re.fullmatch(_HREF, quoted) else ""


def styled(pieces: Iterable[tuple[str, Style, bool]]) -> tuple[Token, ...]:
    """Cut pieces of literal text into tokens; a piece is text, style, is it a cell separator.

    A word made of several pieces takes the style of the first.
    """
    fragments: list[str] = []
    styles: list[Style] = []
    separators: set[int] = set()
    for literal, style, is_cell in pieces:
        fragment = _joined(_clean_piece(literal), fragments)
        if fragment:
            if is_cell:
                separators.add(len(fragments))
            fragments.append(fragment)
            styles.append(style)
    return _cut(fragments, styles, separators)


def _clean_piece(literal: str) -> str:
    return _BLANKS.sub(" ", _UNWRITABLE.sub("\ufffd", literal.replace("\u00ad", "")))


def _joined(fragment: str, before: list[str]) -> str:
    """Return what is left of `fragment` after what belongs to the text before it went there."""
    if not before or before[-1].endswith(" "):
        fragment = fragment.lstrip(" ")
    torn = _TORN.match(before[-1] + fragment, len(before[-1])) if before else None
    if torn:
        before[-1] = unicodedata.normalize("NFC", before[-1] + torn[0])
        fragment = fragment[len(torn[0]) :]
    return unicodedata.normalize("NFC", fragment)


def _cut(fragments: list[str], styles: list[Style], separators: set[int]) -> tuple[Token, ...]:
    ends = list(accumulate(map(len, fragments)))
    tokens = []
    piece = 0
    for match in spans("".join(fragments).removesuffix(" ")):
        while ends[piece] <= match.start():
            piece += 1
        if piece in separators and match[0].strip() == "|":
            tokens.append(Token(match[0], cell=True))
        else:
            tokens.append(Token(match[0], *styles[piece]))
    return tuple(tokens)


def _pieces(markup: str) -> list[tuple[str, Style, bool]]:
    matches = list(_PIECE.finditer(markup))
    toggles = _toggles(matches, markup)
    pieces = []
    marks, link = 0, ""
    for index, match in enumerate(matches):
        if match["stars"]:
            marks ^= toggles[index]
            literal = match["stars"][toggles[index] :]
        elif match["open"]:
            link = _link_target(matches, index)
            continue
        elif match["href"] and link:
            link = ""
            continue
        else:
            literal = match["escaped"] or match[0]
        style = Style(bool(marks & _STRONG), bool(marks & _EMPHASIS), link)
        pieces.append((literal, style, match["cell"] is not None))
    return pieces


def _link_target(matches: list[re.Match[str]], index: int) -> str:
    """Return the target of the link that opens at `index`; the pattern has seen its end."""
    return next(href(match["href"]) for match in matches[index:] if match["href"])


def _toggles(matches: list[re.Match[str]], markup: str) -> dict[int, int]:
    """Return for each run of asterisks which marks it switches on or off; the rest is literal."""
    toggles: dict[int, int] = {}
    pending: dict[int, int] = {}
    for index, match in enumerate(matches):
        if not match["stars"]:
            continue
        toggles[index] = 0
        opens, closes = _flanks(markup, match)
        for mark in (_EMPHASIS, _STRONG):
            if not len(match["stars"]) & mark or len(match["stars"]) > _EMPHASIS | _STRONG:
                continue
            if closes and mark in pending:
                toggles[pending.pop(mark)] |= mark
                toggles[index] |= mark
            elif opens:
                pending[mark] = index
    return toggles


def _flanks(markup: str, match: re.Match[str]) -> tuple[bool, bool]:
    """Return whether a run of asterisks may open and may close a styled passage."""
    before = markup[match.start() - 1 : match.start()]
    after = markup[match.end() : match.end() + 1]
    if before.isalnum() and after.isalnum():
        return False, False
    return bool(after.strip()), bool(before.strip())


def render(tokens: Sequence[Token]) -> str:
    """Write tokens as canonical markup."""
    text = "".join([token.text for token in tokens])
    if not _SPECIAL.search(text) and not any(t.strong or t.emphasis or t.href for t in tokens):
        return text.rstrip()
    parts: list[str] = []
    before = Token("")
    outer = 0
    for token in tokens:
        parts.append(_between(before, token, outer))
        parts.append(_literal(token, before, is_last=token is tokens[-1]))
        if token.href != before.href:
            outer = _marks(token)
        before = token
    parts.append(_between(before, Token(""), outer).rstrip())
    return "".join(parts)


def _between(before: Token, token: Token, outer: int) -> str:
    """Return the marks and the blank between two tokens; `outer` marks are around the link."""
    blank = " " if before.text.endswith(" ") or (token.cell and before.text) else ""
    if before.style == token.style:
        return blank
    closing = _marks(before) & ~_marks(token)
    opening = "*" * (_marks(token) & ~_marks(before))
    if before.href == token.href:
        return f"{'*' * closing}{blank}{opening}"
    end = f"{'*' * (closing & ~outer)}]({before.href})" if before.href else ""
    closing = closing & outer if before.href else closing
    return f"{end}{'*' * closing}{blank}{opening}{'[' if token.href else ''}"


def _marks(token: Token) -> int:
    return (_STRONG if token.strong else 0) | (_EMPHASIS if token.emphasis else 0)


def _literal(token: Token, before: Token, *, is_last: bool) -> str:
    if token.cell:
        return "|"
    word = _ESCAPED.sub(r"\\\g<0>", token.word)
    if word == "|" and before.text[-1:] in {"", " "} and (is_last or token.text.endswith(" ")):
        return r"\|"
    if token.href:
        word = word.replace("[", r"\[").replace("]", r"\]")
    if word.startswith("(") and before.text.endswith("]"):
        return "\\" + word
    return word


def chained(texts: Iterable[str]) -> tuple[tuple[Token, ...], list[int]]:
    """Return the words of several texts in a row, and where each text ends."""
    tokens: tuple[Token, ...] = ()
    ends = []
    for text in texts:
        tokens += parse(text)
        ends.append(len(tokens))
    return tokens, ends
