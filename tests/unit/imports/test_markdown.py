import pytest

from guideline_workshop.imports.parse import parse
from guideline_workshop.imports.result import NoticeCode
from guideline_workshop.text.document import Kind


def read(text):
    return parse(text.encode(), ".md")


def shape(imported):
    return [(p.kind, p.level, p.text) for p in imported.provisions]


def texts(imported):
    return [p.text for p in imported.provisions]


def notices(imported):
    return {notice.code: notice.count for notice in imported.notices}


def test_headings_paragraphs_and_lists_are_read():
    imported = read("# A\n\ntext\n\n# B\n\n- eins\n  1. zwei\n- drei\n")
    assert shape(imported) == [
        (Kind.HEADING, 1, "A"),
        (Kind.PARAGRAPH, 0, "text"),
        (Kind.HEADING, 1, "B"),
        (Kind.ITEM, 1, "eins"),
        (Kind.ITEM, 2, "zwei"),
        (Kind.ITEM, 1, "drei"),
    ]


def test_a_second_paragraph_of_an_item_is_a_paragraph():
    imported = read("- eins\n\n  mehr\n- zwei\n\nEnde\n")
    assert [kind for kind, _, _ in shape(imported)] == [
        Kind.ITEM,
        Kind.PARAGRAPH,
        Kind.ITEM,
        Kind.PARAGRAPH,
    ]


def test_an_empty_item_does_not_turn_the_next_paragraph_into_an_item():
    imported = read("-\n\nText\n")
    assert shape(imported) == [(Kind.PARAGRAPH, 0, "Text")]


def test_marks_and_links_are_kept():
    imported = read("Alle **lernen** *gut* <https://example.org> [x](mailto:a@b.de 'Titel').")
    assert texts(imported) == [
        "Alle **lernen** *gut* [https://example.org](https://example.org) [x](mailto:a@b.de)."
    ]


@pytest.mark.parametrize(
    "address", ["http://a.de", "javascript:alert(1)", "/pfad", "data:text/html,x", "#anker"]
)
def test_other_links_become_text(address):
    imported = read(f"siehe [hier]({address})!")
    assert texts(imported) == ["siehe hier!"]
    assert notices(imported) == {NoticeCode.LINKS_AS_TEXT: 1}


def test_tables_are_read():
    imported = read("| Jahr | Zahl |\n|---|---|\n| 2024 | **5** \\| 6 |\n")
    assert shape(imported) == [(Kind.ROW, 1, "Jahr | Zahl"), (Kind.ROW, 0, r"2024 | **5** \| 6")]


def test_html_is_text():
    imported = read("<script>alert(1)</script>\n\nText mit <b onclick=x>fett</b> und 1 < 2\n")
    assert texts(imported) == [
        "<script>alert(1)</script>",
        "Text mit <b onclick=x>fett</b> und 1 < 2",
    ]
    assert notices(imported) == {NoticeCode.HTML_AS_TEXT: 4}


def test_a_smaller_sign_alone_is_no_html():
    assert not read("1 < 2 und 3 > 2").notices


def test_code_becomes_text():
    imported = read("```\nx\ny\n```\n\nmit `z`\n")
    assert texts(imported) == ["x y", "mit z"]
    assert notices(imported) == {NoticeCode.CODE_AS_TEXT: 2}


def test_images_are_left_out():
    imported = read("Text ![Foto](bild.png) Ende")
    assert texts(imported) == ["Text Ende"]
    assert notices(imported) == {NoticeCode.IMAGES: 1}


def test_quotations_and_rules_are_nothing_special():
    assert texts(read("> Zitat\n\n---\n\nText")) == ["Zitat", "Text"]


def test_lines_of_a_paragraph_are_joined_without_a_notice():
    imported = read("eins\nzwei  \ndrei")
    assert texts(imported) == ["eins zwei drei"]
    assert not imported.notices


def test_escaped_signs_are_literal():
    assert texts(read(r"\*kein\* Bürger\*innen &amp; \#1"))[0] == (r"\*kein\* Bürger*innen & #1")


def test_the_single_top_heading_is_the_title_and_the_others_move_up():
    imported = read("# Leitlinien\n\n## A\n\n### B\n\n## C\n")
    assert imported.title == "Leitlinien"
    assert shape(imported) == [
        (Kind.HEADING, 1, "A"),
        (Kind.HEADING, 2, "B"),
        (Kind.HEADING, 1, "C"),
    ]
    assert not imported.notices


def test_keys_are_numbered_in_order():
    assert [p.key for p in read("# A\n\nb\n\n# c\n").provisions] == ["p1", "p2", "p3"]
