import pytest
from hypothesis import note
from support import paragraphs, prose
from support.laws import chance_and_sizes, minor_law

from guideline_workshop.text.document import Document, Field, Kind, Provision
from guideline_workshop.text.german import amending_instructions
from guideline_workshop.text.instruction import Action, Instruction, InvalidInstruction
from guideline_workshop.text.instructions import follow, instructions

TEXT = "Der Kreis fördert die Integration. Er berichtet am 1. Mai nach § 5 Abs. 2 der Satzung."


@minor_law
def test_following_the_instructions_gives_the_new_text(number):
    random, size, edits = chance_and_sizes(number, 9, 9)
    for generated in (prose, paragraphs):
        old = generated.document(random, size)
        new = generated.revised(random, old, edits)
        note(old)
        note(new)
        assert follow(old, instructions(old, new)) == new


def of(*texts: str) -> Document:
    heading = Provision("h", Kind.HEADING, 1, "Ziele")
    paragraphs = [Provision(f"p{n}", Kind.PARAGRAPH, 0, t) for n, t in enumerate(texts, 1)]
    return Document((heading, *paragraphs))


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        (
            TEXT.replace("die Integration", "die gute Integration"),
            "In Nr. 1 Abs. 1 Satz 1 wird nach dem Wort „die“ das Wort „gute“ eingefügt.",
        ),
        (
            TEXT.replace("Er berichtet", "Er sagt und berichtet"),
            "In Nr. 1 Abs. 1 Satz 2 werden nach dem Wort „Er“ die Wörter „sagt und“ eingefügt.",
        ),
        (
            TEXT.replace("fördert", "trägt"),
            "In Nr. 1 Abs. 1 Satz 1 wird das Wort „fördert“ durch das Wort „trägt“ ersetzt.",
        ),
        (
            TEXT.replace("§ 5", "§ 6"),
            "In Nr. 1 Abs. 1 Satz 2 wird die Angabe „§ 5“ durch die Angabe „§ 6“ ersetzt.",
        ),
        (
            TEXT.replace(" der Satzung", ""),
            "In Nr. 1 Abs. 1 Satz 2 werden die Wörter „der Satzung“ gestrichen.",
        ),
        (
            "Der Kreis fördert die Integration.",
            "In Nr. 1 Abs. 1 wird Satz 2 gestrichen.",
        ),
        (
            TEXT + " Das Weitere regelt der Kreistag.",
            "In Nr. 1 Abs. 1 wird folgender Satz angefügt: „Das Weitere regelt der Kreistag.“",
        ),
        (
            TEXT.replace("Er", "Das ist neu. Er"),
            "In Nr. 1 Abs. 1 wird nach Satz 1 folgender Satz eingefügt: „Das ist neu.“",
        ),
        (
            "Etwas ganz anderes steht jetzt hier!",
            "Nr. 1 Abs. 1 erhält folgende Fassung: „Etwas ganz anderes steht jetzt hier!“",
        ),
        (
            TEXT.replace("fördert", "**fördert**"),
            "In Nr. 1 Abs. 1 Satz 1 wird das Wort „fördert“ fett hervorgehoben.",
        ),
        (
            TEXT.replace("die Integration", "[die Integration](https://kreis.de/i)"),
            (
                "In Nr. 1 Abs. 1 Satz 1 werden die Wörter „die Integration“ "
                "mit „https://kreis.de/i“ verknüpft."
            ),
        ),
    ],
)
def test_a_change_is_said_as_official_papers_say_it(new, expected):
    assert amending_instructions(of(TEXT), of(new)) == (expected,)


def test_words_that_stand_twice_are_named_with_those_before_them():
    old, new = of("Der Rat und der Kreis und der Ort."), of("Der Rat und der Kreis oder der Ort.")
    assert amending_instructions(old, new) == (
        "In Nr. 1 Abs. 1 wird nach dem Wort „Kreis“ das Wort „und“ durch das Wort „oder“ ersetzt.",
    )


def test_struck_and_new_paragraphs_renumber_the_others():
    old = of("Eins.", "Zwei.", "Drei.", "Vier.")
    struck = Document((*old.provisions[:2], *old.provisions[3:]))
    assert amending_instructions(old, struck) == (
        (
            "Nr. 1 wird wie folgt geändert:\n"
            "a) Abs. 2 wird gestrichen.\n"
            "b) Die bisherigen Absätze 3 und 4 werden die Absätze 2 und 3."
        ),
    )
    added = Provision("n1", Kind.PARAGRAPH, 0, "Neu.")
    inserted = Document((*old.provisions[:4], added, *old.provisions[4:]))
    assert amending_instructions(old, inserted) == (
        (
            "Nr. 1 wird wie folgt geändert:\n"
            "a) Nach Abs. 3 wird folgender Absatz eingefügt: „Neu.“\n"
            "b) Der bisherige Absatz 4 wird Absatz 5."
        ),
    )


def test_three_neighbours_are_named_from_first_to_last():
    old = of("Eins.", "Zwei.", "Drei.", "Vier.")
    struck = Document((old.provisions[0], *old.provisions[2:]))
    assert amending_instructions(old, struck)[-1].endswith(
        "b) Die bisherigen Absätze 2 bis 4 werden die Absätze 1 bis 3."
    )


def test_new_provisions_at_one_place_are_said_together():
    old = of("Eins.")
    added = [
        Provision(f"n{n}", Kind.PARAGRAPH, 0, text) for n, text in enumerate(("Zwei.", "Drei."))
    ]
    new = Document((*old.provisions, *added))
    assert amending_instructions(old, new) == (
        "Nach Nr. 1 Abs. 1 werden folgende Absätze eingefügt:\n„Zwei.“\n„Drei.“",
    )
    item = Provision("n2", Kind.ITEM, 1, "Vier")
    assert amending_instructions(old, Document((*new.provisions, item))) == (
        (
            "Nach Nr. 1 Abs. 1 werden folgende Textstellen eingefügt:\n"
            "Absatz: „Zwei.“\nAbsatz: „Drei.“\nAufzählungspunkt: „Vier“"
        ),
    )
    (insert,) = instructions(old, new)
    assert insert.provisions == tuple(added)


def test_quotes_inside_quotes_are_single():
    old, new = of("Es gilt das Wort."), of("Es gilt das Wort „Kreis“.")
    assert amending_instructions(old, new) == (
        "In Nr. 1 Abs. 1 wird nach dem Wort „Wort“ das Wort „‚Kreis‘“ eingefügt.",
    )


def test_style_and_links_that_go_are_named():
    old, new = of("Es **gilt** [hier](https://a.de)."), of("Es gilt *hier*.")
    (said,) = amending_instructions(old, new)
    assert said == (
        "Nr. 1 wird wie folgt geändert:\n"
        "a) In Abs. 1 wird das Wort „gilt“ nicht mehr hervorgehoben.\n"
        "b) In Abs. 1 wird das Wort „hier“ kursiv hervorgehoben und nicht mehr verknüpft."
    )


@pytest.mark.parametrize(
    ("kind", "level", "field", "expected"),
    [
        (Kind.HEADING, 2, None, "wird in eine Überschrift der Ebene 2 umgewandelt"),
        (Kind.ITEM, 1, None, "wird in einen Aufzählungspunkt umgewandelt"),
        (Kind.ROW, 1, None, "wird in eine Kopfzeile umgewandelt"),
        (Kind.FIELD, 0, Field.GOAL, "wird in ein Feld „Ziel“ umgewandelt"),
    ],
)
def test_what_a_provision_is_made_into_is_named(kind, level, field, expected):
    old = of("Die Ziele.")
    made = Provision("p1", kind, level, "Die Ziele.", field)
    said = amending_instructions(old, Document((old["h"], made)))
    assert said[0] == f"Nr. 1 Abs. 1 {expected}."
    reworded = Provision("p1", kind, level, "Das Ziel.", field)
    said = amending_instructions(old, Document((old["h"], reworded)))
    assert said[0] == f"Nr. 1 Abs. 1 {expected} und erhält folgende Fassung: „Das Ziel.“"


def test_a_field_is_named():
    old = of("Eins.")
    goal = Provision("n1", Kind.FIELD, 0, "Alle lernen Deutsch.", Field.GOAL)
    assert amending_instructions(old, Document((*old.provisions, goal))) == (
        "Nach Nr. 1 Abs. 1 wird folgendes Feld „Ziel“ eingefügt: „Alle lernen Deutsch.“",
    )


def test_a_move_says_where_to():
    old = of("Erstens gilt dies für alle.", "Zweitens.", "Drittens.")
    heading, first, *rest = old.provisions
    said = amending_instructions(old, Document((heading, *rest, first)))
    assert said == (
        (
            "Nr. 1 wird wie folgt geändert:\n"
            "a) Abs. 1 wird nach Abs. 3 gestellt.\n"
            "b) Der bisherige Absatz 1 wird Absatz 3.\n"
            "c) Die bisherigen Absätze 2 und 3 werden die Absätze 1 und 2."
        ),
    )


def test_an_instruction_for_words_that_are_not_there_is_refused():
    wrong = Instruction(Action.STRIKE_WORDS, "p1", 1, old="nirgends")
    with pytest.raises(InvalidInstruction):
        follow(of(TEXT), [wrong])
