"""Automatic numbers: the word processor counts what the text core counts.

Numbers are never typed into the text: what is accepted or rejected stays counted right.
Headings are the upper levels of one list, numbered paragraphs "(1)" its seventh level, which
starts again under each heading; items have lists of their own.
"""

from collections.abc import Mapping

from guideline_workshop.exports.blocks import shown
from guideline_workshop.exports.docx.xml import Element, element
from guideline_workshop.text.display import TrackedProvision
from guideline_workshop.text.document import Kind, Provision

HEADINGS, ITEMS = 1, 2
PARAGRAPH_LEVEL = 6
_DEPTHS = 6
_ITEM_FORMATS = ("lowerLetter", "lowerLetter", "lowerRoman", "decimal", "lowerLetter", "lowerRoman")
_ITEM_TEXTS = ("%1)", "%2%2)", "%3)", "%4.", "(%5)", "(%6)")
_STEP = 400  # twentieths of a point


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

    def of(self, provision: Provision) -> Element | None:
        """Return the `w:numPr` of `provision` in the current list, or None."""
        match provision.kind:
            case Kind.HEADING:
                return self._heading(provision)
            case Kind.PARAGRAPH if self._counts_paragraphs:
                counted = self._markers.get(provision.key, "(") != ""
                return _number(HEADINGS, PARAGRAPH_LEVEL) if counted else None
            case Kind.ITEM:
                return _number(ITEMS + self._lists, min(provision.level, _DEPTHS) - 1)
            case _:
                return None

    def _heading(self, provision: Provision) -> Element | None:
        marker = self._markers.get(provision.key)
        if marker == "":
            return _number(0, 0)
        depth = marker.rstrip(".").count(".") if marker else provision.level - 1
        return _number(HEADINGS, min(depth, _DEPTHS - 1))

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


def _number(list_id: int, level: int) -> Element:
    return element("w:numPr", element("w:ilvl", val=level), element("w:numId", val=list_id))


def _restart(level: int) -> Element:
    return element("w:lvlOverride", element("w:startOverride", val=1), ilvl=level)


def _headings() -> Element:
    levels = [
        _level(level, "decimal", ".".join(f"%{n}" for n in range(1, level + 2)), 0, 0)
        for level in range(_DEPTHS)
    ]
    levels.append(_level(PARAGRAPH_LEVEL, "decimal", f"({f'%{PARAGRAPH_LEVEL + 1}'})", 0, _STEP))
    kind = element("w:multiLevelType", val="multilevel")
    return element("w:abstractNum", kind, *levels, abstractNumId=HEADINGS)


def _items() -> Element:
    levels = [
        _level(level, _ITEM_FORMATS[level], _ITEM_TEXTS[level], (level + 1) * _STEP, _STEP)
        for level in range(_DEPTHS)
    ]
    kind = element("w:multiLevelType", val="multilevel")
    return element("w:abstractNum", kind, *levels, abstractNumId=ITEMS)


def _level(level: int, form: str, pattern: str, left: int, hanging: int) -> Element:
    return element(
        "w:lvl",
        element("w:start", val=1),
        element("w:numFmt", val=form),
        element("w:suff", val="tab" if hanging else "space"),
        element("w:lvlText", val=pattern),
        element("w:lvlJc", val="left"),
        element("w:pPr", element("w:ind", left=left or hanging, hanging=hanging)),
        ilvl=level,
    )
