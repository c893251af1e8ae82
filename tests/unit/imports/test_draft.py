"""A draft of 20 pages, written by LibreOffice (see tests/data/make_draft.py)."""

from collections import Counter
from pathlib import Path

import pytest

from guideline_workshop.imports.parse import parse
from guideline_workshop.imports.result import NoticeCode
from guideline_workshop.text.document import Document, Field, Kind
from guideline_workshop.text.markup import normalise
from guideline_workshop.text.numbering import numbering

DATA = Path(__file__).parents[2] / "data"


@pytest.fixture(params=["docx", "odt"], scope="module")
def draft(request):
    return parse((DATA / f"draft.{request.param}").read_bytes(), f".{request.param}")


def test_both_formats_give_the_same_text():
    docx, odt = (parse((DATA / f"draft.{x}").read_bytes(), f".{x}") for x in ("docx", "odt"))
    assert docx.provisions == odt.provisions
    assert docx.title == odt.title


def test_the_title_is_found(draft):
    assert draft.title == "Leitlinien für Integration und Zusammenleben im Landkreis Hohenwald"


def test_all_kinds_are_found(draft):
    assert Counter((p.kind, p.level) for p in draft.provisions) == {
        (Kind.HEADING, 1): 11,
        (Kind.HEADING, 2): 32,
        (Kind.HEADING, 3): 16,
        (Kind.PARAGRAPH, 0): 102,
        (Kind.ITEM, 1): 29,
        (Kind.ITEM, 2): 15,
        (Kind.ROW, 1): 1,
        (Kind.ROW, 0): 3,
        (Kind.FIELD, 0): 144,
    }


def test_every_recommendation_has_its_nine_fields(draft):
    fields = Counter(p.field for p in draft.provisions if p.field)
    assert set(fields) == set(Field) - {Field.FIELD_OF_ACTION, Field.EVIDENCE}
    assert set(fields.values()) == {16}


def test_headings_get_the_numbers_they_had(draft):
    document = Document(draft.provisions)
    markers = numbering(document)
    last = [p for p in draft.provisions if p.kind is Kind.HEADING][-2]
    assert (last.text, markers[last.key].marker) == ("Willkommensbehörde", "10.4.2")


def test_bold_italics_and_links_are_kept(draft):
    text = "\n".join(p.text for p in draft.provisions)
    assert "**Richtschnur für Verwaltung und Politik**" in text
    assert "*Gespräche ohne Prüfungsdruck*" in text
    assert "[im Internet](https://www.landkreis-hohenwald.example/leitlinien)" in text
    assert "intranet.hohenwald" not in text


def test_tracked_changes_are_resolved(draft):
    text = "\n".join(p.text for p in draft.provisions)
    assert "Grundlage für die Stellungnahmen" in text
    assert "Zusammen sind es 96 Vereine, die sich" in text
    assert "Der Bericht erscheint im ersten Halbjahr." in text


def test_everything_left_out_is_reported(draft):
    assert {notice.code: notice.count for notice in draft.notices} == {
        NoticeCode.COMMENTS: 1,
        NoticeCode.DELETIONS_LEFT_OUT: 2,
        NoticeCode.FOOTNOTES: 2,
        NoticeCode.HEADERS_FOOTERS: 2,
        NoticeCode.IMAGES: 1,
        NoticeCode.INSERTIONS_TAKEN: 2,
        NoticeCode.LINKS_AS_TEXT: 1,
        NoticeCode.SOFT_BREAKS: 2,
        NoticeCode.STRUCK_THROUGH: 1,
        NoticeCode.TABLE_OF_CONTENTS: 9,
        NoticeCode.TEXT_BOXES: 1,
    }


def test_all_text_is_canonical(draft):
    assert all(p.text == normalise(p.text) for p in draft.provisions)
