"""Collects the notices while a draft is read."""

from collections import Counter

from guideline_workshop.imports.limits import MAX_PROVISION_CHARACTERS
from guideline_workshop.imports.result import Notice, NoticeCode, Reason, Unreadable

QUOTED = 3  # how many of the things concerned a notice quotes
QUOTE_LENGTH = 80


class Report:
    """Counts by code, with a quotation of the first few things concerned."""

    def __init__(self) -> None:
        self._counts: Counter[NoticeCode] = Counter()
        self._quotes: dict[NoticeCode, list[str]] = {}

    def add(self, code: NoticeCode, quote: str = "", *, count: int = 1) -> None:
        """Count `count` things; `quote` is some text that lets a person recognise them."""
        self._counts[code] += count
        quotes = self._quotes.setdefault(code, [])
        short = shorten(quote)
        if short and len(quotes) < QUOTED and short not in quotes:
            quotes.append(short)

    @property
    def notices(self) -> tuple[Notice, ...]:
        """What was counted, in the alphabetical order of the codes."""
        return tuple(
            Notice(code, count, " · ".join(self._quotes[code]))
            for code, count in sorted(self._counts.items())
            if count
        )


def shorten(text: str) -> str:
    """Cut to the length of a quotation, on one line."""
    line = " ".join(text[: 4 * QUOTE_LENGTH].split())
    return line if len(line) <= QUOTE_LENGTH else line[: QUOTE_LENGTH - 1].rstrip() + "…"


def check_length(length: int, start: str) -> None:
    """Refuse a provision that is too long; `start` says which one."""
    if length > MAX_PROVISION_CHARACTERS:
        limit = MAX_PROVISION_CHARACTERS
        raise Unreadable(Reason.PROVISION_TOO_LONG, limit=limit, start=shorten(start))
