"""From words to runs: the passages a reader sees, and the way back."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import groupby
from operator import itemgetter

from guideline_workshop.text.diff import Hunk, Op
from guideline_workshop.text.markup import parse, render, styled
from guideline_workshop.text.readable import kept_inside
from guideline_workshop.text.tokens import Style, Token
from guideline_workshop.text.tracked import Run

_TEXT, _STYLE = itemgetter(0), itemgetter(1, 2, 3)


def whole(tokens: Sequence[Token], op: Op, origin: str = "") -> tuple[Run, ...]:
    """Return the runs of words that all have the same fate."""
    if not tokens:
        return ()
    if len(tokens) == 1 or len(set(map(_STYLE, tokens))) == 1:
        return (_run(op, tokens, origin),)
    return tuple(_run(op, list(group), origin) for _, group in groupby(tokens, _STYLE))


@lru_cache(maxsize=4096)
def unchanged(markup: str) -> tuple[Run, ...]:
    """Return the runs of a text that stays as it is."""
    return whole(parse(markup), Op.EQUAL)


def _run(op: Op, tokens: Sequence[Token], origin: str) -> Run:
    _, strong, emphasis, href, _ = tokens[0]
    return Run(op, "".join(map(_TEXT, tokens)), strong, emphasis, href, origin)


def changed(
    old: Sequence[Token], new: Sequence[Token], found: Iterable[Hunk], *, inside: bool
) -> tuple[Run, ...]:
    """Return the runs that show the differences `found` between two texts.

    Where `inside`, a changed word that begins or ends with the other one is shown as such.
    """
    writer = _Writer()
    i = j = 0
    for hunk in (*found, Hunk(len(old), len(old), len(new), len(new))):
        writer.keep(old[i : hunk.start], new[j : hunk.new_start])
        writer.replace(old[hunk.start : hunk.end], new[hunk.new_start : hunk.new_end], inside)
        i, j = hunk.end, hunk.new_end
    writer.flush()
    return tuple(writer.runs)


class _Writer:
    """Collects runs; what is struck in one place stands before what is inserted there."""

    def __init__(self) -> None:
        self.runs: list[Run] = []
        self._struck: list[Token] = []
        self._added: list[Token] = []

    def keep(self, old: Sequence[Token], new: Sequence[Token]) -> None:
        """Show words that are kept, whatever blanks follow them."""
        if old == new:
            if new:
                self.flush()
                self._write(Op.EQUAL, new)
            return
        for before, after in zip(old, new, strict=True):
            self.flush()
            if before == after:
                self._write(Op.EQUAL, [after])
                continue
            self._write(Op.EQUAL, [after.unspaced()])
            blank = after._replace(text=" ")
            (self._struck if before.text.endswith(" ") else self._added).append(blank)

    def replace(self, old: Sequence[Token], new: Sequence[Token], inside: bool) -> None:
        """Show words that are struck and words that are inserted in their place."""
        kept = kept_inside(old[0], new[0]) if inside and len(old) == len(new) == 1 else 0
        if not kept:
            if self._struck and self._added:
                self.flush()
            self._struck += old
            self._added += new
            return
        self.flush()
        struck, added = old[0], new[0]
        if kept > 0:
            self._write(Op.EQUAL, [added._replace(text=added.text[:kept])])
            struck, added = (t._replace(text=t.text[kept:]) for t in (struck, added))
            self._struck, self._added = _some([struck]), _some([added])
        else:
            tail = struck.word[kept:]
            before = [t._replace(text=t.word.removesuffix(tail)) for t in (struck, added)]
            self._struck, self._added = _some(before[:1]), _some(before[1:])
            self.flush()
            self.keep(
                [struck._replace(text=struck.text[len(before[0].text) :])],
                [added._replace(text=added.text[len(before[1].text) :])],
            )

    def flush(self) -> None:
        """Write what is pending: struck, inserted, and the blank both end in."""
        if not self._struck and not self._added:
            return
        struck, added = self._struck, self._added
        blank: list[Token] = []
        if struck and added and struck[-1].text.endswith(" ") and added[-1].text.endswith(" "):
            blank = [added[-1]._replace(text=" ")]
            struck = _some([*struck[:-1], struck[-1].unspaced()])
            added = _some([*added[:-1], added[-1].unspaced()])
        self._write(Op.DELETED, struck)
        self._write(Op.INSERTED, added)
        self._write(Op.EQUAL, blank)
        self._struck, self._added = [], []

    def _write(self, op: Op, tokens: Sequence[Token]) -> None:
        if not tokens:
            return
        for run in whole(tokens, op):
            before = self.runs[-1] if self.runs else None
            if before and before.op is run.op and before[2:] == run[2:]:
                self.runs[-1] = run._replace(text=before.text + run.text)
            else:
                self.runs.append(run)


def _some(tokens: list[Token]) -> list[Token]:
    return [token for token in tokens if token.text]


def markup_of(runs: Iterable[Run], *, without: Op) -> str:
    """Return the text the runs give without those of one fate: INSERTED for the old text.

    Runs are literal text: a "|" between blanks is taken for what separates two cells.
    """
    kept = [run for run in runs if run.op is not without]
    tokens = styled([(r.text, Style(r.strong, r.emphasis, r.href), False) for r in kept])
    return render([_cell_or_word(token, n, tokens) for n, token in enumerate(tokens)])


def _cell_or_word(token: Token, n: int, tokens: Sequence[Token]) -> Token:
    blank_before = n == 0 or tokens[n - 1].text.endswith(" ")
    blank_after = n == len(tokens) - 1 or token.text.endswith(" ")
    is_cell = token.word == "|" and blank_before and blank_after
    return Token(token.text, cell=True) if is_cell else token
