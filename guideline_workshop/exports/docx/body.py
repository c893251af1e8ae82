"""The text as WordprocessingML: paragraphs, tables, and every change as a revision."""

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby

from docx.oxml.ns import qn

from guideline_workshop.exports.blocks import Block, blocks, lines_of, markers, shape, shown
from guideline_workshop.exports.characters import visible
from guideline_workshop.exports.docx.numbers import Numbers
from guideline_workshop.exports.docx.revisions import Revisions, origin_of
from guideline_workshop.exports.docx.settled import settled
from guideline_workshop.exports.docx.styles import COMMENT, FIELD, FIELD_LABEL, LINK, SPACER
from guideline_workshop.exports.docx.xml import Element, element, text
from guideline_workshop.exports.links import safe_target
from guideline_workshop.exports.publication import Publication
from guideline_workshop.exports.remarks import label, remarks
from guideline_workshop.exports.rows import tracked_cells
from guideline_workshop.exports.vocabulary import VOCABULARIES
from guideline_workshop.text.diff import Op
from guideline_workshop.text.document import Kind, Provision
from guideline_workshop.text.tracked import Run, TrackedProvision

_BOOKMARK = re.compile(r"[A-Za-z0-9._-]{1,36}")
_RELATION = qn("r:id")
_TABLE_WIDTH = 9070  # twentieths of a point: A4 without its margins

Relate = Callable[[str], str]
Comment = Callable[[str], int]


class Body:
    """Writes the text of one publication.

    `relate` stores a link target and returns its relationship id; `comment` stores a remark and
    returns its id.
    """

    def __init__(self, publication: Publication, relate: Relate, comment: Comment) -> None:
        self._publication = publication
        self._vocabulary = VOCABULARIES[publication.language]
        self._relate = relate
        self._comment = comment
        self._revisions = Revisions(publication)
        self._bookmarks: set[str] = set()
        self.numbers = Numbers(markers(publication))

    def elements(self) -> Iterator[Element]:
        """Yield the paragraphs and tables of the text in their order."""
        for block in blocks(settled(lines_of(self._publication))):
            for line in block.lines:
                self.numbers.follow(line)
            if block.kind is Kind.ROW:
                yield from self._table(block)
            else:
                yield from map(self._paragraph, block.lines)

    def _paragraph(self, line: TrackedProvision) -> Element:
        shape_now = self._shape(shown(line), is_new=line.new is not None)
        mark = self._mark(line)
        properties = element(
            "w:pPr",
            *shape_now,
            None if mark is None else element("w:rPr", mark),
            self._former_shape(line),
        )
        content = (*self._label(line), *self._runs(line.runs))
        return element("w:p", properties, *self._marked(line, content))

    def _mark(self, line: TrackedProvision) -> Element | None:
        """Write what happened to the end of a paragraph or to a row."""
        if line.mark is Op.EQUAL:
            return None
        return self._revisions.mark(line.mark, origin_of(line, line.mark))

    def _shape(self, provision: Provision, *, is_new: bool) -> Iterator[Element | None]:
        match provision.kind:
            case Kind.HEADING:
                yield element("w:pStyle", val=f"Heading{provision.level}")
            case Kind.ITEM:
                yield element("w:pStyle", val="ListParagraph")
            case Kind.FIELD:
                yield element("w:pStyle", val=FIELD)
            case _:
                yield element("w:pStyle", val="BodyText")
        yield self.numbers.of(provision, is_new=is_new)

    def _former_shape(self, line: TrackedProvision) -> Element | None:
        """Write what a paragraph was before it became a heading, an item, or of another level."""
        if not line.old or not line.new or shape(line.old) == shape(line.new):
            return None
        old = element("w:pPr", *self._shape(line.old, is_new=False))
        return self._revisions.change("w:pPrChange", origin_of(line, Op.EQUAL), old)

    def _label(self, line: TrackedProvision) -> Iterator[Element]:
        """Write the name of a field; it comes and goes with the whole line."""
        provision = shown(line)
        if provision.kind is Kind.FIELD:
            op = Op.EQUAL if line.old and line.new else line.mark
            style = element("w:rPr", element("w:rStyle", val=FIELD_LABEL))
            name = f"{label(provision, self._vocabulary)}: "
            yield from self._changed(op, origin_of(line, op), [_run(name, style, op)])

    # tables

    def _table(self, block: Block) -> Iterator[Element]:
        """Write a table between two small paragraphs.

        A table cannot be joined to a paragraph: one whose end may go needs another one to join.
        """
        yield _spacer()
        rows = [tracked_cells(line) for line in block.lines]
        width = max(map(len, rows))
        grid = [element("w:gridCol", w=_TABLE_WIDTH // width) for _ in range(width)]
        yield element(
            "w:tbl",
            element(
                "w:tblPr",
                element("w:tblStyle", val="TableGrid"),
                element("w:tblW", w=5000, type="pct"),
                element("w:tblLook", val="0020", firstRow=1),
            ),
            element("w:tblGrid", *grid),
            *(self._row(line, cells, width) for line, cells in zip(block.lines, rows, strict=True)),
        )
        yield _spacer()

    def _row(
        self, line: TrackedProvision, cells: tuple[tuple[Run, ...], ...], width: int
    ) -> Element:
        is_head = shown(line).level == 1
        properties = element(
            "w:trPr",
            element("w:cantSplit"),
            element("w:tblHeader") if is_head else None,
            self._mark(line),
        )
        made = element("w:tr", properties)
        for number, runs in enumerate(cells, 1):
            span = width - len(cells) + 1 if number == len(cells) else 1
            content: Iterable[Element] = self._runs(runs, bold=is_head)
            if number == 1:
                content = self._marked(line, content)
            made.append(self._cell(content, _TABLE_WIDTH // width * span, span))
        return made

    def _cell(self, content: Iterable[Element], width: int, span: int) -> Element:
        properties = element(
            "w:tcPr",
            element("w:tcW", w=width, type="dxa"),
            element("w:gridSpan", val=span) if span > 1 else None,
        )
        return element("w:tc", properties, element("w:p", *content))

    # what stands in a line

    def _marked(self, line: TrackedProvision, content: Iterable[Element]) -> Iterator[Element]:
        """Put the bookmark of the provision and the remarks on it around `content`."""
        name = self._bookmark(line)
        if name:
            number = len(self._bookmarks)
            yield element("w:bookmarkStart", id=number, name=name)
        comments = [self._comment(remark) for remark in self._remarks(line)] if name else []
        yield from (element("w:commentRangeStart", id=comment) for comment in comments)
        yield from content
        for comment in comments:
            yield element("w:commentRangeEnd", id=comment)
            style = element("w:rPr", element("w:rStyle", val=COMMENT))
            yield element("w:r", style, element("w:commentReference", id=comment))
        if name:
            yield element("w:bookmarkEnd", id=number)

    def _remarks(self, line: TrackedProvision) -> Iterator[str]:
        """Yield what is said beside a line that stays.

        What comes or goes has an author, and would leave its comments behind.
        """
        if line.new and line.mark is Op.EQUAL:
            yield from map(visible, remarks(line, self._publication, self._vocabulary))

    def _bookmark(self, line: TrackedProvision) -> str:
        """Return the name for a bookmark on `line`, or nothing where there is one already."""
        key = shown(line).key
        name = "gw_" + re.sub(r"[.-]", "_", key)
        if not line.new:
            name += "_x"
        if not _BOOKMARK.fullmatch(key) or name in self._bookmarks:
            return ""
        self._bookmarks.add(name)
        return name

    def _runs(self, runs: Iterable[Run], *, bold: bool = False) -> Iterator[Element]:
        for (op, origin, href), group in groupby(runs, _fate):
            made = [_styled(run, bold=bold) for run in group]
            changed = self._changed(op, origin, made)
            if href:
                link = element("w:hyperlink", *changed)
                link.set(_RELATION, self._relate(href))
                yield link
            else:
                yield from changed

    def _changed(self, op: Op, origin: str, runs: list[Element]) -> list[Element]:
        return runs if op is Op.EQUAL else [self._revisions.mark(op, origin, *runs)]


def _fate(run: Run) -> tuple[Op, str, str]:
    """Return what runs must share to stand in one revision or link."""
    return run.op, "" if run.op is Op.EQUAL else run.origin, safe_target(run.href)


def _styled(run: Run, *, bold: bool) -> Element:
    properties = element(
        "w:rPr",
        element("w:rStyle", val=LINK) if safe_target(run.href) else None,
        element("w:b") if run.strong or bold else None,
        element("w:i") if run.emphasis else None,
    )
    content = visible(run.text, changed=run.op is not Op.EQUAL)
    return _run(content, properties if len(properties) else None, run.op)


def _run(content: str, properties: Element | None, op: Op) -> Element:
    return element("w:r", properties, text("w:delText" if op is Op.DELETED else "w:t", content))


def _spacer() -> Element:
    """Make a small paragraph; with nothing in it, LibreOffice gives it another one's style."""
    style = element("w:pPr", element("w:pStyle", val=SPACER))
    return element("w:p", style, _run(" ", None, Op.EQUAL))
