"""Lists of a DOCX: which numbered paragraphs are items, and how deep they are."""

import re
from dataclasses import dataclass

from guideline_workshop.imports.docx.styles import value
from guideline_workshop.imports.xml import Element
from guideline_workshop.text.document import Kind

DEEPEST = 6
PARAGRAPH_NUMBER = re.compile(r"\(%[1-9]\)")  # "(1)": a numbered paragraph of a guideline


@dataclass(frozen=True, slots=True)
class ListLevel:
    """How one level of a list is numbered."""

    format: str  # "bullet", "decimal", "lowerLetter", "none", ...
    text: str  # "%1.", "(%1)", "%1.%2"
    style: str  # the paragraph style tied to this level


class Numbering:
    """The lists of numbering.xml by their id."""

    def __init__(self, root: Element | None, namespace: str) -> None:
        self._ns = namespace
        self._lists: dict[str, dict[int, ListLevel]] = {}
        if root is None:
            return
        abstract = {
            element.get(namespace + "abstractNumId", ""): self._levels(element)
            for element in root.findall(namespace + "abstractNum")
        }
        for number in root.findall(namespace + "num"):
            source = value(number.find(namespace + "abstractNumId"), namespace)
            overrides = (self._levels(o) for o in number.findall(namespace + "lvlOverride"))
            levels = dict(abstract.get(source, {}))
            for override in overrides:
                levels |= override
            self._lists[number.get(namespace + "numId", "")] = levels

    def _levels(self, parent: Element) -> dict[int, ListLevel]:
        levels = {}
        for element in parent.findall(self._ns + "lvl"):
            depth = element.get(self._ns + "ilvl", "")
            if depth.isascii() and depth.isdecimal():
                levels[int(depth[:2])] = ListLevel(
                    value(element.find(self._ns + "numFmt"), self._ns),
                    value(element.find(self._ns + "lvlText"), self._ns),
                    value(element.find(self._ns + "pStyle"), self._ns),
                )
        return levels

    def depth_of_style(self, list_id: str, style_id: str) -> int:
        """Return the level of a list that a paragraph style is tied to, else the first."""
        levels = self._lists.get(list_id, {})
        return next((depth for depth, level in levels.items() if level.style == style_id), 0)

    def kind(self, list_id: str, depth: int) -> tuple[Kind, int]:
        """Return kind and level of a paragraph at `depth` (from 0) of a list."""
        level = self._lists.get(list_id, {}).get(depth)
        if list_id in {"", "0"} or (level and level.format == "none"):
            return Kind.PARAGRAPH, 0
        if level and level.format == "decimal" and PARAGRAPH_NUMBER.fullmatch(level.text):
            return Kind.PARAGRAPH, 0
        return Kind.ITEM, min(depth + 1, DEEPEST)
