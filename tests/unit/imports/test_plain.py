import codecs

import pytest

from guideline_workshop.imports.parse import parse
from guideline_workshop.imports.result import NoticeCode, Reason, Unreadable
from guideline_workshop.text.document import Kind


def read(data, extension=".txt"):
    return parse(data if isinstance(data, bytes) else data.encode(), extension)


def texts(imported):
    return [p.text for p in imported.provisions]


def notices(imported):
    return {notice.code: notice.count for notice in imported.notices}


def test_blank_lines_separate_paragraphs():
    imported = read("eins\r\nweiter\r\n \t\r\nzwei\n\n\n\ndrei")
    assert texts(imported) == ["eins weiter", "zwei", "drei"]
    assert {p.kind for p in imported.provisions} == {Kind.PARAGRAPH}
    assert not imported.notices


def test_no_mark_means_anything():
    imported = read("# kein Kopf\n\n- kein Punkt\n\n*keine* Betonung\n\na) x\n\nb) y")
    assert {p.kind for p in imported.provisions} == {Kind.PARAGRAPH}
    assert texts(imported) == [
        "# kein Kopf",
        "- kein Punkt",
        r"\*keine\* Betonung",
        "a) x",
        "b) y",
    ]


@pytest.mark.parametrize(
    "data",
    [
        "Größe – „ja“".encode(),
        codecs.BOM_UTF8 + "Größe – „ja“".encode(),
        "Größe – „ja“".encode("utf-16"),
        codecs.BOM_UTF16_BE + "Größe – „ja“".encode("utf-16-be"),
    ],
)
def test_unicode_is_read_in_its_usual_encodings(data):
    imported = read(data)
    assert texts(imported) == ["Größe – „ja“"]
    assert not imported.notices


def test_what_windows_programs_wrote_is_read_with_a_notice():
    imported = read("Größe – „ja“".encode("cp1252"))
    assert texts(imported) == ["Größe – „ja“"]
    assert notices(imported) == {NoticeCode.ENCODING_GUESSED: 1}


@pytest.mark.parametrize("data", [b"\x81\x8d\x8f", b"\xff\x01\x02\x03abc", b"a\x00b"])
def test_what_is_no_text_is_refused(data):
    with pytest.raises(Unreadable) as refused:
        read(data)
    assert refused.value.reason is Reason.WRONG_TYPE


def test_half_a_character_of_utf_16_is_broken():
    with pytest.raises(Unreadable) as refused:
        read(codecs.BOM_UTF16_LE + b"a")
    assert refused.value.reason is Reason.BROKEN


def test_control_characters_are_removed_and_counted():
    imported = read("a\x01b\x1b c\x7f\x85d\x0be\ufeff")
    assert texts(imported) == ["ab c d e"]
    assert notices(imported) == {NoticeCode.CHARACTERS_REMOVED: 4}


def test_direction_marks_are_kept_for_readers_to_see():
    assert texts(read("a\u202eb\u200bc")) == ["a\u202eb\u200bc"]


def test_text_is_normalised():
    assert texts(read("Gro\u0308\u00dfe und Wort\u00adteil")) == ["Größe und Wortteil"]


@pytest.mark.parametrize("data", [" ", "\n\n", "\x01\x02", "\u00ad"])
def test_a_draft_without_text_is_empty(data):
    with pytest.raises(Unreadable) as refused:
        read(data)
    assert refused.value.reason is Reason.EMPTY
