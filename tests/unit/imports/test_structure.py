import pytest
from support.office import bold, docx, paragraph, run

from guideline_workshop.imports import limits
from guideline_workshop.imports.parse import parse
from guideline_workshop.imports.result import NoticeCode, Reason, Unreadable
from guideline_workshop.text.document import Kind


def read(text):
    return parse(text.encode(), ".md")


def read_docx(*paragraphs):
    return parse(docx("".join(paragraphs)), ".docx")


def shape(imported):
    return [(p.kind, p.level, p.text) for p in imported.provisions]


def notices(imported):
    return {notice.code: notice.count for notice in imported.notices}


def test_typed_numbers_that_are_derived_anyway_are_removed():
    imported = read("# 1. A\n\n## 1.1 B\n\n(1) Text.\n\n(2) Mehr.\n\n# § 2 C\n\n# Kapitel 3: D\n")
    assert [p.text for p in imported.provisions] == ["A", "B", "Text.", "Mehr.", "C", "D"]
    assert notices(imported) == {NoticeCode.TYPED_NUMBERS_REMOVED: 6}


def test_typed_numbers_that_differ_are_kept_and_reported():
    imported = read("# Vorwort\n\n# 1. A\n\n(7) Text.\n\n# III. B\n")
    assert [p.text for p in imported.provisions] == ["Vorwort", "1. A", "(7) Text.", "III. B"]
    assert notices(imported) == {NoticeCode.TYPED_NUMBERS_KEPT: 3}


def test_words_that_are_numbers_are_kept_in_silence():
    imported = read("# Vorwort\n\n# 3 Ziele\n\n# 2030 wird gut\n\nUnd 4 mehr.\n")
    assert [p.text for p in imported.provisions][1:] == ["3 Ziele", "2030 wird gut", "Und 4 mehr."]
    assert not imported.notices


def test_a_number_without_words_is_kept():
    assert shape(read("# A\n\n# 2.\n"))[1][2].startswith("2")


def test_a_number_before_an_invisible_sign_is_kept():
    assert [p.text for p in read("(1) \u00ad\n\nText\n").provisions] == ["(1)", "Text"]


def test_typed_letters_become_items_without_their_letter():
    imported = read_docx(
        paragraph("Es gilt:"), paragraph("a) eins"), paragraph("b)\tzwei"), paragraph("Ende")
    )
    assert shape(imported) == [
        (Kind.PARAGRAPH, 0, "Es gilt:"),
        (Kind.ITEM, 1, "eins"),
        (Kind.ITEM, 1, "zwei"),
        (Kind.PARAGRAPH, 0, "Ende"),
    ]
    assert notices(imported) == {NoticeCode.TYPED_LISTS: 2}


def test_a_letter_alone_is_no_list():
    assert shape(read_docx(paragraph("a) eins")))[0][0] is Kind.PARAGRAPH


@pytest.mark.parametrize("bullet", ["•", "–", "-", "·"])
def test_typed_bullets_become_items(bullet):
    imported = read_docx(paragraph(f"{bullet} eins"), paragraph(f"{bullet}\tzwei"))
    assert shape(imported) == [(Kind.ITEM, 1, "eins"), (Kind.ITEM, 1, "zwei")]


def test_bullets_after_line_breaks_become_items():
    imported = read_docx("<w:p><w:r><w:t>Es gilt:</w:t><w:br/><w:t>• eins</w:t></w:r></w:p>")
    assert [kind for kind, _, _ in shape(imported)] == [Kind.PARAGRAPH, Kind.ITEM]


def test_a_dash_without_a_blank_is_no_bullet():
    assert shape(read_docx(paragraph("-5 Grad"), paragraph("–x")))[0][0] is Kind.PARAGRAPH


def test_levels_become_consecutive():
    imported = read("# A\n\n#### B\n\n### C\n\n# D\n")
    assert [level for _, level, _ in shape(imported)] == [1, 2, 2, 1]
    assert notices(imported) == {NoticeCode.LEVELS_CHANGED: 2}


def test_a_first_heading_below_the_others_moves_up():
    imported = read("### A\n\n# B\n\n## C\n")
    assert [level for _, level, _ in shape(imported)] == [1, 1, 2]
    assert notices(imported) == {NoticeCode.LEVELS_CHANGED: 1}


def test_headings_that_all_begin_lower_move_up_in_silence():
    imported = read("## A\n\n### B\n\n## C\n")
    assert [level for _, level, _ in shape(imported)] == [1, 2, 1]
    assert not imported.notices


def test_two_top_headings_are_no_title():
    assert read("# A\n\n# B\n").title == ""


def test_a_numbered_chapter_is_no_title():
    assert read("# 1. A\n\n## 1.1 B\n").title == ""


def test_a_heading_after_text_can_be_the_title():
    imported = read("Entwurf vom 1. Mai\n\n# Leitlinien\n\n## A\n")
    assert imported.title == "Leitlinien"
    assert [p.text for p in imported.provisions] == ["Entwurf vom 1. Mai", "A"]


def test_the_only_heading_is_the_title_if_nothing_stands_before_it():
    assert read("# A\n\nText\n").title == "A"
    assert read("Text\n\n# A\n\nText\n").title == ""


def test_a_heading_without_any_text_is_no_title_but_the_text():
    imported = read("# A\n")
    assert (imported.title, [p.text for p in imported.provisions]) == ("", ["A"])


def test_a_title_has_no_markup():
    assert read("# Die **Leitlinien** [2026](https://a.de)\n\n## B\n").title == (
        "Die Leitlinien 2026"
    )


def test_bold_labels_and_sentences_are_not_guessed_to_be_headings():
    text = paragraph("Ein gewöhnlicher Absatz.")
    imported = read_docx(
        paragraph(bold("Ein Satz.")), text, paragraph(bold("Ziel:") + run(" x")), text, text
    )
    assert {p.kind for p in imported.provisions} == {Kind.PARAGRAPH}


def test_a_draft_in_bold_throughout_has_no_headings():
    imported = read_docx(*[paragraph(bold(f"Absatz {n}")) for n in range(5)])
    assert {p.kind for p in imported.provisions} == {Kind.PARAGRAPH}


def test_too_long_a_provision_is_refused_with_its_beginning():
    with pytest.raises(Unreadable) as refused:
        read("Anfang " + "x" * limits.MAX_PROVISION_CHARACTERS)
    assert refused.value.reason is Reason.PROVISION_TOO_LONG
    assert str(refused.value.details["start"]).startswith("Anfang")


def test_too_long_a_draft_is_refused():
    text = ("wort " * 1_000 + "\n\n") * (limits.MAX_CHARACTERS // 5_000 + 1)
    with pytest.raises(Unreadable) as refused:
        read(text)
    assert refused.value.reason is Reason.TOO_LONG


def test_too_many_paragraphs_are_refused():
    with pytest.raises(Unreadable) as refused:
        read("x\n\n" * (limits.MAX_PARAGRAPHS + 1))
    assert refused.value.reason is Reason.TOO_MANY_PARAGRAPHS


def test_notices_quote_what_they_concern_shortly():
    imported = read("[" + "w" * 300 + "](http://a.de) " + "[b](http://b.de) " * 9)
    assert imported.notices[0].count == 10
    assert len(imported.notices[0].detail) < 300
