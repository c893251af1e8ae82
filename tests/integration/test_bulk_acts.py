"""Bulk acts: what the preview says is what is done, all of it or nothing."""

import datetime as dt

import factories
import pytest
import sqlalchemy as sa
from factories import NOW

from guideline_workshop.models import JournalEntry
from guideline_workshop.rules.acts import Act
from guideline_workshop.rules.states import AmendmentState
from guideline_workshop.services import amendments, bulk_acts, handling
from guideline_workshop.services.bulk_acts import BulkAct, Prospect, Wish
from guideline_workshop.services.errors import Conflict, Invalid
from guideline_workshop.services.handling import Arrangement

SOON = dt.date(2026, 7, 1)
ADMIT = Wish(BulkAct.ADMIT)


@pytest.fixture
def made(db, world):
    """Four amendments: two submitted, one admitted, one withdrawn."""
    round_ = world.round(db)
    states = [AmendmentState.SUBMITTED, AmendmentState.SUBMITTED, AmendmentState.ADMITTED]
    states += [AmendmentState.WITHDRAWN]
    return [world.amendment(db, round_, "p2", f"Neu {n}.", state=s) for n, s in enumerate(states)]


def preview(db, world, wish, numbers=(1, 2, 3, 4)):
    return bulk_acts.preview(db, world.consultation, set(numbers), wish)


def carry_out(db, world, said, wish):
    return bulk_acts.carry_out(
        db, world.consultation, set(said.numbers), wish,
        seen=said.digest, by=world.moderator, now=NOW,
    )  # fmt: skip


def prospects(said):
    return [item.prospect for item in said.items]


def admissions(db):
    return db.scalars(
        sa.select(JournalEntry.subject)
        .where(JournalEntry.act == Act.AMENDMENT_ADMITTED)
        .order_by(JournalEntry.sequence)
    ).all()


def test_what_can_be_admitted_is_and_the_rest_is_named(db, world, made):
    before = admissions(db)
    said = preview(db, world, ADMIT)
    assert prospects(said) == [
        Prospect.DONE, Prospect.DONE, Prospect.UNCHANGED, Prospect.IMPOSSIBLE,
    ]  # fmt: skip
    assert said.items[3].obstacle
    assert made[0].state is AmendmentState.SUBMITTED
    carry_out(db, world, said, ADMIT)
    states = [one.state.value for one in made]
    assert states == ["admitted", "admitted", "admitted", "withdrawn"]
    assert admissions(db)[len(before) :] == ["Ä 1", "Ä 2"]


def test_who_needs_supporters_is_named(db, world):
    round_ = world.round(db)
    round_.supporters_needed = 1
    factories.submitted(db, round_, world.delegates[0])
    (item,) = preview(db, world, ADMIT).items
    assert item.prospect is Prospect.IMPOSSIBLE


@pytest.mark.parametrize("by_whom", ["withdrawn", "admitted", "returned"])
def test_when_something_has_changed_meanwhile_nothing_is_done(db, world, made, by_whom):
    said = preview(db, world, ADMIT)
    state = AmendmentState(by_whom)
    amendments.move_to(db, made[1], state, reason="Darum.", by=world.moderator, now=NOW)
    with pytest.raises(Conflict):
        carry_out(db, world, said, ADMIT)
    assert made[0].state is AmendmentState.SUBMITTED
    carry_out(db, world, preview(db, world, ADMIT), ADMIT)
    assert made[0].state is AmendmentState.ADMITTED


def test_a_preview_is_only_good_for_its_own_act(db, world, made):
    assert made
    said = preview(db, world, ADMIT)
    with pytest.raises(Conflict):
        carry_out(db, world, said, Wish(BulkAct.DUE, due_on=SOON))
    with pytest.raises(Conflict):
        bulk_acts.carry_out(
            db, world.consultation, {1}, ADMIT, seen=said.digest, by=world.moderator, now=NOW
        )


def test_all_are_given_to_somebody_and_then_to_nobody(db, world, made):
    rows = db.scalar(sa.select(sa.func.count()).select_from(JournalEntry))
    wish = Wish(BulkAct.ASSIGN, assignee_id=world.moderator.user_id)
    handling.arrange(db, made[0], Arrangement(world.moderator.user_id, SOON, ("Bau",)), revision=0)
    said = preview(db, world, wish)
    assert prospects(said) == [Prospect.UNCHANGED, *[Prospect.DONE] * 3]
    carry_out(db, world, said, wish)
    assert {handling.of(db, one).assignee_id for one in made} == {world.moderator.user_id}
    nobody = Wish(BulkAct.ASSIGN)
    carry_out(db, world, preview(db, world, nobody), nobody)
    assert {handling.of(db, one).assignee_id for one in made} == {None}
    assert (handling.of(db, made[0]).due_on, handling.tags_of(db, made[0])) == (SOON, ["Bau"])
    assert db.scalar(sa.select(sa.func.count()).select_from(JournalEntry)) == rows


def test_who_arranges_one_of_them_is_told_of_it(db, world, made):
    seen = handling.of(db, made[0]).revision
    wish = Wish(BulkAct.DUE, due_on=SOON)
    carry_out(db, world, preview(db, world, wish), wish)
    assert handling.of(db, made[0]).due_on == SOON
    with pytest.raises(Conflict):
        handling.arrange(db, made[0], Arrangement(), revision=seen)


def test_tags_come_to_those_that_are_there(db, world, made):
    full = tuple(f"T{number:02}" for number in range(handling.MOST_TAGS))
    for one, tags in zip(made, [(), ("Bau",), ("Bau", "Kultur"), full], strict=True):
        handling.arrange(db, one, Arrangement(tags=tags), revision=0)
    wish = Wish(BulkAct.TAG, tags=("bau", "Kultur"))
    said = preview(db, world, wish)
    expected = [Prospect.DONE, Prospect.DONE, Prospect.UNCHANGED, Prospect.IMPOSSIBLE]
    assert prospects(said) == expected
    carry_out(db, world, said, wish)
    assert [handling.tags_of(db, one) for one in made] == [
        ["Bau", "Kultur"], ["Bau", "Kultur"], ["Bau", "Kultur"], list(full),
    ]  # fmt: skip


def test_a_name_that_two_have_is_no_mistake(db, world, made):
    one, other = (factories.moderator(db, "Kim Klein") for _ in range(2))
    for person in (one, other):
        world.consultation.moderations.append(
            type(world.consultation.moderations[0])(user_id=person.user_id)
        )
    db.flush()
    handling.arrange(db, made[0], Arrangement(one.user_id), revision=0)
    (item,) = preview(db, world, Wish(BulkAct.ASSIGN, assignee_id=other.user_id), (1,)).items
    assert item.prospect is Prospect.DONE


@pytest.mark.parametrize(
    ("wish", "numbers"),
    [
        (ADMIT, ()),
        (ADMIT, (99,)),
        (ADMIT, range(1, bulk_acts.MOST + 2)),
        (Wish(BulkAct.TAG), (1,)),
        (Wish(BulkAct.TAG, tags=("x" * 41,)), (1,)),
        (Wish(BulkAct.ASSIGN, assignee_id=999_999), (1,)),
    ],
)
def test_what_nobody_can_do_is_refused(db, world, made, wish, numbers):
    assert made
    with pytest.raises(Invalid):
        preview(db, world, wish, numbers)


def test_amendments_of_others_are_not_there(db, world, made):
    assert made
    said = preview(db, world, ADMIT, (1, 500))
    assert said.numbers == [1]
    assert {item.amendment.consultation_id for item in said.items} == {world.consultation.id}
