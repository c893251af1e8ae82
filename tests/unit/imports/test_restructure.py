import pytest

from guideline_workshop.imports.limits import MAX_PROVISION_CHARACTERS
from guideline_workshop.imports.restructure import (
    Impossible,
    Obstacle,
    drop,
    edit,
    join,
    reclassify,
    split,
)
from guideline_workshop.text.document import Document, Field, Kind, Provision

DRAFT = (
    Provision("p1", Kind.HEADING, 1, "Sprache"),
    Provision("p2", Kind.PARAGRAPH, 0, "Alle *lernen* Deutsch."),
    Provision("p3", Kind.ROW, 0, r"Ziel | Kurse \| Treffs"),
    Provision("p4", Kind.ITEM, 2, "Kurse"),
)


def texts(provisions):
    return [provision.text for provision in provisions]


def test_a_paragraph_becomes_a_heading_and_keeps_its_key_and_place():
    changed = reclassify(DRAFT, "p2", Kind.HEADING, 2)
    assert changed[1] == Provision("p2", Kind.HEADING, 2, "Alle *lernen* Deutsch.")
    assert (changed[0], *changed[2:]) == (DRAFT[0], *DRAFT[2:])


@pytest.mark.parametrize(
    ("kind", "asked", "given"),
    [
        (Kind.HEADING, 0, 1),
        (Kind.HEADING, 9, 6),
        (Kind.ITEM, -3, 1),
        (Kind.PARAGRAPH, 4, 0),
        (Kind.ROW, 7, 1),
    ],
)
def test_a_level_the_kind_does_not_have_becomes_the_nearest(kind, asked, given):
    assert reclassify(DRAFT, "p2", kind, asked)[1].level == given


def test_a_field_needs_its_name():
    with pytest.raises(Impossible) as refused:
        reclassify(DRAFT, "p2", Kind.FIELD, 0)
    assert refused.value.obstacle is Obstacle.NO_FIELD


def test_what_is_no_field_any_more_has_no_field_name():
    field = reclassify(DRAFT, "p2", Kind.FIELD, 0, Field.GOAL)
    assert field[1].field is Field.GOAL
    assert reclassify(field, "p2", Kind.PARAGRAPH, 0, Field.GOAL) == DRAFT


def test_a_row_that_becomes_its_field_loses_the_label():
    changed = reclassify(DRAFT, "p3", Kind.FIELD, 0, Field.GOAL)
    assert changed[2] == Provision("p3", Kind.FIELD, 0, r"Kurse \| Treffs", Field.GOAL)


def test_a_row_that_becomes_another_field_keeps_all_its_words():
    changed = reclassify(DRAFT, "p3", Kind.FIELD, 0, Field.INDICATOR)
    assert changed[2].text.startswith("Ziel – Kurse")


def test_an_edited_text_is_normalised_and_cleaned():
    changed = edit(DRAFT, "p2", " Neu\x00er\n\n  **Text** \ud800")
    assert changed[1].text == "Neuer **Text**"


def test_a_pipe_outside_of_a_row_separates_nothing():
    changed = edit(DRAFT, "p2", "Ja | Nein")
    assert changed[1].text == r"Ja \| Nein"
    assert edit(DRAFT, "p3", "Ja | Nein")[2].text == "Ja | Nein"


@pytest.mark.parametrize("text", ["", " \n ", "\x00", "|", " | | "])
def test_nothing_is_no_text_of_a_row(text):
    with pytest.raises(Impossible) as refused:
        edit(DRAFT, "p3", text)
    assert refused.value.obstacle is Obstacle.EMPTY


def test_a_text_can_be_too_long():
    with pytest.raises(Impossible) as refused:
        edit(DRAFT, "p2", "x" * (MAX_PROVISION_CHARACTERS + 1))
    assert refused.value.obstacle is Obstacle.TOO_LONG


def test_blank_lines_split_and_new_parts_get_free_keys():
    changed = split(DRAFT, "p2", "Alle lernen.\r\n\r\n \r\nDeutsch\r\nund mehr.\n\nEnde.\n")
    assert [(p.key, p.kind, p.text) for p in changed[1:4]] == [
        ("p2", Kind.PARAGRAPH, "Alle lernen."),
        ("p5", Kind.PARAGRAPH, "Deutsch und mehr."),
        ("p6", Kind.PARAGRAPH, "Ende."),
    ]
    assert len(Document(changed).positions) == 6


def test_splitting_again_takes_no_key_twice():
    twice = split(split(DRAFT, "p2", "a\n\nb"), "p5", "c\n\nd")
    assert [p.key for p in twice] == ["p1", "p2", "p5", "p6", "p3", "p4"]


def test_a_heading_is_followed_by_paragraphs_when_split():
    changed = split(DRAFT, "p1", "Sprache\n\nSie verbindet.")
    assert changed[:2] == (DRAFT[0], Provision("p5", Kind.PARAGRAPH, 0, "Sie verbindet."))


def test_parts_of_an_item_are_items_of_the_same_depth():
    assert [p.level for p in split(DRAFT, "p4", "a\n\nb")[3:]] == [2, 2]


def test_a_split_into_nothing_is_refused():
    with pytest.raises(Impossible):
        split(DRAFT, "p2", "\n\n")


def test_a_provision_is_appended_to_the_one_before():
    changed = join(DRAFT, "p2")
    assert changed == (
        Provision("p1", Kind.HEADING, 1, "Sprache Alle *lernen* Deutsch."),
        *DRAFT[2:],
    )


def test_a_row_joined_with_a_paragraph_is_a_row_no_more():
    assert r" – Kurse" in join(DRAFT, "p3")[1].text


def test_the_first_provision_has_none_to_join():
    with pytest.raises(Impossible) as refused:
        join(DRAFT, "p1")
    assert refused.value.obstacle is Obstacle.NO_PREVIOUS


def test_a_dropped_provision_is_gone():
    assert texts(drop(DRAFT, "p2")) == [DRAFT[0].text, DRAFT[2].text, DRAFT[3].text]


@pytest.mark.parametrize(
    "correct",
    [
        lambda: drop(DRAFT, "p9"),
        lambda: join(DRAFT, "p9"),
        lambda: edit(DRAFT, "p9", "x"),
        lambda: split(DRAFT, "p9", "x"),
        lambda: reclassify(DRAFT, "p9", Kind.PARAGRAPH, 0),
    ],
)
def test_an_unknown_key_is_an_error(correct):
    with pytest.raises(KeyError):
        correct()
