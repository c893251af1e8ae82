"""What a provision is called in amending instructions: one name for each, and back."""

import re
from collections import Counter
from typing import NamedTuple

from guideline_workshop.text.document import Document
from guideline_workshop.text.numbering import FIELD_NAMES, Reference, numbering
from guideline_workshop.text.ordinals import ordinal

HEADING = "die Überschrift"


class Names(NamedTuple):
    """The names of the provisions of a text, in full and below the heading they stand under."""

    full: dict[str, str]
    below: dict[str, str]
    references: dict[str, Reference]

    def section(self, key: str) -> list[str]:
        """Return the keys of a heading and of all that stands below it; none of anything else."""
        at = self.references[key]
        return self.numbered(at.number) if is_heading(at) else []

    def numbered(self, number: str) -> list[str]:
        """Return the keys of all that stands under a number."""
        return [
            key
            for key, reference in self.references.items()
            if f"{reference.number}.".startswith(f"{number}.")
        ]


def names(document: Document) -> Names:
    """Return the names of all provisions by their keys."""
    references = numbering(document)
    full = _unique({key: _full(reference) for key, reference in references.items()})
    below = {
        key: name.removesuffix(f" von Nr. {references[key].number}")
        if is_heading(references[key])
        else _below(name, references[key].number)
        for key, name in full.items()
    }
    return Names(full, below, references)


def _below(name: str, number: str) -> str:
    name = name.removeprefix(f"Nr. {number} ")
    return f"das {name}" if name.startswith("Feld ") else name


def is_heading(reference: Reference) -> bool:
    """Return whether this is the reference of a heading."""
    return reference == Reference(reference.number)


def _full(reference: Reference) -> str:
    if is_heading(reference):
        return f"{HEADING} von Nr. {reference.number}"
    if reference.field is None:
        return reference.german()
    nth = f" {reference.repeated}" if reference.repeated > 1 else ""
    above = f"Nr. {reference.number} " if reference.number else "das "
    return f"{above}Feld „{FIELD_NAMES[reference.field]}“{nth}"


def _unique(said: dict[str, str]) -> dict[str, str]:
    """Tell provisions with the same reference apart: two header rows of one table, for example."""
    seen: Counter[str] = Counter()
    result = {}
    for key, name in said.items():
        seen[name] += 1
        more = f" an {ordinal(seen[name], 'er')} Stelle" if seen[name] > 1 else ""
        result[key] = name + more
    return result


def dative(name: str) -> str:
    """Return a name in the dative: der Überschrift von Nr. 2."""
    for article, inflected in (("die ", "der "), ("das ", "dem ")):
        if name.startswith(article):
            return inflected + name[4:]
    return name


def inside(name: str) -> str:
    """Return where something stands: in Nr. 2, im Feld „Ziel“."""
    return f"in {dative(name)}".replace("in dem ", "im ", 1)


def named_by(said: str) -> str:
    """Return a name from any form of it in a sentence."""
    for noun, article in (("Überschrift", "die"), ("Feld ", "das")):
        if re.match(rf"(?:[Dd](?:ie|er|as|em) )?{noun}", said):
            return f"{article} {said[said.index(noun) :]}"
    return said
