"""Word files, read back by a reader of their own."""

import pytest
from support.tracked import CASES, provisions, publication
from support.word import read
from support.written import expected

from guideline_workshop.exports.docx import to_docx


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("side", ["old", "new"])
def test_each_side_of_the_changes_is_exactly_its_text(name, side):
    lines = CASES[name]
    found = read(to_docx(publication(lines)), side)
    assert [(line.style, line.text) for line in found] == expected(provisions(lines, side))
