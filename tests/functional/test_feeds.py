"""A calendar of all dates, and a feed of all public acts, for other programs."""

import datetime as dt
import re

import factories
import icalendar
import pytest
from factories import DAY, NOW
from lxml import etree
from support.world import make_world

from guideline_workshop.rules.ballots import Choice
from guideline_workshop.rules.rounds import RoundKind
from guideline_workshop.rules.states import AmendmentState
from guideline_workshop.services import ballots, comments, rounds

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def world(site):
    with site.data() as db:
        return make_world(db)


def path(world, file):
    return f"/consultations/{world.consultation.slug}/{file}"


def calendar(site, world):
    answer = site.visitor().get(path(world, "calendar.ics"))
    assert answer.content_type == "text/calendar"
    return icalendar.Calendar.from_ical(answer.body)


def feed(browser, world):
    answer = browser.get(path(world, "feed.atom"))
    assert answer.content_type == "application/atom+xml"
    return etree.fromstring(answer.body)


def entries(site, world):
    return feed(site.visitor(), world).findall(f"{ATOM}entry")


def test_the_calendar_has_the_beginning_and_the_end_of_every_round(site, world):
    with site.data() as db:
        here = world.on(db)
        here.round(db, title="Anträge", opens_at=NOW, closes_at=NOW + 10 * DAY)
        here.round(db, RoundKind.BALLOT, opens_at=NOW + 20 * DAY, closes_at=NOW + 30 * DAY)
    found = calendar(site, world)
    assert found["x-wr-calname"] == world.consultation.title
    times = sorted(one["dtstart"].dt for one in found.walk("vevent"))
    assert times == [NOW, NOW + 10 * DAY, NOW + 20 * DAY, NOW + 30 * DAY]
    assert sum("Anträge" in one["summary"] for one in found.walk("vevent")) == 2
    assert all(one["url"].startswith("http://localhost/") for one in found.walk("vevent"))


def test_a_new_date_moves_the_entry_and_adds_none(site, world):
    with site.data() as db:
        here = world.on(db)
        planned = here.round(db)
    before = {str(one["uid"]): one["dtstart"].dt for one in calendar(site, world).walk("vevent")}
    with site.data() as db:
        rounds.reschedule(
            db,
            rounds.find(db, world.on(db).consultation, planned.number),
            opens_at=planned.opens_at,
            closes_at=planned.closes_at + DAY,
            reason="Ferien.",
            by=world.moderator,
            now=NOW + dt.timedelta(minutes=1),
        )
    found = calendar(site, world)
    after = {str(one["uid"]): one["dtstart"].dt for one in found.walk("vevent")}
    assert after.keys() == before.keys()
    assert sorted(after[uid] - before[uid] for uid in after) == [dt.timedelta(0), DAY]
    assert found.walk("vevent")[0]["dtstamp"].dt == NOW + dt.timedelta(minutes=1)


def test_what_people_call_a_round_cannot_add_entries(site, world):
    title = "Runde\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:Falsch"
    with site.data() as db:
        world.on(db).round(db, title=title)
    found = calendar(site, world).walk("vevent")
    assert len(found) == 2
    assert all("BEGIN:VEVENT" in one["summary"] for one in found)


def test_the_feed_tells_acts_with_their_texts_newest_first(site, world):
    with site.data() as db:
        here = world.on(db)
        here.amendment(
            db, here.round(db), "p2", "Der Kreis bezahlt Sprachkurse.",
            state=AmendmentState.SUBMITTED,
        )  # fmt: skip
    newest, *_rest = entries(site, world)
    assert world.associations[0].name in newest.findtext(f"{ATOM}title")
    content = newest.find(f"{ATOM}content")
    assert content.get("type") == "html"
    assert re.search(r"<del.*fördert.*</del>", content.text)
    assert re.search(r"<ins.*bezahlt.*</ins>", content.text)
    assert "Weil es besser ist." in content.text
    link = newest.find(f"{ATOM}link").get("href")
    assert site.visitor().get(link).status_int == 200


def test_every_entry_has_an_id_of_its_own_that_stays(site, world):
    with site.data() as db:
        here = world.on(db)
        round_ = here.round(db, RoundKind.COMMENT)
        for words in ("Eins", "Zwei"):
            comments.write(
                db, round_, provision_key=None, body=words, by=here.delegates[0], now=NOW
            )
    ids = [one.findtext(f"{ATOM}id") for one in entries(site, world)]
    assert len(set(ids)) == len(ids) > 2
    with site.data() as db:
        here = world.on(db)
        round_ = rounds.all_of(db, here.consultation)[0]
        comments.write(db, round_, provision_key=None, body="Drei", by=here.delegates[0], now=NOW)
    assert [one.findtext(f"{ATOM}id") for one in entries(site, world)][1:] == ids


def test_the_feed_is_silent_about_drafts_and_votes(site, world):
    with site.data() as db:
        here = world.on(db)
        amending, voting = here.round(db), here.round(db, RoundKind.BALLOT)
        amendment = here.amendment(db, amending, "p2", "Anders.")
        here.amendment(db, amending, "p3", "Kanarienvogel", state=AmendmentState.DRAFT)
        ballot = factories.ballot(db, voting, amendment, here.moderator)
    before = site.visitor().get(path(world, "feed.atom")).body
    with site.data() as db:
        here = world.on(db)
        found = ballots.find(db, here.consultation, ballot.amendment.number)
        ballots.vote(db, found, Choice.YES, by=here.delegates[0], now=NOW)
    assert site.visitor().get(path(world, "feed.atom")).body == before
    assert "Kanarienvogel" not in before.decode()


@pytest.mark.parametrize("file", ["calendar.ics", "feed.atom"])
def test_programs_ask_again_and_get_nothing_twice(site, world, file):
    with site.data() as db:
        world.on(db).round(db)
    first = site.visitor().get(path(world, file))
    again = {"If-None-Match": first.headers["ETag"]}
    assert first.headers["Last-Modified"]
    same = site.visitor().get(path(world, file), headers=again)
    assert (same.status_int, same.body) == (304, b"")
    with site.data() as db:
        world.on(db).round(db)
    assert site.visitor().get(path(world, file), headers=again).status_int == 200


@pytest.mark.parametrize("file", ["calendar.ics", "feed.atom"])
def test_a_private_consultation_has_them_for_its_people_only(site, file):
    with site.data() as db:
        private = make_world(db, is_public=False)
        people = [
            db.get_one(factories.User, one.user_id) for one in (private.drafter, private.outsider)
        ]
    site.visitor().get(path(private, file), status=404)
    site.signed_in(people[1]).get(path(private, file), status=404)
    assert site.signed_in(people[0]).get(path(private, file)).status_int == 200


def test_the_page_of_a_consultation_leads_to_both(site, world):
    page = site.visitor().get(path(world, "").rstrip("/"))
    for file in ("calendar.ics", "feed.atom"):
        assert page.text.count(path(world, file)) == 2  # for programs and for people
