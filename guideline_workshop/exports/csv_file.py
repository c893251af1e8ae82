"""Lists as CSV, for the spreadsheets that people here use."""

import csv
import io
from collections.abc import Iterable, Sequence

_STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def to_csv(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Write a list: UTF-8 with a byte order mark, semicolons, every cell quoted.

    That is what spreadsheets set to German open without asking. A cell that one of them would take
    for a formula begins with an apostrophe, so that it stays text.
    """
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([_as_text(cell) for cell in row] for row in rows)
    return file.getvalue().encode("utf-8-sig")


def _as_text(cell: str) -> str:
    return f"'{cell}" if cell.lstrip(" ").startswith(_STARTS_FORMULA) else cell
