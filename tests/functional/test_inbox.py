"""The inbox in the browser: narrowing it, arranging, noting, and who sees nothing of it."""

import datetime as dt

import factories
import pytest
from sqlalchemy import event
from support.proposing import ADDRESS

from guideline_workshop.models import Consultation, Handling, Moderation, User
from guideline_workshop.services import inbox
from guideline_workshop.services.drafting import Edit, Place

INBOX = "/consultations/beteiligung/inbox"
LATE = dt.date(2020, 1, 1).isoformat()


@pytest.fixture
def moderator(proposing):
    return proposing.site.signed_in(proposing.moderator)


@pytest.fixture
def made(proposing):
    some = [
        proposing.submitted(proposing.delegate, Edit(Place.REPLACE, key, "Neu."), title=title)
        for key, title in (("p2", "Mehr Kurse"), ("p5", "Mehr Wohnen"))
    ]
    return [one.number for one in some]


def form_to(page, ending):
    return next(one for one in page.forms.values() if one.action.endswith(ending))


def arranged(moderator, number, **values):
    """Fill in how an amendment is handled, and return what comes."""
    form = form_to(moderator.get(f"{ADDRESS}/{number}/handling"), "/handling")
    for name, value in values.items():
        form[name] = value
    return form.submit(expect_errors=True)


def titles(page):
    return [row.select_one("th").get_text() for row in page.html.select("main tbody tr")]


def test_amendments_are_given_to_somebody_and_found_again(proposing, moderator, made):
    me = proposing.moderator.id
    page = arranged(moderator, made[0], assignee=me, due_on=LATE, tags="Finanzen, Bau").follow()
    page.mustcontain("Gespeichert", "Mo Deration", "Finanzen")
    page = moderator.get(INBOX)
    page.mustcontain("Mehr Kurse", "Mehr Wohnen", "überfällig", "1. Januar 2020")
    for query in (f"assignee={me}", "tag=Finanzen", "overdue=yes", "state=open&tag=Bau"):
        (only,) = titles(moderator.get(f"{INBOX}?{query}"))
        assert "Mehr Kurse" in only
    (only,) = titles(moderator.get(f"{INBOX}?assignee=nobody"))
    assert "Mehr Wohnen" in only
    moderator.get(f"{INBOX}?state=rejected").mustcontain(
        "passt kein Änderungsantrag", no="Mehr Kurse"
    )


@pytest.mark.parametrize("query", ["state=%00", "assignee=x", "tag=%00", "round=-1", "page=x"])
def test_a_filter_nobody_knows_is_no_filter(moderator, made, query):
    assert len(titles(moderator.get(f"{INBOX}?{query}"))) == len(made)


def test_what_is_to_do_stands_on_top_and_leads_there(proposing, moderator, made):
    arranged(moderator, made[0], assignee=proposing.moderator.id)
    links = moderator.get(INBOX).html.select(".gw-quick a")
    counted = [int(link.select_one("span").get_text()) for link in links]
    assert counted == [2, 2, 1, 1, 0]
    for link, count in zip(links, counted, strict=True):
        assert len(titles(moderator.get(link["href"]))) == count


def test_a_choice_is_saved_used_and_removed(proposing, moderator, made):
    arranged(moderator, made[0], tags="Finanzen")
    page = moderator.get(f"{INBOX}?tag=Finanzen&sort=due&nonsense=1")
    form = form_to(page, "/inbox/filters")
    form["name"] = "Geldfragen"
    page = form.submit().follow()
    assert len(titles(page)) == 1
    page = moderator.get(INBOX).click("Geldfragen")
    assert page.request.query_string == "tag=Finanzen&sort=due"
    other = proposing.site.signed_in(second(proposing))
    other.get(INBOX).mustcontain(no="Geldfragen")
    form_to(page, "/remove").submit().follow().mustcontain("entfernt")
    moderator.get(INBOX).mustcontain(no="Geldfragen")


def test_a_choice_needs_a_name_and_something_chosen(moderator, made):
    page = moderator.get(f"{INBOX}?state=open")
    refused = form_to(page, "/inbox/filters").submit(status=422)
    assert len(titles(refused)) == len(made)
    refused.html.find(id="filter-name-error").get_text()
    form = form_to(page, "/inbox/filters")
    form["name"] = "Alles"
    form["query"].force_value("state=nonsense")
    refused = form.submit(status=422)
    assert form_to(refused, "/inbox/filters")["name"].value == "Alles"


def test_two_moderators_at_once_lose_nothing(moderator, made):
    page = moderator.get(f"{ADDRESS}/{made[0]}/handling")
    arranged(moderator, made[0], tags="Finanzen")
    form = form_to(page, "/handling")
    form["tags"] = "Bau"
    beside = form.submit(status=409)
    beside.mustcontain("Finanzen", "Bau")
    assert form_to(beside, "/handling")["tags"].value == "Bau"
    form_to(beside, "/handling").submit().follow()
    assert (
        form_to(moderator.get(f"{ADDRESS}/{made[0]}/handling"), "/handling")["tags"].value == "Bau"
    )


@pytest.mark.parametrize(
    ("field", "value"), [("tags", "x" * 41), ("due_on", "gestern"), ("assignee", "99999")]
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_lost(moderator, made, field, value):
    form = form_to(moderator.get(f"{ADDRESS}/{made[0]}/handling"), "/handling")
    form["tags"] = "Bau"
    form[field].force_value(value)
    page = form.submit(status=422)
    assert page.html.find(id=f"{field}-error").get_text()
    kept = {"tags": "Bau", field: value}
    assert page.html.find(id="tags")["value"] == kept["tags"]
    if field == "due_on":
        assert page.html.find(id="due_on")["value"] == "gestern"


def test_who_no_longer_leads_is_named_but_cannot_be_chosen(proposing, moderator, made):
    former = second(proposing)
    arranged(moderator, made[0], assignee=former.id)
    ask = moderator.get(f"/consultations/beteiligung/moderation/{former.id}/remove")
    form_to(ask, "/remove").submit()
    page = moderator.get(f"{ADDRESS}/{made[0]}/handling")
    page.mustcontain(f"Bisher war {former.name} zuständig")
    assert form_to(page, "/handling")["assignee"].value == ""


def test_notes_are_added_and_stay(moderator, made):
    address = f"{ADDRESS}/{made[0]}/handling"
    for body in ("Erst nachfragen.", "Nachgefragt.\n\nAlles gut."):
        form = form_to(moderator.get(address), "/notes")
        form["body"] = body
        page = form.submit().follow()
    notes = [one.get_text() for one in page.html.select(".gw-note")]
    assert ["Erst nachfragen." in notes[0], "Alles gut." in notes[1]] == [True, True]
    assert all("Mo Deration" in one for one in notes)
    empty = form_to(page, "/notes").submit(status=422)
    assert empty.html.find(id="body-error")
    moderator.get(f"{ADDRESS}/{made[0]}").mustcontain("Alles gut.")


def test_a_note_that_is_refused_takes_nothing_from_the_other_form(moderator, made):
    arranged(moderator, made[0], tags="Bau", due_on=LATE)
    page = moderator.get(f"{ADDRESS}/{made[0]}/handling")
    refused = form_to(page, "/notes").submit(status=422)
    form = form_to(refused, "/handling")
    assert (form["tags"].value, form["due_on"].value) == ("Bau", LATE)


def test_nobody_else_sees_anything_of_it(proposing, moderator, made):
    arranged(moderator, made[0], assignee=proposing.moderator.id, due_on=LATE, tags="Geheimwort")
    form = form_to(moderator.get(f"{ADDRESS}/{made[0]}/handling"), "/notes")
    form["body"] = "Geheimvermerk"
    form.submit()
    moderator.get(f"{ADDRESS}/{made[0]}").mustcontain("Geheimwort", "Geheimvermerk")
    readers = [proposing.site.visitor(), proposing.site.signed_in(proposing.delegate)]
    for reader in readers:
        for path in (ADDRESS, f"{ADDRESS}/{made[0]}", "/consultations/beteiligung/journal"):
            page = reader.get(path, expect_errors=True)
            page.mustcontain(no=["Geheim", "Bearbeitung"])
    readers[1].get(INBOX, status=403)
    readers[1].get(f"{ADDRESS}/{made[0]}/handling", status=403)


def test_the_inbox_takes_a_fixed_number_of_statements(proposing, moderator, made, monkeypatch):
    """However many amendments there are; what they say is loaded for the first reader only."""
    monkeypatch.setattr(inbox, "A_PAGE", 30)
    sent, counted = [], []
    engine = proposing.site.application.registry.gw_engine
    event.listen(engine, "before_cursor_execute", lambda *args: sent.append(args[2]))
    people = [second(proposing) for _ in range(3)]
    for some in range(3):
        for part in range(1 + 4 * some):
            edit = Edit(Place.REPLACE, "p3", f"Neu {some} {part}.")
            number = proposing.submitted(proposing.delegate, edit).number
            arranged(moderator, number, assignee=people[part % 3].id, tags=f"T{part}")
        for _ in range(2):
            sent.clear()
            moderator.get(f"{INBOX}?sort=place")
            counted.append(len([one for one in sent if one != "BEGIN"]))
    assert len(made) == 2
    assert counted[1] == counted[3] == counted[5], counted


def test_there_are_pages_that_keep_the_choice(moderator, made, monkeypatch):
    monkeypatch.setattr(inbox, "A_PAGE", 1)
    page = moderator.get(f"{INBOX}?state=open&sort=place")
    first = titles(page)
    page = moderator.get(page.html.select_one("[rel=next]")["href"])
    assert {*first, *titles(page)} == {"Ä 1: Mehr Kurse", "Ä 2: Mehr Wohnen"}
    assert len(made) == 2
    assert "state=open" in page.request.query_string


def second(proposing):
    """Let one more person lead the consultation."""
    with proposing.site.data() as db:
        identity = factories.moderator(db)
        here = db.query(Consultation).filter_by(slug="beteiligung").one()
        db.add(Moderation(consultation_id=here.id, user_id=identity.user_id))
        return db.get_one(User, identity.user_id)


def test_nothing_is_stored_before_somebody_saves(proposing, moderator, made):
    moderator.get(f"{ADDRESS}/{made[0]}/handling")
    with proposing.site.data() as db:
        assert db.query(Handling).count() == 0
