"""How two amendments stand to each other, before anybody merges them."""

import pytest

from guideline_workshop.text.amendment import Amendment, Change, Insert, Move, Replace
from guideline_workshop.text.document import Document, Kind, Provision
from guideline_workshop.text.relations import Relation, relation, relations

BASE = Document(
    (
        Provision("p1", Kind.HEADING, 1, "Ziele"),
        Provision("p2", Kind.PARAGRAPH, 0, "Er berichtet jährlich dem Kreistag über seine Arbeit."),
        Provision("p3", Kind.PARAGRAPH, 0, "Die Einwohner wirken überall mit."),
        Provision("p4", Kind.ITEM, 1, "Sprachkurse"),
    )
)
REPORT, PEOPLE = BASE["p2"].text, BASE["p3"].text


def edit(key: str, *replacements: str) -> Replace:
    """Replace words in a provision: each odd argument by the one after it."""
    before = BASE[key]
    text = before.text
    for old, new in zip(replacements[::2], replacements[1::2], strict=True):
        assert old in text
        text = text.replace(old, new)
    return Replace(key, before.digest, (Provision(key, before.kind, before.level, text),))


def strike(key: str) -> Replace:
    return Replace(key, BASE[key].digest, ())


def insert(after: str, text: str, key: str = "n") -> Insert:
    return Insert(after, (Provision(key, Kind.PARAGRAPH, 0, text),))


def both(first: tuple[Change, ...], second: tuple[Change, ...]) -> list[Amendment]:
    return [Amendment(name, BASE.digest, c) for name, c in (("1", first), ("2", second))]


STAND = {
    "the same words": (
        [edit("p3", "Einwohner", "Bürger")],
        [edit("p3", "Einwohner", "Bürger")],
        Relation.IDENTICAL,
    ),
    "the same insertion at the same place, whatever its key": (
        [insert("p3", "Neu.", "a")],
        [insert("p3", "Neu.", "b")],
        Relation.IDENTICAL,
    ),
    "the same insertion at another place": (
        [insert("p2", "Neu.")],
        [insert("p3", "Neu.")],
        Relation.DISJOINT,
    ),
    "two insertions at one place": (
        [insert("p3", "Neu.", "a")],
        [insert("p3", "Anders.", "b")],
        Relation.OVERLAPPING,
    ),
    "the same move": (
        [Move("p4", BASE["p4"].digest, "p1")],
        [Move("p4", BASE["p4"].digest, "p1")],
        Relation.IDENTICAL,
    ),
    "the same change, and one more": (
        [edit("p3", "Einwohner", "Bürger")],
        [edit("p3", "Einwohner", "Bürger"), strike("p4")],
        Relation.CONTAINED,
    ),
    "the same change as a part of a longer one": (
        [edit("p2", "jährlich", "monatlich")],
        [edit("p2", "Er berichtet jährlich dem", "Man sagt monatlich einem")],
        Relation.CONTAINED,
    ),
    "a longer change that has the other one at its end": (
        [edit("p2", "Er berichtet jährlich", "Jeden Monat sagt man alles öffentlich")],
        [edit("p2", "jährlich", "öffentlich")],
        Relation.CONTAINS,
    ),
    "the word of one stands elsewhere in the longer change of the other": (
        [edit("p2", "jährlich", "öffentlich")],
        [edit("p2", "Er berichtet jährlich dem", "Man sagt dann sehr öffentlich und gern einem")],
        Relation.OVERLAPPING,
    ),
    "a word struck in a passage that is struck": (
        [edit("p2", "jährlich ", "")],
        [edit("p2", "jährlich dem Kreistag ", "")],
        Relation.CONTAINED,
    ),
    "a provision struck, and the next one too": (
        [strike("p3")],
        [strike("p3"), strike("p4")],
        Relation.CONTAINED,
    ),
    "a word struck that the other one replaces": (
        [edit("p2", "jährlich ", "")],
        [edit("p2", "jährlich", "monatlich")],
        Relation.OVERLAPPING,
    ),
    "a provision struck that the other one edits": (
        [strike("p3")],
        [edit("p3", "Einwohner", "Bürger")],
        Relation.OVERLAPPING,
    ),
    "two words for one": (
        [edit("p2", "jährlich", "monatlich")],
        [edit("p2", "jährlich", "täglich")],
        Relation.OVERLAPPING,
    ),
    "one shared change, and each one of its own": (
        [edit("p2", "jährlich", "oft"), strike("p4")],
        [edit("p2", "jährlich", "oft", "Arbeit", "Mühe")],
        Relation.OVERLAPPING,
    ),
    "neighbouring words": (
        [edit("p2", "berichtet", "erzählt")],
        [edit("p2", "jährlich", "oft")],
        Relation.TOUCHING,
    ),
    "neighbouring provisions struck": ([strike("p3")], [strike("p4")], Relation.TOUCHING),
    "different words of one sentence": (
        [edit("p2", "jährlich", "oft")],
        [edit("p2", "Arbeit", "Mühe")],
        Relation.DISJOINT,
    ),
    "the same words, one of them strong": (
        [edit("p3", "Einwohner", "Bürger")],
        [edit("p3", "Einwohner", "**Bürger**")],
        Relation.OVERLAPPING,
    ),
}


@pytest.mark.parametrize("case", STAND)
def test_amendments_stand_to_each_other_as_a_reader_would_say(case):
    first, second, expected = STAND[case]
    assert relation(BASE, *both(first, second)) is expected
    turned = {Relation.CONTAINED: Relation.CONTAINS, Relation.CONTAINS: Relation.CONTAINED}
    assert relation(BASE, *both(second, first)) is turned.get(expected, expected)


@pytest.mark.parametrize(
    ("first", "second", "are_alike"),
    [
        ("**Bürger**", "Bürger", True),
        ("Bürger*innen", "Bürger", True),
        ("Bürgerinnen und Bürger", "Bürger", True),
        ("Bürgerinnen und Bürger", "Bürger:innen", True),
        ("Menschen im ganzen Kreis", "Menschen im Kreis", True),
        ("Bürger", "Vereine", False),
        ("Menschen mit Einwanderungsgeschichte", "Menschen ohne deutschen Pass", False),
    ],
)
def test_nearly_the_same_wording_is_suggested_as_joint(first, second, are_alike):
    amendments = both([edit("p3", "Einwohner", first)], [edit("p3", "Einwohner", second)])
    (found,) = relations(BASE, amendments)
    assert (found.relation, found.alike) == (Relation.OVERLAPPING, are_alike)


def test_a_strike_and_an_edit_are_never_suggested_as_joint():
    (found,) = relations(BASE, both([strike("p3")], [edit("p3", "Einwohner", "Bürger")]))
    assert not found.alike
