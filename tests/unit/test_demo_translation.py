"""The demonstration data fit the importer and the text core."""

from collections import Counter

import pytest

from guideline_workshop.demo import addressing, content
from guideline_workshop.demo.translation import to_changes
from guideline_workshop.imports.reader import read_pasted
from guideline_workshop.text.amendment import Amendment, apply
from guideline_workshop.text.document import Document, Field, Kind
from guideline_workshop.text.markup import plain


@pytest.fixture(scope="module")
def demo():
    return content.load()


@pytest.fixture(scope="module")
def imported(demo):
    return {draft.key: read_pasted(draft.markdown) for draft in demo.documents}


@pytest.fixture(scope="module")
def guidelines(imported):
    return Document(imported["guidelines"].provisions)


def amended(demo, guidelines, key):
    amendment = next(amendment for amendment in demo.amendments if amendment.key == key)
    changes = to_changes(guidelines, amendment.changes, "a1")
    return apply(guidelines, Amendment("a1", guidelines.digest, changes))


def texts(document):
    return [provision.text for provision in document.provisions]


def test_both_drafts_are_imported_without_a_notice(imported):
    assert all(one.title and not one.notices for one in imported.values())


def test_every_recommendation_has_its_ten_fields(imported):
    provisions = imported["recommendations"].provisions
    headings = sum(provision.kind is Kind.HEADING for provision in provisions)
    fields = Counter(provision.field for provision in provisions if provision.field)
    assert fields == dict.fromkeys(set(Field) - {Field.EVIDENCE}, headings)


def test_comments_find_their_provisions(demo, imported):
    documents = {round_.key: round_.document for round_ in demo.rounds}
    for comment in demo.comments:
        if comment.at is not None:
            addressing.find(imported[documents[comment.round]].provisions, comment.at)


def test_every_amendment_changes_the_text_it_is_applied_to(demo, guidelines):
    for amendment in demo.amendments:
        assert texts(amended(demo, guidelines, amendment.key)) != texts(guidelines)


def test_a_split_keeps_the_words_and_makes_one_provision_more(demo, guidelines):
    split = amended(demo, guidelines, "ehrenamt-absatz")
    assert len(split.provisions) == len(guidelines.provisions) + 1
    assert " ".join(texts(split)) == " ".join(texts(guidelines))


def test_a_strike_takes_one_provision_out(demo, guidelines):
    struck = set(texts(guidelines)) - set(texts(amended(demo, guidelines, "termine-streichen")))
    assert [text.startswith("Die Ausländerbehörde vergibt") for text in struck] == [True]


def test_a_move_brings_the_item_to_the_front_of_its_list(demo, guidelines):
    moved = amended(demo, guidelines, "seiteneinstieg-zuerst")
    item = addressing.find(moved.provisions, "Kinder, die während des Schuljahres")
    before = moved.provisions[moved.positions[item.key] - 1]
    assert plain(before.text).endswith("Vier Dinge helfen dabei:")
    assert sorted(texts(moved)) == sorted(texts(guidelines))


def test_an_inserted_item_joins_its_list(demo, guidelines):
    inserted = amended(demo, guidelines, "religioese-kleidung")
    item = inserted["a1.1"]
    neighbour = inserted.provisions[inserted.positions["a1.1"] - 1]
    assert (item.kind, item.level) == (neighbour.kind, neighbour.level) == (Kind.ITEM, 1)
