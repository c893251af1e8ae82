"""What changes about the same words: how they look, and where they lead to."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from guideline_workshop.text.quotation import Quotation, quoted_words
from guideline_workshop.text.tokens import Style, Token

_MARKS = {
    (True, True): "fett und kursiv hervorgehoben",
    (True, False): "fett hervorgehoben",
    (False, True): "kursiv hervorgehoben",
    (False, False): "nicht mehr hervorgehoben",
}
_LOOKS = {said: marks for marks, said in _MARKS.items()}
DONE = re.compile(
    rf"(?P<marks>{'|'.join(_LOOKS)})?(?: und )?(?:(?P<link>nicht mehr|mit \0) verknüpft)?"
)
"""What is done to words, with a placeholder for the address."""


class Restyle(NamedTuple):
    """A change of style: what is None stays as it is."""

    marks: tuple[bool, bool] | None
    href: str | None

    def of(self, token: Token) -> Token:
        """Return a word in its new style."""
        strong, emphasis = self.marks or (token.strong, token.emphasis)
        href = token.href if self.href is None else self.href
        return token._replace(strong=strong, emphasis=emphasis, href=href)

    def said(self) -> str:
        """Return what is done: fett hervorgehoben, nicht mehr verknüpft."""
        done = [] if self.marks is None else [_MARKS[self.marks]]
        if self.href is not None:
            link = f"mit {quoted_words(self.href)}" if self.href else "nicht mehr"
            done.append(f"{link} verknüpft")
        return " und ".join(done)


def between(old: Style, new: Style) -> Restyle:
    """Return the change from one style to another."""
    marks = (new.strong, new.emphasis)
    same = marks == (old.strong, old.emphasis)
    return Restyle(None if same else marks, None if old.href == new.href else new.href)


def as_said(done: re.Match[str], quotations: Sequence[Quotation]) -> Restyle:
    """Return the change that a match of `DONE` says; the last quotation is the address."""
    link = None if done["link"] is None else quotations[-1].words if "\0" in done["link"] else ""
    return Restyle(_LOOKS[done["marks"]] if done["marks"] else None, link)
