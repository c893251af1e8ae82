"""Drawings in a DOCX: pictures, charts, shapes, text boxes, in new and old notation."""

from collections.abc import Iterator

from guideline_workshop.imports.xml import Element

COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
VML = "{urn:schemas-microsoft-com:vml}"


def is_image(drawing: Element) -> bool:
    """Whether a drawing is a picture, and not the preview of an embedded file."""
    names = {str(element.tag).rpartition("}")[2] for element in drawing.iter()}
    return bool(names & {"pic", "imagedata"}) and "OLEObject" not in names


def text_boxes(drawing: Element, tag: str) -> list[Element]:
    """Return the contents of the text boxes in a drawing; `tag` is the name of such contents."""
    return list(_outermost(drawing, tag))


def chosen(alternatives: Element) -> list[Element]:
    """Return the branch that shows the content: the others repeat it for older programs."""
    choice = alternatives.find(COMPATIBILITY + "Choice")
    fallback = alternatives.find(COMPATIBILITY + "Fallback")
    return [branch for branch in (choice, fallback) if branch is not None and len(branch)][:1]


def _outermost(element: Element, tag: str) -> Iterator[Element]:
    """Go through the elements with `tag` that are in no other one, and in no fallback."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag == COMPATIBILITY + "AlternateContent":
            for branch in chosen(child):
                yield from _outermost(branch, tag)
        else:
            yield from _outermost(child, tag)


def caption(element: Element) -> str:
    """Return the alternative text of a picture, or its name."""
    for properties in element.iter():
        if str(properties.tag).endswith("}docPr"):
            return str(properties.get("descr") or properties.get("name") or "")
    shape = next(element.iter(VML + "shape"), None)
    return "" if shape is None else str(shape.get("alt", ""))
