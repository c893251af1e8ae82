"""Who changed what, as the attributes and marks of `w:ins` and `w:del`."""

from itertools import count

from guideline_workshop.exports.characters import visible
from guideline_workshop.exports.docx.xml import Element, element, timestamp
from guideline_workshop.exports.publication import Author, Publication
from guideline_workshop.exports.vocabulary import VOCABULARIES
from guideline_workshop.text.diff import Op
from guideline_workshop.text.tracked import TrackedProvision

EDITORIAL = "editorial"
_REARRANGED = "rearranged "
_TAGS = {Op.INSERTED: "w:ins", Op.DELETED: "w:del"}


def rearranged(origin: str) -> str:
    """Return the origin of words that come to a new place, or in a new shape, from an old one.

    LibreOffice finds out by itself what one author has moved, and when it rejects such a move it
    gives the style of the paragraph to the one below. The two halves need different authors.
    """
    return f"{_REARRANGED}{origin}"


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
        vocabulary = VOCABULARIES[self._publication.language]
        if origin.startswith(_REARRANGED):
            author = self._author(origin.removeprefix(_REARRANGED))
            return Author(vocabulary.rearranged.format(author=author.name), author.date)
        known = self._publication.authors.get(origin)
        if known:
            return Author(visible(known.name), known.date)
        name = vocabulary.editorial_author if origin == EDITORIAL else self._publication.version
        return Author(visible(name) or vocabulary.unknown_author, self._publication.date)


def origin_of(line: TrackedProvision, op: Op) -> str:
    """Return who inserted or deleted the end of `line`, or changed what it is (`op` EQUAL).

    Where a whole paragraph comes or goes, its end has to share the author of its last words:
    LibreOffice would take back two changes, and leave the style of the paragraph to the next one.
    """
    alike = [run.origin for run in line.runs if run.op is op and op is not Op.EQUAL]
    changed = [run.origin for run in line.runs if run.op is not Op.EQUAL]
    return next(filter(None, (*alike[-1:], line.origin, *changed[::-1])), "")
