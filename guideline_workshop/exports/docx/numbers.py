"""Automatic numbers: the word processor counts what the text core counts.

Numbers are never typed into the text: what is accepted or rejected stays counted right. Headings
share one list. Paragraphs have a list in each section and items have one wherever a row of items
begins; as levels of the headings' list they would make word processors count the levels between.
"""

from collections.abc import Mapping
from enum import IntEnum

from guideline_workshop.exports.blocks import shown
from guideline_workshop.exports.docx.xml import Element, element
from guideline_workshop.text.document import Kind, Provision
from guideline_workshop.text.tracked import TrackedProvision

_HEADINGS = 1  # the id of the headings' one list
_DEPTHS = 6
_LETTERS = 26
_STEP = 480  # twentieths of a point


class _Pattern(IntEnum):
    """The ways of counting, by the ids of their definitions."""

    HEADINGS = 1
    PARAGRAPHS = 2
    ITEMS = 3


class Numbers:
    """Which list and level each line of one text counts in."""

    def __init__(self, markers: Mapping[str, str]) -> None:
        self._markers = markers
        self._counts_paragraphs = any(marker.startswith("(") for marker in markers.values())
        self._counts_headings = any(marker[0].isdigit() for marker in markers.values())
        self._lists = [_Pattern.HEADINGS]
        self._current = {_Pattern.HEADINGS: _HEADINGS}

    def follow(self, line: TrackedProvision) -> None:
        """Take `line` as the next one; the text as it will be decides where lists begin."""
        kind = shown(line).kind
        if line.new and kind is not Kind.ITEM:
            self._current.pop(_Pattern.ITEMS, None)
        if line.new and kind is Kind.HEADING:
            self._current.pop(_Pattern.PARAGRAPHS, None)

    def of(self, provision: Provision, *, is_new: bool) -> Element | None:
        """Return the `w:numPr` of `provision`, or None.

        Only the new text has markers to follow; what is gone counts as its level says.
        """
        marker = self._markers.get(provision.key, "") if is_new else None
        match provision.kind:
            case Kind.HEADING if self._counts_headings:
                return self._heading(provision, marker)
            case Kind.PARAGRAPH if self._counts_paragraphs and marker != "":
                return self._number(_Pattern.PARAGRAPHS, 0)
            case Kind.ITEM:
                return self._number(_Pattern.ITEMS, min(provision.level, _DEPTHS) - 1)
            case _:
                return None

    def _heading(self, provision: Provision, marker: str | None) -> Element | None:
        if marker == "":
            return None
        depth = provision.level - 1 if marker is None else marker.count(".")
        return self._number(_Pattern.HEADINGS, min(depth, _DEPTHS - 1))

    def _number(self, pattern: _Pattern, level: int) -> Element:
        """Count in the current list of `pattern`; begin one where there is none."""
        if pattern not in self._current:
            self._lists.append(pattern)
            self._current[pattern] = len(self._lists)
        list_id = self._current[pattern]
        return element("w:numPr", element("w:ilvl", val=level), element("w:numId", val=list_id))

    def definitions(self) -> list[Element]:
        """Return everything that belongs into the numbering part."""
        lists = [
            element(
                "w:num",
                element("w:abstractNumId", val=int(pattern)),
                *_restarts(pattern),
                numId=number,
            )
            for number, pattern in enumerate(self._lists, _HEADINGS)
        ]
        return [*_patterns(), *lists]


def _patterns() -> list[Element]:
    headings = [
        _level(level, "decimal", ".".join(f"%{n}" for n in range(1, level + 2)), 0)
        for level in range(_DEPTHS)
    ]
    items = [
        _level(level, "lowerLetter", f"%{level + 1})", (level + 2) * _STEP)
        for level in range(_DEPTHS)
    ]
    levels = {
        _Pattern.HEADINGS: headings,
        _Pattern.PARAGRAPHS: [_level(0, "decimal", "(%1)", _STEP)],
        _Pattern.ITEMS: items,
    }
    return [
        element(
            "w:abstractNum",
            element("w:multiLevelType", val="multilevel"),
            *levels[pattern],
            abstractNumId=int(pattern),
        )
        for pattern in _Pattern
    ]


def _level(level: int, form: str, pattern: str, indent: int) -> Element:
    """Make one level of a list; its number hangs in the `indent`, or stands in the line."""
    return element(
        "w:lvl",
        element("w:start", val=1 if form == "decimal" else _first(level)),
        element("w:numFmt", val=form),
        element("w:suff", val="tab" if indent else "space"),
        element("w:lvlText", val=pattern),
        element("w:lvlJc", val="left"),
        element("w:pPr", element("w:ind", left=indent, hanging=min(indent, _STEP))),
        ilvl=level,
    )


def _first(level: int) -> int:
    """Return where letters begin: after z, word processors go on with aa, bb, cc; then aaa."""
    return _LETTERS * level + 1


def _restarts(pattern: _Pattern) -> list[Element]:
    """Let a list begin anew; the headings' list is the only one of its pattern."""
    depths = {_Pattern.HEADINGS: 0, _Pattern.PARAGRAPHS: 1, _Pattern.ITEMS: _DEPTHS}
    return [
        element("w:lvlOverride", element("w:startOverride", val=_first(level)), ilvl=level)
        for level in range(depths[pattern])
    ]
