from random import Random

import pytest
from support.prose import chance, sentence

from guideline_workshop.text.align import Pair, PairKind, align
from guideline_workshop.text.document import Document, Field, Kind, Provision

GOAL = "Der Landkreis fördert die Integration von Zugewanderten in allen Lebensbereichen."
OFFICE = "Er richtet dazu eine Koordinierungsstelle ein."
REPORT = "Die Stelle berichtet jährlich dem Kreistag über ihre Arbeit."
CONTACT = "Die Gemeinden benennen feste Ansprechpersonen für alle Fragen der Ankunft."


def of(*texts: str, prefix: str = "p", kind: Kind = Kind.PARAGRAPH) -> Document:
    return Document(tuple(Provision(f"{prefix}{n}", kind, 0, t) for n, t in enumerate(texts)))


def pairs(old: Document, new: Document, *, by_key: bool = False) -> list[tuple]:
    return [(p.kind.value, p.old, p.new) for p in align(old, new, by_key=by_key)]


def test_equal_texts_have_equal_pairs():
    old = of(GOAL, OFFICE)
    assert pairs(old, of(GOAL, OFFICE, prefix="q")) == [
        ("equal", (0,), (0,)),
        ("equal", (1,), (1,)),
    ]


def test_a_split_provision_is_recognised():
    old, new = (
        of(GOAL, f"{OFFICE} {REPORT}", CONTACT),
        of(GOAL, OFFICE, REPORT, CONTACT, prefix="q"),
    )
    assert ("split", (1,), (1, 2)) in pairs(old, new)


def test_joined_provisions_are_recognised():
    old, new = (
        of(GOAL, OFFICE, REPORT, CONTACT),
        of(GOAL, f"{OFFICE} {REPORT}", CONTACT, prefix="q"),
    )
    assert ("joined", (1, 2), (1,)) in pairs(old, new)


def test_a_provision_moved_and_edited_is_recognised():
    old = of(GOAL, OFFICE, REPORT, CONTACT)
    new = of(CONTACT.replace("feste", "zwei feste"), GOAL, OFFICE, REPORT, prefix="q")
    assert pairs(old, new)[0] == ("moved", (3,), (0,))


def test_a_key_says_more_than_the_words():
    old, new = of(GOAL, OFFICE), of("Ganz andere Worte.", OFFICE)
    assert pairs(old, new, by_key=True)[0] == ("changed", (0,), (0,))


def test_another_kind_or_level_is_a_change():
    old, new = of(GOAL), of(GOAL, kind=Kind.ITEM)
    assert pairs(old, new, by_key=True) == [("changed", (0,), (0,))]


def test_what_replaces_something_unlike_it_is_new():
    old, new = of(GOAL, OFFICE), of(GOAL, "Vereine erhalten Zuschüsse für Feste.", prefix="q")
    assert [kind for kind, _, _ in pairs(old, new)] == ["equal", "deleted", "inserted"]


def test_insertions_strikes_and_changes_are_told_apart_as_a_reader_would():
    random = chance(5)
    old = [sentence(random, 40) for _ in range(60)]
    new = [edited(random, text) for text in old]
    for place in (5, 17, 30, 41, 55):
        new.insert(place, sentence(random, 40))
    found = align(of(*old), of(*new, prefix="q"), by_key=False)
    kinds = [pair.kind for pair in found]
    assert kinds.count(PairKind.INSERTED) == 5
    assert kinds.count(PairKind.CHANGED) + kinds.count(PairKind.EQUAL) == 60


def edited(random: Random, text: str) -> str:
    words = text.split(" ")
    words[random.randrange(len(words))] = f"ersetzt{random.randrange(1000)}"
    return " ".join(words)


def test_nothing_is_paired_with_nothing():
    assert pairs(of(), of(GOAL)) == [("inserted", (), (0,))]
    assert pairs(of(GOAL), of()) == [("deleted", (0,), ())]


def written(*lines: str, prefix: str = "p") -> Document:
    """Make a text of lines: "# " heads, "- " lists, "| " tabulates, "goal: " is a field."""
    return Document(tuple(provision(f"{prefix}{n}", line) for n, line in enumerate(lines)))


def provision(key: str, line: str) -> Provision:
    marks = {"#": Kind.HEADING, "-": Kind.ITEM, "|": Kind.ROW}
    sign, _, text = line.partition(" ")
    if sign in marks:
        return Provision(key, marks[sign], int(sign != "|"), text)
    if sign.removesuffix(":") in set(Field):
        return Provision(key, Kind.FIELD, 0, text, Field(sign[:-1]))
    return Provision(key, Kind.PARAGRAPH, 0, line)


def told(pairs: tuple[Pair, ...]) -> str:
    """Say what became of all that is not equal, by places: "changed 1→1, inserted →2"."""
    return ", ".join(
        f"{p.kind} {'+'.join(map(str, p.old))}→{'+'.join(map(str, p.new))}"
        for p in pairs
        if p.kind is not PairKind.EQUAL
    )


def section(heading: str, text: str) -> list[str]:
    """Return a section as they come by the dozen: three of its lines stand in every other one."""
    return [f"# {heading}", "Ziel", text, "Zuständig: Kreis", ""]


FEAST = "Vereine erhalten Zuschüsse für Feste."
SHORT = ["Rot und grün.", "Hund und Katze.", "Haus und Hof.", "Berg und Tal.", "Tag und Nacht."]

READ = {
    "reworded in place": (
        [GOAL, "Er plant.", CONTACT],
        [GOAL, "Er baut.", CONTACT],
        "changed 1→1",
    ),
    "short, with nothing in common": (
        ["Ganz kurz.", GOAL],
        ["Völlig anders!", GOAL],
        "changed 0→0",
    ),
    "long, with hardly anything in common": (
        [GOAL, OFFICE, CONTACT],
        [GOAL, FEAST, CONTACT],
        "deleted 1→, inserted →1",
    ),
    "reworded, and a new one before it": (
        [GOAL, "Er plant.", CONTACT],
        [GOAL, FEAST, "Er baut.", CONTACT],
        "inserted →1, changed 1→2",
    ),
    "reworded, and the one before it struck": (
        [GOAL, FEAST, "Er plant.", CONTACT],
        [GOAL, "Er baut.", CONTACT],
        "deleted 1→, changed 2→1",
    ),
    "one gone, two come, nothing in common": (
        [GOAL, "Nein.", CONTACT],
        [GOAL, "Rot und grün.", "Haus und Hof.", CONTACT],
        "deleted 1→, inserted →1, inserted →2",
    ),
    "three reworded, the middle one beyond recognition": (
        [GOAL, "Er plant.", "Nein.", "Er hilft.", CONTACT],
        [GOAL, "Er baut.", "Doch.", "Er hilft gern.", CONTACT],
        "changed 1→1, changed 2→2, changed 3→3",
    ),
    "an item and a paragraph are no rewordings of each other": (
        [GOAL, "- Kurse", CONTACT],
        [GOAL, "Feste", CONTACT],
        "deleted 1→, inserted →1",
    ),
    "a heading renamed": (
        ["# Sprache und Bildung für alle Menschen", GOAL],
        ["# Von Anfang an gemeinsam lernen", GOAL],
        "changed 0→0",
    ),
    "a heading that became a paragraph": (["# Ziele", GOAL], ["Ziele", GOAL], "changed 0→0"),
    "fields filled in anew": (
        ["goal: Alle lernen Deutsch.", "responsible: Kreis", "time_frame: 2026"],
        [f"goal: {CONTACT}", "responsible: Stadt", "time_frame: 2027"],
        "changed 0→0, changed 1→1, changed 2→2",
    ),
    "one field goes, another one comes": (
        ["goal: Arbeit", "responsible: Kreis"],
        ["goal: Arbeit", "partners: Vereine"],
        "deleted 1→, inserted →1",
    ),
    "an empty provision filled in": ([GOAL, "", CONTACT], [GOAL, REPORT, CONTACT], "changed 1→1"),
    "a provision emptied": ([GOAL, REPORT, CONTACT], [GOAL, "", CONTACT], "changed 1→1"),
    "cut down to one of its sentences": (
        [GOAL, f"{OFFICE} {REPORT} {CONTACT} {FEAST} Rot und grün. Haus und Hof. Berg und Tal."],
        [GOAL, OFFICE],
        "changed 1→1",
    ),
    "neighbours swapped": (["Eins.", "Zwei.", "Drei."], ["Zwei.", "Eins.", "Drei."], "moved 0→1"),
    "sentences swapped inside": ([f"{OFFICE} {REPORT}"], [f"{REPORT} {OFFICE}"], "changed 0→0"),
    "moved": ([GOAL, OFFICE, REPORT], [OFFICE, REPORT, GOAL], "moved 0→2"),
    "moved and edited": (
        [GOAL, OFFICE, REPORT, CONTACT],
        [CONTACT.replace("feste", "zwei feste"), GOAL, OFFICE, REPORT],
        "moved 3→0",
    ),
    "split": (
        [GOAL, f"{OFFICE} {REPORT}", CONTACT],
        [GOAL, OFFICE, REPORT, CONTACT],
        "split 1→1+2",
    ),
    "split and edited": (
        [GOAL, f"{OFFICE} {REPORT}", CONTACT],
        [GOAL, OFFICE, REPORT.replace("jährlich", "zweimal im Jahr"), CONTACT],
        "split 1→1+2",
    ),
    "split into many": ([" ".join(SHORT)], SHORT, "split 0→0+1+2+3+4"),
    "split into a list": (
        [f"{GOAL} {OFFICE} {REPORT}", CONTACT],
        [GOAL, f"- {OFFICE}", f"- {REPORT}", CONTACT],
        "split 0→0+1+2",
    ),
    "split, and what followed struck": (
        [f"{GOAL} {OFFICE}", REPORT, CONTACT],
        [GOAL, OFFICE, CONTACT],
        "split 0→0+1, deleted 1→",
    ),
    "split, and the second half put elsewhere": (
        [f"{OFFICE} {REPORT}", GOAL, CONTACT],
        [OFFICE, GOAL, CONTACT, REPORT],
        "changed 0→0, inserted →3",
    ),
    "joined": (
        [GOAL, OFFICE, REPORT, CONTACT],
        [GOAL, f"{OFFICE} {REPORT}", CONTACT],
        "joined 1+2→1",
    ),
    "joined and edited": (
        [GOAL, OFFICE, REPORT, CONTACT],
        [GOAL, f"{OFFICE} {REPORT.replace('jährlich', 'zweimal im Jahr')}", CONTACT],
        "joined 1+2→1",
    ),
    "many joined": (SHORT, [" ".join(SHORT)], "joined 0+1+2+3+4→0"),
    "two that say the same joined": (["Er hilft.", "Er hilft."], ["Er hilft. Er hilft."],
        "joined 0+1→0"),
    "joined, and a new one behind": (
        [GOAL, OFFICE, REPORT],
        [f"{GOAL} {OFFICE}", FEAST, REPORT],
        "joined 0+1→0, inserted →1",
    ),
    "a section moved, heading and all": (
        [*section("Sprache", GOAL), *section("Arbeit", REPORT), *section("Wohnen", CONTACT)],
        [*section("Arbeit", REPORT), *section("Wohnen", CONTACT), *section("Sprache", GOAL)],
        "moved 0→10, moved 1→11, moved 2→12, moved 3→13, moved 4→14",
    ),
    "a section struck": (
        [*section("Sprache", GOAL), *section("Arbeit", REPORT), *section("Wohnen", CONTACT)],
        [*section("Sprache", GOAL), *section("Wohnen", CONTACT)],
        "deleted 5→, deleted 6→, deleted 7→, deleted 8→, deleted 9→",
    ),
    "a section struck whose heading others have as well": (
        ["# Ziel", GOAL, "# Ziel", REPORT, "# Ziel", CONTACT],
        ["# Ziel", GOAL, "# Ziel", CONTACT],
        "deleted 2→, deleted 3→",
    ),
    "a new section whose heading others have as well": (
        ["# Ziel", GOAL, "# Ziel", CONTACT],
        ["# Ziel", GOAL, "# Ziel", FEAST, "# Ziel", CONTACT],
        "inserted →2, inserted →3",
    ),
    "a new section before others that were edited": (
        [*section("Sprache", GOAL), *section("Arbeit", REPORT)],
        [
            *section("Vorwort", FEAST),
            *section("Sprachen", GOAL.replace("fördert", "stärkt")),
            *section("Die Arbeit", REPORT.replace("jährlich", "oft")),
        ],
        (
            "inserted →0, inserted →1, inserted →2, inserted →3, inserted →4, "
            "changed 0→5, changed 2→7, changed 5→10, changed 7→12"
        ),
    ),
    "one of many that say the same": (["Zuständig: Kreis"] * 12, ["Zuständig: Kreis"] * 11,
        "deleted 11→"),
    "what is said again and again goes here and comes there: it did not move": (
        ["Zuständig: Kreis", GOAL, OFFICE, "Zuständig: Kreis"],
        [GOAL, "Zuständig: Kreis", OFFICE, "Zuständig: Kreis"],
        "deleted 0→, inserted →1",
    ),
    "one of two equal rows struck": (
        ["| A | 1", "| B | 2", "| B | 2", "| C | 3"],
        ["| A | 1", "| B | 2", "| C | 3"],
        "deleted 2→",
    ),
    "one of two equal rows edited": (
        ["| A | 1", "| B | 2", "| B | 2", "| C | 3"],
        ["| A | 1", "| B | 2", "| B | 4", "| C | 3"],
        "changed 2→2",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", READ)
def test_what_became_of_a_text_is_told_as_a_reader_would(case):
    old, new, expected = READ[case]
    assert told(align(written(*old), written(*new, prefix="q"), by_key=False)) == expected


def test_a_gone_key_and_a_new_one_in_its_place_are_two_provisions():
    old, new = (
        written("Er plant.", GOAL),
        Document((provision("n1", "Er ruht."), provision("p1", GOAL))),
    )
    assert told(align(old, new)) == "deleted 0→, inserted →0"


def test_a_gone_key_and_a_new_one_that_says_much_the_same_are_one_provision():
    old = written(REPORT, GOAL)
    new = Document((provision("n1", REPORT.replace("jährlich", "oft")), provision("p1", GOAL)))
    assert told(align(old, new)) == "changed 0→0"


@pytest.mark.parametrize("seed", range(20))
def test_what_a_whole_revision_did_is_told_by_the_count(seed):
    """As many come, gone and changed ones as there were, at any places of a long text."""
    random = chance(seed)
    old = [sentence(random, random.randrange(12, 40)) for _ in range(80)]
    new = list(old)
    places = random.sample(range(0, 80, 2), 15)  # never two neighbours
    for place in places[:5]:
        new[place] = edited(random, old[place])
    for place in sorted(places[5:], reverse=True):
        new[place : place + 1] = [] if place in places[10:] else [old[place], sentence(random, 30)]
    kinds = [pair.kind for pair in align(of(*old), of(*new, prefix="q"), by_key=False)]
    counts = [kinds.count(k) for k in (PairKind.CHANGED, PairKind.INSERTED, PairKind.DELETED)]
    assert counts == [5, 5, 5]
    assert kinds.count(PairKind.EQUAL) == 70
