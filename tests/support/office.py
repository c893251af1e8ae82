"""Office files made for a test: as small as possible, and as broken as the test wants them."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
NAMESPACES = (
    f'xmlns:r="{RELATIONS}" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
)


def zipped(entries: dict[str, str | bytes]) -> bytes:
    """Return a ZIP with the entries."""
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as file:
        for name, content in entries.items():
            file.writestr(name, content)
    return buffer.getvalue()


def docx_entries(
    body: str,
    *,
    parts: dict[str, str] | None = None,
    links: dict[str, str] | None = None,
    namespace: str = W,
) -> dict[str, str | bytes]:
    """Return the entries of a DOCX.

    `parts` are further parts by the kind of their relationship ("styles", "numbering", ...),
    `links` the addresses of hyperlinks by their id.
    """
    relations = [
        f'<Relationship Id="part{number}" Type="{RELATIONS}/{kind}" Target="{kind}{number}.xml"/>'
        for number, kind in enumerate(parts or {})
    ]
    relations += [
        f'<Relationship Id="{identifier}" Type="{RELATIONS}/hyperlink" Target="{address}" '
        'TargetMode="External"/>'
        for identifier, address in (links or {}).items()
    ]
    root = f'xmlns:w="{namespace}" {NAMESPACES}'
    return {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
        f'<Override PartName="/word/document.xml" ContentType="{WORD_TYPE}"/></Types>',
        "_rels/.rels": _relationships(
            f'<Relationship Id="main" Type="{RELATIONS}/officeDocument" '
            'Target="word/document.xml"/>'
        ),
        "word/document.xml": f"<w:document {root}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": _relationships("".join(relations)),
        **{
            f"word/{kind}{number}.xml": f"<w:{kind} {root}>{content}</w:{kind}>"
            for number, (kind, content) in enumerate((parts or {}).items())
        },
    }


def _relationships(content: str) -> str:
    return f'<Relationships xmlns="{PACKAGE}/relationships">{content}</Relationships>'


def docx(
    body: str,
    *,
    parts: dict[str, str] | None = None,
    links: dict[str, str] | None = None,
    namespace: str = W,
) -> bytes:
    """Return a DOCX with the XML of its body, see `docx_entries`."""
    return zipped(docx_entries(body, parts=parts, links=links, namespace=namespace))


def paragraph(content: str = "", properties: str = "") -> str:
    """Return a DOCX paragraph; `content` is text, unless it is XML."""
    inner = content if content.startswith("<") else run(content)
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


def styled(style: str, content: str) -> str:
    """Return a DOCX paragraph with a style."""
    return paragraph(content, f'<w:pStyle w:val="{style}"/>')


def run(text: str, properties: str = "") -> str:
    """Return a DOCX run."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def bold(text: str) -> str:
    """Return a DOCX run in bold."""
    return run(text, "<w:b/>")


def table(*rows: tuple[str, ...], header: bool = False) -> str:
    """Return a DOCX table; cells are text, unless they are XML."""
    xml = ""
    for number, cells in enumerate(rows):
        marked = header and number == 0
        xml += "<w:tr>" + ("<w:trPr><w:tblHeader/></w:trPr>" if marked else "")
        for cell in cells:
            inner = cell if cell.startswith("<") else paragraph(cell)
            xml += f"<w:tc>{inner}</w:tc>"
        xml += "</w:tr>"
    return f"<w:tbl>{xml}</w:tbl>"


ODF = "urn:oasis:names:tc:opendocument:xmlns:"
ODF_NAMESPACES = " ".join(
    f'xmlns:{prefix}="{ODF}{name}:1.0"'
    for prefix, name in {
        "office": "office",
        "text": "text",
        "table": "table",
        "style": "style",
        "draw": "drawing",
        "svg": "svg-compatible",
        "fo": "xsl-fo-compatible",
    }.items()
) + (
    ' xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'office:version="1.3"'
)


def odt_entries(text: str, *, styles: str = "", automatic: str = "") -> dict[str, str | bytes]:
    """Return the entries of an ODT: its text, and the inside of styles.xml."""
    return {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": f"<office:document-content {ODF_NAMESPACES}><office:automatic-styles>"
        f"{automatic}</office:automatic-styles><office:body><office:text>{text}</office:text>"
        "</office:body></office:document-content>",
        "styles.xml": f"<office:document-styles {ODF_NAMESPACES}>{styles}</office:document-styles>",
        "META-INF/manifest.xml": '<manifest xmlns="urn:x"/>',
    }


def odt(text: str, *, styles: str = "", automatic: str = "") -> bytes:
    """Return an ODT, see `odt_entries`."""
    return zipped(odt_entries(text, styles=styles, automatic=automatic))
