"""What one reads while writing and before submitting: others' wordings, and all obstacles."""

import factories
import pytest
from factories import HOUR, NOW
from support.proposing import ADDRESS

from guideline_workshop.models import Amendment
from guideline_workshop.rules.states import AmendmentState
from guideline_workshop.services import readiness
from guideline_workshop.services.drafting import Edit, Place
from guideline_workshop.text.document import Kind


@pytest.fixture
def browser(proposing):
    return proposing.site.signed_in(proposing.delegate)


def obstacles(page):
    return [one.text.strip() for one in page.html.select("#obstacles li")]


def inserted(html):
    words = [one.text for one in html.select(".gw-line ins")]
    return [one.removeprefix("[eingefügt: ").removesuffix("] ").strip() for one in words]


def test_all_obstacles_are_listed_at_once(proposing, browser):
    idle = Edit(Place.REPLACE, "p2", "Der Kreis fördert Sprachkurse.")
    draft = proposing.drafted(proposing.delegate, idle, rationale="")
    with proposing.site.data() as db:
        db.get_one(factories.Round, proposing.round_id).closes_at = NOW - HOUR
    found = obstacles(browser.get(f"{ADDRESS}/d{draft.id}"))
    assert len(found) == 3
    for obstacle, word in zip(found, ("Runde", "geändert", "Begründung"), strict=True):
        assert word in obstacle


def test_changes_that_contradict_each_other_are_an_obstacle(proposing, browser):
    struck = Edit(Place.REPLACE, "p7", "")
    moved = Edit(Place.MOVE, "p7", "", Kind.ITEM, after="p2")
    draft = proposing.drafted(proposing.delegate, struck, moved)
    (found,) = obstacles(browser.get(f"{ADDRESS}/d{draft.id}"))
    assert "passen nicht zusammen" in found


def test_too_many_changes_are_an_obstacle(proposing, browser, monkeypatch):
    draft = proposing.drafted(
        proposing.delegate, Edit(Place.REPLACE, "p2", ""), Edit(Place.REPLACE, "p3", "")
    )
    monkeypatch.setattr(readiness, "MOST_CHANGES", 1)
    assert len(obstacles(browser.get(f"{ADDRESS}/d{draft.id}"))) == 1


def test_a_new_wording_that_says_the_same_is_an_obstacle(proposing, browser):
    made = proposing.submitted(proposing.delegate)
    page = browser.get(f"{ADDRESS}/{made.number}")
    form = next(one for one in page.forms.values() if one.action.endswith("/revise"))
    address = form.submit().location.removesuffix("/edit")
    (found,) = obstacles(browser.get(address))
    assert "Seit der Einreichung" in found


def test_without_obstacles_the_whole_change_is_read_before_it_is_submitted(proposing, browser):
    draft = proposing.drafted(
        proposing.delegate,
        Edit(Place.REPLACE, "p2", "Der Kreis fördert teure Sprachkurse."),
        Edit(Place.AFTER, "p6", "an Ältere,", Kind.ITEM),
        Edit(Place.AFTER, "p7", ""),  # begun and left empty
    )
    page = browser.get(f"{ADDRESS}/d{draft.id}")
    assert not obstacles(page)
    page.mustcontain("Genau das wird eingereicht")
    assert inserted(page.html) == ["teure", "an Ältere,"]
    assert [one for one in page.forms.values() if one.action.endswith("/submit")]


def test_a_submitted_amendment_lists_no_obstacles(proposing, browser):
    made = proposing.submitted(proposing.stranger)
    assert not obstacles(browser.get(f"{ADDRESS}/{made.number}"))


def test_the_wordings_of_others_stand_beside_ones_own_and_can_be_supported(proposing, browser):
    other = proposing.submitted(
        proposing.stranger,
        Edit(Place.REPLACE, "p2", "Der Kreis fördert teure Sprachkurse."),
        Edit(Place.REPLACE, "p7", "an alle."),
        title="Teuer",
    )
    draft = proposing.drafted(proposing.delegate)
    page = browser.get(f"{ADDRESS}/d{draft.id}/edit")
    details = page.html.select_one(".gw-others details")
    assert not details.has_attr("open")
    assert inserted(details) == ["teure"]  # only what both touch
    link = page.html.select_one('.gw-others a[href$="#support"]')
    assert link["href"] == f"{ADDRESS}/{other.number}#support"
    shown = browser.get(link["href"])
    assert shown.html.find(id="support").select("form")


def test_an_unreadable_amendment_of_others_does_not_break_the_editor(proposing, browser):
    broken = proposing.drafted(proposing.stranger, title="Kaputt")
    with proposing.site.data() as db:
        made = db.get_one(Amendment, broken.id)
        made.changes = [{"change": "replace", "key": "p2"}]
        made.number, made.state = 7, AmendmentState.SUBMITTED
        made.digest, made.submitted_at = "kaputt", NOW
    draft = proposing.drafted(proposing.delegate)
    browser.get(f"{ADDRESS}/d{draft.id}/edit")
