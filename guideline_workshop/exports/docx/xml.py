"""WordprocessingML elements from short calls."""

from datetime import UTC, datetime
from typing import Any

from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement

# lxml ships no types: an element is Any
Element = Any


def element(tag: str, /, *children: Element | None, **attributes: object) -> Element:
    """Make an element of WordprocessingML; its attributes are in the same namespace."""
    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    made.extend(child for child in children if child is not None)
    return made


def text(tag: str, content: str) -> Element:
    """Make a text element that keeps its blanks."""
    made = element(tag)
    made.text = content
    made.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return made


def timestamp(moment: datetime) -> str:
    """Write `moment` as revisions and properties have it: UTC, without fractions."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
