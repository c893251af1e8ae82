"""How a version is read: its text as HTML, made once for each digest and then kept.

A published text never changes, so what is made from it alone is kept by its digest. What belongs to
a moment or a person (amendments, comments, the token of forms) is put in between afterwards.
"""

import re
from functools import lru_cache
from typing import Any

from markupsafe import Markup
from pyramid.renderers import render

from guideline_workshop.models import Version
from guideline_workshop.services.texts import Kept, text_of
from guideline_workshop.text.display import Comparison, compare
from guideline_workshop.text.document import Document

PLACE = re.compile(r"<!--gw:([^>]*)-->")
"""Where marks go; no text of ours can contain it, since "<" is escaped."""

_pages: Kept[tuple[tuple[Markup, str], ...]] = Kept(64)


@lru_cache(maxsize=16)
def comparison_of(old: Document, new: Document) -> Comparison:
    """Compare two texts; a round reads the same comparison many times."""
    return compare(old, new)


def pieces_of(
    request: Any,  # Pyramid's request
    version: Version,
    *,
    amend: bool,
    comment_url: str,
) -> tuple[tuple[Markup, str], ...]:
    """Return the reading text, cut where marks go: each piece of HTML with the key of its place.

    `amend` is whether one may propose changes; `comment_url` is where comments are written, empty
    where they are not. The last piece has no key.
    """
    key = (version.digest, request.locale_name, amend, comment_url)

    def make() -> tuple[tuple[Markup, str], ...]:
        text = text_of(version)
        html = render(
            "versions/text.jinja2",
            {
                "provisions": text.document.provisions,
                "references": text.references,
                "amend": amend,
                "comment_url": comment_url,
            },
            request,
        )
        parts = [*PLACE.split(html), ""]
        return tuple(
            (Markup(part), place)  # noqa: S704 -- the output of our own template
            for part, place in zip(parts[::2], parts[1::2], strict=True)
        )

    return _pages.get(key, make)
