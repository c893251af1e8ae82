"""Settling all changes of a tracked text, for tests of the two laws."""

from collections.abc import Iterable, Sequence

from guideline_workshop.text.diff import Op
from guideline_workshop.text.document import Document
from guideline_workshop.text.markup import plain, render, styled
from guideline_workshop.text.tokens import Style, Token
from guideline_workshop.text.tracked import Run, TrackedProvision


def is_between(lines: Sequence[TrackedProvision], old: Document, new: Document) -> bool:
    """Return whether accepting gives `new` and rejecting `old`, with kinds, levels and keys.

    Both as markup, styles and links included, and as the letters that a reader sees.
    """
    kept = tuple(line.new for line in lines if line.mark is not Op.DELETED)
    were = tuple(line.old for line in lines if line.mark is not Op.INSERTED)
    return (kept, were) == (new.provisions, old.provisions) and (
        accepted(lines) == said(new)
        and rejected(lines) == said(old)
        and _letters(lines, Op.DELETED) == [plain(text) for text in said(new)]
        and _letters(lines, Op.INSERTED) == [plain(text) for text in said(old)]
    )


def accepted(lines: Iterable[TrackedProvision]) -> list[str]:
    return _settled(lines, without=Op.DELETED)


def rejected(lines: Iterable[TrackedProvision]) -> list[str]:
    return _settled(lines, without=Op.INSERTED)


def _settled(lines: Iterable[TrackedProvision], without: Op) -> list[str]:
    return [markup_of(runs, without=without) for runs in _kept(lines, without)]


def _letters(lines: Iterable[TrackedProvision], without: Op) -> list[str]:
    return ["".join(run.text for run in runs) for runs in _kept(lines, without)]


def _kept(lines: Iterable[TrackedProvision], without: Op) -> list[list[Run]]:
    """Return the runs of each provision that are left without one fate."""
    result: list[list[Run]] = []
    pending: list[Run] = []
    for line in lines:
        pending += [run for run in line.runs if run.op is not without]
        if line.mark is not without:
            result.append(pending)
            pending = []
    assert not pending
    return result


def said(document: Document) -> list[str]:
    return [provision.text for provision in document.provisions]


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
