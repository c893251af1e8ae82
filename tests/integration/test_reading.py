import factories
import pytest

from guideline_workshop.rules.rounds import RoundKind
from guideline_workshop.rules.states import AmendmentState
from guideline_workshop.services import adoptions, comments, editions, reading, versions
from guideline_workshop.services.reading import Marks


@pytest.fixture
def remarks(world, db):
    return world.round(db, RoundKind.COMMENT)


def test_submitted_amendments_and_comments_are_found_at_their_provisions(world, db, remarks):
    proposals = world.round(db)
    numbers = [
        world.amendment(db, proposals, key, "Anders.", state=state).number
        for key, state in (
            ("p2", AmendmentState.SUBMITTED),
            ("p2", AmendmentState.ADMITTED),
            ("p3", AmendmentState.RETURNED),
            ("p3", AmendmentState.DRAFT),
        )
    ]
    for key in ("p2", "p5", "p5", None):
        comments.write(
            db, remarks, provision_key=key, body="Ja.", by=world.delegates[0], now=factories.NOW
        )
    assert reading.marks_on(db, world.version) == {
        "p2": Marks(tuple(numbers[:2]), 1),
        "p5": Marks((), 2),
        "": Marks((), 1),
    }


def test_the_editions_of_a_document_come_with_their_adoption_and_without_other_documents(world, db):
    other = factories.document_with_version(db, world.consultation, world.moderator)[0]
    second = versions.publish(
        db,
        world.document,
        title="Leitlinien",
        content=factories.CONTENT,
        by=world.moderator,
        now=factories.NOW,
        base=world.version,
    )
    adopted = adoptions.adopt(
        db, second, resolution_number="7", note="", by=world.board, now=factories.NOW
    )
    found = editions.of(db, world.consultation, world.document.slug)
    assert [(one.version.number, one.adoption) for one in found] == [(1, None), (2, adopted)]
    assert editions.find(found, 2) is found[1]
    assert editions.find(found, 3) is None
    assert len(editions.of(db, world.consultation, other.slug)) == 1
