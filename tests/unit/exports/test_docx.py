"""Word files, read back by a reader of their own."""

from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import docx
import pytest
from hypothesis import HealthCheck, given, settings
from openxml_audit import OpenXmlValidator
from support.revised import revised
from support.tracked import (
    CASES,
    HOSTILE,
    MOMENT,
    A,
    B,
    H,
    heading,
    inserted,
    item,
    paragraph,
    provisions,
    publication,
    same,
)
from support.word import W, part, read, revisions
from support.written import expected

from guideline_workshop.exports.characters import visible
from guideline_workshop.exports.docx import to_docx
from guideline_workshop.exports.publication import Note
from guideline_workshop.text.display import compare
from guideline_workshop.text.document import Document


def read_back(data, side):
    return [(line.style, line.text) for line in read(data, side)]


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("side", ["old", "new"])
def test_each_side_of_the_changes_is_exactly_its_text(name, side):
    lines = CASES[name]
    assert read_back(to_docx(publication(lines)), side) == expected(provisions(lines, side))


@pytest.mark.parametrize("name", CASES)
def test_the_file_is_valid(name, tmp_path):
    path = tmp_path / "file.docx"
    path.write_bytes(to_docx(publication(CASES[name], notes=(Note("a", "Ä 7"),))))
    found = OpenXmlValidator().validate(path)
    assert [str(error) for error in found.errors] == []


@pytest.mark.parametrize("name", CASES)
def test_every_revision_has_an_id_of_its_own_an_author_and_a_date(name):
    found = revisions(to_docx(publication(CASES[name])))
    assert len({number for _, number, _, _ in found}) == len(found)
    assert all(author and date == "2026-11-22T09:30:00Z" for _, _, author, date in found)


def test_the_clean_file_has_no_revisions():
    lines = CASES["two in a row"]
    data = to_docx(replace(publication(lines), lines=None))
    assert revisions(data) == []
    assert read_back(data, "new") == expected(provisions(lines, "new"))


def test_changes_are_their_associations():
    found = revisions(to_docx(publication(CASES["changed words"])))
    assert {author for tag, _, author, _ in found if tag == "ins"} == {
        "Verein „Ankommen“ & Freunde"
    }
    assert {author for tag, _, author, _ in found if tag == "del"} == {"Caritas <Musterbach>"}


@pytest.mark.parametrize(("origin", "author"), [("", "Entwurf 2"), ("editorial", "Redaktion")])
def test_a_change_without_a_known_author_is_the_versions(origin, author):
    line = inserted(A)
    runs = tuple(run._replace(origin=origin) for run in line.runs)
    found = revisions(to_docx(publication((replace(line, runs=runs), same(B)))))
    assert {name for _, _, name, _ in found} == {author}


def test_bookmarks_carry_the_keys():
    marks = part(to_docx(publication(CASES["moved up"]))).iter(f"{W}bookmarkStart")
    assert [mark.get(f"{W}name") for mark in marks] == ["gw_c", "gw_a", "gw_b", "gw_c_x"]


def test_an_odd_key_gets_no_bookmark():
    marks = part(to_docx(publication((same(paragraph('a"><x', "Text")),)))).iter(
        f"{W}bookmarkStart"
    )
    assert list(marks) == []


def test_notes_are_comments():
    data = to_docx(publication((same(A), same(B)), notes=(Note("b", "aus Ä 7"),)))
    with ZipFile(BytesIO(data)) as archive:
        assert "aus Ä 7" in archive.read("word/comments.xml").decode()
    assert len(list(part(data).iter(f"{W}commentReference"))) == 1


def test_strong_and_links_are_written():
    found = read(to_docx(publication(CASES["strong and links"])))
    assert [(line.strong, line.links) for line in found] == [
        ("alte ", "Satzung "),
        ("und ", "hier "),
    ]


def test_the_frame_says_what_the_file_is():
    document = docx.Document(BytesIO(to_docx(publication((same(A),)))))
    properties = document.core_properties
    digest = Document((A,)).digest
    assert (properties.title, properties.language) == ("Leitlinien für Integration", "de-DE")
    assert properties.identifier == digest
    assert properties.created.replace(tzinfo=None) == MOMENT.replace(tzinfo=None)
    cover = "\n".join(paragraph.text for paragraph in document.paragraphs[:6])
    for words in ("Leitlinien für Integration", "Entwurf 2 · Stand 22. November 2026", digest):
        assert words in cover
    assert "Leitlinien für Integration\tEntwurf 2" in document.sections[0].header.paragraphs[0].text
    with ZipFile(BytesIO(to_docx(publication((same(A),))))) as archive:
        assert b'w:instr=" NUMPAGES "' in archive.read("word/footer1.xml")


def test_the_cover_says_where_the_adoption_is_recorded():
    said = "Beschlossen am 3. Mai 2027. Zeile 7: abc"
    document = docx.Document(BytesIO(to_docx(publication((same(A),), resolution=said))))
    assert said in [paragraph.text for paragraph in document.paragraphs[:7]]


def test_english_is_english():
    data = to_docx(publication((same(A),), language="en"))
    document = docx.Document(BytesIO(data))
    assert document.core_properties.language == "en-GB"
    assert "As of 22 November 2026" in document.paragraphs[2].text


def test_the_template_of_python_docx_leaves_nothing_behind():
    with ZipFile(BytesIO(to_docx(publication((same(A),))))) as archive:
        names = archive.namelist()
    assert not [
        name for name in names if "Effects" in name or "thumbnail" in name or "custom" in name
    ]


def test_the_same_text_is_the_same_file():
    lines = CASES["strong and links"]
    assert to_docx(publication(lines)) == to_docx(publication(lines))


def test_hostile_titles_and_names_are_only_text():
    data = to_docx(publication((same(A),), title=HOSTILE, version=HOSTILE, consultation=HOSTILE))
    document = docx.Document(BytesIO(data))
    assert document.paragraphs[0].text == visible(HOSTILE)
    assert "\u202e" not in document.core_properties.title


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(revised())
def test_any_comparison_comes_back_as_its_two_versions(versions):
    old, new = versions
    for lines in (compare(old, new).exact, compare(old, new).lines):
        data = to_docx(publication(lines, document=new))
        assert read_back(data, "new") == expected(new.provisions)
        assert read_back(data, "old") == expected(old.provisions)


def test_numbers_are_counted_by_the_word_processor_as_by_us():
    lines = (same(H), same(heading("h2", "Zwei", 3)), same(A), same(item("i", "x", 2)), same(B))
    levels = [
        (node.find(f"{W}ilvl").get(f"{W}val"), node.find(f"{W}numId").get(f"{W}val"))
        for node in part(to_docx(publication(lines))).iter(f"{W}numPr")
    ]
    assert levels == [("0", "1"), ("1", "1"), ("0", "2"), ("1", "3"), ("0", "2")]


def test_deleted_text_is_in_w_del_text():
    root = part(to_docx(publication(CASES["moved down"])))
    inside = [node for mark in root.iter(f"{W}del") for node in mark.iter(f"{W}t")]
    assert inside == []
    assert "".join(node.text for node in root.iter(f"{W}delText")) == "Erster Absatz."
