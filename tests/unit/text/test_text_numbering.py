from guideline_workshop.text.document import Document, Field, Kind, Provision
from guideline_workshop.text.numbering import Reference, numbering

HEADING, PARA, ITEM, ROW, FIELD = Kind.HEADING, Kind.PARAGRAPH, Kind.ITEM, Kind.ROW, Kind.FIELD


def numbered(*kinds: tuple) -> list[Reference]:
    provisions = [
        Provision(str(n), kind, level, "Text.", *rest)
        for n, (kind, level, *rest) in enumerate(kinds)
    ]
    return list(numbering(Document(tuple(provisions))).values())


def test_headings_count_within_the_heading_above():
    found = numbered(
        (HEADING, 1), (HEADING, 2), (HEADING, 2), (HEADING, 1), (HEADING, 2), (HEADING, 3)
    )
    assert [r.marker for r in found] == ["1", "1.1", "1.2", "2", "2.1", "2.1.1"]


def test_a_skipped_level_leaves_no_gap():
    assert [r.marker for r in numbered((HEADING, 2), (HEADING, 4), (HEADING, 2))] == [
        "1",
        "1.1",
        "2",
    ]


def test_paragraphs_count_within_their_heading():
    found = numbered((PARA, 0), (HEADING, 1), (PARA, 0), (PARA, 0), (HEADING, 2), (PARA, 0))
    assert [r.german() for r in found] == [
        *("Abs. 1", "Nr. 1", "Nr. 1 Abs. 1", "Nr. 1 Abs. 2", "Nr. 1.1", "Nr. 1.1 Abs. 1")
    ]


def test_items_have_letters_doubled_one_level_down():
    found = numbered(
        (HEADING, 1), (PARA, 0), (ITEM, 1), (ITEM, 2), (ITEM, 2), (ITEM, 1), (PARA, 0), (ITEM, 1)
    )
    assert [r.marker for r in found[2:]] == ["a)", "aa)", "bb)", "b)", "(2)", "a)"]
    assert found[4].german() == "Nr. 1 Abs. 1 Buchst. a Doppelbuchst. bb"
    assert found[4].english() == "no. 1 para. 1 letter a sub-letter bb"


def test_the_alphabet_may_end():
    assert numbered(*[(ITEM, 1)] * 27)[-1].marker == "27)"


def test_rows_are_counted_below_their_header():
    found = numbered((HEADING, 1), (ROW, 1), (ROW, 0), (ROW, 0))
    assert [r.german() for r in found[1:]] == [
        *("Nr. 1 Tabelle 1 Kopfzeile", "Nr. 1 Tabelle 1 Zeile 1", "Nr. 1 Tabelle 1 Zeile 2")
    ]
    assert found[1].marker == ""


def test_fields_are_called_by_their_name():
    found = numbered(
        (HEADING, 1), (FIELD, 0, Field.GOAL), (FIELD, 0, Field.GOAL), (FIELD, 0, Field.TIME_FRAME)
    )
    assert [r.german() for r in found[1:]] == ["Nr. 1 Ziel", "Nr. 1 Ziel 2", "Nr. 1 Zeitrahmen"]
    assert found[3].english() == "no. 1 time frame"


def test_every_provision_has_a_reference_of_its_own():
    found = numbered(
        (HEADING, 1),
        (ITEM, 1),
        (ROW, 1),
        (ROW, 0),
        (ITEM, 1),
        (PARA, 0),
        (ROW, 0),
        (FIELD, 0, Field.GOAL),
    )
    assert len({r.german() for r in found}) == len(found)
