"""What a spreadsheet program makes of our lists."""

import pytest
from support.formulas import FORMULAS
from support.libreoffice import LibreOffice

from guideline_workshop.exports.csv_file import to_csv
from guideline_workshop.exports.xlsx import to_xlsx


@pytest.mark.parametrize("extension", ["xlsx", "csv"])
def test_nothing_is_calculated(tmp_path, extension):
    """Threat 42: a formula would come out as its result."""
    path = tmp_path / f"liste.{extension}"
    rows = [[one.strip("\t\r\n")] for one in FORMULAS]
    path.write_bytes(
        to_xlsx("Liste", ["Was"], rows) if extension == "xlsx" else to_csv(["Was"], rows)
    )
    made = LibreOffice(tmp_path / "office").convert(path, "html").read_text("utf-8")
    assert made.count("1+1") == sum("1+1" in one for one in FORMULAS)
    assert "HYPERLINK(" in made
    assert "SUM(1;1)" in made
    assert "calc" in made
