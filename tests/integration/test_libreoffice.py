"""The Word files in LibreOffice: what it shows, and what is left once changes are settled."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from lxml import etree
from support.libreoffice import LibreOffice
from support.revised import revised
from support.tracked import CASES, heading, item, paragraph, provisions, publication, same
from support.word import W, part, read
from support.written import expected

from guideline_workshop.exports.docx import to_docx
from guideline_workshop.text.display import compare
from guideline_workshop.text.document import Document
from guideline_workshop.text.numbering import numbering

NAMES = {f"case-{number:03}": name for number, name in enumerate(CASES)}
SIDES = pytest.mark.parametrize(("command", "side"), [("accepted", "new"), ("rejected", "old")])


def generated(count: int) -> list[tuple[Document, Document]]:
    """Return the same pairs of versions every time."""
    pairs: list[tuple[Document, Document]] = []

    @settings(
        max_examples=count,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(revised())
    def collect(pair):
        pairs.append(pair)

    collect()
    return pairs


PAIRS = {f"pair-{number:03}": pair for number, pair in enumerate(generated(40))}


@pytest.fixture(scope="module")
def libreoffice(tmp_path_factory):
    return LibreOffice(tmp_path_factory.mktemp("libreoffice"))


@pytest.fixture(scope="module")
def settled(libreoffice, tmp_path_factory) -> Path:
    """A folder with every file, accepted and rejected: LibreOffice starts once."""
    folder = tmp_path_factory.mktemp("settled")
    for number, name in NAMES.items():
        (folder / f"{number}.docx").write_bytes(to_docx(publication(CASES[name])))
    for number, (old, new) in PAIRS.items():
        lines = compare(old, new).exact
        (folder / f"{number}.docx").write_bytes(to_docx(publication(lines, document=new)))
    libreoffice.settle(folder)
    return folder


def left(settled, command, number):
    data = (settled / command / f"{number}.docx").read_bytes()
    return [(line.style, line.text) for line in read(data)]


@pytest.mark.parametrize("number", NAMES, ids=NAMES.values())
@SIDES
def test_settling_all_changes_leaves_exactly_one_text(settled, number, command, side):
    wanted = expected(provisions(CASES[NAMES[number]], side))
    assert left(settled, command, number) == wanted


@pytest.mark.parametrize("number", PAIRS)
@SIDES
def test_settling_a_generated_revision_leaves_exactly_one_text(settled, number, command, side):
    old, new = PAIRS[number]
    wanted = expected((new if side == "new" else old).provisions)
    assert left(settled, command, number) == wanted


def test_it_shows_changes_by_their_authors(libreoffice, tmp_path):
    path = tmp_path / "file.docx"
    path.write_bytes(to_docx(publication(CASES["changed words"])))
    root = etree.parse(libreoffice.convert(path, "fodt")).getroot()
    changes = {
        (region[0].tag.rpartition("}")[2], region.findtext(".//{*}creator"))
        for region in root.iter("{*}changed-region")
    }
    assert changes == {
        ("insertion", "Verein „Ankommen“ & Freunde"),
        ("deletion", "Caritas <Musterbach>"),
    }


def test_bookmarks_and_the_digest_survive_it(settled):
    number = next(number for number, name in NAMES.items() if name == "moved down")
    data = (settled / "accepted" / f"{number}.docx").read_bytes()
    names = {mark.get(f"{W}name") for mark in part(data).iter(f"{W}bookmarkStart")}
    assert {"gw_a", "gw_b", "gw_c"} <= names
    digest = publication(CASES["moved down"]).digest
    assert part(data, "docProps/core.xml").findtext("{*}identifier") == digest


def test_it_counts_as_the_text_core_does(libreoffice, tmp_path):
    text = [
        heading("a", "Erstens"),
        paragraph("b", "Absatz eins."),
        item("c", "Punkt eins"),
        item("d", "darunter eins", 2),
        item("e", "darunter zwei", 2),
        item("f", "Punkt zwei"),
        paragraph("g", "Absatz zwei."),
        item("h", "Punkt wieder eins"),
        heading("i", "Unterabschnitt", 3),
        paragraph("j", "Absatz wieder eins."),
        heading("k", "Zweitens"),
    ]
    path = tmp_path / "file.docx"
    path.write_bytes(to_docx(publication(tuple(map(same, text)))))
    shown = libreoffice.convert(path, "txt").read_text("utf-8-sig").splitlines()
    markers = {key: reference.marker for key, reference in numbering(Document(tuple(text))).items()}
    assert "aa)" in markers.values()
    for provision in text:
        [line] = [line for line in shown if line.endswith(provision.text)]
        assert line.split() == [markers[provision.key], *provision.text.split()]
