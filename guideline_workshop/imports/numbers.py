"""Numbers typed before headings, paragraphs and items, which this application derives itself."""

import re
from typing import Final

from guideline_workshop.imports.blocks import Block, cut, is_blank
from guideline_workshop.text.document import Kind

_HEADING = re.compile(
    r"\s*(?P<word>§{1,2}|Nr\.|Ziff\.|Ziffer|Kapitel|Abschnitt|Artikel|Art\.)?\s{0,3}"
    r"(?P<number>\d{1,3}(?:\.\d{1,3}){0,5}|[IVX]{1,5}(?=[.):]))(?P<end>[.):]?)\s+"
)
_PARAGRAPH = re.compile(r"\s*(?P<number>\(\d{1,3}\))\s+")
_ITEM = re.compile(r"\s*(?P<number>[a-z]{1,2}\)|\d{1,3}[.)])\s+")
PATTERNS: Final = {Kind.HEADING: _HEADING, Kind.PARAGRAPH: _PARAGRAPH, Kind.ITEM: _ITEM}


def typed_number(block: Block) -> re.Match[str] | None:
    """Return the number that stands before the text, if any text follows it."""
    pattern = PATTERNS.get(block.kind)
    found = pattern.match(block.text[:200]) if pattern else None
    return None if found is None or is_blank(cut(block.spans, found.end())) else found


def equals(number: re.Match[str], marker: str) -> bool:
    """Whether the typed number says the same as the derived `marker`: "§ 4" is "4"."""
    return _bare(number["number"]) == _bare(marker) != ""


def is_certain(number: re.Match[str]) -> bool:
    """Whether this is a number for sure: "3 Ziele" could be just words."""
    groups = number.groupdict()
    return bool("word" not in groups or groups["word"] or groups["end"] or "." in groups["number"])


def _bare(number: str) -> str:
    return number.strip("§ ().")
