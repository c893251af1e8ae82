"""What the moderation says about two amendments reads rightly from both sides."""

import factories
import pytest
import sqlalchemy as sa
from factories import DAY, NOW

from guideline_workshop.models import AmendmentRelation, JournalEntry
from guideline_workshop.rules.acts import Act
from guideline_workshop.rules.relations import MUTUAL, RelationKind
from guideline_workshop.services import amendment_relations
from guideline_workshop.services.errors import Conflict, Invalid
from guideline_workshop.views.words import RELATIONS


@pytest.fixture
def both(db, world):
    round_ = world.round(db)
    return [factories.submitted(db, round_, world.delegates[n]) for n in (0, 1)]


def relate(db, world, amendment, kind, other):
    return amendment_relations.set_(db, amendment, kind, other.number, by=world.moderator, now=NOW)


def remove(db, world, relation, reason="Passt nicht mehr."):
    amendment_relations.remove(db, relation, reason=reason, by=world.moderator, now=NOW + DAY)


def sides(db, amendment):
    return [(one.word, one.other.number) for one in amendment_relations.of(db, amendment)]


@pytest.mark.parametrize("kind", RelationKind)
def test_both_sides_have_their_own_words(db, world, both, kind):
    first, second = both
    relate(db, world, first, kind, second)
    turned = kind.value if kind in MUTUAL else f"{kind.value}_turned"
    assert sides(db, first) == [(kind.value, second.number)]
    assert sides(db, second) == [(turned, first.number)]
    assert {kind.value, turned} <= RELATIONS.keys()


def test_it_is_one_row_of_the_journal_to_set_and_one_to_remove(db, world, both):
    relation = relate(db, world, both[0], RelationKind.DEPENDS, both[1])
    remove(db, world, relation)
    assert sides(db, both[0]) == sides(db, both[1]) == []
    acts = (Act.RELATION_SET, Act.RELATION_REMOVED)
    rows = db.scalars(
        sa.select(JournalEntry).where(JournalEntry.act.in_(acts)).order_by(JournalEntry.sequence)
    ).all()
    assert [(one.act, one.subject, one.details["other"], one.reason) for one in rows] == [
        (Act.RELATION_SET, "Ä 1", "Ä 2", ""),
        (Act.RELATION_REMOVED, "Ä 1", "Ä 2", "Passt nicht mehr."),
    ]
    assert {one.details["relation"] for one in rows} == {"depends"}


def test_the_same_is_not_said_twice(db, world, both):
    first, second = both
    relation = relate(db, world, first, RelationKind.COMPETING, second)
    for one, other in (both, both[::-1]):
        with pytest.raises(Conflict):
            relate(db, world, one, RelationKind.COMPETING, other)
    remove(db, world, relation)
    relate(db, world, second, RelationKind.COMPETING, first)
    assert sides(db, first) == [("competing", second.number)]


def test_of_two_only_one_goes_further(db, world, both):
    relate(db, world, both[0], RelationKind.FURTHER, both[1])
    with pytest.raises(Conflict):
        relate(db, world, both[1], RelationKind.FURTHER, both[0])
    for one, other in (both, both[::-1]):
        relate(db, world, one, RelationKind.DEPENDS, other)
    assert sides(db, both[0]) == [("depends", 2), ("depends_turned", 2), ("further", 2)]


def test_the_other_one_is_another_one_of_the_consultation(db, world, both):
    for number in (both[0].number, 99):
        with pytest.raises(Invalid):
            amendment_relations.set_(
                db, both[0], RelationKind.DEPENDS, number, by=world.moderator, now=NOW
            )
    row = AmendmentRelation(
        first=both[0],
        second=both[0],
        kind=RelationKind.DEPENDS,
        set_by_id=world.moderator.user_id,
        set_at=NOW,
    )
    db.add(row)
    with pytest.raises(sa.exc.IntegrityError):
        db.flush()


def test_it_is_removed_once_and_with_a_reason(db, world, both):
    relation = relate(db, world, both[0], RelationKind.OBSOLETE_IF, both[1])
    with pytest.raises(Invalid):
        remove(db, world, relation, " ")
    assert len(sides(db, both[0])) == 1
    remove(db, world, relation)
    with pytest.raises(Conflict):
        remove(db, world, relation)
    assert (relation.removed_at, relation.removal_reason) == (NOW + DAY, "Passt nicht mehr.")


def test_it_is_found_from_both_sides_only(db, world, both):
    relation = relate(db, world, both[0], RelationKind.DEPENDS, both[1])
    third = factories.submitted(db, both[0].round, world.delegates[0])
    found = [amendment_relations.find(db, one, relation.id) for one in (*both, third)]
    assert found == [relation, relation, None]
