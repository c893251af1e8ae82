"""Markdown: the clean text for whoever works on with it."""

from collections.abc import Iterable, Iterator

from guideline_workshop.exports.blocks import Block, blocks, shown, unchanged
from guideline_workshop.exports.commonmark import inline
from guideline_workshop.exports.publication import Publication
from guideline_workshop.exports.rows import tracked_cells
from guideline_workshop.exports.vocabulary import VOCABULARIES, Vocabulary
from guideline_workshop.text.diff import Op
from guideline_workshop.text.document import Field, Kind
from guideline_workshop.text.tracked import Run, TrackedProvision


def to_markdown(publication: Publication) -> bytes:
    """Write `publication` as CommonMark with tables; changes are not shown."""
    vocabulary = VOCABULARIES[publication.language]
    lines = map(unchanged, publication.document.provisions)
    parts = [*_cover(publication, vocabulary)]
    parts += ["\n".join(_block(block, vocabulary)) for block in blocks(lines)]
    return ("\n\n".join(parts) + "\n").encode()


def _cover(publication: Publication, vocabulary: Vocabulary) -> Iterator[str]:
    yield f"# {_literal(publication.title)}"
    facts = [publication.consultation, publication.version, vocabulary.day(publication.date)]
    yield f"*{_literal(' · '.join(fact for fact in facts if fact))}*"
    yield f"*{_literal(f'{vocabulary.digest}: {publication.digest}')}*"


def _literal(text: str) -> str:
    return inline([Run(Op.EQUAL, text.strip())])


def _block(block: Block, vocabulary: Vocabulary) -> Iterator[str]:
    match block.kind:
        case Kind.HEADING:
            level = min(shown(block.lines[0]).level + 1, 6)  # the title has the first level
            yield f"{'#' * level} {_inline(block.lines[0])}"
        case Kind.PARAGRAPH:
            yield _inline(block.lines[0])
        case Kind.ITEM:
            yield from _items(block.lines)
        case Kind.ROW:
            yield from _table(block.lines)
        case Kind.FIELD:
            yield "\n\n".join(_field(line, vocabulary) for line in block.lines)


def _inline(line: TrackedProvision) -> str:
    return inline(line.runs)


def _items(lines: Iterable[TrackedProvision]) -> Iterator[str]:
    """Indent by depth; a level that skips one is one deeper only, or it would be code."""
    levels: list[int] = []
    for line in lines:
        level = shown(line).level
        while levels and levels[-1] >= level:
            levels.pop()
        yield f"{'  ' * len(levels)}- {_inline(line)}"
        levels.append(level)


def _table(lines: tuple[TrackedProvision, ...]) -> Iterator[str]:
    rows = [tuple(map(inline, tracked_cells(line))) for line in lines]
    width = max(map(len, rows))
    head, body = (rows[0], rows[1:]) if shown(lines[0]).level == 1 else ((), rows)
    yield _row(head, width)
    yield _row(("---",) * width, width)
    for row in body:
        yield _row(row, width)


def _row(row: tuple[str, ...], width: int) -> str:
    return f"| {' | '.join(row + ('',) * (width - len(row)))} |"


def _field(line: TrackedProvision, vocabulary: Vocabulary) -> str:
    label = vocabulary.fields[shown(line).field or Field.MEASURE]
    return f"**{label}:** {_inline(line)}"
