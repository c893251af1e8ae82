"""Spreadsheets: what is written comes back, and nothing in it is ever calculated."""

import datetime as dt
import io
import re
import zipfile

import pytest
from openpyxl import load_workbook
from support.formulas import FORMULAS

from guideline_workshop.exports.xlsx import CUT, LONGEST, to_xlsx


def read(data):
    (sheet,) = load_workbook(io.BytesIO(data)).worksheets
    return sheet


def test_a_list_comes_back_as_it_was_written():
    moment = dt.datetime(2026, 3, 1, 12, 30, tzinfo=dt.UTC)
    sheet = read(to_xlsx("Anträge", ["Nr.", "Titel", "Am"], [[7, "Mehr\nKurse", moment]]))
    rows = list(sheet.iter_rows(values_only=True))
    assert rows == [("Nr.", "Titel", "Am"), (7, "Mehr\nKurse", moment.replace(tzinfo=None))]
    assert (sheet.title, sheet.freeze_panes, sheet.auto_filter.ref) == ("Anträge", "A2", "A1:C2")


def test_words_are_never_taken_for_formulas():
    """Threat 42."""
    data = to_xlsx("=1+1", ["=1+1"], [[one] for one in FORMULAS])
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        xml = file.read("xl/worksheets/sheet1.xml").decode()
    assert not re.findall(r"<f[ >]|t=\"(?:e|str|b|n)\"", xml)
    cells = [row[0] for row in read(data).iter_rows(min_row=2)]
    assert {cell.data_type for cell in cells} == {"s"}
    assert all(cell.quotePrefix for cell in cells)


@pytest.mark.parametrize("character", ["\x00", "\x0b", "\x1f", "\ud800", "\uffff"])
def test_what_cannot_be_written_is_shown_as_missing(character):
    assert read(to_xlsx("Liste", ["Was"], [[f"a{character}b"]]))["A2"].value == "a\ufffdb"


def test_a_text_too_long_for_a_cell_says_that_it_is_cut():
    value = read(to_xlsx("Liste", ["Was"], [["x" * (LONGEST + 1)]]))["A2"].value
    assert len(value) == LONGEST
    assert value.endswith(CUT)


@pytest.mark.parametrize("title", ["", "a/b:c*[d]?\\", "x" * 40, "'", "\x00"])
def test_any_title_names_a_sheet(title):
    assert 1 <= len(read(to_xlsx(title, ["Was"], [])).title) <= 31
