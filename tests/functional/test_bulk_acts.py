"""Bulk acts in the browser: choose, look at the preview, do it."""

import pytest
from support.proposing import ADDRESS

from guideline_workshop.models import Amendment
from guideline_workshop.rules.states import AmendmentState
from guideline_workshop.services import inbox

INBOX = "/consultations/beteiligung/inbox"


@pytest.fixture
def moderator(proposing):
    return proposing.site.signed_in(proposing.moderator)


@pytest.fixture
def made(proposing):
    return [proposing.submitted(proposing.delegate, title=f"Antrag {n}") for n in "ABC"]


def form_to(page, ending):
    return next(one for one in page.forms.values() if one.action.endswith(ending))


def previewed(moderator, query="", chosen=(), **values):
    """Choose in the inbox, and ask for the preview."""
    form = form_to(moderator.get(INBOX + query), "/inbox/preview")
    for box in form.fields["n"]:
        box.checked = int(box._value) in chosen  # noqa: SLF001 -- WebTest has no other name for it
    for name, value in values.items():
        form[name] = value
    return form.submit(expect_errors=True)


def states(proposing, made):
    return [proposing.stored(one.id).state.value for one in made]


def test_several_are_admitted_after_a_preview(proposing, moderator, made):
    page = previewed(moderator, chosen={1, 3}, act="admit")
    page.mustcontain("Was geschieht", "Antrag A", "Antrag C", no="Antrag B")
    assert states(proposing, made) == ["submitted"] * 3
    form_to(page, "/carry-out").submit().follow().mustcontain("Zugelassen: 2")
    assert states(proposing, made) == ["admitted", "submitted", "admitted"]


def test_all_of_all_pages_are_chosen_at_once(proposing, moderator, made, monkeypatch):
    monkeypatch.setattr(inbox, "A_PAGE", 1)
    page = previewed(
        moderator, "?state=submitted", act="assign", to=proposing.moderator.id, all=True
    )
    assert len(page.html.select("main tbody tr")) == len(made)
    page = form_to(page, "/carry-out").submit().follow()
    page.mustcontain("Zugewiesen: 3")
    assert page.request.query_string == "state=submitted"
    assert moderator.get(f"{INBOX}?assignee=nobody").html.select("main tbody tr") == []


def test_what_cannot_be_done_is_said_with_its_reason(proposing, moderator, made):
    with proposing.site.data() as db:
        db.get_one(Amendment, made[1].id).state = AmendmentState.WITHDRAWN
    page = previewed(moderator, chosen={1, 2}, act="admit")
    page.mustcontain("Was nicht geht", "Bei 1 geht es nicht")
    form_to(page, "/carry-out").submit().follow()
    assert states(proposing, made) == ["admitted", "withdrawn", "submitted"]
    page = previewed(moderator, chosen={1, 2}, act="admit")
    page.mustcontain("Was bleibt, wie es ist")
    assert not [form for form in page.forms.values() if form.action.endswith("/carry-out")]


def test_a_change_in_between_shows_the_new_preview(proposing, moderator, made):
    page = previewed(moderator, chosen={1, 2}, act="admit")
    other = proposing.site.signed_in(proposing.moderator)
    form = form_to(other.get(f"{ADDRESS}/1"), "/decide")
    form["state"], form["reason"] = "returned", "Bitte kürzen."
    form.submit()
    again = form_to(page, "/carry-out").submit(status=409)
    again.mustcontain("Inzwischen hat sich etwas geändert", "Was nicht geht")
    assert states(proposing, made) == ["returned", "submitted", "submitted"]
    form_to(again, "/carry-out").submit().follow()
    assert states(proposing, made) == ["returned", "admitted", "submitted"]


@pytest.mark.parametrize(
    ("values", "where"),
    [
        ({"chosen": {1, 2}}, "act"),
        ({"act": "admit"}, "act"),
        ({"chosen": {1}, "act": "tag"}, "bulk-add"),
        ({"chosen": {1}, "act": "tag", "add": "x" * 41}, "bulk-add"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_lost(moderator, made, values, where):
    page = previewed(moderator, "?state=open", **values)
    assert page.status_int == 422
    assert page.html.find(id=f"{where}-error")
    form = form_to(page, "/inbox/preview")
    chosen = {int(box._value) for box in form.fields["n"] if box.checked}  # noqa: SLF001
    assert chosen == values.get("chosen", set())
    assert form["add"].value == values.get("add", "")
    assert form["act"].value == values.get("act")
    assert form["state"].value == "open"
    assert len(made) == len(form.fields["n"])


def test_a_date_that_is_none_is_said_beside_its_field(moderator, made):
    page = moderator.get(f"{INBOX}/preview?n={made[0].number}&act=due&until=morgen", status=422)
    assert page.html.find(id="bulk-until-error")
    assert page.html.find(id="bulk-until")["value"] == "morgen"


def test_a_date_is_set_and_taken_away(moderator, made):
    for until, words in (("2031-05-17", "17. Mai 2031"), ("", "Frist gesetzt: 1")):
        page = previewed(moderator, chosen={2}, act="due", until=until)
        form_to(page, "/carry-out").submit().follow().mustcontain(words)
    moderator.get(INBOX).mustcontain(no="17. Mai 2031")
    assert len(made) == 3


def test_an_unreadable_form_does_nothing(proposing, moderator, made):
    page = previewed(moderator, chosen={1}, act="admit")
    form = form_to(page, "/carry-out")
    form["seen"].force_value("")
    form.submit(status=422)
    assert states(proposing, made) == ["submitted"] * 3
