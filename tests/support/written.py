"""What a provision has to look like in a Word file."""

from collections.abc import Iterable

from guideline_workshop.exports.characters import visible
from guideline_workshop.exports.vocabulary import VOCABULARIES
from guideline_workshop.text.document import Kind, Provision
from guideline_workshop.text.markup import cells, plain

_STYLES = {
    Kind.PARAGRAPH: "Body Text",
    Kind.ITEM: "List Paragraph",
    Kind.ROW: "Row",
    Kind.FIELD: "Recommendation Field",
}


def expected(provisions: Iterable[Provision]) -> list[tuple[str, str]]:
    """Return the style and the text of each provision, as `support.word` reads them."""
    return [(_style(provision), _text(provision)) for provision in provisions]


def _style(provision: Provision) -> str:
    if provision.kind is Kind.HEADING:
        return f"Heading {provision.level}"
    return _STYLES[provision.kind]


def _text(provision: Provision) -> str:
    if provision.kind is Kind.ROW:
        return " | ".join(visible(plain(cell)) for cell in cells(provision.text))
    text = visible(plain(provision.text))
    if provision.field is None:
        return text
    return f"{VOCABULARIES['de'].fields[provision.field]}: {text}"
