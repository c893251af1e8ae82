"""The text of an ODT paragraph: spans, links, and what hangs on them."""

from dataclasses import dataclass, field, replace

from guideline_workshop.imports.blocks import Span
from guideline_workshop.imports.odt.names import DRAW, OFFICE, SVG, TEXT, XLINK
from guideline_workshop.imports.odt.styles import Styles
from guideline_workshop.imports.report import Report
from guideline_workshop.imports.result import NoticeCode
from guideline_workshop.imports.xml import Element

LITERALS = {TEXT + "s": " ", TEXT + "tab": " ", TEXT + "line-break": "\n"}
LEFT_OUT = {
    TEXT + "note": NoticeCode.FOOTNOTES,
    OFFICE + "annotation": NoticeCode.COMMENTS,
    TEXT + "hidden-text": NoticeCode.HIDDEN_TEXT,
}
NOTE_BODY = TEXT + "note-body"
WITHOUT_TEXT = frozenset({OFFICE + "annotation-end", TEXT + "ruby-text", TEXT + "note-citation"})


@dataclass(slots=True)
class Inline:
    """What was found in one paragraph: its text, and text boxes anchored in it."""

    spans: list[Span] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)


class RunReader:
    """Reads the inside of paragraphs."""

    def __init__(self, styles: Styles, report: Report) -> None:
        self._styles = styles
        self._report = report
        self._inline = Inline()

    def read(self, paragraph: Element) -> Inline:
        """Return the text of a paragraph and the text boxes in it."""
        self._inline = Inline()
        self._container(paragraph, Span(""))
        return self._inline

    def read_drawing(self, drawing: Element) -> Inline:
        """Return the text boxes of a drawing that is anchored to a page."""
        self._inline = Inline()
        self._drawing(drawing)
        return self._inline

    def _container(self, parent: Element, look: Span) -> None:
        self._text(parent.text, look)
        for child in parent:
            self._child(child, look)
            self._text(child.tail, look)

    def _text(self, text: str | None, look: Span) -> None:
        if text:  # line ends in the XML are blanks in ODF
            self._inline.spans.append(replace(look, text=text.replace("\n", " ")))

    def _child(self, child: Element, look: Span) -> None:
        tag = str(child.tag)
        if tag == TEXT + "span":
            self._span(child, look)
        elif tag == TEXT + "a":
            self._container(child, replace(look, href=child.get(XLINK + "href", "")))
        elif tag in LITERALS:
            self._inline.spans.append(replace(look, text=LITERALS[tag]))
        elif tag in LEFT_OUT:
            body = child.find(NOTE_BODY)
            self._report.add(LEFT_OUT[tag], _words(child if body is None else body))
        elif tag.startswith(DRAW):
            self._drawing(child)
        elif tag not in WITHOUT_TEXT:  # fields, ruby, metadata: the text they show
            self._container(child, look)

    def _span(self, span: Element, look: Span) -> None:
        style = self._styles.look(span.get(TEXT + "style-name", ""))
        if style.hidden:
            self._report.add(NoticeCode.HIDDEN_TEXT, _words(span))
            return
        if style.struck:
            self._report.add(NoticeCode.STRUCK_THROUGH, _words(span))
        strong, emphasis = look.strong or style.strong, look.emphasis or style.emphasis
        self._container(span, replace(look, strong=strong, emphasis=emphasis))

    def _drawing(self, drawing: Element) -> None:
        if drawing.tag in {DRAW + "a", DRAW + "g"}:
            for child in drawing:
                if str(child.tag).startswith(DRAW):
                    self._drawing(child)
            return
        box = drawing.find(DRAW + "text-box")
        if box is not None:
            self._inline.boxes.append(box)
        elif drawing.find(TEXT + "p") is not None:  # a shape with text in it
            self._inline.boxes.append(drawing)
        else:
            self._report.add(_picture(drawing), _caption(drawing))


def _picture(drawing: Element) -> NoticeCode:
    is_object = any(drawing.find(DRAW + name) is not None for name in ("object", "object-ole"))
    has_image = drawing.find(DRAW + "image") is not None
    return NoticeCode.IMAGES if has_image and not is_object else NoticeCode.OBJECTS


def _caption(drawing: Element) -> str:
    """Return the alternative text of a picture, or its name."""
    texts = (drawing.findtext(SVG + "desc"), drawing.findtext(SVG + "title"))
    return next(filter(None, texts), "") or str(drawing.get(DRAW + "name", ""))


def _words(element: Element) -> str:
    paragraphs = element.iter(TEXT + "p", TEXT + "h")
    return " ".join("".join(p.itertext()) for p in paragraphs) or "".join(element.itertext())
