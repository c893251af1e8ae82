"""Inline CommonMark that says exactly what the tokens say, whatever characters they hold."""

import re
import string
import unicodedata
from collections.abc import Callable, Iterable
from itertools import groupby

from guideline_workshop.exports.characters import visible
from guideline_workshop.exports.links import safe_target
from guideline_workshop.text.diff import Op
from guideline_workshop.text.tracked import Run

# Escaped wherever they stand; the others mean something at the start of a line only.
_ACTIVE = re.compile(r"[\\`*_\[\]<>|~&$]")
# Enough in a text that is to be read again and should stay as it was wherever it can.
_SPARINGLY = re.compile(r"[\\`]|~(?=~)|(?<![^\W_])_|_(?![^\W_])|<(?=[A-Za-z/!?])|&(?=#?\w+;)")
_STARS = re.compile(r"[*]")
_BRACKETS = re.compile(r"[\[\]]")
_HEADING_END = re.compile(r"(^|\s)(#+)$")
_SPARED_START = re.compile(r"^(?:>|[*](?= |$))")
_LINE_START = re.compile(r"^([#+=\-]|\d{1,9}(?=[.)](?: |$)))")


Escape = Callable[[str], str]


def inline(runs: Iterable[Run]) -> str:
    """Write `runs` as one line of CommonMark, without what is deleted."""
    written = _written(runs, visible, lambda text: _ACTIVE.sub(r"\\\g<0>", text))
    # a line must not begin a heading, a list or a rule
    return _LINE_START.sub(_escaped_start, written)


def exact_line(runs: Iterable[Run]) -> str:
    """Write `runs` to be read again: every character as it is, few signs escaped."""
    written = _exact(list(runs))
    return _SPARED_START.sub(r"\\\g<0>", _LINE_START.sub(_escaped_start, written))


def exact_heading(runs: Iterable[Run]) -> str:
    """Write `runs` as `exact_line` does, behind the signs of a heading."""
    return _HEADING_END.sub(r"\1\\\2", _exact(list(runs)))


def exact_cell(runs: Iterable[Run]) -> str:
    """Write `runs` as `exact_line` does, between two pipes."""
    return _exact(list(runs)).replace("|", "\\|")


def _exact(runs: list[Run]) -> str:
    text = "".join(run.text for run in runs if run.op is not Op.DELETED)
    is_styled = any(run.strong or run.emphasis or run.href for run in runs)
    signs = [_SPARINGLY]
    if is_styled or text.count("*") > 1:
        signs.append(_STARS)
    if is_styled or "](" in text or "]:" in text:
        signs.append(_BRACKETS)
    pattern = re.compile("|".join(sign.pattern for sign in signs))
    return _written(runs, str, lambda part: pattern.sub(r"\\\g<0>", part))


def _written(runs: Iterable[Run], shown: Escape, escape: Escape) -> str:
    kept = (run for run in runs if run.op is not Op.DELETED)
    line = _Line(escape)
    for (strong, emphasis, href), group in groupby(
        kept, lambda run: (run.strong, run.emphasis, safe_target(run.href))
    ):
        text = shown("".join(run.text for run in group))
        line.add(text, stars=2 * strong + emphasis, href=href)
    return line.written.strip(" ")


def _escaped_start(match: re.Match[str]) -> str:
    return f"{match[0]}\\" if match[0].isdigit() else f"\\{match[0]}"


class _Line:
    """A line being written.

    Stars open and close emphasis only beside the right neighbours (CommonMark 6.2): `**so!**da`
    stays as it is. Where a neighbour is wrong it is written as a character reference, which looks
    like punctuation to the reader; two emphasised stretches in a row use stars and underscores.
    """

    def __init__(self, escape: Escape) -> None:
        self.written = ""
        self._escape = escape
        self._closed_with = ""
        self._needs_gap = False

    def add(self, text: str, *, stars: int, href: str) -> None:
        """Add `text` in its style; blanks stay outside the marks."""
        core = text.strip(" ")
        if not core or not (stars or href):
            self._add_plain(text)
            return
        start = text.index(core)
        self._add_plain(text[:start])
        self._add_styled(core, stars, href)
        self._add_plain(text[start + len(core) :])

    def _add_plain(self, text: str) -> None:
        if not text:
            return
        written = self._escape(text)
        if self._needs_gap and text[0].isalnum():
            written = f"&#{ord(text[0])};{written[1:]}"
        self.written += written
        self._closed_with, self._needs_gap = "", False

    def _add_styled(self, core: str, stars: int, href: str) -> None:
        mark = "_" if self._closed_with == "*" else "*"
        inside = self._escape(core)
        if href:
            inside = f"[{inside}](<{href}>)" if "(" in href else f"[{inside}]({href})"
        if stars:
            self._make_room(mark, "[" if href else core[0])
        elif self.written.endswith("!"):
            self.written = f"{self.written[:-1]}\\!"  # or the link would be a picture
        self.written += f"{mark * stars}{inside}{mark * stars}"
        if stars:
            self._closed_with = mark
            self._needs_gap = mark == "_" or href != "" or _is_punctuation(core[-1])
        else:
            self._closed_with, self._needs_gap = "", False

    def _make_room(self, mark: str, first: str) -> None:
        last = self.written[-1:]
        if last.isalnum() and (mark == "_" or _is_punctuation(first)):
            self.written = f"{self.written[:-1]}&#{ord(last)};"


def _is_punctuation(character: str) -> bool:
    return character in string.punctuation or unicodedata.category(character)[0] in "PS"
