"""The one place where text becomes HTML.

Everything is escaped here and nowhere else; no other module builds markup from what people wrote.
A reader of this file should be able to convince themselves that no text can become a tag: every
variable goes through `escape` or `Markup.format`, which escapes.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup, escape

from guideline_workshop.exports.characters import pieces
from guideline_workshop.exports.links import safe_target
from guideline_workshop.exports.rows import tracked_cells
from guideline_workshop.text.align import PairKind
from guideline_workshop.text.diff import Op
from guideline_workshop.text.markup import cells, parse
from guideline_workshop.text.runs import whole
from guideline_workshop.text.tracked import Run, TrackedProvision

_EMPTY = Markup("")
_CHARACTER = Markup('<span class="gw-char">{}</span>')
_LINK = Markup('<a href="{}" rel="noopener">{}</a>')
_STRONG = Markup("<strong>{}</strong>")
_EMPHASIS = Markup("<em>{}</em>")
_HIDDEN = Markup('<span class="gw-sr-only">{}</span>')
_CHANGE = {
    Op.DELETED: Markup('<del class="gw-del{}"{}>{}{}{}</del>'),
    Op.INSERTED: Markup('<ins class="gw-ins{}"{}>{}{}{}</ins>'),
}
_TOUCHING = Markup(" gw-touching")
_ORIGIN = Markup(' data-origin="{}"')
_PARAGRAPH_MARK = Markup('<span class="gw-mark" aria-hidden="true">¶</span>')


@dataclass(frozen=True, slots=True)
class Words:
    """What a screen reader says before a change: "gestrichen" and "eingefügt".

    `paragraph` is said where a paragraph was split or joined.
    """

    deleted: str
    inserted: str
    paragraph: str = ""

    def of(self, op: Op) -> str:
        """Return the word for `op`."""
        return self.deleted if op is Op.DELETED else self.inserted


def text_html(text: str, *, changed: bool = False) -> Markup:
    """Literal `text`, escaped, with the names of characters that nobody would see."""
    return _EMPTY.join(
        _CHARACTER.format(piece.text) if piece.token else escape(piece.text)
        for piece in pieces(text, changed=changed)
    )


def provision_html(markup: str) -> Markup:
    """Inline HTML of a provision's text: strong, em and links, nothing else."""
    return _styled_html(whole(parse(markup), Op.EQUAL))


def runs_html(runs: Iterable[Run], words: Words) -> Markup:
    """Inline HTML of tracked text.

    A change is `<del class="gw-del">` or `<ins class="gw-ins">` with the visually hidden word in
    front (class `gw-sr-only`) and, where its origin is known, `data-origin`. One that touches the
    change before it is also `gw-touching`, to be given a gap: CSS cannot see text between elements.
    """
    html, after_change = _EMPTY, False
    for (op, origin), group in groupby(runs, lambda run: (run.op, _origin(run))):
        html += _change_html(op, _styled_html(group), origin, words, touching=after_change)
        after_change = op is not Op.EQUAL
    return html


def tracked_html(line: TrackedProvision, words: Words) -> Markup:
    """One line of a tracked text, with a paragraph mark where it was split or joined."""
    return runs_html(line.runs, words) + mark_html(line, words)


def mark_html(line: TrackedProvision, words: Words) -> Markup:
    """Show the paragraph mark at the end of `line` where it was inserted or deleted by itself."""
    if line.mark is Op.EQUAL or line.change not in (PairKind.SPLIT, PairKind.JOINED):
        return _EMPTY
    said = _HIDDEN.format(words.paragraph) if words.paragraph else _EMPTY
    return _change_html(line.mark, _PARAGRAPH_MARK + said, "", words)


def cells_html(markup: str) -> tuple[Markup, ...]:
    """Inline HTML of each cell of a row."""
    return tuple(provision_html(cell) for cell in cells(markup))


def tracked_cells_html(line: TrackedProvision, words: Words) -> tuple[Markup, ...]:
    """Inline HTML of each cell of a tracked row."""
    return tuple(runs_html(runs, words) for runs in tracked_cells(line))


def _origin(run: Run) -> str:
    """Where a change comes from; unchanged text is not parted by its origin."""
    return "" if run.op is Op.EQUAL else run.origin


def _styled_html(runs: Iterable[Run]) -> Markup:
    """Inline HTML of neighbours that share their fate; those that look alike share their tag."""
    return _EMPTY.join(
        _run_html(run, "".join(part.text for part in (run, *rest)))
        for _, (run, *rest) in groupby(runs, lambda run: (run.strong, run.emphasis, run.href))
    )


def _run_html(run: Run, text: str) -> Markup:
    html = text_html(text, changed=run.op is not Op.EQUAL)
    if run.emphasis:
        html = _EMPHASIS.format(html)
    if run.strong:
        html = _STRONG.format(html)
    if target := safe_target(run.href):
        html = _LINK.format(target, html)
    return html


def _change_html(
    op: Op, html: Markup, origin: str, words: Words, *, touching: bool = False
) -> Markup:
    if op is Op.EQUAL:
        return html
    attribute = _ORIGIN.format(origin) if origin else _EMPTY
    return _CHANGE[op].format(
        _TOUCHING if touching else _EMPTY,
        attribute,
        _HIDDEN.format(f"[{words.of(op)}: "),
        html,
        _HIDDEN.format("] "),
    )
