import pytest
from support.office import odt

from guideline_workshop.imports.parse import parse
from guideline_workshop.imports.result import NoticeCode
from guideline_workshop.text.document import Field, Kind

STYLES = """
<office:styles>
<style:style style:name="Standard" style:family="paragraph"/>
<style:style style:name="Title" style:family="paragraph"/>
<style:style style:name="Subtitle" style:family="paragraph" style:parent-style-name="Title"/>
<style:style style:name="Kapitel" style:family="paragraph" style:default-outline-level="2"/>
<style:style style:name="Contents_20_1" style:family="paragraph"/>
<style:style style:name="Strong_20_Emphasis" style:family="text">
  <style:text-properties fo:font-weight="bold"/></style:style>
</office:styles>
"""
AUTOMATIC = """
<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Title"/>
<style:style style:name="T1" style:family="text">
  <style:text-properties fo:font-weight="bold"/></style:style>
<style:style style:name="T2" style:family="text">
  <style:text-properties fo:font-style="italic"/></style:style>
<style:style style:name="T3" style:family="text">
  <style:text-properties text:display="none"/></style:style>
<style:style style:name="T4" style:family="text">
  <style:text-properties style:text-line-through-style="solid"/></style:style>
<style:style style:name="T5" style:family="text" style:parent-style-name="Strong_20_Emphasis"/>
<text:list-style style:name="L1">
  <text:list-level-style-bullet text:level="1" text:bullet-char="•"/>
</text:list-style>
<text:list-style style:name="L2">
  <text:list-level-style-number text:level="1" style:num-prefix="(" style:num-suffix=")"
    style:num-format="1"/>
</text:list-style>
"""


def read(text):
    return parse(odt(text, styles=STYLES, automatic=AUTOMATIC), ".odt")


def shape(imported):
    return [(p.kind, p.level, p.text) for p in imported.provisions]


def texts(imported):
    return [p.text for p in imported.provisions]


def notices(imported):
    return {notice.code: notice.count for notice in imported.notices}


def heading(text, level=1):
    return f'<text:h text:outline-level="{level}">{text}</text:h>'


def paragraph(text="", style="Standard"):
    return f'<text:p text:style-name="{style}">{text}</text:p>'


def listed(*items, style="L1"):
    inner = "".join(f"<text:list-item>{item}</text:list-item>" for item in items)
    return f'<text:list text:style-name="{style}">{inner}</text:list>'


def table(*rows, header=()):
    def row(cells):
        inner = "".join(f"<table:table-cell>{c}</table:table-cell>" for c in cells)
        return f"<table:table-row>{inner}</table:table-row>"

    head = f"<table:table-header-rows>{row(header)}</table:table-header-rows>" if header else ""
    return f"<table:table>{head}{''.join(map(row, rows))}</table:table>"


def test_headings_have_their_outline_level():
    imported = read(heading("A") + heading("B", 2) + heading("C") + paragraph("D", "Kapitel"))
    assert shape(imported) == [
        (Kind.HEADING, 1, "A"),
        (Kind.HEADING, 2, "B"),
        (Kind.HEADING, 1, "C"),
        (Kind.HEADING, 2, "D"),
    ]


def test_the_title_is_taken_from_its_style_and_the_subtitle_stays():
    imported = read(paragraph("Leitlinien", "P1") + paragraph("Entwurf", "Subtitle"))
    assert imported.title == "Leitlinien"
    assert texts(imported) == ["Entwurf"]


def test_lists_have_their_depth_and_only_the_first_paragraph_of_an_item_is_one():
    imported = read(
        listed(
            paragraph("a") + paragraph("mehr zu a") + listed(paragraph("b")),
            heading("Kopf im Punkt"),
        )
        + heading("Nächster")
    )
    assert shape(imported)[:3] == [
        (Kind.ITEM, 1, "a"),
        (Kind.PARAGRAPH, 0, "mehr zu a"),
        (Kind.ITEM, 2, "b"),
    ]
    assert shape(imported)[3][0] is Kind.HEADING


def test_paragraphs_numbered_in_brackets_are_no_items():
    imported = read(listed(paragraph("Absatz") + listed(paragraph("Punkt")), style="L2"))
    assert [kind for kind, _, _ in shape(imported)] == [Kind.PARAGRAPH, Kind.ITEM]


def test_numbered_paragraphs_without_a_list_are_items():
    imported = read(
        '<text:numbered-paragraph text:level="2">' + paragraph("b") + "</text:numbered-paragraph>"
    )
    assert [kind for kind, _, _ in shape(imported)] == [Kind.ITEM]


def test_spans_and_links_become_markup():
    imported = read(
        paragraph(
            'Alle <text:span text:style-name="T1">lernen <text:span text:style-name="T2">gut'
            '</text:span></text:span> <text:span text:style-name="T5">fest</text:span> '
            '<text:a xlink:href="https://example.org/">hier</text:a> '
            '<text:a xlink:href="http://example.org/">da</text:a>'
        )
    )
    assert texts(imported) == ["Alle **lernen *gut* fest** [hier](https://example.org/) da"]
    assert notices(imported) == {NoticeCode.LINKS_AS_TEXT: 1}


def test_blanks_tabs_and_breaks_are_blanks():
    imported = read(paragraph('a<text:s text:c="99999999"/>b<text:tab/>c<text:line-break/>d'))
    assert texts(imported) == ["a b c d"]
    assert notices(imported) == {NoticeCode.SOFT_BREAKS: 1}


def test_fields_show_their_text():
    imported = read(paragraph('am <text:date text:fixed="true">1. Mai</text:date>'))
    assert texts(imported) == ["am 1. Mai"]


def test_changes_left_in_the_file_are_counted():
    imported = read(
        '<text:tracked-changes><text:changed-region text:id="c1"><text:deletion>'
        + paragraph("alt")
        + '</text:deletion></text:changed-region><text:changed-region text:id="c2">'
        "<text:insertion/></text:changed-region></text:tracked-changes>"
        + paragraph(
            'Der <text:change text:change-id="c1"/><text:change-start text:change-id="c2"/>neue'
            '<text:change-end text:change-id="c2"/> Text'
        )
    )
    assert texts(imported) == ["Der neue Text"]
    assert notices(imported) == {NoticeCode.INSERTIONS_TAKEN: 1, NoticeCode.DELETIONS_LEFT_OUT: 1}
    assert imported.notices[0].detail == "alt"


def test_notes_comments_and_hidden_text_are_left_out():
    imported = read(
        paragraph(
            "Text<text:note><text:note-citation>1</text:note-citation><text:note-body>"
            + paragraph("Fuß")
            + "</text:note-body></text:note><office:annotation><dc:creator>A</dc:creator>"
            + paragraph("Prüfen!")
            + '</office:annotation> und<text:span text:style-name="T3"> geheim</text:span>'
            '<text:span text:style-name="T4"> weg</text:span>'
        )
    )
    assert texts(imported) == ["Text und weg"]
    assert {n.code: n.detail for n in imported.notices} == {
        NoticeCode.COMMENTS: "Prüfen!",
        NoticeCode.FOOTNOTES: "Fuß",
        NoticeCode.HIDDEN_TEXT: "geheim",
        NoticeCode.STRUCK_THROUGH: "weg",
    }


def test_drawings_are_reported_and_the_text_in_them_is_taken():
    image = "<draw:frame><draw:image/><svg:desc>Foto</svg:desc></draw:frame>"
    box = f"<draw:frame><draw:text-box>{paragraph('Kasten')}</draw:text-box></draw:frame>"
    shape_with_text = f"<draw:custom-shape>{paragraph('Pfeil')}</draw:custom-shape>"
    group = f"<draw:g>{image}{shape_with_text}</draw:g>"
    chart = '<draw:frame draw:name="Torte"><draw:object/><draw:image/></draw:frame>'
    imported = read(paragraph(f"Text{image}{box}{group}{chart}") + box)
    assert texts(imported) == ["Text", "Kasten", "Pfeil", "Kasten"]
    assert notices(imported) == {
        NoticeCode.IMAGES: 2,
        NoticeCode.OBJECTS: 1,
        NoticeCode.TEXT_BOXES: 3,
    }


def test_tables_become_rows():
    imported = read(
        table(
            (paragraph("2024"), paragraph("5") + paragraph("6")),
            header=(paragraph("Jahr"), paragraph("Zahl")),
        )
    )
    assert shape(imported) == [(Kind.ROW, 1, "Jahr | Zahl"), (Kind.ROW, 0, "2024 | 5 6")]


def test_merged_nested_and_repeated_cells_are_flattened():
    row = (
        "<table:table-row><table:table-cell>"
        + paragraph("a")
        + "</table:table-cell><table:covered-table-cell/>"
        f'<table:table-cell table:number-columns-repeated="16384">{table((paragraph("b"),))}'
        "</table:table-cell></table:table-row>"
    )
    imported = read(f"<table:table>{row}{row}</table:table>")
    assert imported.provisions[0].text.startswith("a | | b | b")
    assert imported.provisions[0].text.count("b") == 63
    assert notices(imported) == {NoticeCode.MERGED_CELLS: 2, NoticeCode.NESTED_TABLES: 2}


def test_a_table_of_one_cell_is_a_frame_around_text():
    imported = read(table((paragraph("Merke"),)) + paragraph("Text"))
    assert shape(imported)[0] == (Kind.PARAGRAPH, 0, "Merke")


def test_recommendation_tables_become_fields():
    rows = ((paragraph("Ziel"), paragraph("Deutsch")), (paragraph("Kosten"), paragraph("5 Euro")))
    imported = read(heading("A") + heading("B") + table(*rows))
    assert [p.field for p in imported.provisions[2:]] == [Field.GOAL, Field.RESOURCES]


def test_the_table_of_contents_and_its_styles_are_left_out():
    index = f"<text:table-of-content><text:index-body>{paragraph('1 A')}</text:index-body>"
    imported = read(
        f"{index}</text:table-of-content>" + paragraph("2 B", "Contents_20_1") + paragraph("C")
    )
    assert texts(imported) == ["C"]
    assert notices(imported) == {NoticeCode.TABLE_OF_CONTENTS: 2}


def test_sections_are_read_and_declarations_are_not():
    imported = read(
        "<text:sequence-decls>x</text:sequence-decls><office:forms/>"
        f"<text:section>{paragraph('drin')}</text:section>"
    )
    assert texts(imported) == ["drin"]


@pytest.mark.parametrize(("words", "expected"), [("Kopf", 1), ("", 0)])
def test_headers_are_reported_if_there_is_text_in_them(words, expected):
    header = f"<style:header>{paragraph(words)}</style:header>"
    master = f"<office:master-styles><style:master-page>{header}</style:master-page>"
    styles = f"{STYLES}{master}</office:master-styles>"
    imported = parse(odt(paragraph("Text"), styles=styles), "")
    assert notices(imported).get(NoticeCode.HEADERS_FOOTERS, 0) == expected
