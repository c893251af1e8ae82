"""What the styles of an ODT say about paragraphs, spans and lists."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from guideline_workshop.imports.odt.names import FO, STYLE, TEXT
from guideline_workshop.imports.xml import Element

CONTENTS_NAME = re.compile(r"(?:contents|inhaltsverzeichnis)_20_.*", re.IGNORECASE)
BOLD_WEIGHTS = frozenset({"bold", "600", "700", "800", "900"})


@dataclass(frozen=True, slots=True)
class Look:
    """How a span looks, where its style says so."""

    strong: bool
    emphasis: bool
    hidden: bool
    struck: bool


class Styles:
    """Automatic and named styles of both parts, resolved along their parents."""

    def __init__(self, *roots: Element | None) -> None:
        self._styles: dict[tuple[str, str], Element] = {}
        self._lists: dict[str, Element] = {}
        for root in roots:
            if root is None:
                continue
            for style in root.iter(STYLE + "style"):
                key = (style.get(STYLE + "family", ""), style.get(STYLE + "name", ""))
                self._styles[key] = style
            for style in root.iter(TEXT + "list-style"):
                self._lists[style.get(STYLE + "name", "")] = style
        self._looks: dict[str, Look] = {}

    def _chain(self, family: str, name: str) -> Iterator[Element]:
        seen: set[str] = set()
        while (family, name) in self._styles and name not in seen:
            seen.add(name)
            style = self._styles[family, name]
            yield style
            name = style.get(STYLE + "parent-style-name", "")

    def is_title(self, name: str) -> bool:
        """Whether a paragraph style is, or derives from, the style "Title"."""
        return self._first_known(name, {"Title", "Subtitle"}) == "Title"

    def _first_known(self, name: str, known: set[str]) -> str:
        names = [name, *(s.get(STYLE + "name", "") for s in self._chain("paragraph", name))]
        return next((candidate for candidate in names if candidate in known), "")

    def is_contents(self, name: str) -> bool:
        """Whether a paragraph style belongs to a table of contents."""
        names = (s.get(STYLE + "name", "") for s in self._chain("paragraph", name))
        return any(CONTENTS_NAME.fullmatch(candidate) for candidate in names)

    def outline_level(self, name: str) -> int:
        """Return the heading level that a paragraph style gives, 0 for none."""
        for style in self._chain("paragraph", name):
            level = style.get(STYLE + "default-outline-level")
            if level is not None:
                return int(level) if level.isascii() and level.isdecimal() else 0
        return 0

    def look(self, name: str) -> Look:
        """Return the look that a span style gives."""
        if name not in self._looks:
            self._looks[name] = self._resolve(name)
        return self._looks[name]

    def _resolve(self, name: str) -> Look:
        def first(attribute: str) -> str:
            path = STYLE + "text-properties"
            found = (s.find(path) for s in self._chain("text", name))
            values = (str(p.get(attribute, "")) for p in found if p is not None)
            return next(filter(None, values), "")

        return Look(
            strong=first(FO + "font-weight") in BOLD_WEIGHTS,
            emphasis=first(FO + "font-style") in {"italic", "oblique"},
            hidden=first(TEXT + "display") == "none",
            struck=first(STYLE + "text-line-through-style") not in {"", "none"},
        )

    def numbers_paragraphs(self, list_style: str, depth: int) -> bool:
        """Whether a list level numbers like "(1)": paragraphs of a guideline, not items."""
        for level in self._levels(list_style, depth):
            if level.tag == TEXT + "list-level-style-number":
                names = ("num-prefix", "num-format", "num-suffix")
                number = "".join(level.get(STYLE + name, "").strip() for name in names)
                return number == "(1)"
        return False

    def _levels(self, list_style: str, depth: int) -> Iterator[Element]:
        style = self._lists.get(list_style)
        if style is not None:
            yield from (level for level in style if level.get(TEXT + "level") == str(depth))
