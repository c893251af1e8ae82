"""The start page: what waits for a moderator."""

import factories
import pytest
import sqlalchemy as sa
from factories import DAY, HOUR, NOW

from guideline_workshop.models import Ballot, User
from guideline_workshop.rules.ballots import Choice
from guideline_workshop.rules.rounds import RoundKind
from guideline_workshop.rules.states import AmendmentState
from guideline_workshop.services import amendments, ballots
from guideline_workshop.services.drafting import Edit, Place

BEFORE = NOW - 2 * DAY
ENDED = {"opens_at": NOW - 3 * DAY, "closes_at": NOW - HOUR}
BASE = "/consultations/beteiligung"


def links(browser):
    section = browser.get("/").html.find("section", attrs={"aria-labelledby": "duties"})
    if section is None:
        return None
    return [(one.get_text(strip=True), one["href"]) for one in section.select("h3 a")]


@pytest.fixture
def voted(proposing):
    """Four amendments: two submitted, two admitted and voted on in a round that has ended."""
    for title in ("Noch offen", "Auch offen"):
        proposing.submitted(proposing.delegate, title=title)
    with proposing.site.data() as db:
        round_ = db.get_one(factories.Round, proposing.round_id)
        moderator = factories.identity(db, proposing.moderator)
        delegate = factories.identity(db, proposing.delegate)
        voting = factories.round_(db, round_.version, moderator, RoundKind.BALLOT, **ENDED)
        for key, title in (("p3", "Kurse"), ("p5", "<b>Wohnen</b>")):
            edits = (Edit(Place.REPLACE, key, "Anders."),)
            made = factories.submitted(db, round_, delegate, edits, title=title)
            admitted = AmendmentState.ADMITTED
            amendments.move_to(db, made, admitted, reason="", by=moderator, now=NOW)
            ballot = factories.ballot(db, voting, made, moderator, now=BEFORE)
            ballots.vote(db, ballot, Choice.YES, by=delegate, now=BEFORE)
    return proposing


def test_moderators_see_what_waits_and_get_there(voted):
    browser = voted.site.signed_in(voted.moderator)
    browser.get("/").mustcontain("Kurse", "&lt;b&gt;Wohnen", no="<b>Wohnen")
    found = links(browser)
    assert [address for _title, address in found] == [
        f"{BASE}/amendments?state=submitted",
        f"{BASE}/ballots/3",
        f"{BASE}/ballots/4",
    ]
    assert found[0][0].startswith("2 ")
    waiting = browser.get(found[0][1])
    waiting.mustcontain("Noch offen", "Auch offen", no="Kurse")
    for _title, address in found[1:]:
        browser.get(address).mustcontain(f"{address}/close")


def test_what_was_adopted_waits_to_be_merged_when_all_results_are_there(voted):
    browser = voted.site.signed_in(voted.moderator)
    with voted.site.data() as db:
        moderator = factories.identity(db, db.get_one(User, voted.moderator.id))
        for ballot in db.scalars(sa.select(Ballot)):
            ballots.close(db, ballot, by=moderator, now=NOW)
    title, address = links(browser)[-1]
    assert "2" in title
    assert address == f"{BASE}/documents/leitlinien/versions/1/consolidation"
    browser.get(address)


def test_others_see_nothing_of_it(voted):
    with voted.site.data() as db:
        stranger = db.get_one(User, factories.moderator(db).user_id)
    for user in (voted.delegate, voted.drafter, voted.stranger, stranger):
        assert links(voted.site.signed_in(user)) is None
    assert links(voted.site.visitor()) is None


def test_a_moderator_with_nothing_to_do_sees_no_empty_section(proposing):
    assert links(proposing.site.signed_in(proposing.moderator)) is None
