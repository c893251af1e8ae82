"""Styled text of any format becomes canonical markup."""

from collections.abc import Iterable

from guideline_workshop.imports.blocks import Block, Spans
from guideline_workshop.text.markup import href, normalise, render, styled
from guideline_workshop.text.tokens import PLAIN, Style

Piece = tuple[str, Style, bool]
SEPARATOR: tuple[Piece, ...] = ((" ", PLAIN, False), ("|", PLAIN, True), (" ", PLAIN, False))


def markup(block: Block) -> str:
    """Return the text of a block as a provision holds it; the cells of a row are separated."""
    pieces = list(_pieces(block.cells[0]))
    for cell in block.cells[1:]:
        pieces.extend(SEPARATOR)
        pieces.extend(_pieces(cell))
    return normalise(render(styled(pieces)))


def _pieces(spans: Spans) -> Iterable[Piece]:
    return ((s.text, Style(s.strong, s.emphasis, s.href), False) for s in spans if s.text)


def link_target(url: str) -> str:
    """Return the address as it may be linked to, or "" where only its text is taken."""
    scheme, colon, rest = url.strip().partition(":")
    return href(f"{scheme.lower()}{colon}{rest}") if len(url) <= 2_000 else ""
