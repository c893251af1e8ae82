"""A publication as plain data for the Typst template: the text is never markup there."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from guideline_workshop.exports.blocks import Block, blocks, lines_of, markers, shown
from guideline_workshop.exports.links import safe_target
from guideline_workshop.exports.pdf.glyphs import printable
from guideline_workshop.exports.publication import Publication
from guideline_workshop.exports.remarks import label, remarks
from guideline_workshop.exports.rows import tracked_cells
from guideline_workshop.exports.vocabulary import VOCABULARIES
from guideline_workshop.text.align import PairKind
from guideline_workshop.text.diff import Op
from guideline_workshop.text.document import Kind
from guideline_workshop.text.tracked import Run, TrackedProvision

# Any: what JSON can hold, of a shape that the template knows
Data = dict[str, Any]


def as_data(publication: Publication) -> Data:
    """Return everything the template shows of `publication`."""
    vocabulary = VOCABULARIES[publication.language]
    language, region = vocabulary.locale.split("_")
    words = vocabulary.words
    return {
        "language": language,
        "region": region,
        "title": printable(publication.title) or publication.version,
        "consultation": printable(publication.consultation),
        "version": printable(publication.version),
        "day": f"{vocabulary.date} {vocabulary.day(publication.date)}",
        "digest": publication.digest,
        "digest_label": vocabulary.digest,
        "resolution": printable(publication.resolution),
        "against": _against(publication),
        "legend": [vocabulary.how, words.deleted, words.inserted],
        "contents": vocabulary.contents,
        "page": vocabulary.page,
        "end": vocabulary.end,
        "blocks": _Text(publication).data(),
    }


def _against(publication: Publication) -> str:
    vocabulary = VOCABULARIES[publication.language]
    return f"{vocabulary.against} {printable(publication.against)}" if publication.lines else ""


class _Text:
    """The blocks of one publication."""

    def __init__(self, publication: Publication) -> None:
        self._publication = publication
        self._vocabulary = VOCABULARIES[publication.language]
        self._markers = markers(publication)
        self._levels: list[int] = []

    def data(self) -> list[Data]:
        return [self._block(block) for block in blocks(lines_of(self._publication))]

    def _block(self, block: Block) -> Data:
        match block.kind:
            case Kind.HEADING:
                return self._line(block.lines[0]) | {"depth": self._depth(block.lines[0])}
            case Kind.PARAGRAPH:
                return self._line(block.lines[0])
            case Kind.ITEM:
                return {"kind": block.kind, "items": self._items(block.lines)}
            case Kind.ROW:
                return self._table(block)
            case Kind.FIELD:
                return {"kind": block.kind, "fields": [self._field(line) for line in block.lines]}

    def _line(self, line: TrackedProvision) -> Data:
        provision = shown(line)
        return {
            "kind": provision.kind,
            "marker": self._markers.get(provision.key, "") if line.new else "",
            "runs": _runs(line.runs) + _mark(line),
            "remarks": self._remarks(line),
        }

    def _remarks(self, line: TrackedProvision) -> list[str]:
        return list(map(printable, remarks(line, self._publication, self._vocabulary)))

    def _depth(self, line: TrackedProvision) -> int:
        """Count levels that are there: an accessible outline skips none."""
        level = shown(line).level
        while self._levels and self._levels[-1] >= level:
            self._levels.pop()
        self._levels.append(level)
        return len(self._levels)

    def _items(self, lines: Iterable[TrackedProvision]) -> list[Data]:
        """Nest what is deeper than the item before it."""
        families: list[list[TrackedProvision]] = []
        for line in lines:
            if families and shown(line).level > shown(families[-1][0]).level:
                families[-1].append(line)
            else:
                families.append([line])
        return [self._line(first) | {"items": self._items(rest)} for first, *rest in families]

    def _field(self, line: TrackedProvision) -> Data:
        return self._line(line) | {"label": label(shown(line), self._vocabulary)}

    def _table(self, block: Block) -> Data:
        rows = [self._row(line) for line in block.lines]
        heads = sum(shown(line).level == 1 for line in block.lines)
        width = max(map(len, rows))
        rows = [row + [[] for _ in range(width - len(row))] for row in rows]
        return {"kind": block.kind, "width": width, "head": rows[:heads], "body": rows[heads:]}

    def _row(self, line: TrackedProvision) -> list[list[Data]]:
        cells = [_runs(runs) for runs in tracked_cells(line)]
        for remark in self._remarks(line):
            cells[-1].append(_run(f" [{remark}]", Op.EQUAL))
        return cells


def _runs(runs: Iterable[Run]) -> list[Data]:
    """Put together what looks alike."""
    found = []
    for look, group in groupby(runs, lambda run: run._replace(text="", origin="")):
        text = printable("".join(run.text for run in group), changed=look.op is not Op.EQUAL)
        found.append(_run(text, look.op, look))
    return found


def _run(text: str, op: Op, look: Run | None = None) -> Data:
    """Say only what is not so most of the time; blanks at the ends stay outside a change."""
    inner = text.strip(" ")
    start = text.index(inner) if inner else 0
    data: Data = {"text": inner}
    if start:
        data["before"] = text[:start]
    if start + len(inner) < len(text):
        data["after"] = text[start + len(inner) :]
    if op is not Op.EQUAL:
        data["op"] = op
    if look:
        data |= {name: True for name in ("strong", "emphasis") if getattr(look, name)}
        if target := safe_target(look.href):
            data["href"] = target
    return data


def _mark(line: TrackedProvision) -> list[Data]:
    if line.mark is Op.EQUAL or line.change not in (PairKind.SPLIT, PairKind.JOINED):
        return []
    return [_run("¶", line.mark)]
