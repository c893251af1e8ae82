"""Tracked text for the terminal: `[-struck-]` and `{+inserted+}`, whatever its colours."""

from collections.abc import Iterable, Iterator

from guideline_workshop.exports.characters import visible
from guideline_workshop.text.align import PairKind
from guideline_workshop.text.diff import Op
from guideline_workshop.text.display import Comparison, excerpts
from guideline_workshop.text.document import Kind, Provision
from guideline_workshop.text.tracked import Run, TrackedProvision

_SIGNS = {
    PairKind.EQUAL: " ",
    PairKind.INSERTED: "+",
    PairKind.DELETED: "-",
    PairKind.CHANGED: "~",
    PairKind.SPLIT: "~",
    PairKind.JOINED: "~",
}
_BRACKETS = {Op.EQUAL: ("", ""), Op.DELETED: ("[-", "-]"), Op.INSERTED: ("{+", "+}")}
_MARKS = {Op.EQUAL: "", Op.DELETED: "[-¶-]", Op.INSERTED: "{+¶+}"}


def tracked_text(comparison: Comparison, old: str, new: str) -> str:
    """Return the changes with a provision around each, and what they come to."""
    if not comparison.changed:
        return "No differences.\n"
    groups = ("\n".join(map(_line, group)) for group in excerpts(comparison))
    stats = comparison.stats
    total = (
        f"{_count(stats.provisions_touched, 'provision')} touched, "
        f"{_count(stats.words_added, 'word')} added, {_count(stats.words_struck, 'word')} struck"
    )
    return f"--- {old}\n+++ {new}\n\n" + "\n\n  …\n\n".join(groups) + f"\n\n{total}\n"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _line(line: TrackedProvision) -> str:
    provision = line.new or line.old
    start = _outline(provision) if provision else ""
    return f"{_sign(line)} {start}{_words(line)}{_remark(line)}"


def _sign(line: TrackedProvision) -> str:
    if line.change is PairKind.MOVED:
        return ">" if line.new else "<"
    return _SIGNS[line.change]


def _words(line: TrackedProvision) -> str:
    """Return the words; in what comes or goes as a whole the sign of the line says so."""
    if line.change is PairKind.MOVED and line.new:
        return "".join(_styled(line.edits)) if line.edits else _plain(line.runs)
    if line.old is None or line.new is None:
        return _plain(line.runs)
    return "".join(_styled(line.runs)) + _MARKS[line.mark]


def _plain(runs: Iterable[Run]) -> str:
    return "".join(_shown(run) for run in runs)


def _styled(runs: Iterable[Run]) -> Iterator[str]:
    for run in runs:
        before, after = _BRACKETS[run.op]
        yield f"{before}{_shown(run)}{after}"


def _shown(run: Run) -> str:
    """Return the words of a run with the marks of their style, which may be all that changed."""
    text = visible(run.text, changed=run.op is not Op.EQUAL)
    core = text.strip(" ")
    if not core:
        return text
    stars = "*" * (2 * run.strong + run.emphasis)
    marked = f"{stars}{core}{stars}"
    marked = f"[{marked}]({visible(run.href)})" if run.href else marked
    return text.replace(core, marked, 1)


def _remark(line: TrackedProvision) -> str:
    if line.change is PairKind.MOVED:
        return "  (moved here)" if line.new else "  (moved elsewhere)"
    if line.old and line.new and _shape(line.old) != _shape(line.new):
        return f"  (was a {_shape(line.old)})"
    return ""


def _shape(provision: Provision) -> str:
    return f"{provision.kind.value} {provision.level or ''}".strip()


def _outline(provision: Provision) -> str:
    if provision.kind is Kind.HEADING:
        return f"{'#' * provision.level} "
    return f"{'  ' * (provision.level - 1)}- " if provision.kind is Kind.ITEM else ""
