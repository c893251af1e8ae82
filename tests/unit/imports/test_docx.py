import pytest
from support.office import STRICT, bold, docx, paragraph, run, styled, table
from support.word_drafts import STYLES, read

from guideline_workshop.imports.parse import parse
from guideline_workshop.imports.result import NoticeCode
from guideline_workshop.text.document import Field, Kind


def shape(imported):
    return [(p.kind, p.level, p.text) for p in imported.provisions]


def notices(imported):
    return {notice.code: notice.count for notice in imported.notices}


def listed(text, list_id, depth=0):
    numbers = f'<w:ilvl w:val="{depth}"/><w:numId w:val="{list_id}"/>'
    return paragraph(text, f"<w:numPr>{numbers}</w:numPr>")


@pytest.mark.parametrize(
    ("style", "level"),
    [("berschrift1", 1), ("Kapitel", 1), ("berschrift2", 2), ("Ebene3", 3)],
)
def test_headings_are_known_by_name_by_origin_or_by_outline_level(style, level):
    above = styled("berschrift1", "A") + styled("berschrift1", "B") + styled("berschrift2", "C")
    imported = read(above + styled(style, "Sprache"))
    assert shape(imported)[-1] == (Kind.HEADING, level, "Sprache")


def test_a_style_derived_from_a_heading_can_be_body_text():
    imported = read(styled("Zwischen", "Nur Text"))
    assert shape(imported) == [(Kind.PARAGRAPH, 0, "Nur Text")]


def test_an_outline_level_of_the_paragraph_makes_a_heading():
    imported = read(paragraph("Vorab") + paragraph("Kopf", '<w:outlineLvl w:val="0"/>'))
    assert shape(imported)[1] == (Kind.HEADING, 1, "Kopf")


def test_styles_based_on_each_other_do_no_harm():
    assert shape(read(styled("Kreis", "Rund"))) == [(Kind.PARAGRAPH, 0, "Rund")]


def test_an_unknown_style_is_body_text():
    assert shape(read(styled("gibt-es-nicht", "Text"))) == [(Kind.PARAGRAPH, 0, "Text")]


def test_the_title_is_taken_from_its_style_and_the_subtitle_stays():
    imported = read(
        styled("Titel", "Leitlinien") + styled("Untertitel", "Entwurf") + paragraph("Text")
    )
    assert imported.title == "Leitlinien"
    assert [text for _, _, text in shape(imported)] == ["Entwurf", "Text"]


def test_a_table_of_contents_is_left_out():
    imported = read(styled("Inhalt", "Inhalt") + styled("Verzeichnis1", "1 A 3") + paragraph("A"))
    assert shape(imported) == [(Kind.PARAGRAPH, 0, "A")]
    assert notices(imported) == {NoticeCode.TABLE_OF_CONTENTS: 2}


def test_items_have_the_depth_of_their_list():
    imported = read(listed("a", 1) + listed("b", 1, depth=1) + listed("c", 1))
    assert shape(imported) == [(Kind.ITEM, 1, "a"), (Kind.ITEM, 2, "b"), (Kind.ITEM, 1, "c")]


def test_lists_may_come_from_styles():
    imported = read(styled("Liste", "a") + styled("Liste2", "b"))
    assert shape(imported) == [(Kind.ITEM, 1, "a"), (Kind.ITEM, 2, "b")]


def test_numbering_can_be_switched_off_in_a_paragraph():
    off = '<w:pStyle w:val="Liste"/><w:numPr><w:numId w:val="0"/></w:numPr>'
    assert shape(read(paragraph("Text", off))) == [(Kind.PARAGRAPH, 0, "Text")]


def test_paragraphs_numbered_in_brackets_are_no_items():
    imported = read(listed("Absatz", 2) + listed("Buchstabe", 2, depth=1) + listed("frei", 3))
    assert [kind for kind, _, _ in shape(imported)] == [Kind.PARAGRAPH, Kind.ITEM, Kind.PARAGRAPH]


def test_bold_italics_and_links_become_markup():
    imported = read(
        "<w:p>"
        + run("Alle ")
        + bold("lernen ")
        + run("schnell ", "<w:i/>")
        + '<w:hyperlink r:id="l1">'
        + run("Deutsch")
        + "</w:hyperlink></w:p>",
        links={"l1": "https://example.org/deutsch"},
    )
    assert shape(imported)[0][2] == (
        "Alle **lernen** *schnell* [Deutsch](https://example.org/deutsch)"
    )


def test_bold_comes_from_character_styles_too_and_can_be_switched_off():
    imported = read(
        "<w:p>"
        + run("eins ", '<w:rStyle w:val="Fetter"/>')
        + run("zwei ", '<w:rStyle w:val="Fetter"/><w:b w:val="0"/>')
        + "</w:p>"
    )
    assert shape(imported)[0][2] == "**eins** zwei"


def test_a_heading_that_is_bold_as_a_whole_is_just_a_heading():
    imported = read(paragraph("x") + styled("berschrift1", bold("Sprache")))
    assert shape(imported)[1] == (Kind.HEADING, 1, "Sprache")


def test_signs_of_markup_in_the_text_stay_what_they_are():
    imported = read(paragraph("**kein** *Markup* [x](https://y.de) Bürger*innen"))
    text = shape(imported)[0][2]
    assert text.startswith(r"\*\*kein\*\*")
    assert "Bürger*innen" in text


@pytest.mark.parametrize(
    "address", ["http://example.org", "javascript:alert(1)", "file:///etc/passwd", "kapitel2.docx"]
)
def test_other_links_become_text(address):
    link = f'<w:p><w:hyperlink r:id="l1">{run("hier")}</w:hyperlink></w:p>'
    imported = read(link, links={"l1": address})
    assert shape(imported)[0][2] == "hier"
    assert imported.notices[0].code is NoticeCode.LINKS_AS_TEXT
    assert imported.notices[0].detail == address


def test_links_may_be_written_as_fields():
    imported = read(
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        '<w:r><w:instrText> HYPERLINK "mailto:a@example.org" </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        + run("Post")
        + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        + run(" Seite ")
        + f'<w:fldSimple w:instr=" PAGE ">{run("7")}</w:fldSimple></w:p>'
    )
    assert shape(imported)[0][2] == "[Post](mailto:a@example.org) Seite 7"


def test_a_field_that_is_never_closed_swallows_only_its_paragraph():
    imported = read(
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>' + run("x") + "</w:p>" + paragraph("y")
    )
    assert shape(imported) == [(Kind.PARAGRAPH, 0, "y")]


def test_tracked_insertions_are_taken_and_deletions_left_out():
    imported = read(
        "<w:p>"
        + run("Alle ")
        + f'<w:ins w:author="A">{run("Menschen ")}</w:ins>'
        + '<w:del w:author="A"><w:r><w:delText>Bürger </w:delText></w:r></w:del>'
        + f'<w:moveFrom w:author="A">{run("weg ")}</w:moveFrom>'
        + f'<w:moveTo w:author="A">{run("da")}</w:moveTo></w:p>'
    )
    assert shape(imported)[0][2] == "Alle Menschen da"
    assert notices(imported) == {
        NoticeCode.INSERTIONS_TAKEN: 2,
        NoticeCode.DELETIONS_LEFT_OUT: 2,
    }
    assert imported.notices[0].detail == "Bürger · weg"


def test_a_deleted_paragraph_mark_joins_with_the_next_paragraph():
    imported = read(
        paragraph("Der Kreis ", "<w:rPr><w:del/></w:rPr>") + paragraph("hilft.") + paragraph("Ja.")
    )
    assert [text for _, _, text in shape(imported)] == ["Der Kreis hilft.", "Ja."]


def test_a_deleted_mark_at_the_very_end_loses_nothing():
    assert shape(read(paragraph("Ende", "<w:rPr><w:del/></w:rPr>")))[0][2] == "Ende"


def test_deleted_rows_are_left_out():
    rows = table(("A", "B"), ("C", "D"))
    rows = rows.replace("<w:tr>", "<w:tr><w:trPr><w:del/></w:trPr>", 1)
    imported = read(rows)
    assert shape(imported) == [(Kind.ROW, 0, "C | D")]
    assert notices(imported) == {NoticeCode.DELETIONS_LEFT_OUT: 1}


def test_tables_become_rows_with_a_header():
    imported = read(table(("Jahr", "Zahl"), ("2024", "5 | 6"), header=True))
    assert shape(imported) == [(Kind.ROW, 1, "Jahr | Zahl"), (Kind.ROW, 0, r"2024 | 5 \| 6")]


def test_a_first_row_in_bold_is_a_header():
    head = tuple(paragraph(bold(text)) for text in ("Jahr", "Zahl"))
    imported = read(table(head, ("2024", "5")))
    assert shape(imported) == [(Kind.ROW, 1, "Jahr | Zahl"), (Kind.ROW, 0, "2024 | 5")]


def test_merged_and_nested_cells_are_flattened_and_reported():
    wide = "<w:tcPr><w:gridSpan w:val='2'/></w:tcPr>" + paragraph("breit")
    below = "<w:tcPr><w:vMerge/></w:tcPr>" + paragraph()
    nested = table(("i", "j")) + paragraph("k")
    imported = read(table((wide, "x"), (below, "y", nested)))
    assert [text for _, _, text in shape(imported)] == ["breit | | x", "| y | i j k"]
    assert notices(imported) == {NoticeCode.MERGED_CELLS: 2, NoticeCode.NESTED_TABLES: 1}


def test_an_absurd_cell_width_is_bounded():
    wide = "<w:tcPr><w:gridSpan w:val='9999'/></w:tcPr>" + paragraph("breit")
    imported = read(table((wide, "x")))
    assert shape(imported)[0][2].count("|") == 63


def test_a_table_of_one_cell_is_a_frame_around_text():
    imported = read(table((styled("berschrift2", "Merke") + paragraph("Text"),)))
    assert [kind for kind, _, _ in shape(imported)] == [Kind.PARAGRAPH]
    assert imported.title == "Merke"
    assert notices(imported) == {NoticeCode.TEXT_BOXES: 1}


def test_recommendation_tables_become_fields():
    imported = read(
        styled("berschrift1", "Leitlinie")
        + styled("berschrift1", "Empfehlung")
        + table(("Ziel", "Alle lernen Deutsch."), ("Priorität:", "mittel"), ("Stand", "offen"))
    )
    fields = [(p.field, p.text) for p in imported.provisions if p.kind is Kind.FIELD]
    assert fields == [
        (Field.GOAL, "Alle lernen Deutsch."),
        (Field.PRIORITY, "mittel"),
        (Field.EVIDENCE, "offen"),
    ]


def test_content_controls_are_looked_into():
    inner = f"<w:sdtContent>{run('drin')}</w:sdtContent>"
    imported = read(
        f"<w:sdt><w:sdtContent><w:p><w:sdt>{inner}</w:sdt></w:p></w:sdtContent></w:sdt>"
    )
    assert shape(imported)[0][2] == "drin"


def test_strict_files_are_read_as_well():
    body = styled("berschrift1", "Titel") + paragraph(bold("Text"))
    parts = {"styles": STYLES}
    imported = parse(docx(body, parts=parts, namespace=STRICT), ".docx")
    assert imported.title == "Titel"
    assert shape(imported) == [(Kind.PARAGRAPH, 0, "**Text**")]


def test_a_draft_without_heading_styles_has_its_headings_guessed():
    text = paragraph("Ein längerer Absatz, der nicht fett ist.")
    imported = read(
        paragraph(bold("1. Sprache"))
        + text
        + text
        + paragraph(bold("1.1 Kurse"))
        + text
        + paragraph(bold("Wichtig:"))
        + text
        + text
    )
    headings = [(level, text) for kind, level, text in shape(imported) if kind is Kind.HEADING]
    assert imported.title == ""
    assert headings == [(1, "Sprache"), (2, "Kurse")]
    assert notices(imported)[NoticeCode.HEADINGS_GUESSED] == 2
