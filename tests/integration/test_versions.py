"""Versions: what is published stays as it is (threat 27)."""

import factories
import pytest
import sqlalchemy as sa
from factories import CONTENT, NOW

from guideline_workshop.rules.states import DocumentType
from guideline_workshop.services import documents, editions, versions
from guideline_workshop.text.document import Document


def publish(db, world, **more):
    return versions.publish(
        db,
        world.document,
        title="Leitlinien",
        content=CONTENT,
        by=world.moderator,
        now=NOW,
        **more,
    )


def test_a_version_says_what_was_published(db, world, new_session):
    db.commit()
    with new_session() as other:
        stored = other.get_one(type(world.version), world.version.id)
        assert versions.text_of(stored) == CONTENT
        assert stored.digest == CONTENT.digest == Document.from_json(stored.provisions).digest


def test_versions_are_numbered_in_their_document(db, world):
    second, third = publish(db, world, base=world.version), publish(db, world)
    assert [one.number for one in versions.all_of(db, world.document)] == [1, 2, 3]
    assert versions.latest(db, world.document) is third
    assert versions.find(db, world.document, 2) is second
    assert versions.find(db, world.document, 4) is None
    found = editions.of(db, world.consultation, world.document.slug)
    assert [one.version for one in found] == [world.version, second, third]


def test_a_version_of_another_document_is_not_found(db, world):
    other = documents.create(
        db,
        world.consultation,
        type_=DocumentType.RECOMMENDATIONS,
        title="Andere",
        by=world.moderator,
        now=NOW,
    )
    assert versions.find(db, other, 1) is None
    assert versions.latest(db, other) is None
    assert editions.of(db, world.consultation, other.slug) == []


def test_a_number_is_given_once_a_document(db, world):
    second = publish(db, world)
    copy = type(second)(
        **{
            column.key: getattr(second, column.key)
            for column in sa.inspect(type(second)).mapper.column_attrs
            if column.key != "id"
        }
    )
    db.add(copy)
    with pytest.raises(sa.exc.IntegrityError):
        db.flush()


COLUMNS = [
    ("title", "'Anders'"),
    ("provisions", "'[]'"),
    ("digest", "'0'"),
    ("number", "7"),
    ("published_at", "published_at"),
]


@pytest.mark.parametrize(("column", "value"), COLUMNS)
def test_the_database_refuses_to_change_a_version(db, world, column, value):
    statement = f"UPDATE versions SET {column} = {value} WHERE id = :id"  # noqa: S608 -- constants
    with pytest.raises(sa.exc.DBAPIError, match="immutable"):
        db.execute(sa.text(statement), {"id": world.version.id})


def test_the_database_refuses_to_delete_a_version(db, world):
    publish(db, world)
    with pytest.raises(sa.exc.DBAPIError, match="immutable"):
        db.execute(sa.text("DELETE FROM versions WHERE number = 2"))


def test_the_mapper_cannot_change_it_either(db, world):
    world.version.title = "Anders"
    with pytest.raises(sa.exc.DBAPIError, match="immutable"):
        db.flush()


def test_two_versions_of_one_text_have_one_digest_and_another_text_another(db, world):
    same = publish(db, world)
    assert same.digest == world.version.digest
    shorter = Document(CONTENT.provisions[:-1])
    _, other = factories.document_with_version(
        db, world.consultation, world.moderator, content=shorter
    )
    assert other.digest != same.digest
