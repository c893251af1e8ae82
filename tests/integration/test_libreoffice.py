"""The Word files in LibreOffice: what it shows, and what is left once changes are settled."""

from pathlib import Path

import pytest
from support.libreoffice import LibreOffice
from support.tracked import CASES, provisions, publication
from support.word import Line, read
from support.written import expected

from guideline_workshop.exports.docx import to_docx

NAMES = {f"{number:03}": name for number, name in enumerate(CASES)}


@pytest.fixture(scope="module")
def libreoffice(tmp_path_factory):
    return LibreOffice(tmp_path_factory.mktemp("libreoffice"))


@pytest.fixture(scope="module")
def settled(libreoffice, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("settled")
    for number, name in NAMES.items():
        (folder / f"{number}.docx").write_bytes(to_docx(publication(CASES[name])))
    libreoffice.settle(folder)
    return folder


def text_of(lines: list[Line]) -> list[tuple[str, str]]:
    return [(line.style, line.text) for line in lines]


@pytest.mark.parametrize("number", NAMES, ids=NAMES.values())
@pytest.mark.parametrize(("command", "side"), [("accepted", "new"), ("rejected", "old")])
def test_settling_all_changes_leaves_exactly_one_text(settled, number, command, side):
    data = (settled / command / f"{number}.docx").read_bytes()
    wanted = expected(provisions(CASES[NAMES[number]], side))
    assert text_of(read(data)) == wanted
