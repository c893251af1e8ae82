"""The inbox: what is asked for, in the order that is asked for."""

import datetime as dt

import factories
import pytest
from factories import NOW

from guideline_workshop.models import User
from guideline_workshop.rules.states import AmendmentState
from guideline_workshop.services import handling, inbox
from guideline_workshop.services.drafting import Edit, Place
from guideline_workshop.services.handling import Arrangement
from guideline_workshop.services.inbox import NOBODY, OPEN, Counts, Order, Wanted

TODAY = dt.date(2026, 7, 15)
YESTERDAY, TOMORROW = TODAY - dt.timedelta(days=1), TODAY + dt.timedelta(days=1)


@pytest.fixture
def made(db, world):
    """Five amendments: number 1 is nobody's, 2 is late, 3 is decided and was late, 4 and 5 wait."""
    rounds = world.round(db), world.round(db)
    states = [AmendmentState.SUBMITTED, AmendmentState.ADMITTED, AmendmentState.NOT_ADMITTED]
    states += [AmendmentState.SUBMITTED] * 2
    some = [
        world.amendment(
            db, rounds[number == 5], f"p{8 - number}", f"Neu {number}.", by=number % 3, state=state
        )
        for number, state in enumerate(states, start=1)
    ]
    factories.draft(db, rounds[0], world.delegates[0])
    arranged = {
        2: Arrangement(world.moderator.user_id, YESTERDAY, ("Finanzen",)),
        3: Arrangement(world.moderator.user_id, YESTERDAY),
        4: Arrangement(None, TOMORROW, ("Finanzen", "Bau")),
        5: Arrangement(world.moderator.user_id, TODAY),
    }
    for number, wanted in arranged.items():
        handling.arrange(db, some[number - 1], wanted, revision=0)
    handling.note(db, some[3], "Nachfragen.", by=world.moderator, now=NOW)
    return some


def numbers(db, world, **wanted):
    page = inbox.page_of(db, world.consultation, Wanted(**wanted), TODAY)
    return [line.amendment.number for line in page.lines]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({}, [1, 2, 3, 4, 5]),
        ({"state": "submitted"}, [1, 4, 5]),
        ({"state": OPEN}, [1, 2, 4, 5]),
        ({"state": "draft"}, []),
        ({"assignee_id": NOBODY}, [1, 4]),
        ({"tag": "Finanzen"}, [2, 4]),
        ({"tag": "Finanzen", "state": "submitted"}, [4]),
        ({"tag": "finanz"}, []),
        ({"is_overdue": True}, [2]),
        ({"round_number": 2}, [5]),
        ({"order": Order.DUE}, [2, 3, 5, 4, 1]),
        ({"order": Order.PLACE}, [5, 4, 3, 2, 1]),
    ],
)
def test_what_is_asked_for_comes(db, world, made, wanted, found):
    assert len(made) == 5
    assert numbers(db, world, **wanted) == found


def test_it_is_narrowed_to_somebody(db, world, made):
    assert len(made) == 5
    assert numbers(db, world, assignee_id=world.moderator.user_id) == [2, 3, 5]
    assert numbers(db, world, assignee_id=world.delegates[0].user_id) == []


def test_the_newest_stand_first(db, world):
    round_ = world.round(db)
    some = [factories.submitted(db, round_, world.delegates[0]) for _ in range(3)]
    some[1].edition, some[1].submitted_at = 2, NOW + dt.timedelta(hours=1)
    db.flush()
    assert numbers(db, world, order=Order.NEWEST) == [2, 1, 3]


def test_each_line_says_what_is_arranged(db, world, made):
    page = inbox.page_of(db, world.consultation, Wanted(tag="Finanzen"), TODAY)
    late, waiting = page.lines
    assert late.handling.assignee is db.get_one(User, world.moderator.user_id)
    assert (late.is_overdue, waiting.is_overdue) == (True, False)
    assert (late.tags, waiting.tags) == (["Finanzen"], ["Bau", "Finanzen"])
    assert (late.notes, waiting.notes) == (0, 1)
    assert [len(line.places) for line in page.lines] == [1, 1]
    assert made[3].number == waiting.amendment.number


def test_what_is_to_do_is_counted(db, world, made):
    assert len(made) == 5
    own, other = world.moderator.user_id, world.delegates[0].user_id
    count = lambda user: inbox.counts(db, world.consultation, user_id=user, today=TODAY)  # noqa: E731
    assert count(own) == Counts(submitted=3, undecided=4, unassigned=2, own=2, overdue=1)
    assert count(other).own == 0


def test_pages_have_their_part(db, world, made, monkeypatch):
    monkeypatch.setattr(inbox, "A_PAGE", 2)
    pages = [
        inbox.page_of(db, world.consultation, Wanted(page=number), TODAY) for number in (1, 3, 99)
    ]
    assert [[line.amendment.number for line in page.lines] for page in pages] == [[1, 2], [5], [5]]
    assert {(page.count, page.pages) for page in pages} == {(len(made), 3)}


def test_what_cannot_be_read_stands_there_all_the_same(db, world):
    draft = factories.draft(db, world.round(db), world.delegates[0])
    draft.changes, draft.number, draft.state = [7], 1, AmendmentState.SUBMITTED
    draft.digest, draft.submitted_at = "broken", NOW
    db.flush()
    for order in Order:
        page = inbox.page_of(db, world.consultation, Wanted(order=order), TODAY)
        assert [line.is_readable for line in page.lines] == [False]


def test_a_consultation_without_amendments_has_an_empty_inbox(db, world):
    page = inbox.page_of(db, world.consultation, Wanted(order=Order.PLACE), TODAY)
    assert (page.lines, page.count, page.pages) == ([], 0, 1)
    edit = Edit(Place.REPLACE, "p2", "Neu.")
    factories.draft(db, world.round(db), world.delegates[0], [edit])
    assert numbers(db, world) == []
