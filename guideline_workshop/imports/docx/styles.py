"""What the styles of a DOCX say about a paragraph or a run."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from guideline_workshop.imports.xml import Element

BODY_TEXT_LEVEL = 9  # w:outlineLvl counts from 0, 9 means "no heading"
# Word keeps the English name in w:name; other writers put the localised one there
HEADING_NAME = re.compile(r"(?:heading|überschrift|titre|titolo) ?([1-9])")
CONTENTS_NAME = re.compile(
    r"(?:toc|verzeichnis|contents|inhaltsverzeichnis)(?: ?(?:heading|überschrift|[1-9]))?"
)


class Role(StrEnum):
    """What a paragraph style is for."""

    BODY = "body"
    CONTENTS = "contents"  # table of contents
    HEADING = "heading"
    TITLE = "title"


@dataclass(frozen=True, slots=True)
class ParagraphStyle:
    """The resolved style of a paragraph: its role, the heading level from 1, its list."""

    role: Role = Role.BODY
    level: int = 0
    list_id: str = ""
    list_level: int | None = None


ROLES_BY_NAME = {
    "title": Role.TITLE,
    "titel": Role.TITLE,
    "subtitle": Role.BODY,
    "untertitel": Role.BODY,
}


class Styles:
    """Resolves styles along their based-on chains."""

    def __init__(self, root: Element | None, namespace: str) -> None:
        self._ns = namespace
        styles = [] if root is None else root.findall(namespace + "style")
        self._styles: dict[str, Element] = {s.get(namespace + "styleId", ""): s for s in styles}
        self._default = next((i for i, s in self._styles.items() if self._is_default(s)), "")
        self._paragraphs: dict[str, ParagraphStyle] = {}

    def _is_default(self, style: Element) -> bool:
        return style.get(self._ns + "type") == "paragraph" and style.get(self._ns + "default") in {
            "1",
            "true",
            "on",
        }

    def paragraph(self, style_id: str) -> ParagraphStyle:
        """Return the resolved style; an unknown or empty id means the default style."""
        if style_id not in self._paragraphs:
            self._paragraphs[style_id] = self._resolve(style_id)
        return self._paragraphs[style_id]

    def flag(self, style_id: str, name: str) -> bool:
        """Whether a character style switches on a property such as bold ("b")."""
        for style in self._chain(style_id):
            element = style.find(f"{self._ns}rPr/{self._ns}{name}")
            if element is not None:
                return is_on(element, self._ns)
        return False

    def _chain(self, style_id: str) -> Iterator[Element]:
        seen: set[str] = set()
        while style_id in self._styles and style_id not in seen:
            seen.add(style_id)
            style = self._styles[style_id]
            yield style
            style_id = value(style.find(self._ns + "basedOn"), self._ns)

    def _resolve(self, style_id: str) -> ParagraphStyle:
        chain = list(self._chain(style_id if style_id in self._styles else self._default))
        role, level = next(filter(None, map(self._role, chain)), (Role.BODY, 0))
        list_id = self._first(chain, "pPr/numPr/numId")
        list_level = self._first(chain, "pPr/numPr/ilvl")
        return ParagraphStyle(role, level, list_id, _number(list_level))

    def _role(self, style: Element) -> tuple[Role, int] | None:
        """Say what this one style of a chain decides, if it decides anything."""
        name = value(style.find(self._ns + "name"), self._ns).casefold()
        if name in ROLES_BY_NAME:
            return ROLES_BY_NAME[name], 0
        if CONTENTS_NAME.fullmatch(name):
            return Role.CONTENTS, 0
        outline = _number(self._first([style], "pPr/outlineLvl"))
        if outline is not None:
            return role_of_outline(outline)
        heading = HEADING_NAME.fullmatch(name)
        return (Role.HEADING, int(heading[1])) if heading else None

    def _first(self, chain: list[Element], path: str) -> str:
        steps = "/".join(self._ns + step for step in path.split("/"))
        found = (value(style.find(steps), self._ns) for style in chain)
        return next(filter(None, found), "")


def role_of_outline(outline: int) -> tuple[Role, int]:
    """Turn w:outlineLvl into role and level."""
    return (Role.HEADING, outline + 1) if 0 <= outline < BODY_TEXT_LEVEL else (Role.BODY, 0)


def value(element: Element | None, namespace: str) -> str:
    """Return w:val of an element that may be absent."""
    return "" if element is None else str(element.get(namespace + "val", ""))


def is_on(element: Element | None, namespace: str) -> bool:
    """Whether a switch such as w:b is there and on."""
    if element is None:
        return False
    return element.get(namespace + "val", "1") not in {"0", "false", "off", "none"}


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 4 else None
