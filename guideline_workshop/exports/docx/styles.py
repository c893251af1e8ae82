"""The look of our Word files: python-docx's template in plain dark type, with styles of our own."""

from typing import Any

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

from guideline_workshop.exports.docx.xml import element

FIELD = "GWField"
FIELD_LABEL = "GWFieldLabel"
SPACER = "GWSpacer"
COVER = "GWCover"
CLOSING = "GWClosing"
LINK = "Hyperlink"
COMMENT = "CommentReference"

_WORDS_OWN = (LINK, COMMENT)  # known to Word by these names

_FONT = "Calibri"
_INK = RGBColor(0x1C, 0x1E, 0x21)
_QUIET = RGBColor(0x54, 0x59, 0x5F)
_HEADING_SIZES = (16, 13.5, 12, 11, 11, 11)


def set_styles(document: Document, language: str) -> None:
    """Give `document` our styles, its text the `language` (such as "de-DE")."""
    styles = document.styles
    _set_defaults(styles, language)
    for level, size in enumerate(_HEADING_SIZES, 1):
        heading = styles[f"Heading {level}"]
        _set_font(heading, size, bold=True, colour=_INK)
        _set_spacing(heading, before=18 if level == 1 else 12, after=4)
    _set_font(styles["Title"], 24, bold=True, colour=_INK)
    _remove_border(styles["Title"])
    _set_spacing(styles["Title"], before=0, after=6)
    _set_spacing(styles["Body Text"], before=0, after=6)
    _set_spacing(styles["List Paragraph"], before=0, after=3)
    for name in ("Header", "Footer"):
        _set_font(styles[name], 9, bold=False, colour=_QUIET)
        for tabs in styles[name].element.findall(f".//{qn('w:tabs')}"):
            tabs.getparent().remove(tabs)
    _add_paragraph_styles(styles)
    _add_character_styles(styles)


def _set_defaults(styles: Any, language: str) -> None:
    normal = styles["Normal"]
    _set_font(normal, 11, bold=False, colour=None)
    normal.paragraph_format.line_spacing = 1.15
    for tag in styles.element.iter(qn("w:lang")):
        tag.set(qn("w:val"), language)


def _add_paragraph_styles(styles: Any) -> None:
    field = _add(styles, FIELD, "Recommendation Field", WD_STYLE_TYPE.PARAGRAPH)
    _set_spacing(field, before=0, after=3)
    field.paragraph_format.left_indent = Pt(24)
    cover = _add(styles, COVER, "Cover", WD_STYLE_TYPE.PARAGRAPH)
    _set_font(cover, 10, bold=False, colour=_QUIET)
    _set_spacing(cover, before=0, after=2)
    closing = _add(styles, CLOSING, "Closing", WD_STYLE_TYPE.PARAGRAPH)
    _set_font(closing, 9, bold=False, colour=_QUIET)
    _set_spacing(closing, before=18, after=0)
    spacer = _add(styles, SPACER, "Table Spacer", WD_STYLE_TYPE.PARAGRAPH)
    _set_font(spacer, 4, bold=False, colour=None)
    _set_spacing(spacer, before=0, after=0)


def _add_character_styles(styles: Any) -> None:
    _add(styles, FIELD_LABEL, "Field Label", WD_STYLE_TYPE.CHARACTER).font.bold = True
    link = _add(styles, LINK, "Hyperlink", WD_STYLE_TYPE.CHARACTER)
    link.font.underline = True
    link.font.color.rgb = RGBColor(0x0B, 0x4F, 0x8A)
    _add(
        styles, "CommentReference", "annotation reference", WD_STYLE_TYPE.CHARACTER
    ).font.size = Pt(8)


def _add(styles: Any, style_id: str, name: str, kind: WD_STYLE_TYPE) -> Any:
    style = styles.add_style(name, kind, builtin=style_id in _WORDS_OWN)
    style.element.set(qn("w:styleId"), style_id)
    style.base_style = styles["Normal"] if kind is WD_STYLE_TYPE.PARAGRAPH else None
    return style


def _set_font(style: Any, size: float, *, bold: bool, colour: RGBColor | None) -> None:
    style.font.size = Pt(size)
    style.font.bold = bold
    style.font.italic = False
    properties = style.element.get_or_add_rPr()
    for fonts in properties.findall(qn("w:rFonts")):
        properties.remove(fonts)  # theme fonts would win over ours
    faces = dict.fromkeys(("ascii", "hAnsi", "cs", "eastAsia"), _FONT)
    properties.insert(0, element("w:rFonts", **faces))
    if colour is not None:
        style.font.color.rgb = colour


def _set_spacing(style: Any, *, before: float, after: float) -> None:
    style.paragraph_format.space_before = Pt(before)
    style.paragraph_format.space_after = Pt(after)


def _remove_border(style: Any) -> None:
    for border in style.element.findall(f".//{qn('w:pBdr')}"):
        border.getparent().remove(border)
