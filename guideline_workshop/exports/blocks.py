"""Lines put together to what a page is made of: headings, paragraphs, lists, tables, fields.

A clean text is a tracked text in which nothing has changed, so every format has one path only.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from guideline_workshop.exports.publication import Publication
from guideline_workshop.text.align import PairKind
from guideline_workshop.text.diff import Op
from guideline_workshop.text.document import Field, Kind, Provision
from guideline_workshop.text.markup import parse
from guideline_workshop.text.numbering import numbering
from guideline_workshop.text.runs import whole
from guideline_workshop.text.tracked import TrackedProvision

_STANDING_TOGETHER = frozenset({Kind.ITEM, Kind.ROW, Kind.FIELD})


@dataclass(frozen=True, slots=True)
class Block:
    """One heading or paragraph, or all lines of one list, table or run of fields."""

    kind: Kind
    lines: tuple[TrackedProvision, ...]


def shown(line: TrackedProvision) -> Provision:
    """Return the provision whose kind and level `line` is shown with: the new one if there is."""
    provision = line.new or line.old
    if provision is None:
        raise ValueError("a line belongs to the old text, the new text or both")
    return provision


def shape(provision: Provision) -> tuple[Kind, int, Field | None]:
    """Return what makes `provision` look as it does, apart from its words."""
    return provision.kind, provision.level, provision.field


def unchanged(provision: Provision) -> TrackedProvision:
    """Return the line of a provision that is the same in both texts."""
    runs = whole(parse(provision.text), Op.EQUAL)
    return TrackedProvision(PairKind.EQUAL, provision, provision, runs, Op.EQUAL)


def lines_of(publication: Publication) -> tuple[TrackedProvision, ...]:
    """Return what `publication` shows: its tracked lines, or the text as it stands."""
    if publication.lines is not None:
        return publication.lines
    return tuple(unchanged(provision) for provision in publication.document.provisions)


def blocks(lines: Iterable[TrackedProvision]) -> tuple[Block, ...]:
    """Put neighbouring items, rows and fields together; a header row begins a new table."""
    found: list[list[TrackedProvision]] = []
    for line in lines:
        if found and _stand_together(shown(found[-1][-1]), shown(line)):
            found[-1].append(line)
        else:
            found.append([line])
    return tuple(Block(shown(lines[0]).kind, tuple(lines)) for lines in found)


def markers(publication: Publication) -> dict[str, str]:
    """Return the number of each provision of the new text by its key, where it has one."""
    references = numbering(publication.document)
    numbered = publication.numbered
    return {key: r.marker for key, r in references.items() if r.marker and (numbered or r.items)}


def _stand_together(above: Provision, below: Provision) -> bool:
    if above.kind is not below.kind or above.kind not in _STANDING_TOGETHER:
        return False
    return above.kind is not Kind.ROW or below.level == 0 or above.level == 1
