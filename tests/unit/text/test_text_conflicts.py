import pytest

from guideline_workshop.text.amendment import (
    Amendment,
    Change,
    Insert,
    InvalidAmendment,
    Move,
    Replace,
    StaleBase,
)
from guideline_workshop.text.diff import Op
from guideline_workshop.text.document import Document, Kind, Provision
from guideline_workshop.text.merge import (
    EDITORIAL,
    ConflictKind,
    Merge,
    NoticeKind,
    Provenance,
    Resolution,
    merge,
)
from guideline_workshop.text.provenance import Span, carried
from guideline_workshop.text.relations import Relation, relation, relations

GOAL = "Der Landkreis fördert die Integration. Er berichtet jährlich."
BASE = Document(
    (
        Provision("p1", Kind.HEADING, 1, "Ziele"),
        Provision("p2", Kind.PARAGRAPH, 0, GOAL),
        Provision("p3", Kind.PARAGRAPH, 0, "Die Gemeinden wirken mit."),
        Provision("p4", Kind.ITEM, 1, "Sprachkurse"),
    )
)


def new(key: str, text: str) -> Provision:
    return Provision(key, Kind.PARAGRAPH, 0, text)


def edit(key: str, text: str, *more: Provision) -> Replace:
    before = BASE[key]
    first = Provision(key, before.kind, before.level, text, before.field)
    return Replace(key, before.digest, (first, *more))


def strike(key: str) -> Replace:
    return Replace(key, BASE[key].digest, ())


def move(key: str, after: str) -> Move:
    return Move(key, BASE[key].digest, after)


def amendment(name: str, *changes: Change) -> Amendment:
    return Amendment(name, BASE.digest, changes)


def merged(*amendments: Amendment, decided: tuple[Resolution, ...] = ()) -> Merge:
    return merge(BASE, amendments, resolutions=decided)


def texts(result: Merge) -> list[str]:
    return [provision.text for provision in result.document.provisions]


def test_edits_of_different_words_of_one_sentence_merge():
    result = merged(
        amendment("1", edit("p2", GOAL.replace("jährlich", "monatlich"))),
        amendment("2", edit("p2", GOAL.replace("fördert", "unterstützt"))),
    )
    assert not result.conflicts
    assert result.document["p2"].text == (
        "Der Landkreis unterstützt die Integration. Er berichtet monatlich."
    )
    changes = [(r.op, r.text.strip(), r.origin) for r in result.lines[1].runs if r.origin]
    assert changes == [
        (Op.DELETED, "fördert", "2"),
        (Op.INSERTED, "unterstützt", "2"),
        (Op.DELETED, "jährlich", "1"),
        (Op.INSERTED, "monatlich", "1"),
    ]


def test_equal_edits_become_one_with_joint_support():
    text = GOAL.replace("jährlich", "monatlich")
    result = merged(amendment("2", edit("p2", text)), amendment("1", edit("p2", text)))
    assert not result.conflicts
    assert result.document["p2"].text == text
    assert [(n.kind, n.amendments, n.key) for n in result.notices] == [
        (NoticeKind.JOINT, ("1", "2"), "p2")
    ]


def test_equal_new_provisions_of_two_associations_are_one():
    result = merged(
        amendment("1", Insert("p2", (new("a1.1", "Neu."),))),
        amendment("2", Insert("p2", (new("a2.1", "Neu."),))),
    )
    assert texts(result).count("Neu.") == 1
    assert result.notices[0].kind is NoticeKind.JOINT


def test_two_different_insertions_at_one_spot_are_a_conflict_never_a_silent_order():
    first = amendment("1", Insert("p2", (new("a1.1", "Eins."),)))
    second = amendment("2", Insert("p2", (new("a2.1", "Zwei."),)))
    conflict = merged(first, second).conflicts[0]
    assert (conflict.kind, conflict.key, conflict.base) == (ConflictKind.INSERTIONS, "p2", ())
    assert "Eins." not in texts(merged(first, second))
    both = merged(first, second, decided=(Resolution(conflict.id, ("2", "1")),))
    assert texts(both)[2:4] == ["Zwei.", "Eins."]
    assert not both.conflicts
    assert both.resolved[0].id == conflict.id


def test_two_different_words_inserted_at_one_spot_are_a_conflict():
    first = amendment("1", edit("p2", GOAL.replace("berichtet jährlich", "berichtet neu jährlich")))
    second = amendment(
        "2", edit("p2", GOAL.replace("berichtet jährlich", "berichtet gut jährlich"))
    )
    conflict = merged(first, second).conflicts[0]
    assert conflict.kind is ConflictKind.INSERTIONS
    assert conflict.base == (BASE["p2"],)
    both = merged(first, second, decided=(Resolution(conflict.id, ("2", "1")),))
    assert both.document["p2"].text.endswith("Er berichtet gut neu jährlich.")


def test_overlapping_edits_are_a_conflict_that_shows_both_wordings():
    first = amendment("1", edit("p2", GOAL.replace("berichtet jährlich", "schweigt")))
    second = amendment("2", edit("p2", GOAL.replace("jährlich", "monatlich")))
    result = merged(first, second)
    conflict = result.conflicts[0]
    assert conflict.kind is ConflictKind.OVERLAP
    assert result.document["p2"] == BASE["p2"]
    assert [(a.amendments, a.provisions[0].text.split(". ")[1]) for a in conflict.alternatives] == [
        (("1",), "Er schweigt."),
        (("2",), "Er berichtet monatlich."),
    ]
    taken = merged(first, second, decided=(Resolution(conflict.id, ("2",)),))
    assert taken.document["p2"].text == GOAL.replace("jährlich", "monatlich")
    kept = merged(first, second, decided=(Resolution(conflict.id, ()),))
    assert kept.document == BASE
    assert not kept.conflicts


def test_own_words_decide_and_only_what_is_new_in_them_is_editorial():
    first = amendment("1", edit("p2", GOAL.replace("berichtet jährlich", "schweigt")))
    second = amendment(
        "2", edit("p2", GOAL.replace("jährlich", "monatlich").replace("fördert", "trägt"))
    )
    conflict = merged(first, second).conflicts[0]
    own = new("p2", GOAL.replace("fördert", "trägt").replace("jährlich", "öfter"))
    result = merged(first, second, decided=(Resolution(conflict.id, (), (own,)),))
    assert result.document["p2"] == own
    origins = {r.text.strip(): r.origin for r in result.lines[1].runs if r.op is Op.INSERTED}
    assert origins == {"trägt": "2", "öfter": EDITORIAL}


def test_striking_what_another_one_edits_is_a_conflict():
    result = merged(amendment("1", strike("p3")), amendment("2", edit("p3", "Alle wirken mit.")))
    conflict = result.conflicts[0]
    assert conflict.kind is ConflictKind.DELETION
    assert conflict.alternatives[0].provisions == ()
    assert result.document == BASE


def test_two_moves_of_one_provision_are_a_conflict():
    first, second = amendment("1", move("p4", "p1")), amendment("2", move("p4", "p2"))
    conflict = merged(first, second).conflicts[0]
    assert (conflict.kind, conflict.key) == (ConflictKind.MOVES, "p4")
    assert [a.after for a in conflict.alternatives] == ["p1", "p2"]
    taken = merged(first, second, decided=(Resolution(conflict.id, ("2",)),))
    assert [p.key for p in taken.document.provisions] == ["p1", "p2", "p4", "p3"]


def test_moving_what_another_one_strikes_is_a_conflict():
    result = merged(amendment("1", move("p4", "p1")), amendment("2", strike("p4")))
    assert [c.kind for c in result.conflicts] == [ConflictKind.DELETION]


def test_moving_and_editing_merge():
    result = merged(amendment("1", move("p4", "p1")), amendment("2", edit("p4", "Kurse")))
    assert not result.conflicts
    assert texts(result)[1] == "Kurse"


def test_splitting_and_editing_merge():
    first, second = "Der Landkreis fördert die Integration.", "Er berichtet jährlich."
    result = merged(
        amendment("1", edit("p2", first, new("a1.1", second))),
        amendment("2", edit("p2", GOAL.replace("jährlich", "monatlich"))),
    )
    assert not result.conflicts
    assert texts(result)[1:3] == [first, "Er berichtet monatlich."]


def test_joining_and_editing_merge():
    result = merged(
        amendment("1", edit("p2", f"{GOAL} Die Gemeinden wirken mit."), strike("p3")),
        amendment("2", edit("p3", "Die Gemeinden wirken freiwillig mit.")),
    )
    assert not result.conflicts
    assert texts(result)[1] == f"{GOAL} Die Gemeinden wirken freiwillig mit."


def test_a_join_is_one_in_whatever_order_its_changes_are_listed():
    joined = edit("p3", "Die Gemeinden wirken mit. Sprachkurse"), strike("p4")
    for changes in (joined, joined[::-1]):
        assert texts(merged(amendment("1", *changes)))[2:] == [
            "Die Gemeinden wirken mit. Sprachkurse"
        ]


def test_a_conflict_is_about_all_that_is_joined_to_what_it_is_about():
    result = merged(
        amendment("1", edit("p3", "Die Gemeinden wirken mit. Sprachkurse"), strike("p4")),
        amendment("2", move("p4", "p1")),
        amendment("3", edit("p2", f"{GOAL} Die Gemeinden wirken mit."), strike("p3")),
    )
    (conflict,) = result.conflicts
    assert [provision.key for provision in conflict.base] == ["p2", "p3", "p4"]
    assert texts(result)[1:] == [f"{GOAL} Die Gemeinden wirken mit.", "Sprachkurse"]


def test_changing_the_kind_and_the_words_merge():
    as_item = Replace("p3", BASE["p3"].digest, (Provision("p3", Kind.ITEM, 1, BASE["p3"].text),))
    result = merged(amendment("1", as_item), amendment("2", edit("p3", "Alle wirken mit.")))
    assert result.document["p3"] == Provision("p3", Kind.ITEM, 1, "Alle wirken mit.")
    assert result.lines[2].origin == "1"


def test_two_levels_for_one_heading_are_a_conflict():
    def level(name: str, level: int) -> Amendment:
        heading = Provision("p1", Kind.HEADING, level, "Ziele")
        return amendment(name, Replace("p1", BASE["p1"].digest, (heading,)))

    assert len(merged(level("1", 2), level("2", 3)).conflicts) == 1
    assert not merged(level("1", 2), level("2", 2)).conflicts


def test_edits_that_touch_merge_with_a_notice():
    result = merged(
        amendment("1", edit("p2", GOAL.replace("fördert", "trägt"))),
        amendment("2", edit("p2", GOAL.replace("die Integration", "alle Menschen"))),
    )
    assert not result.conflicts
    assert [(n.kind, n.amendments) for n in result.notices] == [(NoticeKind.TOUCHING, ("1", "2"))]


def test_an_appended_word_and_a_new_provision_behind_do_not_meet():
    result = merged(
        amendment("1", edit("p4", "Sprachkurse für alle")),
        amendment("2", Insert("p4", (new("a2.1", "Neu."),))),
    )
    assert not result.conflicts
    assert texts(result)[-2:] == ["Sprachkurse für alle", "Neu."]


def test_a_conflict_keeps_its_id_when_other_amendments_come():
    first = amendment("1", edit("p2", GOAL.replace("jährlich", "monatlich")))
    second = amendment("2", edit("p2", GOAL.replace("jährlich", "wöchentlich")))
    other = amendment("3", strike("p4"))
    assert merged(first, second).conflicts[0].id == merged(other, second, first).conflicts[0].id


def test_a_decision_does_not_apply_when_a_third_wording_joins():
    first = amendment("1", edit("p2", GOAL.replace("jährlich", "monatlich")))
    second = amendment("2", edit("p2", GOAL.replace("jährlich", "wöchentlich")))
    third = amendment("3", edit("p2", GOAL.replace("jährlich", "täglich")))
    decided = (Resolution(merged(first, second).conflicts[0].id, ("1",)),)
    result = merged(first, second, third, decided=decided)
    assert len(result.conflicts) == 1
    assert not result.resolved


def test_two_amendments_with_one_id_are_refused():
    with pytest.raises(InvalidAmendment):
        merged(amendment("1", strike("p3")), amendment("1", strike("p4")))


def test_a_stale_amendment_is_refused():
    with pytest.raises(StaleBase):
        merged(amendment("1", Replace("p2", BASE["p3"].digest, ())))


def test_provenance_is_carried_through_the_next_merges():
    first = merge(BASE, [amendment("7", edit("p2", GOAL.replace("fördert", "trägt")))])
    before = first.document["p2"]
    text = before.text.replace("jährlich", "monatlich")
    later = Amendment(
        "9", first.document.digest, (Replace("p2", before.digest, (new("p2", text),)),)
    )
    second = merge(first.document, [later], provenance=first.provenance)
    assert [tuple(span) for span in second.provenance.spans["p2"]] == [(2, 3, "7"), (8, 9, "9")]
    edited = Document((new("p2", text.replace("Er", "Man")),))
    spans = carried(second.provenance, second.document, edited).spans["p2"]
    assert [span.origin for span in spans] == ["7", EDITORIAL, "9"]
    assert Provenance.from_json(second.provenance.as_json()) == second.provenance


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ((edit("p3", "Alle."),), (edit("p3", "Alle."),), Relation.IDENTICAL),
        ((edit("p3", "Alle."),), (edit("p3", "Alle."), strike("p4")), Relation.CONTAINED),
        ((edit("p3", "Alle."), strike("p4")), (edit("p3", "Alle."),), Relation.CONTAINS),
        ((edit("p3", "Alle."),), (strike("p3"),), Relation.OVERLAPPING),
        ((strike("p3"),), (strike("p4"),), Relation.TOUCHING),
        ((edit("p2", "Alle."),), (strike("p4"),), Relation.DISJOINT),
    ],
)
def test_amendments_are_related(first, second, expected):
    assert relation(BASE, amendment("1", *first), amendment("2", *second)) is expected


def test_nearly_the_same_wording_is_suggested_as_joint():
    one = amendment("1", edit("p3", "Alle Gemeinden und Städte wirken sehr gern dabei mit."))
    other = amendment("2", edit("p3", "Alle Gemeinden und Städte wirken gern dabei mit."))
    different = amendment("3", edit("p3", "Niemand muss."))
    found = {(r.first, r.second): r.alike for r in relations(BASE, [one, other, different])}
    assert found == {("1", "2"): True, ("1", "3"): False, ("2", "3"): False}


def test_splitting_and_joining_by_hand_leaves_words_their_origin():
    first, second = "Der Landkreis fördert die gute Integration.", "Er berichtet jährlich."
    before = Document((new("p1", f"{first} {second}"), BASE["p3"]))
    known = Provenance({"p1": (Span(4, 5, "A1"), Span(8, 9, "A2"))})
    split = Document((new("p1", first), new("n1", second), BASE["p3"]))
    assert carried(known, before, split).spans == {
        "p1": (Span(4, 5, "A1"),),
        "n1": (Span(1, 2, "A2"),),
    }
    joined = Document((new("p1", f"{first} {second} {BASE['p3'].text} Neu."),))
    assert carried(known, before, joined).spans == {
        "p1": (*known.spans["p1"], Span(16, 18, EDITORIAL)),
    }
