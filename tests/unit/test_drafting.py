from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guideline_workshop.services import drafting
from guideline_workshop.services.drafting import Edit, Place, Way
from guideline_workshop.services.errors import Invalid
from guideline_workshop.text.amendment import Amendment, Insert, Move, Replace, apply
from guideline_workshop.text.document import Document, Field, Kind, Provision
from guideline_workshop.text.markup import normalise

DOCUMENT = Document(
    (
        Provision("h", Kind.HEADING, 2, "Sprache"),
        Provision("p", Kind.PARAGRAPH, 0, "Der Kreis fördert Kurse."),
        Provision("i", Kind.ITEM, 2, "für Erwachsene"),
        Provision("r", Kind.ROW, 0, "Ort | Zeit"),
        Provision("f", Kind.FIELD, 0, "Sprachkurse anbieten", Field.MEASURE),
    )
)


def changes_of(*edits):
    return drafting.to_changes(DOCUMENT, edits, "a7")


def texts_of(change):
    return [provision.text for provision in change.provisions]


def test_an_edited_provision_keeps_its_key_kind_level_and_field():
    (change,) = changes_of(Edit(Place.REPLACE, "f", "Viele Sprachkurse anbieten"))
    assert change == Replace(
        "f",
        DOCUMENT["f"].digest,
        (Provision("f", Kind.FIELD, 0, "Viele Sprachkurse anbieten", Field.MEASURE),),
    )


@pytest.mark.parametrize("empty", ["", "  ", "\n\n \n"])
def test_an_empty_box_strikes_the_provision(empty):
    assert changes_of(Edit(Place.REPLACE, "p", empty)) == (Replace("p", DOCUMENT["p"].digest, ()),)


def test_a_blank_line_splits_and_the_first_part_keeps_the_key():
    (change,) = changes_of(Edit(Place.REPLACE, "i", "für alle\n \n\nkostenlos\n\nund nah"))
    assert texts_of(change) == ["für alle", "kostenlos", "und nah"]
    assert [one.key for one in change.provisions] == ["i", "a7.1", "a7.2"]
    assert {(one.kind, one.level) for one in change.provisions} == {(Kind.ITEM, 2)}


def test_what_is_split_off_a_field_is_a_paragraph():
    (change,) = changes_of(Edit(Place.REPLACE, "f", "Kurse anbieten\n\nund bewerben"))
    assert [(one.kind, one.field) for one in change.provisions] == [
        (Kind.FIELD, Field.MEASURE),
        (Kind.PARAGRAPH, None),
    ]


def test_a_single_line_end_does_not_split():
    (change,) = changes_of(Edit(Place.REPLACE, "p", "Der Kreis\nfördert Kurse."))
    assert texts_of(change) == ["Der Kreis fördert Kurse."]


@pytest.mark.parametrize(
    ("after", "kind", "level"),
    [
        ("p", Kind.PARAGRAPH, 0),
        ("p", Kind.HEADING, 2),
        ("p", Kind.ITEM, 1),
        ("i", Kind.ITEM, 2),
        ("r", Kind.ROW, 0),
    ],
)
def test_what_is_inserted_has_the_chosen_kind_and_the_level_of_its_place(after, kind, level):
    (change,) = changes_of(Edit(Place.AFTER, after, "Neu", kind))
    assert change == Insert(after, (Provision("a7.1", kind, level, "Neu"),))


def test_keys_of_new_provisions_are_counted_over_all_boxes():
    made = changes_of(
        Edit(Place.AFTER, "h", "eins\n\nzwei"),
        Edit(Place.REPLACE, "p", "Der Kreis\n\nfördert"),
        Edit(Place.AFTER, "p", "vier"),
    )
    keys = [one.key for change in made for one in change.provisions]
    assert keys == ["a7.1", "a7.2", "p", "a7.3", "a7.4"]
    apply(DOCUMENT, Amendment("7", DOCUMENT.digest, made))


def test_a_box_at_an_unknown_place_is_refused():
    with pytest.raises(KeyError):
        changes_of(Edit(Place.REPLACE, "q", "Neu"))


@pytest.mark.parametrize("key", ["h", "p", "i", "r", "f"])
def test_a_box_as_it_begins_changes_nothing(key):
    for place in (Place.REPLACE, Place.MOVE, Place.AFTER):  # to join is to change already
        begun = changes_of(drafting.begin(DOCUMENT, place, key))
        assert drafting.effective(DOCUMENT, begun) == ()


def test_what_is_struck_split_or_inserted_is_effective():
    made = changes_of(
        Edit(Place.REPLACE, "p", ""),
        Edit(Place.REPLACE, "i", "für Erwachsene\n\nfür Kinder"),
        Edit(Place.AFTER, "h", "Neu"),
    )
    assert drafting.effective(DOCUMENT, made) == made


def test_a_box_for_inserting_an_item_is_still_one_after_it_was_stored_empty():
    begun = drafting.begin(DOCUMENT, Place.AFTER, "i")
    assert begun.kind is Kind.ITEM
    assert drafting.to_edits(DOCUMENT, changes_of(begun)) == [begun]


def test_a_move_comes_back_as_the_box_that_it_was():
    box = Edit(Place.MOVE, "p", "", Kind.PARAGRAPH, after="r", rationale="Passt dort besser.")
    assert changes_of(box) == (Move("p", DOCUMENT["p"].digest, "r"),)
    assert drafting.to_edits(DOCUMENT, changes_of(box)) == [box]


@pytest.mark.parametrize("after", ["p", "q"])
def test_nothing_is_moved_behind_itself_or_to_an_unknown_place(after):
    with pytest.raises(KeyError):
        changes_of(Edit(Place.MOVE, "p", "", after=after))


def test_a_moved_provision_may_be_edited_as_well():
    edits = drafting.add(DOCUMENT, [], Way.MOVE, "p")
    edits = drafting.add(DOCUMENT, edits, Way.REPLACE, "p")
    assert [one.place for one in edits] == [Place.REPLACE, Place.MOVE]
    made = changes_of(replace(edits[0], text="Neu."), replace(edits[1], after="f"))
    amended = apply(DOCUMENT, Amendment("7", DOCUMENT.digest, made))
    assert [one.key for one in amended.provisions] == ["h", "i", "r", "f", "p"]
    assert amended["p"].text == "Neu."


def test_something_is_inserted_before_the_first_provision_and_before_another():
    first, second = drafting.add(
        DOCUMENT, drafting.add(DOCUMENT, [], Way.BEFORE, "i"), Way.BEFORE, "h"
    )
    assert (first.key, second.key) == ("", "p")
    made = changes_of(replace(first, text="Vorab"), replace(second, text="Davor"))
    amended = apply(DOCUMENT, Amendment("7", DOCUMENT.digest, made))
    assert [one.text for one in amended.provisions][:4] == [
        "Vorab",
        "Sprache",
        "Der Kreis fördert Kurse.",
        "Davor",
    ]
    assert drafting.to_edits(DOCUMENT, made) == [
        replace(first, text="Vorab"),
        replace(second, text="Davor"),
    ]


NEIGHBOURS = Document(
    (
        Provision("h", Kind.HEADING, 1, "Sprache"),
        Provision("a", Kind.PARAGRAPH, 0, "Der Kreis fördert Kurse."),
        Provision("b", Kind.PARAGRAPH, 0, "Sie sind für alle Menschen im Kreis kostenlos."),
        Provision("h2", Kind.HEADING, 2, "Orte"),
        Provision("c", Kind.PARAGRAPH, 0, "Überall."),
        Provision("h3", Kind.HEADING, 1, "Wohnen"),
    )
)


def test_two_neighbours_are_joined_as_they_were_changed_already():
    edits = [
        Edit(Place.REPLACE, "b", "Sie sind für alle Menschen im Kreis gratis.", rationale="Kürzer.")
    ]
    (box,) = drafting.add(NEIGHBOURS, edits, Way.JOIN, "a")
    assert (box.place, box.text) == (
        Place.JOIN,
        "Der Kreis fördert Kurse. Sie sind für alle Menschen im Kreis gratis.",
    )
    assert box.rationale == "Kürzer."
    made = drafting.to_changes(NEIGHBOURS, [box], "a7")
    amended = apply(NEIGHBOURS, Amendment("7", NEIGHBOURS.digest, made))
    assert [one.key for one in amended.provisions] == ["h", "a", "h2", "c", "h3"]
    assert drafting.to_edits(NEIGHBOURS, made) == [box]
    assert drafting.add(NEIGHBOURS, [box], Way.REPLACE, "b") == (box,)
    assert drafting.add(NEIGHBOURS, [box], Way.JOIN, "a") == (box,)


def test_an_edit_beside_a_strike_is_no_join():
    edits = [
        Edit(Place.REPLACE, "a", "Der Kreis fördert alle Kurse."),
        Edit(Place.REPLACE, "b", ""),
    ]
    assert drafting.to_edits(NEIGHBOURS, drafting.to_changes(NEIGHBOURS, edits, "a7")) == edits


@pytest.mark.parametrize("key", ["h", "b", "c", "h3"])
def test_what_is_not_alike_or_has_nothing_after_it_cannot_be_joined(key):
    with pytest.raises(Invalid):
        drafting.add(NEIGHBOURS, [], Way.JOIN, key)


def test_a_new_guideline_comes_after_the_whole_section():
    boxes_ = drafting.add(NEIGHBOURS, [], Way.GUIDELINE, "a")
    assert [(one.key, one.kind) for one in boxes_] == [("c", Kind.HEADING), ("c", Kind.PARAGRAPH)]
    last = drafting.add(NEIGHBOURS, [], Way.GUIDELINE, "h3")
    assert last[0].key == "h3"


def test_a_new_recommendation_has_all_fields_and_those_left_empty_are_not_submitted():
    edits = drafting.add(DOCUMENT, [], Way.RECOMMENDATION, "h")
    assert [one.field for one in edits] == [None, *Field]
    stored = changes_of(*edits)
    assert drafting.to_edits(DOCUMENT, stored) == list(edits)  # empty, and still what they were
    assert drafting.effective(DOCUMENT, stored) == ()
    written = [replace(edits[0], text="Kurse"), replace(edits[2], text="Alle lernen."), *edits[3:]]
    made = drafting.effective(DOCUMENT, changes_of(*written))
    amended = apply(DOCUMENT, Amendment("7", DOCUMENT.digest, made))
    assert [(one.kind, one.level, one.field, one.text) for one in amended.provisions[-2:]] == [
        (Kind.HEADING, 2, None, "Kurse"),
        (Kind.FIELD, 0, Field.GOAL, "Alle lernen."),
    ]


def test_several_kinds_that_one_change_inserts_have_a_box_each():
    change = Insert("p", (
        Provision("n1", Kind.HEADING, 2, "Neu"),
        Provision("n2", Kind.PARAGRAPH, 0, "eins"),
        Provision("n3", Kind.PARAGRAPH, 0, "zwei"),
    ), "Fehlt.")  # fmt: skip
    assert drafting.to_edits(DOCUMENT, [change]) == [
        Edit(Place.AFTER, "p", "Neu", Kind.HEADING, rationale="Fehlt."),
        Edit(Place.AFTER, "p", "eins\n\nzwei"),
    ]


words = st.lists(st.sampled_from(["Kurs", "**Recht**", "a*b", "Straße,"]), min_size=1).map(
    lambda chosen: normalise(" ".join(chosen))
)
parts = st.lists(words, max_size=3).map("\n\n".join)
boxes = st.lists(
    st.one_of(
        st.builds(
            Edit,
            st.just(Place.AFTER),
            st.sampled_from(sorted(DOCUMENT.positions)),
            parts.filter(bool),
            st.sampled_from([Kind.PARAGRAPH, Kind.ITEM, Kind.HEADING, Kind.ROW]),
        ),
        st.sampled_from(sorted(DOCUMENT.positions)).flatmap(
            lambda key: st.builds(
                Edit, st.just(Place.REPLACE), st.just(key), parts, st.just(DOCUMENT[key].kind)
            )
        ),
    ),
    max_size=5,
)


@given(boxes)
def test_boxes_come_back_as_they_were_stored(edits):
    assert drafting.to_edits(DOCUMENT, changes_of(*edits)) == edits


@given(boxes)
def test_boxes_are_sorted_by_their_places_and_none_is_lost(edits):
    ordered = drafting.in_order(DOCUMENT, edits)
    assert sorted(map(repr, ordered)) == sorted(map(repr, edits))
    positions = [DOCUMENT.positions[edit.key] for edit in ordered]
    assert positions == sorted(positions)


def test_a_provision_gets_one_box_for_its_wording_but_several_after_it():
    edits = ()
    for way in (Way.AFTER, Way.REPLACE, Way.REPLACE, Way.AFTER):
        edits = drafting.add(DOCUMENT, edits, way, "p")
    assert [edit.place for edit in edits] == [Place.REPLACE, Place.AFTER, Place.AFTER]


def test_an_added_box_stands_where_its_place_is_in_the_text():
    edits = drafting.add(DOCUMENT, [Edit(Place.REPLACE, "r", "Ort | Tag")], Way.AFTER, "h")
    assert [edit.key for edit in edits] == ["h", "r"]


def test_boxes_of_two_people_are_paired_by_place_and_none_is_lost():
    mine = [Edit(Place.REPLACE, "p", "meins"), Edit(Place.AFTER, "p", "nur meins")]
    stored = [Edit(Place.REPLACE, "i", "nur deins"), Edit(Place.REPLACE, "p", "deins")]
    assert drafting.beside(mine, stored) == [
        (mine[0], stored[1]),
        (mine[1], None),
        (None, stored[0]),
    ]
