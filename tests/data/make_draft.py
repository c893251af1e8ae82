"""Write the 20-page draft with LibreOffice: python tests/data/make_draft.py

Makes `draft.fodt` in a temporary folder and lets headless `soffice` turn it into
`draft.odt` and `draft.docx` beside this script. Both are committed: the tests that read them need
no LibreOffice. The tests count what is in them besides text.
"""

import base64
import json
import re
import shutil
import struct
import subprocess
import tempfile
import zlib
from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
WORDS = json.loads((HERE / "draft_text.json").read_text())
Topic = dict[str, Any]
FIELD_LABELS = {
    "goal": "Ziel",
    "measure": "Maßnahme",
    "target_group": "Zielgruppe",
    "responsible": "Zuständig",
    "partners": "Beteiligte",
    "resources": "Ressourcen und Kosten",
    "time_frame": "Zeitrahmen",
    "indicator": "Indikator",
    "priority": "Priorität",
}
MARK = re.compile(r"(\*\*[^*]+\*\*|(?<!\w)\*[^*]+\*(?!\w))")


def inline(text: str) -> str:
    """Return XML for text with **bold** and *italic*."""
    return "".join(map(_styled, MARK.split(text)))


def _styled(part: str) -> str:
    for mark, style in (("**", "Fett"), ("*", "Kursiv")):
        if MARK.fullmatch(part) and part.startswith(mark):
            inner = escape(part[len(mark) : -len(mark)])
            return f'<text:span text:style-name="{style}">{inner}</text:span>'
    return escape(part)


def heading(level: int, text: str) -> str:
    return (
        f'<text:h text:style-name="Heading_20_{level}" text:outline-level="{level}">'
        f"{inline(text)}</text:h>"
    )


def paragraph(xml: str, style: str = "Text_20_body") -> str:
    return f'<text:p text:style-name="{style}">{xml}</text:p>'


def bullets(points: Iterable[tuple[str, Iterable[str]]], style: str = "Punkte") -> str:
    """Return a list with lists in it."""

    def item(text: str, below: Iterable[str]) -> str:
        inner = "".join(f"<text:list-item>{paragraph(inline(t))}</text:list-item>" for t in below)
        nested = f"<text:list>{inner}</text:list>" if inner else ""
        return f"<text:list-item>{paragraph(inline(text))}{nested}</text:list-item>"

    return f'<text:list text:style-name="{style}">{"".join(item(*p) for p in points)}</text:list>'


def table(name: str, rows: list[list[str]], *, header: bool) -> str:
    def row(cells: list[str], style: str) -> str:
        inner = "".join(
            f'<table:table-cell table:style-name="Zelle" office:value-type="string">'
            f"{paragraph(inline(cell), style)}</table:table-cell>"
            for cell in cells
        )
        return f"<table:table-row>{inner}</table:table-row>"

    head = row(rows[0], "Table_20_Heading") if header else ""
    head = f"<table:table-header-rows>{head}</table:table-header-rows>" if head else ""
    body = "".join(row(cells, "Table_20_Contents") for cells in rows[bool(head) :])
    columns = f'<table:table-column table:number-columns-repeated="{len(rows[0])}"/>'
    return (
        f'<table:table table:name="{name}" table:style-name="Tabelle">{columns}{head}{body}'
        f"</table:table>{paragraph('')}"
    )


def link(address: str, text: str) -> str:
    return f'<text:a xlink:type="simple" xlink:href="{address}">{escape(text)}</text:a>'


def footnote(number: int, text: str) -> str:
    return (
        f'<text:note text:id="ftn{number}" text:note-class="footnote"><text:note-citation>{number}'
        f'</text:note-citation><text:note-body><text:p text:style-name="Footnote">{escape(text)}'
        "</text:p></text:note-body></text:note>"
    )


def comment(text: str) -> str:
    return (
        "<office:annotation><dc:creator>Miriam Adler</dc:creator>"
        f"<dc:date>2026-02-03T10:00:00</dc:date><text:p>{escape(text)}</text:p>"
        "</office:annotation>"
    )


def picture() -> bytes:
    """Return a small bar chart as PNG."""
    heights = (20, 34, 48, 70, 92, 110)
    rows = []
    for y in range(120):
        colours = [0 if heights[x // 40] > 119 - y and x % 40 > 8 else 255 for x in range(240)]
        rows.append(b"\0" + bytes(colours))

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", check)

    size = struct.pack(">IIBBBBB", 240, 120, 8, 0, 0, 0, 0)
    data = zlib.compress(b"".join(rows))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", size) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def image(description: str) -> str:
    return (
        '<draw:frame draw:name="Diagramm" text:anchor-type="as-char" svg:width="8cm" '
        'svg:height="4cm"><draw:image draw:mime-type="image/png"><office:binary-data>'
        f"{base64.b64encode(picture()).decode()}</office:binary-data></draw:image>"
        f"<svg:desc>{escape(description)}</svg:desc></draw:frame>"
    )


def text_box(text: str) -> str:
    return (
        '<draw:frame draw:name="Kasten" text:anchor-type="paragraph" svg:width="7cm" '
        f'svg:height="2cm"><draw:text-box>{paragraph(inline(text))}</draw:text-box></draw:frame>'
    )


CHANGES = (
    ("ct1", "insertion", "Jonas Reuter", ""),
    ("ct2", "deletion", "Jonas Reuter", " freiwilligen"),
    ("ct3", "insertion", "Aylin Kaya", ""),
    ("ct4", "deletion", "Aylin Kaya", "in der Regel "),
)


def tracked_changes() -> str:
    regions = []
    for name, kind, author, deleted in CHANGES:
        info = (
            f"<office:change-info><dc:creator>{author}</dc:creator>"
            "<dc:date>2026-02-10T09:30:00</dc:date></office:change-info>"
        )
        gone = paragraph(escape(deleted)) if deleted else ""
        regions.append(
            f'<text:changed-region xml:id="{name}" text:id="{name}"><text:{kind}>{info}{gone}'
            f"</text:{kind}></text:changed-region>"
        )
    return f"<text:tracked-changes>{''.join(regions)}</text:tracked-changes>"


def inserted(name: str, text: str) -> str:
    start, end = (f'<text:change-{w} text:change-id="{name}"/>' for w in ("start", "end"))
    return f"{start}{escape(text)}{end}"


def deleted(name: str) -> str:
    return f'<text:change text:change-id="{name}"/>'


def body() -> Iterator[str]:
    yield tracked_changes()
    yield paragraph(escape(WORDS["title"]), "Title")
    yield paragraph(escape(WORDS["subtitle"]), "Subtitle")
    yield contents()
    yield heading(1, "Vorwort und Geltung")
    yield paragraph(
        inline(WORDS["preface"][0]) + footnote(1, "Kreisstatistik, Stand 31. Dezember 2024.")
    )
    yield paragraph(
        inline(WORDS["preface"][1]) + comment("Zahl der Werkstätten bitte noch prüfen.")
    )
    yield paragraph(inline(WORDS["preface"][2]))
    yield paragraph(
        "Der Entwurf ist eine Grundlage für die"
        + deleted("ct2")
        + " Stellungnahmen der Verbände. Rückmeldungen nimmt die Geschäftsstelle unter "
        + link("mailto:beteiligung@landkreis-hohenwald.example", "ihrer Anschrift")
        + " entgegen; weitere Unterlagen stehen "
        + link("https://www.landkreis-hohenwald.example/leitlinien", "im Internet")
        + " und "
        + link("http://intranet.hohenwald.example/", "im Verwaltungsnetz")
        + " bereit."
        + text_box("**Hinweis:** Der Entwurf gibt den Stand der Werkstätten wieder.")
    )
    yield heading(1, "Grundsätze")
    yield paragraph("Das Zusammenleben im Landkreis beruht auf folgenden Grundsätzen:")
    yield bullets(
        ((f"**{name}:** {text}", ()) for name, text in WORDS["principles"].items()), "Buchstaben"
    )
    for index, topic in enumerate(WORDS["topics"]):
        yield from topic_text(index, topic)
    yield heading(1, "Umsetzung und Fortschreibung")
    yield paragraph(
        inline(WORDS["closing"][0])
        + inserted("ct3", " Die Verbände können eigene Einschätzungen beifügen.")
    )
    yield paragraph("Der Bericht erscheint " + deleted("ct4") + "im ersten Halbjahr.")
    yield from (paragraph(inline(text)) for text in WORDS["closing"][1:])
    yield paragraph(
        "Landkreis Hohenwald<text:line-break/>Der Kreisausschuss<text:line-break/>Marktplatz 1"
    )


def contents() -> str:
    lines = "".join(
        paragraph(escape(f"{n} {topic['name']}") + "<text:tab/>" + str(2 * n), "Contents_20_1")
        for n, topic in enumerate(WORDS["topics"], start=3)
    )
    return (
        '<text:table-of-content text:name="Inhalt" text:protected="true">'
        '<text:table-of-content-source text:outline-level="2"/><text:index-body>'
        f'<text:index-title text:name="Kopf">{paragraph("Inhalt", "Contents_20_Heading")}'
        f"</text:index-title>{lines}</text:index-body></text:table-of-content>"
    )


def topic_text(index: int, topic: Topic) -> Iterator[str]:
    words = {"about": topic["about"], "place": topic["place"], "office": topic["office"]}
    general = [
        WORDS["general"][(index + 2 * n) % len(WORDS["general"])].format(**words) for n in range(4)
    ]
    yield heading(1, topic["name"])
    yield heading(2, "Ausgangslage")
    yield from (paragraph(inline(text)) for text in topic["situation"])
    yield from extras(index, topic)
    yield paragraph(inline(general[0][0].upper() + general[0][1:]))
    for number, (name, texts) in enumerate(topic["guidelines"].items()):
        yield heading(2, f"Leitlinie: {name}")
        yield from (paragraph(inline(text)) for text in texts)
        yield paragraph(inline(general[1 + number]))
        if number == 0:
            yield paragraph(f"Dazu gehören für {escape(topic['about'])} insbesondere:")
            yield bullets(topic["points"].items())
    yield heading(2, "Handlungsempfehlungen")
    yield paragraph(inline(general[3]))
    for number, action in enumerate(topic["actions"]):
        yield heading(3, action["name"])
        yield from recommendation(f"E{index}{number}", action, as_table=number == 0)


def extras(index: int, topic: Topic) -> Iterator[str]:
    """Put something into each chapter that is more than text."""
    if index == 0:
        yield paragraph(image("Säulendiagramm: Plätze in Sprachkursen 2019 bis 2024"))
    elif index == 2:
        rows = [
            ["Jahr", "Beschäftigte gesamt", "davon ohne deutschen Pass"],
            ["2018", "38.210", "3.140"],
            ["2021", "39.470", "4.020"],
            ["2024", "41.050", "5.380"],
        ]
        yield table("Beschaeftigung", rows, header=True)
    elif index == 3:
        gone = '<text:span text:style-name="Gestrichen">und Mietspiegel</text:span>'
        yield paragraph(f"Grundlage sind Wohnungsmarktbericht {gone} des Landkreises.")
    elif index == 5:
        yield paragraph(
            inserted("ct1", f"Zusammen sind es {topic['figure']}, ")
            + "die sich im Kreisverzeichnis eingetragen haben."
            + footnote(2, "Abfrage der Stabsstelle Ehrenamt im Oktober 2025.")
        )


def recommendation(name: str, action: dict[str, str], *, as_table: bool) -> Iterator[str]:
    rows = [[label, action[field]] for field, label in FIELD_LABELS.items()]
    if as_table:
        yield table(name, rows, header=False)
    else:
        yield from (paragraph(inline(f"**{label}:** {text}")) for label, text in rows)


def document() -> str:
    template = (HERE / "draft_template.fodt").read_text()
    return template.replace("<!-- body -->", "".join(body()))


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "draft.fodt")
        source.write_text(document())
        for suffix in ("odt", "docx"):
            convert(source, suffix, Path(folder, "profile"))


def convert(source: Path, suffix: str, profile: Path) -> None:
    filters = {"odt": "odt:writer8", "docx": "docx:MS Word 2007 XML"}
    subprocess.run(
        [
            shutil.which("soffice") or "soffice",
            f"-env:UserInstallation={profile.as_uri()}",
            "--headless",
            "--convert-to",
            filters[suffix],
            "--outdir",
            str(HERE),
            str(source),
        ],
        check=True,
        timeout=180,
    )


if __name__ == "__main__":
    main()
