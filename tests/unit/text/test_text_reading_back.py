"""German amending instructions are enough: the sentences alone give the amended text."""

import contextlib
from dataclasses import replace

import pytest
from hypothesis import note
from support import paragraphs, prose
from support.laws import chance_and_sizes, minor_law

from guideline_workshop.text.document import Document, Field, Kind, Provision
from guideline_workshop.text.german import amending_instructions
from guideline_workshop.text.markup import normalise
from guideline_workshop.text.reading_back import UnreadableInstruction, amended


def content(document: Document) -> list[tuple[Kind, int, Field | None, str]]:
    """Return what a text says, without the keys of its provisions."""
    return [(p.kind, p.level, p.field, p.text) for p in document.provisions]


def read_back(old: Document, new: Document) -> tuple[str, ...]:
    """Say how one text becomes the other, and check that the sentences alone lead there."""
    said = amending_instructions(old, new)
    assert content(amended(old, said)) == content(new)
    return said


@minor_law
def test_reading_the_instructions_back_gives_the_new_text(number):
    random, size, edits = chance_and_sizes(number, 9, 9)
    old = prose.document(random, size)
    new = prose.revised(random, old, edits)
    note("\n".join(amending_instructions(old, new)))
    read_back(old, new)


@minor_law
def test_reading_back_what_is_hard_to_say_gives_the_new_text(number):
    random, size, edits = chance_and_sizes(number, 7, 9)
    old = paragraphs.document(random, size)
    new = paragraphs.revised(random, old, edits)
    note("\n".join(amending_instructions(old, new)))
    read_back(old, new)


def under(heading: str, *texts: str) -> Document:
    paragraphs = [
        Provision(f"p{n}", Kind.PARAGRAPH, 0, normalise(t)) for n, t in enumerate(texts, 1)
    ]
    return Document((Provision("h", Kind.HEADING, 1, heading), *paragraphs))


def paragraph(key: str, text: str) -> Provision:
    return Provision(key, Kind.PARAGRAPH, 0, text)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (
            "Der Rat und der Kreis und der Ort wirken gern mit.",
            "Der Rat und der Kreis oder der Ort wirken gern mit.",
            "wird nach dem Wort „Kreis“ das Wort „und“ durch das Wort „oder“ ersetzt.",
        ),
        (
            "Wer die Hilfe sucht, bekommt die Hilfe und behält die Hilfe.",
            "Wer die Beratung sucht, bekommt die Beratung und behält die Beratung.",
            "wird jeweils das Wort „Hilfe“ durch das Wort „Beratung“ ersetzt.",
        ),
        (
            "Sie gilt für alle und für alle und für alle, die hier im Landkreis wohnen.",
            "Sie gilt für alle und für alle und für alle, die im Landkreis wohnen.",
            "wird das Wort „hier“ gestrichen.",
        ),
        (
            "Alle und alle und alle und alle und alle lernen in diesem Jahr Deutsch.",
            "Alle und alle und alle und viele und alle lernen in diesem Jahr Deutsch.",
            "wird das dritte Wort „alle“ durch das Wort „viele“ ersetzt.",
        ),
        (
            "Kurse am Abend sind wichtig",
            "Gute Kurse am Abend sind wichtig",
            "wird vor dem Wort „Kurse“ das Wort „Gute“ eingefügt.",
        ),
        (
            "Kurse am Abend sind wichtig",
            "Kurse am Abend sind wichtig für alle",
            "werden nach dem Wort „wichtig“ die Wörter „für alle“ eingefügt.",
        ),
        (
            "Er hilft Menschen, die neu sind.",
            "Er hilft Menschen, die neu sind, und ihren Kindern.",
            "werden nach dem Wort „sind“ ein Komma und die Wörter „und ihren Kindern“ eingefügt.",
        ),
        (
            "Er hilft Menschen, die neu sind.",
            "Er hilft Menschen; die neu sind.",
            "wird das Komma durch ein Semikolon ersetzt.",
        ),
        (
            "Der Kreis hilft jederzeit gern.",
            "Der Kreis hilft jederzeit gern!",
            "wird der Punkt durch ein Ausrufezeichen ersetzt.",
        ),
        (
            "Es gilt § 5 der Satzung.",
            "Es gilt §5 der Satzung.",
            "wird nach dem Zeichen „§“ das Leerzeichen gestrichen.",
        ),
        (
            "Es gilt §5 der Satzung.",
            "Es gilt § 5 der Satzung.",
            "wird nach dem Zeichen „§“ ein Leerzeichen eingefügt.",
        ),
        (
            "Am 3. Oktober 2026 gilt § 5 der Satzung des e. V. in Ohmbergen.",
            "Am 4. Oktober 2026 gilt § 5 der Satzung des e. V. in Ohmbergen.",
            "wird die Angabe „3“ durch die Angabe „4“ ersetzt.",
        ),
        (
            "Am 3. Oktober 2026 gilt § 5 der Satzung des e. V. in Ohmbergen.",
            "Am 3. Oktober 2026 gilt § 6 der Satzung des e. V. in Ohmbergen.",
            "wird die Angabe „§ 5“ durch die Angabe „§ 6“ ersetzt.",
        ),
        (
            "Es gilt der „Plan ‚Eins‘“ des Kreises.",
            "Es gilt der „Plan ‚Eins‘“ des Kreises „mit ‚Karte‘“.",
            "werden nach dem Wort „Kreises“ die Wörter „‚mit „Karte“‘“ eingefügt.",
        ),
        (
            "Der Kreis hilft allen Menschen.",
            "Der Kreis hilft **sofort** und *gern* allen Menschen.",
            (
                "werden nach dem Wort „hilft“ die Wörter „sofort und gern“ "
                "(fett: „sofort“; kursiv: „gern“) eingefügt."
            ),
        ),
        (
            "Der Kreis hilft allen Menschen.",
            "Der Kreis hilft allen [Menschen](https://kreis.de).",
            "wird das Wort „Menschen“ mit „https://kreis.de“ verknüpft.",
        ),
    ],
)
def test_words_are_named_so_that_the_place_is_plain(before, after, said):
    old, new = under("Ziele", before), under("Ziele", after)
    assert read_back(old, new) == (f"In Nr. 1 Abs. 1 {said}",)


THREE = "Erstens gilt das eine. Zweitens gilt das andere, z. B. am 3. Oktober. Drittens das Neue."


@pytest.mark.parametrize(
    ("after", "said"),
    [
        (
            "Erstens gilt das eine. Drittens das Neue.",
            "In Nr. 1 Abs. 1 wird Satz 2 gestrichen.",
        ),
        (
            f"Nichts davon ist alt! {THREE}",
            "In Nr. 1 Abs. 1 wird vor Satz 1 folgender Satz eingefügt: „Nichts davon ist alt!“",
        ),
        (
            THREE.replace("Zweitens", "Es ist so. Es bleibt so. Zweitens"),
            (
                "In Nr. 1 Abs. 1 werden nach Satz 1 folgende Sätze eingefügt: "
                "„Es ist so. Es bleibt so.“"
            ),
        ),
        (
            THREE.replace("Erstens gilt das eine.", "Alles Alte ist dahin."),
            "Nr. 1 Abs. 1 Satz 1 erhält folgende Fassung: „Alles Alte ist dahin.“",
        ),
        (
            (
                "Zweitens gilt das andere, z. B. am 3. Oktober. Erstens gilt das eine. "
                "Drittens das Neue."
            ),
            "In Nr. 1 Abs. 1 wird Satz 1 nach Satz 2 gestellt.",
        ),
        (
            THREE.replace("andere", "Andere"),
            "In Nr. 1 Abs. 1 Satz 2 wird das Wort „andere“ durch das Wort „Andere“ ersetzt.",
        ),
    ],
)
def test_sentences_are_inserted_struck_recast_and_moved(after, said):
    assert read_back(under("Ziele", THREE), under("Ziele", after)) == (said,)


def test_a_split_and_a_change_behind_it_are_listed_under_one_number():
    old = under("Ziele", "Eins.", "Zwei gilt nun auch. Mehr dazu steht hier.", "Drei.")
    heading, first, second, third = old.provisions
    part = replace(second, text="Zwei gilt nun auch.")
    new = Document((heading, first, part, paragraph("n", "Mehr dazu steht hier unten."), third))
    assert read_back(old, new) == (
        (
            "Nr. 1 wird wie folgt geändert:\n"
            "a) In Abs. 2 beginnt nach Satz 1 ein neuer Absatz.\n"
            "b) In Abs. 2 Satz 2 wird nach dem Wort „hier“ das Wort „unten“ eingefügt.\n"
            "c) Der bisherige Absatz 3 wird Absatz 4."
        ),
    )


def test_joined_paragraphs_are_not_quoted_again():
    old = under("Ziele", "Der Kreis hilft allen gern.", "Er berichtet dem Kreistag jährlich.")
    heading, first, second = old.provisions
    new = Document((heading, replace(first, text=f"{first.text} {second.text}")))
    assert read_back(old, new) == (
        "Nr. 1 Abs. 2 wird ohne Absatzwechsel an Nr. 1 Abs. 1 angefügt.",
    )


def test_a_provision_that_is_moved_and_edited_keeps_its_words():
    old = under("Ziele", "Eins.", "Der Kreis hilft allen Menschen gern.", "Drei.")
    heading, first, second, third = old.provisions
    edited = replace(second, text="Der Kreis hilft allen Kindern gern.")
    said = read_back(old, Document((heading, edited, first, third)))
    assert "das Wort „Menschen“ durch das Wort „Kindern“ ersetzt." in said[0]


LIST = Document(
    (
        Provision("h", Kind.HEADING, 1, "Ziele"),
        paragraph("p", "Es gibt:"),
        Provision("a", Kind.ITEM, 1, "Kurse am Abend"),
        Provision("b", Kind.ITEM, 1, "Kurse am Morgen"),
        Provision("c", Kind.ITEM, 2, "mit Betreuung"),
    )
)


def test_what_comes_between_a_paragraph_and_its_list_is_put_before_the_list():
    heading, intro, first, second, third = LIST.provisions
    assert read_back(LIST, Document((heading, intro, third, first, second))) == (
        "Nr. 1 Abs. 1 Buchst. b Doppelbuchst. aa wird vor Nr. 1 Abs. 1 Buchst. a gestellt.",
    )
    new = Provision("n", Kind.ITEM, 2, "im Winter")
    assert read_back(LIST, Document((heading, intro, first, second, third, new))) == (
        (
            "Nach Nr. 1 Abs. 1 Buchst. b Doppelbuchst. aa "
            "wird folgender Aufzählungspunkt der Ebene 2 eingefügt: „im Winter“"
        ),
    )


def test_items_behind_a_struck_one_have_other_letters():
    assert read_back(LIST, Document((*LIST.provisions[:2], *LIST.provisions[3:]))) == (
        (
            "Nr. 1 wird wie folgt geändert:\n"
            "a) Abs. 1 Buchst. a wird gestrichen.\n"
            "b) In Abs. 1 wird der bisherige Buchst. b Buchst. a."
        ),
    )


def test_provisions_before_the_first_heading_and_without_any_are_named():
    without = Document((paragraph("p1", "Eins gilt nun."), paragraph("p2", "Zwei gilt nun.")))
    reworded = replace(without["p2"], text="Zwei gilt nun nicht.")
    said = "In Abs. 2 wird nach dem Wort „nun“ das Wort „nicht“ eingefügt."
    assert read_back(without, Document((without["p1"], reworded))) == (said,)
    with_heading = Document((*without.provisions, *LIST.provisions))
    changed = Document((without["p1"], reworded, *LIST.provisions))
    assert read_back(with_heading, changed) == (said,)


def test_repeated_fields_rows_and_headings_are_told_apart():
    table = [Provision("r0", Kind.ROW, 1, "Kurs | Jahr"), Provision("r1", Kind.ROW, 1, "A | B")]
    rows = [Provision("r2", Kind.ROW, 0, "Deutsch | 2026")]
    goals = [Provision(f"f{n}", Kind.FIELD, 0, f"Ziel {n} gilt.", Field.GOAL) for n in (1, 2)]
    old = Document((*LIST.provisions[:2], *goals, *table, *rows))
    texts = {"h": "Neue Ziele", "f2": "Ziel 2 gilt nicht.", "r1": "A | C", "r2": "Deutsch | 2027"}
    new = Document(tuple(replace(p, text=texts.get(p.key, p.text)) for p in old.provisions))
    assert read_back(old, new) == (
        (
            "Nr. 1 wird wie folgt geändert:\n"
            "a) Die Überschrift erhält folgende Fassung: „Neue Ziele“\n"
            "b) Im Feld „Ziel“ 2 wird nach dem Wort „gilt“ das Wort „nicht“ eingefügt.\n"
            "c) In Abs. 1 Tabelle 1 Kopfzeile an zweiter Stelle wird das Wort „B“ "
            "durch das Wort „C“ ersetzt.\n"
            "d) In Abs. 1 Tabelle 1 Zeile 1 wird die Angabe „2026“ durch die Angabe „2027“ ersetzt."
        ),
    )


def test_a_number_goes_with_all_that_is_below_it():
    below = [Provision("h2", Kind.HEADING, 2, "Kurse"), paragraph("q", "Alle können kommen.")]
    last = [Provision("h3", Kind.HEADING, 2, "Ende"), paragraph("z", "Mehr gibt es nicht.")]
    old = Document((*LIST.provisions, *below, *last))
    assert read_back(old, Document((*LIST.provisions, *last))) == (
        "Nr. 1.1 wird gestrichen.",
        "Die bisherige Nr. 1.2 wird Nr. 1.1.",
    )


def test_more_than_twenty_six_changes_of_a_section_are_listed():
    old = under("Ziele", *[f"Der Kreis hilft im Jahr {year} gern." for year in range(2000, 2030)])
    new = Document(
        tuple(replace(p, text=p.text.replace("gern", "sehr gern")) for p in old.provisions)
    )
    (said,) = read_back(old, new)
    assert "\nz) In Abs. 26 " in said
    assert "\naa) In Abs. 27 " in said


BASE = under("Ziele", THREE, "Der Kreis und der Ort helfen.")


@pytest.mark.parametrize(
    "wrong",
    [
        "Bitte alles ändern.",
        "Nr. 1 Abs. 9 wird gestrichen.",
        "Nr. 7 wird gestrichen.",
        "In Nr. 1 Abs. 1 wird Satz 4 gestrichen.",
        "In Nr. 1 Abs. 1 wird das Wort „Neue“ gestrichen.",
        "In Nr. 1 Abs. 1 Satz 1 wird das Wort „nirgends“ gestrichen.",
        "In Nr. 1 Abs. 1 Satz 1 wird das Wort „eine gestrichen.",
        "In Nr. 1 Abs. 2 wird das Wort „Kreis“ (fett: „Ort“) gestrichen.",
        "In Nr. 1 Abs. 2 wird nach dem neunten Wort „Kreis“ das Wort „hier“ eingefügt.",
        "In Nr. 1 Abs. 2 wird nach dem letzten Wort „Kreis“ das Wort „hier“ eingefügt.",
        "In Nr. 1 Abs. 2 wird nach dem Wort „Kreis“ ein Leerzeichen eingefügt.",
        "Nach Nr. 1 Abs. 2 wird folgender Paragraph eingefügt: „Neu.“",
        "Nach Nr. 1 Abs. 2 werden folgende Textstellen eingefügt:\n„Neu.“",
        "Nach Nr. 1 Abs. 2 wird folgendes Feld eingefügt: „Neu.“",
        "Nr. 1 Abs. 1 wird nach Nr. 1 Abs. 1 gestellt.",
        "Nr. 1 Abs. 1 wird ohne Absatzwechsel an Nr. 1 Abs. 1 angefügt.",
        "Nr. 1 wird wie folgt geändert:\nAbs. 2 wird gestrichen.",
        "Nr. 1 wird wie folgt geändert:\na) Nr. 1 Abs. 2 wird gestrichen.",
        "In Nr. 1 wird der bisherige Absatz 2 Absatz 1.",
        "\0",
    ],
)
def test_what_does_not_fit_the_text_is_refused_and_named(wrong):
    with pytest.raises(UnreadableInstruction) as refused:
        amended(BASE, [wrong])
    assert refused.value.instruction in wrong


def test_instructions_that_contradict_each_other_are_refused_together():
    struck = "Nr. 1 Abs. 2 wird gestrichen."
    recast = "Nr. 1 Abs. 2 erhält folgende Fassung: „Neu.“"
    with pytest.raises(UnreadableInstruction) as refused:
        amended(BASE, [struck, recast])
    assert refused.value.instruction == f"{struck}; {recast}"


def test_instructions_may_be_indented():
    said = "Nr. 1 wird wie folgt geändert:\n   a) Abs. 1 wird gestrichen.\n   "
    said += "b) Der bisherige Absatz 2 wird Absatz 1."
    assert content(amended(BASE, [f"  {said}\n"])) == content(Document((BASE["h"], BASE["p2"])))


STROKES = ("", "x", " ", "“", "„", "1", "\\", "der ", "\n", "Satz 9 ", " wird ", "jeweils ")


@minor_law
def test_whatever_is_said_is_followed_or_refused(number):
    random, size, edits = chance_and_sizes(number, 6, 6)
    old = paragraphs.document(random, size)
    said = amending_instructions(old, paragraphs.revised(random, old, edits))
    for one in (*said, "Nr. 1 wird gestrichen."):
        start = random.randrange(len(one) + 1)
        end = start + random.randrange(9)
        garbled = one[:start] + random.choice(STROKES) + one[end:]
        others = random.sample(said, random.randrange(len(said) + 1))
        with contextlib.suppress(UnreadableInstruction):
            amended(old, [garbled, *others])
