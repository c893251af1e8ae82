"""Adoption: the board decides on the newest version, once."""

import factories
import pytest
import sqlalchemy as sa
from factories import NOW

from guideline_workshop.rules.acts import Act
from guideline_workshop.services import adoptions, editions, journal, versions
from guideline_workshop.services.errors import Conflict


def adopt(db, world, version=None):
    return adoptions.adopt(
        db,
        version or world.version,
        resolution_number=" KA 2026/114 ",
        note=" Einstimmig. ",
        by=world.board,
        now=NOW,
    )


def test_an_adoption_keeps_what_was_entered(db, world):
    made = adopt(db, world)
    assert (made.resolution_number, made.note) == ("KA 2026/114", "Einstimmig.")
    assert (made.adopted_at, made.adopted_by_id) == (NOW, world.board.user_id)
    assert versions.adoption_of(db, world.version) is made
    (edition,) = editions.of(db, world.consultation, world.document.slug)
    assert edition.adoption is made


def test_the_journal_names_the_digest_that_was_adopted(db, world):
    before, _ = journal.head(db)
    adopt(db, world)
    (row,) = journal.entries(db, world.consultation.id, now=NOW, limit=1)
    assert (row.act, row.details["digest"]) == (Act.VERSION_ADOPTED, world.version.digest)
    assert journal.head(db)[0] == before + 1


def test_a_version_is_adopted_once(db, world):
    adopt(db, world)
    before = journal.head(db)
    with pytest.raises(Conflict):
        adopt(db, world)
    assert journal.head(db) == before


def test_only_the_newest_version_is_adopted(db, world):
    said = {"title": "Neu", "content": factories.CONTENT, "by": world.moderator, "now": NOW}
    newer = versions.publish(db, world.document, **said)
    with pytest.raises(Conflict):
        adopt(db, world)
    assert adopt(db, world, newer).version is newer
    assert versions.adoption_of(db, world.version) is None


@pytest.mark.parametrize(
    "statement", ["UPDATE adoptions SET note = 'Anders'", "DELETE FROM adoptions"]
)
def test_the_database_refuses_to_change_an_adoption(db, world, statement):
    adopt(db, world)
    with pytest.raises(sa.exc.DBAPIError, match="immutable"):
        db.execute(sa.text(statement))
