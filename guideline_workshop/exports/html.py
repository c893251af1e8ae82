"""A stand-alone HTML page: one file to read, to print and to keep.

The page is put together from constants with `Markup.format`, which escapes; the text itself comes
from `fragments`.
"""

from collections import Counter
from collections.abc import Iterable
from importlib import resources

from markupsafe import Markup

from guideline_workshop.exports.blocks import Block, blocks, lines_of, markers, shown
from guideline_workshop.exports.characters import visible
from guideline_workshop.exports.fragments import (
    runs_html,
    text_html,
    tracked_cells_html,
    tracked_html,
)
from guideline_workshop.exports.publication import Publication
from guideline_workshop.exports.remarks import label, remarks
from guideline_workshop.exports.vocabulary import VOCABULARIES
from guideline_workshop.text.diff import Op
from guideline_workshop.text.document import Kind
from guideline_workshop.text.tracked import Run, TrackedProvision

_PAGE = Markup(
    """<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{page_title}</title>
<style>
{style}</style>
</head>
<body>
<header>
<p class="gw-consultation">{consultation}</p>
<h1>{title}</h1>
<p>{facts}</p>
{legend}</header>
<main>
{text}
</main>
<footer>
<p>{facts}</p>
<p>{digest_label}: <span class="gw-digest">{digest}</span></p>
{resolution}</footer>
</body>
</html>
"""
)
_RESOLUTION = Markup('<p class="gw-digest">{}</p>\n')
_NUMBER = Markup('<span class="gw-number">{}</span> ')
_REMARK = Markup(' <small class="gw-remark">[{}]</small>')
_HEADING = Markup('<h{0} id="{1}">{2}</h{0}>')
_PARAGRAPH = Markup('<p id="{}">{}</p>')
_ITEM = Markup('<li id="{}">{}{}</li>')
_LIST = Markup("<ol>\n{}\n</ol>")
_FIELD = Markup('<dt>{}</dt><dd id="{}">{}</dd>')
_FIELDS = Markup("<dl>\n{}\n</dl>")
_TABLE = Markup("<table>\n{}{}</table>")
_HEAD = Markup("<thead>\n{}\n</thead>\n")
_BODY = Markup("<tbody>\n{}\n</tbody>\n")
_ROW = Markup('<tr id="{}">{}</tr>')
_HEAD_CELL = Markup('<th scope="col">{}</th>')
_CELL = Markup("<td>{}</td>")
_LEGEND = Markup("<p>{against} {version}. {how} {examples}</p>\n")
_LINES = Markup("\n")
_NOTHING = Markup("")


def to_html(publication: Publication) -> bytes:
    """Write `publication` as one HTML file without anything to load, tracked if it has lines."""
    vocabulary = VOCABULARIES[publication.language]
    facts = f"{publication.version} · {vocabulary.date} {vocabulary.day(publication.date)}"
    page = _PAGE.format(
        language=publication.language,
        page_title=visible(f"{publication.title} – {publication.version}"),
        style=_style(),
        consultation=text_html(publication.consultation),
        title=text_html(publication.title),
        facts=text_html(facts),
        legend=_legend(publication) if publication.is_tracked else _NOTHING,
        text=_Text(publication).html(),
        digest_label=vocabulary.digest,
        digest=publication.digest,
        resolution=_RESOLUTION.format(text_html(publication.resolution))
        if publication.resolution
        else _NOTHING,
    )
    return page.encode()


def _style() -> Markup:
    """Return our own style sheet, which is no one's text."""
    source = resources.files("guideline_workshop.exports").joinpath("page.css")
    return Markup(source.read_text("utf-8"))  # noqa: S704 -- a file of this package


def _legend(publication: Publication) -> Markup:
    vocabulary = VOCABULARIES[publication.language]
    words = vocabulary.words
    examples = [runs_html([Run(op, words.of(op))], words) for op in (Op.DELETED, Op.INSERTED)]
    return _LEGEND.format(
        against=vocabulary.against,
        version=text_html(publication.against),
        how=vocabulary.how,
        examples=Markup(" ").join(examples),
    )


class _Text:
    """The text of one publication, block by block."""

    def __init__(self, publication: Publication) -> None:
        self._publication = publication
        self._vocabulary = VOCABULARIES[publication.language]
        self._markers = markers(publication)
        self._anchors: Counter[str] = Counter()

    def html(self) -> Markup:
        return _LINES.join(map(self._block, blocks(lines_of(self._publication))))

    def _block(self, block: Block) -> Markup:
        match block.kind:
            case Kind.HEADING:
                return self._heading(block.lines[0])
            case Kind.PARAGRAPH:
                return _PARAGRAPH.format(self._anchor(block.lines[0]), self._line(block.lines[0]))
            case Kind.ITEM:
                return self._list(block.lines)
            case Kind.ROW:
                return self._table(block.lines)
            case Kind.FIELD:
                return _FIELDS.format(_LINES.join(map(self._field, block.lines)))

    def _heading(self, line: TrackedProvision) -> Markup:
        level = min(shown(line).level + 1, 6)  # the title has the first level
        return _HEADING.format(level, self._anchor(line), self._line(line))

    def _line(self, line: TrackedProvision) -> Markup:
        marker = self._markers.get(shown(line).key, "") if line.new else ""
        number = _NUMBER.format(marker) if marker else _NOTHING
        return number + tracked_html(line, self._vocabulary.words) + self._remarks(line)

    def _remarks(self, line: TrackedProvision) -> Markup:
        found = remarks(line, self._publication, self._vocabulary)
        return _NOTHING.join(_REMARK.format(text_html(remark)) for remark in found)

    def _list(self, lines: Iterable[TrackedProvision]) -> Markup:
        """Nest what is deeper than the item before it."""
        families: list[list[TrackedProvision]] = []
        for line in lines:
            if families and shown(line).level > shown(families[-1][0]).level:
                families[-1].append(line)
            else:
                families.append([line])
        return _LIST.format(_LINES.join(self._item(first, rest) for first, *rest in families))

    def _item(self, line: TrackedProvision, below: list[TrackedProvision]) -> Markup:
        nested = self._list(below) if below else _NOTHING
        return _ITEM.format(self._anchor(line), self._line(line), nested)

    def _field(self, line: TrackedProvision) -> Markup:
        name = label(shown(line), self._vocabulary)
        return _FIELD.format(name, self._anchor(line), self._line(line))

    def _table(self, lines: tuple[TrackedProvision, ...]) -> Markup:
        head = [self._row(line, _HEAD_CELL) for line in lines if shown(line).level == 1]
        body = [self._row(line, _CELL) for line in lines if shown(line).level != 1]
        return _TABLE.format(
            _HEAD.format(_LINES.join(head)) if head else _NOTHING,
            _BODY.format(_LINES.join(body)) if body else _NOTHING,
        )

    def _row(self, line: TrackedProvision, cell: Markup) -> Markup:
        cells = [*tracked_cells_html(line, self._vocabulary.words)]
        cells[-1] += self._remarks(line)
        return _ROW.format(self._anchor(line), _NOTHING.join(map(cell.format, cells)))

    def _anchor(self, line: TrackedProvision) -> str:
        """Return an id for the line: the key where it is in the new text, else apart from it.

        Joined provisions have one key on several lines.
        """
        name = f"p-{line.new.key}" if line.new else f"old-{shown(line).key}"
        self._anchors[name] += 1
        return name if self._anchors[name] == 1 else f"{name}-{self._anchors[name]}"
