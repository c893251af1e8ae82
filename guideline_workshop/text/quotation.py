r"""Texts between quotation marks: written so that people can read them, and read back exactly.

    „Der ‚Kreis‘ hilft sofort.“ (fett: „sofort“)

Quotation marks in a text change from double to single and from single to double, as they do when
one quotes by hand; styles are named behind the text. What would be ambiguous has a backslash before
it: a mark without a partner, a bar that separates no cells, and the backslash itself.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache, partial
from itertools import groupby
from typing import NamedTuple

from guideline_workshop.text.markup import parse, render, styled
from guideline_workshop.text.ordinals import number_of, ordinal
from guideline_workshop.text.passages import places, text_of
from guideline_workshop.text.tokens import PLAIN, Style, Token

PLACEHOLDER = "\0"
"""Stands for a quotation in a sentence; no text contains it."""

_SWAPPED = str.maketrans("„“‚‘", "‚‘„“")
_STYLES = {
    "fett und kursiv": (True, True),
    "fett": (True, False),
    "kursiv": (False, True),
}
_NAMES = {style: name for name, style in _STYLES.items()}
_MARKED = re.compile(r"\\(.)|(?:(?<=\s)|^)(\|)(?=\s|$)", re.DOTALL)
_STYLE = re.compile(r"(fett und kursiv|fett|kursiv)?(?: und )?(verknüpft mit (?=„))?")
_NTH = re.compile(r" an (\w+|\d+\.) Stelle")
_INLINE = ("Feld ", "Felder ")


class Quotation(NamedTuple):
    """A text read from between quotation marks: what it says, and the markup with its styles."""

    words: str
    markup: str


class UnreadableQuotationError(Exception):
    """A quotation has no end, or names a style of words that it does not contain."""


UnreadableQuotation = UnreadableQuotationError


def quoted(markup: str) -> str:
    """Return a text between quotation marks, with its styles named behind it."""
    tokens = parse(markup)
    notes = list(_notes(tokens))
    return f"{_marked(tokens)} ({'; '.join(notes)})" if notes else _marked(tokens)


def quoted_words(words: str) -> str:
    """Return plain words between quotation marks."""
    return f"„{_nested(words)}“"


def _marked(tokens: Sequence[Token]) -> str:
    signs = []
    for n, token in enumerate(tokens):
        follows_blank = not n or tokens[n - 1].text.endswith(" ")
        if token.cell:
            signs.append(token.text if follows_blank else f" {token.text}")
        elif token.word == "|" and follows_blank:
            signs.append(PLACEHOLDER + token.text)
        else:
            signs.append(token.text)
    nested = _nested("".join(signs).removesuffix(" "))
    bars = nested.replace(PLACEHOLDER, "\\")
    return f"„{bars}“"


def _nested(text: str) -> str:
    signs = list(text.replace("\\", "\\\\").translate(_SWAPPED))
    open_marks: list[int] = []
    for n, sign in enumerate(signs):
        if sign == "„":
            open_marks.append(n)
        elif sign == "“" and open_marks:
            open_marks.pop()
        elif sign == "“":
            signs[n] = "\\“"
    for n in open_marks:
        signs[n] = "\\„"
    return "".join(signs)


def _notes(tokens: Sequence[Token]) -> Iterator[str]:
    found = cache(partial(places, tokens))
    at = 0
    for style, group in groupby(tokens, key=lambda token: token.style):
        start, at = at, at + len(list(group))
        if style == PLAIN:
            continue
        if at - start == len(tokens):
            yield _named(style)
        elif (start, at) in found(words := text_of(tokens[start:at])):
            yield _note(style, words, found(words).index((start, at)), len(found(words)))
        else:  # the words overlap the same ones before them
            for n in range(start, at):
                words = tokens[n].word
                yield _note(style, words, found(words).index((n, n + 1)), len(found(words)))


def _note(style: Style, words: str, before: int, count: int) -> str:
    where = f" an {ordinal(before + 1, 'er')} Stelle" if count > 1 else ""
    return f"{_named(style)}: {quoted_words(words)}{where}"


def _named(style: Style) -> str:
    name = _NAMES.get((style.strong, style.emphasis), "")
    link = f"verknüpft mit {quoted_words(style.href)}" if style.href else ""
    return f"{name} und {link}" if name and link else name or link


def unquoted(text: str) -> tuple[str, list[Quotation]]:
    """Return a text with a placeholder for each quotation, and what the quotations say.

    The name of a field stays where it is. Raises UnreadableQuotation.
    """
    if PLACEHOLDER in text:
        raise UnreadableQuotation("a sign that no text contains")
    parts: list[str] = []
    found: list[Quotation] = []
    at = 0
    while (start := text.find("„", at)) >= 0:
        parts.append(text[at:start])
        if text.endswith(_INLINE, 0, start):
            at = _end(text, start)
            parts.append(text[start:at])
        else:
            quotation, at = _read(text, start)
            found.append(quotation)
            parts.append(PLACEHOLDER)
    return "".join([*parts, text[at:]]), found


def _end(text: str, start: int) -> int:
    """Return where the quotation that begins at `start` is over."""
    depth = 0
    at = start
    while at < len(text):
        if text[at] == "\\":
            at += 1
        elif text[at] == "„":
            depth += 1
        elif text[at] == "“":
            depth -= 1
            if not depth:
                return at + 1
        at += 1
    raise UnreadableQuotation("a quotation without an end")


def _read(text: str, start: int) -> tuple[Quotation, int]:
    end = _end(text, start)
    tokens = list(styled(_pieces(text[start + 1 : end - 1])))
    words = text_of(tokens)
    if text.startswith(" (", end) and (_STYLE.match(text, end + 2) or [""])[0]:
        end = _styled_by(tokens, text, end + 2)
    return Quotation(words, render(tokens)), end


def _pieces(inner: str) -> Iterator[tuple[str, Style, bool]]:
    """Return the pieces of literal text between quotation marks, cells told from other bars."""
    at = 0
    for match in _MARKED.finditer(inner):
        yield inner[at : match.start()].translate(_SWAPPED), PLAIN, False
        sign = match[1].translate(_SWAPPED) if match[1] else "|"
        yield sign, PLAIN, match[1] is None
        at = match.end()
    yield inner[at:].translate(_SWAPPED), PLAIN, False


def _styled_by(tokens: list[Token], text: str, at: int) -> int:
    """Give words the styles named behind a quotation; return where the names end."""
    found = cache(partial(places, tokens))  # styles do not change what the words say
    while style := _STYLE.match(text, at):
        at = style.end()
        href = ""
        if style[2]:
            end = _end(text, at)
            href, at = _literal(text[at + 1 : end - 1]), end
        start, stop = 0, len(tokens)
        if text.startswith(": „", at):
            end = _end(text, at + 2)
            words = _literal(text[at + 3 : end - 1])
            nth = _NTH.match(text, end)
            at = nth.end() if nth else end
            start, stop = _place(found(words), number_of(nth[1]) if nth else 0)
        marks = _STYLES.get(style[1] or "", (False, False))
        for n in range(start, stop):
            tokens[n] = tokens[n]._replace(strong=marks[0], emphasis=marks[1], href=href)
        if not text.startswith("; ", at):
            break
        at += 2
    if not text.startswith(")", at):
        raise UnreadableQuotation("styles without an end")
    return at + 1


def _literal(inner: str) -> str:
    return "".join([text for text, _, _ in _pieces(inner)])


def _place(found: Sequence[tuple[int, int]], nth: int) -> tuple[int, int]:
    if not found or (not nth and len(found) > 1) or nth > len(found):
        raise UnreadableQuotation("styled words are not there, or more than once")
    return found[max(nth, 1) - 1]
