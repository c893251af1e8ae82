from random import Random

from support.prose import chance, sentence

from guideline_workshop.text.align import PairKind, align
from guideline_workshop.text.document import Document, Kind, Provision

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


def test_a_short_text_that_stands_elsewhere_too_did_not_move():
    old, new = of("Ja.", GOAL), of(GOAL, "Ja.", prefix="q")
    assert "moved" not in {kind for kind, _, _ in pairs(old, new)}


def test_nothing_is_paired_with_nothing():
    assert pairs(of(), of(GOAL)) == [("inserted", (), (0,))]
    assert pairs(of(GOAL), of()) == [("deleted", (0,), ())]
