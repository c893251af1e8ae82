"""Who changed what, as the attributes and marks of `w:ins` and `w:del`."""

from itertools import count

from guideline_workshop.exports.characters import visible
from guideline_workshop.exports.docx.xml import Element, element, timestamp
from guideline_workshop.exports.publication import Author, Publication
from guideline_workshop.exports.vocabulary import VOCABULARIES
from guideline_workshop.text.diff import Op
from guideline_workshop.text.tracked import TrackedProvision

EDITORIAL = "editorial"
_TAGS = {Op.INSERTED: "w:ins", Op.DELETED: "w:del"}


class Revisions:
    """Makes revision elements, each with an id of its own."""

    def __init__(self, publication: Publication) -> None:
        self._ids = count(1)
        self._publication = publication

    def mark(self, op: Op, origin: str, *children: Element) -> Element:
        """Make `w:ins` or `w:del` around `children`, or empty as the mark of a paragraph or row."""
        return self.change(_TAGS[op], origin, *children)

    def change(self, tag: str, origin: str, *children: Element) -> Element:
        """Make any revision element, such as `w:pPrChange`."""
        author = self._author(origin)
        return element(
            tag, *children, id=next(self._ids), author=author.name, date=timestamp(author.date)
        )

    def _author(self, origin: str) -> Author:
        """Return who is behind `origin`; a change without one is the work of the version."""
        known = self._publication.authors.get(origin)
        if known:
            return Author(visible(known.name), known.date)
        vocabulary = VOCABULARIES[self._publication.language]
        name = vocabulary.editorial_author if origin == EDITORIAL else self._publication.version
        return Author(visible(name) or vocabulary.unknown_author, self._publication.date)


def origin_of(line: TrackedProvision, op: Op) -> str:
    """Return who inserted or deleted the end of `line`, or changed what it is.

    Where the line does not say so, it was whoever did the last change in it, best of that kind.
    """
    changed = [run for run in line.runs if run.op is not Op.EQUAL and run.origin]
    alike = [run.origin for run in changed if run.op is op]
    return line.origin or (alike or [run.origin for run in changed] or [""])[-1]
