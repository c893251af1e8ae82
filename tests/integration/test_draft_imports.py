"""Draft imports: nothing is a version before it is published."""

import pytest
from factories import CONTENT, NOW

from guideline_workshop.imports.reader import read_pasted
from guideline_workshop.imports.result import Imported
from guideline_workshop.rules.acts import Act
from guideline_workshop.rules.states import DocumentType
from guideline_workshop.services import documents, draft_imports, journal, versions
from guideline_workshop.services.errors import Conflict, Invalid
from guideline_workshop.text.document import Document

PASTED = "# Leitlinien\n\n## Sprache\n\nDer Kreis fördert Kurse.\n\n- für Kinder\n- für Eltern\n"


@pytest.fixture
def document(db, world):
    return documents.create(
        db,
        world.consultation,
        type_=DocumentType.GUIDELINES,
        title="Neue Leitlinien",
        by=world.moderator,
        now=NOW,
    )


def start(db, world, document, text=PASTED):
    return draft_imports.start(
        db, document, read_pasted(text), filename="entwurf.md", by=world.moderator, now=NOW
    )


def acts(db, world, limit=3):
    return [row.act for row in journal.entries(db, world.consultation.id, now=NOW, limit=limit)]


def test_an_import_is_no_version(db, world, document):
    draft = start(db, world, document)
    assert versions.latest(db, document) is None
    assert len(Document.from_json(draft.provisions).provisions) >= 4
    assert acts(db, world, 1) == [Act.DRAFT_IMPORTED]


def test_an_import_is_found_at_its_own_document_only(db, world, document):
    draft = start(db, world, document)
    assert draft_imports.find(db, document, draft.id) is draft
    assert draft_imports.find(db, world.document, draft.id) is None
    assert draft_imports.open_of(db, document) == [draft]
    assert draft_imports.open_of(db, world.document) == []


def test_a_document_with_a_version_takes_no_import(db, world):
    with pytest.raises(Conflict):
        start(db, world, world.document)


def test_a_correction_is_kept(db, world, document, new_session):
    draft = start(db, world, document)
    draft_imports.correct(draft, title="Besser", content=CONTENT, revision=draft.revision)
    db.commit()
    with new_session() as other:
        stored = draft_imports.find(other, document, draft.id)
        assert stored.title == "Besser"
        assert Document.from_json(stored.provisions) == CONTENT


def test_a_correction_of_what_somebody_else_has_changed_is_refused(db, world, document):
    draft = start(db, world, document)
    seen = draft.revision
    draft_imports.correct(draft, title="Erste", content=CONTENT, revision=seen)
    db.flush()
    with pytest.raises(Conflict):
        draft_imports.correct(draft, title="Zweite", content=Document(()), revision=seen)
    assert draft.title == "Erste"


def test_publishing_makes_the_first_version_and_ends_all_imports(db, world, document):
    start(db, world, document)
    draft = start(db, world, document)
    draft_imports.correct(draft, title="Besser", content=CONTENT, revision=draft.revision)
    version = draft_imports.publish(db, draft, by=world.moderator, now=NOW)
    assert (version.number, version.title, versions.text_of(version)) == (1, "Besser", CONTENT)
    assert draft_imports.open_of(db, document) == []
    assert acts(db, world) == [Act.VERSION_PUBLISHED, Act.DRAFT_IMPORTED, Act.DRAFT_IMPORTED]


def test_two_open_imports_do_not_make_two_versions(db, world, document, new_session):
    first, second = start(db, world, document), start(db, world, document)
    db.commit()
    with new_session.begin() as other:
        again = other.get_one(type(first), first.id)
        draft_imports.publish(other, again, by=world.moderator, now=NOW)
    with pytest.raises(Conflict):
        draft_imports.publish(db, second, by=world.moderator, now=NOW)


def test_an_empty_import_cannot_be_published(db, world, document):
    draft = start(db, world, document)
    draft_imports.correct(draft, title="Leer", content=Document(()), revision=draft.revision)
    with pytest.raises(Invalid):
        draft_imports.publish(db, draft, by=world.moderator, now=NOW)
    assert versions.latest(db, document) is None
    assert draft_imports.open_of(db, document) == [draft]


def test_discarding_is_recorded_and_touches_no_other_import(db, world, document):
    kept, draft = start(db, world, document), start(db, world, document)
    draft_imports.discard(db, draft, by=world.moderator, now=NOW)
    assert draft_imports.open_of(db, document) == [kept]
    assert acts(db, world, 1) == [Act.DRAFT_DISCARDED]


def test_a_very_long_file_name_and_title_are_cut(db, world, document):
    imported = Imported("T" * 300, CONTENT.provisions, ())
    draft = draft_imports.start(
        db, document, imported, filename="x" * 300, by=world.moderator, now=NOW
    )
    assert (len(draft.filename), len(draft.title)) == (255, 200)


def test_the_title_of_the_document_stands_in_where_the_file_has_none(db, world, document):
    imported = Imported("", CONTENT.provisions, ())
    draft = draft_imports.start(db, document, imported, filename="", by=world.moderator, now=NOW)
    assert draft.title == document.title
