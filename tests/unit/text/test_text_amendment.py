import pytest

from guideline_workshop.text.amendment import (
    Amendment,
    Insert,
    InvalidAmendment,
    Move,
    Replace,
    StaleBase,
    apply,
    changes_as_json,
    changes_from_json,
    touched,
    with_rationales,
)
from guideline_workshop.text.document import Document, Kind, Provision


def provision(key: str, text: str = "Text.") -> Provision:
    return Provision(key, Kind.PARAGRAPH, 0, text)


BASE = Document(tuple(provision(key, f"Text {key}.") for key in ("p1", "p2", "p3")))


def edit(key: str, *new: Provision) -> Replace:
    return Replace(key, BASE[key].digest, new)


def move(key: str, after: str) -> Move:
    return Move(key, BASE[key].digest, after)


def applied(*changes) -> list[str]:
    return [p.key for p in apply(BASE, Amendment("1", BASE.digest, changes)).provisions]


def test_a_provision_can_be_edited_struck_split_moved_and_followed_by_new_ones():
    assert applied(edit("p2", provision("p2", "Neu."))) == ["p1", "p2", "p3"]
    assert applied(edit("p2")) == ["p1", "p3"]
    assert applied(edit("p2", provision("p2"), provision("a1.1"))) == ["p1", "p2", "a1.1", "p3"]
    assert applied(move("p1", "p3")) == ["p2", "p3", "p1"]
    assert applied(Insert("p1", (provision("a1.1"),))) == ["p1", "a1.1", "p2", "p3"]
    assert applied(Insert("", (provision("a1.1"),))) == ["a1.1", "p1", "p2", "p3"]


def test_a_place_stays_where_it_was_when_its_provision_moves_or_goes():
    assert applied(move("p1", "p3"), Insert("p1", (provision("a1.1"),))) == [
        *("a1.1", "p2", "p3", "p1")
    ]
    assert applied(edit("p2"), Insert("p2", (provision("a1.1"),))) == ["p1", "a1.1", "p3"]


def test_what_is_moved_can_be_edited_too():
    result = apply(
        BASE, Amendment("1", BASE.digest, (move("p1", "p3"), edit("p1", provision("p1", "Neu."))))
    )
    assert result.provisions[-1] == provision("p1", "Neu.")


def test_new_text_is_normalised():
    result = apply(
        BASE, Amendment("1", BASE.digest, (edit("p1", provision("p1", " a\n\u00adb ")),))
    )
    assert result["p1"].text == "a b"


def test_an_amendment_of_another_text_is_refused_with_the_provisions_that_differ():
    stale = Replace("p2", provision("p2", "Anders.").digest, ())
    with pytest.raises(StaleBase) as refused:
        applied(stale, Insert("p9", (provision("a1.1"),)))
    assert refused.value.keys == ("p2", "p9")


@pytest.mark.parametrize(
    "changes",
    [
        (edit("p1"), edit("p1", provision("p1"))),
        (move("p1", "p2"), move("p1", "p3")),
        (move("p1", "p1"),),
        (edit("p1"), move("p1", "p3")),
        (Insert("p1", (provision("p2"),)),),
        (Insert("p1", (provision("a1.1"),)), Insert("p2", (provision("a1.1"),))),
        (edit("p1", provision("p1"), provision("")),),
        (edit("p1", Provision("p1", Kind.FIELD, 0, "Ein Feld ohne Namen")),),
        (edit("p1", Provision("p1", Kind.HEADING, 0, "Eine Überschrift ohne Stufe")),),
    ],
)
def test_changes_that_make_no_sense_are_refused(changes):
    with pytest.raises(InvalidAmendment):
        applied(*changes)


def test_changes_survive_json():
    changes = (edit("p1", provision("p1", "Neu.")), Insert("", (provision("a"),)), move("p2", "p3"))
    assert changes_from_json(changes_as_json(changes)) == changes


@pytest.mark.parametrize("data", [{"change": "burn"}, {}, {"change": "move", "key": "p1"}])
def test_other_data_is_no_change(data):
    with pytest.raises((KeyError, ValueError)):
        changes_from_json([data])


def test_an_insertion_touches_the_provision_before_it():
    changes = (edit("p1"), Insert("p2", (provision("a"),)), Insert("", (provision("b"),)))
    assert touched(changes) == {"p1", "p2"}


def test_the_rationale_of_a_change_is_kept_and_is_no_part_of_what_it_does():
    change = Move("p1", "digest", "p2", "Passt dort besser.")
    (read,) = changes_from_json(changes_as_json([change]))
    assert read.rationale == "Passt dort besser."
    assert read == Move("p1", "digest", "p2")
    assert "rationale" not in changes_as_json([Move("p1", "digest", "p2")])[0]


def test_changes_carried_over_to_another_text_keep_their_rationales():
    new = Provision("n", Kind.PARAGRAPH, 0, "Neu.")
    before = (Insert("p1", (new,), "Fehlt."), Move("p2", "old", "p1", "Besser."))
    after = (Insert("p4", (new,)), Replace("p2", "new", ()), Move("p2", "new", "p4"))
    assert [one.rationale for one in with_rationales(after, before)] == ["Fehlt.", "", "Besser."]
