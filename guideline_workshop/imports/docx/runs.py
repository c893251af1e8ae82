"""The text of a DOCX paragraph: runs, links, fields, tracked changes, and what hangs on them."""

from dataclasses import dataclass, field

from guideline_workshop.imports.blocks import Span, literal
from guideline_workshop.imports.docx.drawings import (
    COMPATIBILITY,
    caption,
    chosen,
    is_image,
    text_boxes,
)
from guideline_workshop.imports.docx.notes import Notes
from guideline_workshop.imports.docx.parts import Parts
from guideline_workshop.imports.docx.styles import Styles, is_on, value
from guideline_workshop.imports.report import Report
from guideline_workshop.imports.result import NoticeCode
from guideline_workshop.imports.xml import Element

MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"

# elements that only wrap runs
WRAPPERS = frozenset({"ins", "moveTo", "smartTag", "sdt", "sdtContent", "bdo", "dir", "customXml"})
LITERALS = {"tab": " ", "ptab": " ", "cr": "\n", "noBreakHyphen": "-"}
NOTES = {
    "footnoteReference": NoticeCode.FOOTNOTES,
    "endnoteReference": NoticeCode.FOOTNOTES,
    "commentReference": NoticeCode.COMMENTS,
}


@dataclass(slots=True)
class _Field:
    """A complex field such as a link or a page number: instruction, then result."""

    instruction: str = ""
    in_result: bool = False

    @property
    def href(self) -> str:
        words = self.instruction.split()
        if len(words) < 2 or words[0].upper() != "HYPERLINK":
            return ""
        return "#" if words[1] == "\\l" else words[1].strip('"')


@dataclass(slots=True)
class Inline:
    """What was found in one paragraph: its text, and text boxes anchored in it."""

    spans: list[Span] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)


class RunReader:
    """Reads the inside of paragraphs."""

    def __init__(self, parts: Parts, styles: Styles, report: Report) -> None:
        self._relationships = parts.relationships
        self._ns = parts.namespace
        self._styles = styles
        self._report = report
        self._notes = Notes(parts)
        self._fields: list[_Field] = []
        self._inline = Inline()

    def read(self, paragraph: Element) -> Inline:
        """Return the text of a paragraph and the text boxes in it."""
        self._inline = Inline()
        self._fields = []  # one left open must not swallow the following paragraphs
        self._container(paragraph, "")
        return self._inline

    def _container(self, parent: Element, href: str) -> None:
        for child in parent:
            name = self._name(child)
            if name == "r":
                self._run(child, href)
            elif name == "hyperlink":
                self._container(child, self._target(child))
            elif name == "fldSimple":
                link = _Field(child.get(self._ns + "instr", ""))
                self._container(child, link.href or href)
            elif name in WRAPPERS:
                self._wrapper(name, child, href)
            elif name in {"del", "moveFrom"}:
                self._deletion(child)
            elif child.tag in {MATH + "oMath", MATH + "oMathPara"}:
                self._equation(child)
            elif child.tag == COMPATIBILITY + "AlternateContent":
                for choice in chosen(child):
                    self._container(choice, href)

    def _name(self, element: Element) -> str:
        """Return the name of an element of WordprocessingML, else nothing."""
        tag = str(element.tag)
        return tag[len(self._ns) :] if tag.startswith(self._ns) else ""

    def _wrapper(self, name: str, element: Element, href: str) -> None:
        before = len(self._inline.spans)
        self._container(element, href)
        if name in {"ins", "moveTo"}:
            added = literal(self._inline.spans[before:])
            self._report.add(NoticeCode.INSERTIONS_TAKEN, added)

    def _deletion(self, element: Element) -> None:
        names = (self._ns + "delText", self._ns + "t")
        deleted = "".join(text.text or "" for text in element.iter(*names))
        self._report.add(NoticeCode.DELETIONS_LEFT_OUT, deleted)

    def _equation(self, element: Element) -> None:
        text = "".join(part.text or "" for part in element.iter(MATH + "t"))
        self._report.add(NoticeCode.EQUATIONS, text)
        self._inline.spans.append(Span(text))

    def _target(self, element: Element) -> str:
        identifier = next((v for k, v in element.items() if k.endswith("}id")), "")
        relationship = self._relationships.get(identifier)
        if relationship is None:
            return "#" if element.get(self._ns + "anchor") else ""
        return relationship.target

    def _run(self, run: Element, href: str) -> None:
        look = self._look(run.find(self._ns + "rPr"), href)
        if look is None:
            self._report.add(NoticeCode.HIDDEN_TEXT, self._letters(run))
            return
        for child in run:
            self._run_content(child, look)

    def _letters(self, run: Element) -> str:
        return "".join(text.text or "" for text in run.iter(self._ns + "t"))

    def _look(self, properties: Element | None, href: str) -> Span | None:
        """Return the style of a run as an empty span; None stands for hidden text."""
        if properties is None:
            return Span("", href=href)
        style = value(properties.find(self._ns + "rStyle"), self._ns)
        if self._flag(properties, style, "vanish"):
            return None
        if self._flag(properties, style, "strike") or self._flag(properties, style, "dstrike"):
            run = properties.getparent()
            self._report.add(NoticeCode.STRUCK_THROUGH, self._letters(run))
        strong = self._flag(properties, style, "b")
        return Span("", strong, self._flag(properties, style, "i"), href)

    def _flag(self, properties: Element, style: str, name: str) -> bool:
        element = properties.find(self._ns + name)
        if element is not None:
            return is_on(element, self._ns)
        return bool(style) and self._styles.flag(style, name)

    def _run_content(self, element: Element, look: Span) -> None:
        name = self._name(element)
        if name == "t":
            self._text(element.text or "", look)
        elif name in LITERALS:
            self._text(LITERALS[name], look)
        elif name == "br":
            is_line = element.get(self._ns + "type", "textWrapping") == "textWrapping"
            self._text("\n" if is_line else " ", look)
        elif name == "fldChar":
            self._field_mark(element.get(self._ns + "fldCharType", ""))
        elif name == "instrText":
            if self._fields:
                self._fields[-1].instruction += element.text or ""
        elif name == "ruby":
            for run in element.iterfind(f"{self._ns}rubyBase/{self._ns}r"):
                self._run(run, look.href)
        else:
            self._left_out(name, element, look)

    def _text(self, text: str, look: Span) -> None:
        if any(not open_field.in_result for open_field in self._fields):
            return
        links = (open_field.href for open_field in self._fields)
        href = look.href or next(filter(None, links), "")
        self._inline.spans.append(Span(text, look.strong, look.emphasis, href))

    def _field_mark(self, mark: str) -> None:
        if mark == "begin":
            self._fields.append(_Field())
        elif mark == "separate" and self._fields:
            self._fields[-1].in_result = True
        elif mark == "end" and self._fields:
            self._fields.pop()

    def _left_out(self, name: str, element: Element, look: Span) -> None:
        if name in NOTES:
            kind = name.removesuffix("Reference")
            self._report.add(NOTES[name], self._notes.text(kind, element.get(self._ns + "id", "")))
        elif name == "sym":
            self._report.add(NoticeCode.SYMBOLS, element.get(self._ns + "char", ""))
        elif name in {"drawing", "pict", "object"}:
            self._drawing(element)
        elif element.tag == COMPATIBILITY + "AlternateContent":
            for choice in chosen(element):
                for child in choice:
                    self._run_content(child, look)

    def _drawing(self, element: Element) -> None:
        boxes = text_boxes(element, self._ns + "txbxContent")
        self._inline.boxes.extend(boxes)
        if not boxes:
            code = NoticeCode.IMAGES if is_image(element) else NoticeCode.OBJECTS
            self._report.add(code, caption(element))
