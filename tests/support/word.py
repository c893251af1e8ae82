"""Reads Word files independently of the code that writes them: zipfile, lxml, and the standard.

`read(data, side)` gives what stands in the file once all changes are accepted ("new") or rejected
("old"), as a list of `Line`s; header, footer, cover and closing line are left out.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Literal
from zipfile import ZipFile

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
Side = Literal["old", "new"]
_GONE = {"new": "del", "old": "ins"}
_FRAME = {"Title", "Cover", "Closing", "Table Spacer"}


@dataclass
class Line:
    """One paragraph or table row: the name of its style, its text, its styled stretches."""

    style: str
    text: str = ""
    strong: str = ""
    links: str = ""
    cells: list[str] = field(default_factory=list)


def part(data: bytes, name: str = "word/document.xml") -> etree._Element:
    """Return the root of one part of the package."""
    with ZipFile(BytesIO(data)) as archive:
        return etree.fromstring(archive.read(name))


def style_names(data: bytes) -> dict[str, str]:
    """Return the names of styles by their id; LibreOffice and Word differ in capitals."""
    return {
        style.get(f"{W}styleId"): style.find(f"{W}name").get(f"{W}val")
        for style in part(data, "word/styles.xml").iter(f"{W}style")
    }


def read(data: bytes, side: Side = "new") -> list[Line]:
    """Read the text of the file on one side of its changes."""
    return read_body(part(data).find(f"{W}body"), style_names(data), side)


def read_body(body: etree._Element, names: dict[str, str], side: Side) -> list[Line]:
    """Read the text in `body`, with the names of its styles by their id."""
    return list(_Reader(names, side).lines(body))


def revisions(data: bytes) -> list[tuple[str, str, str, str]]:
    """Return tag, id, author and date of every revision."""
    return [
        (
            node.tag.removeprefix(W),
            *(node.get(f"{W}{name}", "") for name in ("id", "author", "date")),
        )
        for node in part(data).iter(f"{W}ins", f"{W}del", f"{W}pPrChange", f"{W}rPrChange")
    ]


class _Reader:
    def __init__(self, names: dict[str, str], side: Side) -> None:
        self._names = names
        self._side = side

    def lines(self, body: etree._Element) -> Iterator[Line]:
        """A paragraph whose end is gone goes on in the next one, which gives it its style."""
        before = Line("")
        for child in body:
            if child.tag == f"{W}p":
                line = self._paragraph(child)
                line = Line(
                    line.style,
                    before.text + line.text,
                    before.strong + line.strong,
                    before.links + line.links,
                )
                before = Line("")
                if self._end_is_gone(child):
                    before = line
                elif line.style not in _FRAME or (
                    line.style == "Table Spacer" and line.text != " "
                ):
                    yield line
            elif child.tag == f"{W}tbl":
                assert not before.text, f"{before.text!r} would have to be joined to a table"
                before = Line("")
                yield from self._rows(child)

    def _style(self, paragraph: etree._Element) -> str:
        properties = paragraph.find(f"{W}pPr")
        change = None if properties is None else properties.find(f"{W}pPrChange")
        if self._side == "old" and change is not None:
            properties = change.find(f"{W}pPr")
        style = None if properties is None else properties.find(f"{W}pStyle")
        name = "Normal" if style is None else self._names[style.get(f"{W}val")]
        return name[:1].upper() + name[1:]

    def _end_is_gone(self, paragraph: etree._Element) -> bool:
        return paragraph.find(f"{W}pPr/{W}rPr/{W}{_GONE[self._side]}") is not None

    def _rows(self, table: etree._Element) -> Iterator[Line]:
        for row in table.iter(f"{W}tr"):
            if row.find(f"{W}trPr/{W}{_GONE[self._side]}") is not None:
                assert not any(self._paragraph(p).text for p in row.iter(f"{W}p"))
                continue
            cells = [
                "".join(self._paragraph(paragraph).text for paragraph in cell.iter(f"{W}p"))
                for cell in row.iter(f"{W}tc")
            ]
            yield Line("Row", " | ".join(cells), cells=cells)

    def _paragraph(self, paragraph: etree._Element) -> Line:
        line = Line(self._style(paragraph))
        for node in paragraph.iter(f"{W}t", f"{W}delText", f"{W}tab"):
            around = [ancestor.tag for ancestor in node.iterancestors()]
            if f"{W}{_GONE[self._side]}" in around or f"{W}pPr" in around:
                continue
            deleted = node.tag == f"{W}delText"
            assert deleted == (f"{W}del" in around), "w:delText belongs into w:del, w:t outside"
            content = node.text or ""
            line.text += content
            run = next(node.iterancestors(f"{W}r"))
            bold = run.find(f"{W}rPr/{W}b")
            if bold is not None and bold.get(f"{W}val") not in ("0", "false"):
                line.strong += content
            if f"{W}hyperlink" in around:
                line.links += content
        return line
