"""Automatic numbers: the word processor counts what the text core counts.

Numbers are never typed into the text: what is accepted or rejected stays counted right.
Headings are the upper levels of one list, numbered paragraphs "(1)" its seventh level, which
starts again under each heading; items have lists of their own.
"""

from collections.abc import Mapping

from guideline_workshop.exports.blocks import shown
from guideline_workshop.exports.docx.xml import Element, element
from guideline_workshop.text.document import Kind, Provision
from guideline_workshop.text.tracked import TrackedProvision

HEADINGS, ITEMS = 1, 2
PARAGRAPH_LEVEL = 6
_DEPTHS = 6
_LETTERS = 26
_STEP = 480  # twentieths of a point


class Numbers:
    """Which list and level each line of one text counts in."""

    def __init__(self, markers: Mapping[str, str]) -> None:
        self._markers = markers
        self._counts_paragraphs = any(marker.startswith("(") for marker in markers.values())
        self._lists = 0
        self._in_list = False

    def follow(self, line: TrackedProvision) -> None:
        """Take `line` as the next one: items of the text as it will be stand in one list."""
        is_item = shown(line).kind is Kind.ITEM
        if is_item and not self._in_list:
            self._lists += 1
        if line.new or is_item:
            self._in_list = is_item

    def of(self, provision: Provision, *, is_new: bool) -> Element | None:
        """Return the `w:numPr` of `provision` in the current list, or None.

        Only the new text has markers to follow; what is gone counts as its level says.
        """
        marker = self._markers.get(provision.key, "") if is_new else None
        match provision.kind:
            case Kind.HEADING:
                return _heading(provision, marker)
            case Kind.PARAGRAPH if self._counts_paragraphs and marker != "":
                return _number(HEADINGS, PARAGRAPH_LEVEL)
            case Kind.ITEM:
                return _number(ITEMS + self._lists, min(provision.level, _DEPTHS) - 1)
            case _:
                return None

    def definitions(self) -> list[Element]:
        """Return everything that belongs into the numbering part."""
        lists = [
            element(
                "w:num",
                element("w:abstractNumId", val=ITEMS),
                *(_restart(level) for level in range(_DEPTHS)),
                numId=ITEMS + number,
            )
            for number in range(1, self._lists + 1)
        ]
        headings = element("w:num", element("w:abstractNumId", val=HEADINGS), numId=HEADINGS)
        return [_headings(), _items(), headings, *lists]


def _heading(provision: Provision, marker: str | None) -> Element:
    if marker == "":
        return _number(0, 0)
    depth = provision.level - 1 if marker is None else marker.count(".")
    return _number(HEADINGS, min(depth, _DEPTHS - 1))


def _number(list_id: int, level: int) -> Element:
    return element("w:numPr", element("w:ilvl", val=level), element("w:numId", val=list_id))


def _restart(level: int) -> Element:
    return element("w:lvlOverride", element("w:startOverride", val=_first(level)), ilvl=level)


def _first(level: int) -> int:
    """Return where letters begin: after z, word processors go on with aa, bb, cc; then aaa."""
    return _LETTERS * level + 1


def _headings() -> Element:
    levels = [
        _level(level, "decimal", ".".join(f"%{n}" for n in range(1, level + 2)), 0)
        for level in range(_DEPTHS)
    ]
    levels.append(_level(PARAGRAPH_LEVEL, "decimal", f"(%{PARAGRAPH_LEVEL + 1})", _STEP))
    kind = element("w:multiLevelType", val="multilevel")
    return element("w:abstractNum", kind, *levels, abstractNumId=HEADINGS)


def _items() -> Element:
    levels = [
        _level(level, "lowerLetter", f"%{level + 1})", (level + 2) * _STEP)
        for level in range(_DEPTHS)
    ]
    kind = element("w:multiLevelType", val="multilevel")
    return element("w:abstractNum", kind, *levels, abstractNumId=ITEMS)


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
