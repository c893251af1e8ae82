"""Settling all changes of a tracked text, for tests of the two laws."""

from collections.abc import Iterable, Sequence

from guideline_workshop.text.diff import Op
from guideline_workshop.text.document import Document
from guideline_workshop.text.runs import markup_of
from guideline_workshop.text.tracked import Run, TrackedProvision


def is_between(lines: Sequence[TrackedProvision], old: Document, new: Document) -> bool:
    """Return whether accepting gives `new` and rejecting `old`, with kinds, levels and keys."""
    kept = tuple(line.new for line in lines if line.mark is not Op.DELETED)
    were = tuple(line.old for line in lines if line.mark is not Op.INSERTED)
    return (kept, were) == (new.provisions, old.provisions) and (
        accepted(lines) == said(new) and rejected(lines) == said(old)
    )


def accepted(lines: Iterable[TrackedProvision]) -> list[str]:
    return _settled(lines, without=Op.DELETED)


def rejected(lines: Iterable[TrackedProvision]) -> list[str]:
    return _settled(lines, without=Op.INSERTED)


def _settled(lines: Iterable[TrackedProvision], without: Op) -> list[str]:
    result: list[str] = []
    pending: list[Run] = []
    for line in lines:
        pending += line.runs
        if line.mark is not without:
            result.append(markup_of(pending, without=without))
            pending = []
    assert all(run.op is without for run in pending)
    return result


def said(document: Document) -> list[str]:
    return [provision.text for provision in document.provisions]
