"""Markdown: the clean text for whoever works on with it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from guideline_workshop.exports.blocks import Block, blocks, shown, unchanged
from guideline_workshop.exports.commonmark import exact_cell, exact_heading, exact_line, inline
from guideline_workshop.exports.publication import Publication
from guideline_workshop.exports.rows import tracked_cells
from guideline_workshop.exports.vocabulary import VOCABULARIES, Vocabulary
from guideline_workshop.text.diff import Op
from guideline_workshop.text.document import Field, Kind, Provision
from guideline_workshop.text.tracked import Run, TrackedProvision

Write = Callable[[Iterable[Run]], str]


@dataclass(frozen=True, slots=True)
class _Manner:
    """How the parts of a text are written; `top` is the level of the highest heading."""

    line: Write
    heading: Write
    cell: Write
    top: int
    vocabulary: Vocabulary


_EXACT = _Manner(exact_line, exact_heading, exact_cell, 1, VOCABULARIES["de"])


def to_markdown(publication: Publication) -> bytes:
    """Write `publication` as CommonMark with tables; changes are not shown."""
    vocabulary = VOCABULARIES[publication.language]
    lines = map(unchanged, publication.document.provisions)
    manner = _Manner(inline, inline, inline, 2, vocabulary)  # the title has the first level
    parts = [*_cover(publication, vocabulary)]
    parts += ["\n".join(_block(block, manner)) for block in blocks(lines)]
    return ("\n\n".join(parts) + "\n").encode()


def text_as_markdown(provisions: Iterable[Provision]) -> str:
    """Write a text alone, to be read again: headings at their own level, every character kept."""
    parts = ["\n".join(_block(block, _EXACT)) for block in blocks(map(unchanged, provisions))]
    return "\n\n".join(parts) + "\n" if parts else ""


def _cover(publication: Publication, vocabulary: Vocabulary) -> Iterator[str]:
    yield f"# {_literal(publication.title)}"
    facts = [publication.consultation, publication.version, vocabulary.day(publication.date)]
    yield f"*{_literal(' · '.join(fact for fact in facts if fact))}*"
    yield f"*{_literal(f'{vocabulary.digest}: {publication.digest}')}*"
    if publication.resolution:
        yield f"*{_literal(publication.resolution)}*"


def _literal(text: str) -> str:
    return inline([Run(Op.EQUAL, text.strip())])


def _block(block: Block, manner: _Manner) -> Iterator[str]:
    match block.kind:
        case Kind.HEADING:
            level = min(shown(block.lines[0]).level + manner.top - 1, 6)
            yield f"{'#' * level} {manner.heading(block.lines[0].runs)}"
        case Kind.PARAGRAPH:
            yield manner.line(block.lines[0].runs)
        case Kind.ITEM:
            yield from _items(block.lines, manner)
        case Kind.ROW:
            yield from _table(block.lines, manner)
        case Kind.FIELD:
            yield "\n\n".join(_field(line, manner) for line in block.lines)


def _items(lines: Iterable[TrackedProvision], manner: _Manner) -> Iterator[str]:
    """Indent by depth; a level that skips one is one deeper only, or it would be code."""
    levels: list[int] = []
    for line in lines:
        level = shown(line).level
        while levels and levels[-1] >= level:
            levels.pop()
        yield f"{'  ' * len(levels)}- {manner.line(line.runs)}"
        levels.append(level)


def _table(lines: tuple[TrackedProvision, ...], manner: _Manner) -> Iterator[str]:
    rows = [tuple(map(manner.cell, tracked_cells(line))) for line in lines]
    width = max(map(len, rows))
    head, body = (rows[0], rows[1:]) if shown(lines[0]).level == 1 else ((), rows)
    yield _row(head, width)
    yield _row(("---",) * width, width)
    for row in body:
        yield _row(row, width)


def _row(row: tuple[str, ...], width: int) -> str:
    return f"| {' | '.join(row + ('',) * (width - len(row)))} |"


def _field(line: TrackedProvision, manner: _Manner) -> str:
    label = manner.vocabulary.fields[shown(line).field or Field.MEASURE]
    return f"**{label}:** {manner.line(line.runs)}"
