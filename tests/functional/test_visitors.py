"""What all visitors see alike is kept until something happens, and asked for by its ETag."""

import datetime as dt

import factories
import pytest
from factories import NOW
from sqlalchemy import event
from support.proposing import ADDRESS

from guideline_workshop.models import Amendment
from guideline_workshop.rules.states import AmendmentState
from guideline_workshop.services import amendments
from guideline_workshop.services.drafting import Edit, Place

CHANGE = Edit(Place.REPLACE, "p2", "Der Kreis fördert kostenlose Sprachkurse.")


@pytest.fixture
def clock(monkeypatch):
    """The database's clock: a list whose last moment is now."""
    moments = [NOW]
    monkeypatch.setattr("guideline_workshop.database.database_now", lambda _db: moments[-1])
    return moments


@pytest.fixture(autouse=True)
def _standing_still(clock):
    """No minute passes between two requests."""


@pytest.fixture
def statements(proposing):
    """Collect what the pages send to the database."""
    sent = []
    engine = proposing.site.application.registry.gw_engine

    def note(_connection, _cursor, statement, *_rest):
        if statement != "BEGIN":
            sent.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield sent
    event.remove(engine, "before_cursor_execute", note)


def test_a_page_is_made_once_and_then_not_sent_again(proposing, statements):
    proposing.submitted(proposing.delegate, CHANGE)
    visitor = proposing.site.visitor()
    first = visitor.get(ADDRESS)
    statements.clear()
    again = proposing.site.visitor().get(ADDRESS)
    assert again.body == first.body
    assert len(statements) <= 4, "\n".join(statements)
    unchanged = visitor.get(ADDRESS, headers={"If-None-Match": first.headers["ETag"]})
    assert unchanged.status_int == 304
    assert not unchanged.body
    assert unchanged.headers["Cache-Control"] == "no-cache"
    assert "Set-Cookie" not in again.headers


def test_every_act_makes_it_anew(proposing):
    visitor = proposing.site.visitor()
    before = visitor.get(ADDRESS)
    made = proposing.submitted(proposing.delegate, CHANGE, title="Kostenlos")
    after = visitor.get(ADDRESS, headers={"If-None-Match": before.headers["ETag"]})
    after.mustcontain("Kostenlos")
    with proposing.site.data() as db:
        moderator = factories.identity(db, proposing.moderator)
        made = db.get_one(Amendment, made.id)
        amendments.move_to(db, made, AmendmentState.ADMITTED, reason="", by=moderator, now=NOW)
    admitted = visitor.get(ADDRESS, headers={"If-None-Match": after.headers["ETag"]})
    assert admitted.status_int == 200
    assert admitted.headers["ETag"] != after.headers["ETag"]


def test_each_language_filter_and_minute_has_a_page_of_its_own(proposing, clock):
    visitor = proposing.site.visitor()
    tags = [
        visitor.get(ADDRESS).headers["ETag"],
        visitor.get(ADDRESS + "?sort=place").headers["ETag"],
    ]
    visitor.set_cookie("gw_language", "en")
    tags.append(visitor.get(ADDRESS).headers["ETag"])
    clock.append(NOW + dt.timedelta(minutes=1))
    tags.append(visitor.get(ADDRESS).headers["ETag"])
    assert len(set(tags)) == len(tags)


def test_who_is_signed_in_or_has_a_message_waiting_gets_a_page_of_their_own(proposing):
    shared = proposing.site.visitor().get(ADDRESS)
    own = proposing.site.signed_in(proposing.delegate).get(ADDRESS)
    assert "ETag" not in own.headers
    assert own.headers["Cache-Control"] == "no-store"
    greeted = proposing.site.visitor()
    greeted.get("/login")  # its form sets the cookie of a session
    assert "gw_session" in greeted.cookies
    assert "ETag" not in greeted.get(ADDRESS).headers
    assert shared.headers["ETag"]
