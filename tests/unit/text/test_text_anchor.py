import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.prose import document, randoms, revised

from guideline_workshop.text.anchor import Anchor, Certainty, anchor_at, reanchor, words_at
from guideline_workshop.text.document import Document, Kind, Provision
from guideline_workshop.text.markup import parse

TEXT = "Der Landkreis fördert Vereine. Er fördert auch die Gemeinden und ihre Vereine."


def of(*texts: str) -> Document:
    return Document(
        tuple(Provision(f"p{n}", Kind.PARAGRAPH, 0, text) for n, text in enumerate(texts, 1))
    )


def test_an_untouched_provision_keeps_its_anchors():
    anchor = anchor_at(of(TEXT), "p1", 2, 4)
    found = reanchor(of(TEXT), of(TEXT, "Neu."), anchor)
    assert found.certainty is Certainty.EXACT
    assert found.anchor == anchor
    assert anchor.quote == "fördert Vereine"


def test_an_intact_passage_is_followed_when_it_shifts():
    old, new = of(TEXT), of("Neu ist: " + TEXT)
    found = reanchor(old, new, anchor_at(old, "p1", 8, 11))
    assert found.certainty is Certainty.SHIFTED
    assert found.anchor is not None
    assert (found.anchor.start, found.anchor.quote) == (11, "die Gemeinden und")


def test_a_passage_is_followed_into_the_part_of_a_split_provision():
    old = of(TEXT)
    first, second = TEXT.split(" Er ")
    new = Document(
        (
            old["p1"].__class__("p1", Kind.PARAGRAPH, 0, first),
            Provision("n1", Kind.PARAGRAPH, 0, "Er " + second),
        )
    )
    found = reanchor(old, new, anchor_at(old, "p1", 8, 11))
    assert found.certainty is Certainty.SHIFTED
    assert found.anchor is not None
    assert (found.anchor.key, found.anchor.quote) == ("n1", "die Gemeinden und")


def test_a_changed_passage_is_only_suggested():
    old, new = of(TEXT), of(TEXT.replace("auch die", "besonders alle"))
    found = reanchor(old, new, anchor_at(old, "p1", 6, 10))
    assert found.certainty is Certainty.SUGGESTED


def test_a_common_word_without_its_neighbours_is_not_taken_for_the_passage():
    old = of("Alle sollen und müssen lernen.")
    new = of("Kein Kind darf und wird allein gelassen werden.")
    found = reanchor(old, new, anchor_at(old, "p1", 2, 3))
    assert found.certainty is not Certainty.SHIFTED


def test_other_words_in_place_of_the_passage_are_suggested():
    old, new = of("Es gibt Kurse. Sie sind freiwillig."), of("Es gibt Kurse. Sie sind kostenlos.")
    found = reanchor(old, new, anchor_at(old, "p1", 4, 7))
    assert found.certainty is Certainty.SUGGESTED
    assert found.anchor is not None
    assert (found.anchor.key, found.anchor.quote) == ("p1", "Sie sind kostenlos")


def test_of_a_provision_that_says_something_else_all_is_suggested():
    found = reanchor(of(TEXT), of("Gestrichen!"), anchor_at(of(TEXT), "p1", 2, 4))
    assert found.certainty is Certainty.SUGGESTED
    assert found.anchor == anchor_at(of("Gestrichen!"), "p1", 0, 0)


def test_of_several_places_the_one_between_the_same_words_is_suggested():
    old = of("Zuerst kommt das Amt. Danach kommt das Amt wieder zu Wort.", "Bleibt.")
    rest = "Alle hören zu, wenn das Amt spricht, und danach kommt das Amt wieder zu Wort."
    new = Document((old["p2"], Provision("n1", Kind.PARAGRAPH, 0, rest)))
    anchor = anchor_at(old, "p1", 7, 9)
    found = reanchor(old, new, anchor)
    assert found.certainty is Certainty.SUGGESTED
    assert found.anchor is not None
    assert (anchor.quote, found.anchor.quote) == ("das Amt", "das Amt")
    assert found.anchor.start > 10


def test_a_changed_passage_is_suggested_elsewhere_by_what_stands_around_it():
    old = of("Wir wollen alle zusammen ein gutes Leben in unserem Kreis haben.", "Bleibt.")
    text = "Ganz am Ende der langen Liste steht heute hier: alle zusammen ein besseres Leben in"
    text += " unserem Kreis; sonst nichts mehr, was noch daran erinnern könnte oder sollte."
    new = Document((old["p2"], Provision("n1", Kind.PARAGRAPH, 0, text)))
    found = reanchor(old, new, anchor_at(old, "p1", 5, 7))
    assert found.certainty is Certainty.SUGGESTED
    assert found.anchor is not None
    assert found.anchor.quote == "besseres Leben"


def test_a_struck_passage_is_lost_and_said_to_be():
    old, new = of(TEXT, "Bleibt."), Document(of(TEXT, "Bleibt.").provisions[1:])
    assert reanchor(old, new, anchor_at(old, "p1", 6, 10)).certainty is Certainty.LOST


def test_characters_are_rounded_to_whole_words():
    assert words_at("Die **Bürger** hier", 5, 7) == (1, 2)
    assert words_at("Die Bürger", 0, 10) == (0, 2)


def test_an_anchor_needs_words_that_exist():
    with pytest.raises(ValueError, match="no such words"):
        anchor_at(of("Kurz."), "p1", 1, 9)


@given(randoms, st.integers(1, 6), st.integers(0, 6))
def test_an_anchor_that_is_certain_still_quotes_the_same_words(random, size, edits):
    old = document(random, size)
    new = revised(random, old, edits)
    provision = random.choice(old.provisions)
    places = sorted(random.choices(range(len(parse(provision.text)) + 1), k=2))
    anchor = anchor_at(old, provision.key, *places)
    assert Anchor.from_json(anchor.as_json()) == anchor
    found = reanchor(old, new, anchor)
    if found.certainty in {Certainty.EXACT, Certainty.SHIFTED}:
        assert found.anchor is not None
        assert found.anchor.quote.split() == anchor.quote.split()
    if found.anchor is not None:
        assert found.anchor.key in new
