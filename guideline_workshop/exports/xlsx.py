"""Lists as spreadsheets."""

import datetime as dt
import io
import re
from collections.abc import Iterable, Sequence

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST = 32_767
"""So many characters fit into a cell; a longer text ends with `CUT`."""
CUT = " […]"
Cell = str | int | dt.datetime

_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NOT_IN_A_NAME = re.compile(r"[\\*?:/\[\]\x00-\x1f]")
_TOP = Alignment(vertical="top", wrap_text=True)
_NARROW, _WIDE = 14, 60


def to_xlsx(title: str, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Write a list with a heading that stays in view; words are words, whatever they begin with.

    Moments are written as they are in their zone.
    """
    lines = [[_writable(cell) for cell in row] for row in rows]
    book = Workbook(write_only=True)
    # the names of sheets are short, and spreadsheets refuse some signs in them
    sheet = book.create_sheet(_NOT_IN_A_NAME.sub(" ", title).strip(" '")[:31] or "1")
    sheet.freeze_panes = "A2"
    for column, width in enumerate(_widths(header, lines), start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.append([_cell(sheet, name, is_header=True) for name in header])
    for line in lines:
        sheet.append([_cell(sheet, value) for value in line])
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(header))}{len(lines) + 1}"
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _cell(sheet: object, value: Cell, *, is_header: bool = False) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value=value)
    if isinstance(value, str):
        # openpyxl takes "=…" for a formula and "#N/A" for an error
        cell.data_type = "s"
        # and a spreadsheet would, as soon as somebody opens the cell to edit it
        cell.quotePrefix = True
    elif isinstance(value, dt.datetime):
        cell.number_format = "yyyy-mm-dd hh:mm"
    cell.alignment = _TOP
    if is_header:
        cell.font = Font(bold=True)
    return cell


def _writable(value: Cell) -> Cell:
    if isinstance(value, dt.datetime):
        return value.replace(tzinfo=None, microsecond=0)
    if not isinstance(value, str):
        return value
    text = _UNWRITABLE.sub("\ufffd", value)
    return text if len(text) <= LONGEST else text[: LONGEST - len(CUT)] + CUT


def _widths(header: Sequence[str], lines: Sequence[Sequence[Cell]]) -> list[int]:
    """Return how wide columns are: as their longest text, but neither tiny nor huge."""
    widths = []
    for column, name in enumerate(header):
        longest = max([len(name), *(len(str(line[column])) for line in lines)])
        widths.append(min(_WIDE, max(_NARROW, longest + 2)))
    return widths
