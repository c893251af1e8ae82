"""Amendments are found by what was submitted, on both databases alike, and by nothing else."""

import factories
import pytest
import sqlalchemy as sa
from factories import NOW
from support.proposing import odd_searches

from guideline_workshop.models import Amendment, AmendmentWords
from guideline_workshop.rules.submissions import SubmissionKind
from guideline_workshop.services import amendments, backing, new_editions, searching
from guideline_workshop.services.drafting import Edit, Place


@pytest.fixture
def scene(db):
    return Scene(db)


class Scene:
    """An open round with two associations and what they propose."""

    def __init__(self, db):
        self.db = db
        self.moderator = factories.moderator(db)
        ours = factories.association(db, "Sprachverein Ohmbergen")
        theirs = factories.association(db, "Wohnverein")
        self.of = factories.consultation(db, self.moderator, [ours, theirs])
        _document, version = factories.document_with_version(db, self.of, self.moderator)
        self.round = factories.round_(db, version, self.moderator)
        self.own = factories.identity(db, factories.member(db, ours))
        self.other = factories.identity(db, factories.member(db, theirs))

    def submitted(self, text="Neu.", key="p3", *, by=None, title="Ohne", rationale="Weil."):
        edit = Edit(Place.REPLACE, key, text)
        by = by or self.own
        made = factories.draft(self.db, self.round, by, [edit], title=title, rationale=rationale)
        return amendments.submit(self.db, made, by=by, now=NOW)

    def found(self, text):
        query = sa.select(Amendment.number).where(searching.finds(self.db, text))
        return sorted(self.db.scalars(query), key=lambda one: one or 0)


def test_title_wording_rationale_and_number_are_searched(scene):
    scene.submitted(title="Mehr Sprachkurse")
    scene.submitted("In jedem **Dorf** ein Treffpunkt.")
    scene.submitted(rationale="Weil Ehrenamtliche Räume brauchen.")
    assert scene.found("sprachkurs") == [1]
    assert scene.found("DÖRFER") == [2]
    assert scene.found("Raum Ehrenamtlicher") == [3]
    assert scene.found("Raum Dorf") == []
    for name in ("Ä 2", "a2", "A 2", "Ä2"):
        assert scene.found(name) == [2]
    assert scene.found("2") == [2]


def test_the_rationale_of_a_single_change_is_searched(scene):
    edit = Edit(Place.REPLACE, "p3", "Neu.", rationale="Wegen der Busverbindung.")
    factories.submitted(scene.db, scene.round, scene.own, [edit])
    assert scene.found("busverbindungen") == [1]


def test_the_words_that_are_struck_are_found_too(scene):
    scene.submitted("Der Kreis fördert Musik.", "p2")
    assert scene.found("Sprachkurse") == [1]
    assert scene.found("Musik") == [1]


def test_the_beginning_of_a_word_is_enough_unless_it_is_very_short(scene):
    scene.submitted(title="Integrationslotsen")
    assert scene.found("Integra") == [1]
    assert scene.found("In") == []
    scene.submitted(title="Nach 70 Tagen")
    assert scene.found("7") == []


def test_an_association_is_found_by_the_name_it_has_now(scene):
    scene.submitted(by=scene.other)
    scene.submitted()
    assert scene.found("wohnverein") == [1]
    assert scene.found("Ohmbergen Sprachverein") == [2]
    association = scene.db.scalars(sa.select(Amendment).filter_by(number=1)).one().association
    association.name, association.short_name = "Mieterbund", "MB"
    scene.db.flush()
    assert scene.found("Wohnverein") == []
    assert scene.found("Mieterbund Neu") == [1]


def test_who_submits_it_too_is_found_once_the_answer_is_yes(scene):
    made = scene.submitted()
    backing.ask(scene.db, made, [scene.other.acting_id], by=scene.own, now=NOW)
    assert scene.found("Wohnverein") == []
    backing.answer(scene.db, made, agrees=True, by=scene.other, now=NOW)
    assert scene.found("Wohnverein") == [1]


def test_a_draft_is_never_found(scene):
    edit = Edit(Place.REPLACE, "p3", "Geheimnis")
    draft = factories.draft(scene.db, scene.round, scene.own, [edit], title="Geheimnis")
    assert scene.found("Geheimnis") == []
    amendments.submit(scene.db, draft, by=scene.own, now=NOW)
    assert scene.found("Geheimnis") == [1]


def test_a_new_edition_is_found_by_its_own_words_only(scene):
    made = scene.submitted(title="Musikschule")
    new_editions.renew(
        scene.db, made, SubmissionKind.REVISED, title="Tanzschule", by=scene.own, now=NOW
    )
    assert scene.found("Musikschule") == []
    assert scene.found("Tanzschule") == [1]
    assert scene.db.scalar(sa.select(sa.func.count()).select_from(AmendmentWords)) == 1


def test_what_is_not_submitted_after_all_is_not_found(scene):
    nested = scene.db.begin_nested()
    scene.submitted(title="Doch nicht")
    assert scene.found("doch") == [1]
    nested.rollback()
    scene.db.expire_all()
    assert scene.found("doch") == []


@pytest.mark.parametrize("text", odd_searches())
def test_signs_have_no_meaning(scene, text):
    scene.submitted(title="Mehr Kurse")
    assert scene.found(text) in ([], [1])


def test_without_a_word_nothing_is_found(scene):
    scene.submitted()
    for text in ("???", "", "'", "%", "\x00"):
        assert scene.found(text) == []


def test_long_words_are_stored_and_found(scene):
    scene.submitted("x" * 5000, rationale="ä" * 3000)
    assert scene.found("x" * 5000) == [1]


def test_the_index_of_the_database_is_used(scene):
    scene.submitted(title="Mehr Kurse")
    query = sa.select(Amendment.id).where(searching.finds(scene.db, "kurs"))
    compiled = query.compile(scene.db.get_bind())
    connection, explain = scene.db.connection(), "EXPLAIN"
    if connection.dialect.name == "postgresql":
        # with one row everything costs the same; what is left is the index of the words
        for way in ("seqscan", "indexscan", "indexonlyscan", "nestloop", "mergejoin"):
            connection.exec_driver_sql(f"SET LOCAL enable_{way} = off")
        parameters = compiled.params
    else:
        explain, parameters = "EXPLAIN QUERY PLAN", tuple(compiled.params.values())
    plan = connection.exec_driver_sql(f"{explain} {compiled}", parameters).all()
    assert any("amendment_words_index" in str(line) for line in plan)
