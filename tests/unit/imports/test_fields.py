import pytest

from guideline_workshop.imports.labels import field_named
from guideline_workshop.imports.parse import parse
from guideline_workshop.imports.result import NoticeCode
from guideline_workshop.text.document import Field, Kind


def read(text):
    return parse(text.encode(), ".md")


def fields(imported):
    return [(p.field, p.text) for p in imported.provisions if p.kind is Kind.FIELD]


@pytest.mark.parametrize(
    ("label", "field"),
    [
        ("Handlungsfeld", Field.FIELD_OF_ACTION),
        ("ZIEL", Field.GOAL),
        ("Ziel(e)", Field.GOAL),
        ("Ziele:", Field.GOAL),
        ("Maßnahme", Field.MEASURE),
        ("Massnahmen", Field.MEASURE),
        ("MASSNAHME", Field.MEASURE),
        ("Zielgruppe(n)", Field.TARGET_GROUP),
        ("Zuständig", Field.RESPONSIBLE),
        ("Zuständigkeit / Federführung", Field.RESPONSIBLE),
        ("Verantwortliche/r", Field.RESPONSIBLE),
        ("Kooperationspartner*innen", Field.PARTNERS),
        ("Partner:innen", Field.PARTNERS),
        ("Beteiligte und Partner", Field.PARTNERS),
        ("Ressourcen/Kosten", Field.RESOURCES),
        ("Ressourcen und Kosten (geschätzt)", Field.RESOURCES),
        ("Finanzierung", Field.RESOURCES),
        ("Zeitrahmen", Field.TIME_FRAME),
        ("Frist", Field.TIME_FRAME),
        ("Indikatoren", Field.INDICATOR),
        ("Priorität", Field.PRIORITY),
        ("Stand", Field.EVIDENCE),
        ("Beleg / Nachweis", Field.EVIDENCE),
        ("Target group", Field.TARGET_GROUP),
        ("Time frame", Field.TIME_FRAME),
        ("Costs and funding", Field.RESOURCES),
    ],
)
def test_labels_are_known_in_many_spellings(label, field):
    assert field_named(label) is field


@pytest.mark.parametrize(
    "label", ["", "Hinweis", "Ziel/Maßnahme", "Ziel 2", "Ziel der Reise", "z" * 100, "/", "()"]
)
def test_other_words_are_no_labels(label):
    assert field_named(label) is None


def test_labelled_paragraphs_below_a_heading_are_fields():
    imported = read("# A\n\n# B\n\n**Ziel:** Alle.\n\n**Frist**: bald\n\nKosten: keine\n")
    assert fields(imported) == [
        (Field.GOAL, "Alle."),
        (Field.TIME_FRAME, "bald"),
        (Field.RESOURCES, "keine"),
    ]


def test_a_label_in_bold_needs_no_colon():
    assert fields(read("# A\n\n# B\n\n**Ziel** Alle *lernen*.\n")) == [
        (Field.GOAL, "Alle *lernen*.")
    ]


def test_labels_above_the_first_heading_are_text():
    imported = read("Stand: 1. Mai\n\n# A\n\n# B\n")
    assert fields(imported) == []


def test_sentences_that_begin_with_the_word_are_text():
    imported = read("# A\n\n# B\n\nZiel ist: alles.\n\nZiel:Bildung ohne Blank\n\n**Ziel**\n")
    assert fields(imported) == []


def test_vague_labels_need_a_sure_one_under_the_same_heading():
    imported = read("# A\n\nQuelle: Amt\n\n# B\n\nQuelle: Amt\n\nZiel: Alle\n\n# C\n\nZeit: x\n")
    assert fields(imported) == [(Field.EVIDENCE, "Amt"), (Field.GOAL, "Alle")]


def test_lines_with_labels_are_separate_fields():
    imported = read("# A\n\n# B\n\nVorweg.\n**Ziel:** Alle\nlernen.\n**Frist:** bald\n")
    assert [p.text for p in imported.provisions[2:]] == ["Vorweg.", "Alle lernen.", "bald"]
    assert [field for field, _ in fields(imported)] == [Field.GOAL, Field.TIME_FRAME]


def test_a_label_alone_takes_the_paragraph_below_it():
    assert fields(read("# A\n\n# B\n\nZiel:\n\nAlle lernen.\n")) == [(Field.GOAL, "Alle lernen.")]


def test_a_label_alone_joins_the_list_below_it():
    imported = read("# A\n\n# B\n\nIndikatoren:\n\n- Kurse;\n- Plätze,\n- *Treffs*.\n\nEnde\n")
    assert fields(imported) == [(Field.INDICATOR, "Kurse; Plätze; *Treffs*.")]
    assert [n.code for n in imported.notices] == [NoticeCode.FIELD_LISTS_JOINED]


def test_a_label_with_nothing_below_it_stays():
    imported = read("# A\n\n# B\n\nZiel:\n\n# C\n\nFrist:\n\nZiel: Alle\n")
    assert [p.text for p in imported.provisions] == ["A", "B", "Ziel:", "C", "Frist:", "Alle"]


def test_a_table_of_labels_below_a_heading_is_fields():
    table = "| Feld | Inhalt |\n|---|---|\n| Ziel | Alle |\n| Kosten | mittel |\n| Dank | an B |\n"
    imported = read(f"# A\n\n# B\n\n{table}")
    assert [(p.kind, p.text) for p in imported.provisions[2:]] == [
        (Kind.FIELD, "Alle"),
        (Kind.FIELD, "mittel"),
        (Kind.ROW, "Dank | an B"),
    ]


def test_a_table_that_begins_with_a_title_is_a_recommendation():
    table = "| Sprachcafé | |\n|---|---|\n| Ziel | Alle |\n| Frist | bald |\n"
    imported = read(f"# A\n\n# B\n\n{table}")
    assert (imported.provisions[2].kind, imported.provisions[2].level) == (Kind.HEADING, 2)
    assert len(fields(imported)) == 2


def test_two_columns_headed_by_fields_are_a_table():
    imported = read("# A\n\n# B\n\n| Maßnahme | Ziel |\n|---|---|\n| Frist | bald |\n")
    assert fields(imported) == []


def test_a_table_with_few_labels_is_a_table():
    table = "| a | b |\n|---|---|\n| Ziel | x |\n| y | z |\n"
    assert fields(read(f"# A\n\n# B\n\n{table}")) == []


def test_a_table_of_three_columns_is_a_table():
    assert fields(read("# A\n\n# B\n\n| Ziel | x | y |\n|---|---|---|\n| Frist | a | b |\n")) == []
