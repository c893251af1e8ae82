"""From words to runs: the passages a reader sees."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import groupby
from operator import itemgetter

from guideline_workshop.text.diff import Hunk, Op
from guideline_workshop.text.markup import parse, unmarked
from guideline_workshop.text.readable import kept_inside
from guideline_workshop.text.tokens import PLAIN, Token
from guideline_workshop.text.tracked import Run

_TEXT, _STYLE = itemgetter(0), itemgetter(1, 2, 3)
_FATE_AND_STYLE, _PIECE = itemgetter(0, 1), itemgetter(2)

_Style = tuple[bool, bool, str]


def whole(tokens: Sequence[Token], op: Op, origin: str = "") -> tuple[Run, ...]:
    """Return the runs of words that all have the same fate."""
    return tuple([Run(op, text, *style, origin) for style, text in _pieces(tokens)])


def _pieces(tokens: Sequence[Token]) -> list[tuple[_Style, str]]:
    """Return the text of the words, cut where the style changes."""
    if len(tokens) < 2:
        return [(_STYLE(token), token.text) for token in tokens]
    texts, strong, emphasis, hrefs, _ = zip(*tokens, strict=True)
    if any(strong) or any(emphasis) or any(hrefs):
        return [(style, "".join(map(_TEXT, some))) for style, some in groupby(tokens, _STYLE)]
    return [(PLAIN, "".join(texts))]


@lru_cache(maxsize=4096)
def unchanged(markup: str) -> tuple[Run, ...]:
    """Return the runs of a text that stays as it is."""
    return of_one_fate(markup, Op.EQUAL)


def of_one_fate(markup: str, op: Op) -> tuple[Run, ...]:
    """Return the runs of a text all of which stays, comes or goes; most need not be cut."""
    text = unmarked(markup)
    if text is None:
        return whole(parse(markup), op)
    return (Run(op, text),) if text else ()


def changed(
    old: Sequence[Token], new: Sequence[Token], found: Iterable[Hunk], *, inside: bool
) -> tuple[Run, ...]:
    """Return the runs that show the differences `found` between two texts.

    Where `inside`, a changed word that clearly begins or ends with the other one is shown as such.
    """
    writer = _Writer()
    i = j = 0
    for hunk in (*found, Hunk(len(old), len(old), len(new), len(new))):
        writer.keep(old[i : hunk.start], new[j : hunk.new_start])
        writer.replace(old[hunk.start : hunk.end], new[hunk.new_start : hunk.new_end], inside)
        i, j = hunk.end, hunk.new_end
    return writer.runs()


class _Writer:
    """Collects runs; what is struck in one place stands before what is inserted there."""

    def __init__(self) -> None:
        self._pieces: list[tuple[Op, _Style, str]] = []
        self._struck: list[Token] = []
        self._added: list[Token] = []

    def runs(self) -> tuple[Run, ...]:
        """Return all that was written."""
        self._flush()
        return tuple(
            [
                Run(op, "".join(map(_PIECE, some)), *style)
                for (op, style), some in groupby(self._pieces, _FATE_AND_STYLE)
            ]
        )

    def keep(self, old: Sequence[Token], new: Sequence[Token]) -> None:
        """Show words that are kept, whatever blanks follow them."""
        if old == new:
            self._keep(new)
            return
        start = 0
        for n, (before, after) in enumerate(zip(old, new, strict=True)):
            if before == after:
                continue
            self._keep([*new[start:n], after.unspaced()])
            blank = after._replace(text=" ")
            (self._struck if before.text.endswith(" ") else self._added).append(blank)
            start = n + 1
        self._keep(new[start:])

    def replace(self, old: Sequence[Token], new: Sequence[Token], inside: bool) -> None:
        """Show words that are struck and words that are inserted in their place."""
        kept = kept_inside(old[0], new[0]) if inside and len(old) == len(new) == 1 else 0
        if not kept:
            if self._struck and self._added:
                self._flush()
            self._struck += old
            self._added += new
            return
        self._flush()
        struck, added = old[0], new[0]
        if kept > 0:
            self._write(Op.EQUAL, [added._replace(text=added.text[:kept])])
            struck, added = (t._replace(text=t.text[kept:]) for t in (struck, added))
            self._struck, self._added = _some([struck]), _some([added])
        else:
            tail = struck.word[kept:]
            before = [t._replace(text=t.word.removesuffix(tail)) for t in (struck, added)]
            self._struck, self._added = _some(before[:1]), _some(before[1:])
            self.keep(
                [struck._replace(text=struck.text[len(before[0].text) :])],
                [added._replace(text=added.text[len(before[1].text) :])],
            )

    def _keep(self, tokens: Sequence[Token]) -> None:
        if tokens:
            self._flush()
            self._write(Op.EQUAL, tokens)

    def _flush(self) -> None:
        """Write what is pending: struck, inserted, and the blank both end in."""
        struck, added = self._struck, self._added
        if not struck and not added:
            return
        self._struck, self._added = [], []
        ends_alike = struck and added and struck[-1].text[-1:] == " " == added[-1].text[-1:]
        self._write(Op.DELETED, struck, -1 if ends_alike else None)
        self._write(Op.INSERTED, added, -1 if ends_alike else None)
        if ends_alike:
            self._pieces.append((Op.EQUAL, _STYLE(added[-1]), " "))

    def _write(self, op: Op, tokens: Sequence[Token], end: int | None = None) -> None:
        """Write words, up to the place `end` of the text of the last one."""
        pieces = _pieces(tokens)
        if end is not None:
            style, text = pieces.pop()
            pieces += [(style, text[:end])] if text[:end] else []
        self._pieces += [(op, style, text) for style, text in pieces]


def _some(tokens: list[Token]) -> list[Token]:
    return [token for token in tokens if token.text]
