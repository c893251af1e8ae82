"""Amendments that change the structure: before, joined, moved, whole new parts. Without scripts."""

import pytest
from support.proposing import ADDRESS, editor, fields_of

from guideline_workshop.services.drafting import Edit, Place
from guideline_workshop.text.document import Field, Kind


@pytest.fixture
def browser(proposing):
    return proposing.site.signed_in(proposing.delegate)


@pytest.fixture
def begun(proposing, browser):
    """Begin at a passage in some way; return the form of the editor."""

    def begin(way, key):
        return proposing.begin(browser, way, key).follow().forms["draft"]

    return begin


def added(form, way, key):
    form["add_place"], form["add_key"] = way, key
    return form.submit("act", value="add").follow().forms["draft"]


def read_over(form):
    form["rationale"] = "Damit es klar ist."
    return form.submit("act", value="review").follow()


def submitted(page):
    return next(f for f in page.forms.values() if f.action.endswith("/submit")).submit().follow()


def deeds(page):
    return [" ".join(one.text.split()) for one in page.select("main h3 a")]


def test_whole_new_sections_are_offered_beside_headings(proposing, browser):
    page = browser.get("/consultations/beteiligung/documents/leitlinien/versions/1")
    buttons = page.html.find_all("button", form="gw-section")
    assert [one["value"] for one in buttons] == ["p1", "p4"]
    form = begun_at(page, "gw-section")
    fields = form | {"key": "p4"}
    address = f"/consultations/beteiligung/rounds/{proposing.round_number}/amendments/new"
    draft = browser.post(address, fields).follow().forms["draft"]
    assert [one.value for one in draft.fields["key"]] == ["p7", "p7"]


def begun_at(page, form_id):
    inputs = page.html.find("form", id=form_id).find_all("input")
    return {one["name"]: one["value"] for one in inputs}


def test_something_is_inserted_before_the_very_first_passage(begun):
    form = begun("before", "p1")
    assert form["key"].value == ""
    form["text"] = "Vorwort"
    shown = submitted(read_over(form)).html
    assert deeds(shown) == ["Eingefügt am Anfang des Textes"]
    assert "Vorwort" in shown.select_one("main .gw-line ins").text


def test_something_is_inserted_before_another_passage(begun):
    form = begun("before", "p3")
    assert (form["place"].value, form["key"].value) == ("after", "p2")


def test_two_passages_are_joined_and_the_preview_says_so(begun):
    form = begun("join", "p2")
    assert form["text"].value == "Der Kreis fördert Sprachkurse. Die Kurse sind für alle offen."
    shown = submitted(read_over(form))
    (deed,) = deeds(shown.html)
    assert deed.endswith("mit der folgenden Textstelle verbunden")
    assert not shown.html.select("main .gw-line ins ins")


def test_what_cannot_be_joined_is_refused_in_words(proposing, browser):
    answer = proposing.begin(browser, "join", "p3")
    assert answer.status_int == 422
    assert "aufeinander folgen" in answer
    form = editor(browser, proposing.drafted(proposing.delegate))
    form["text"] = "Was ich geschrieben habe."
    form["add_place"], form["add_key"] = "join", "p3"
    answer = form.submit("act", value="add", status=422)
    assert "aufeinander folgen" in answer
    assert answer.forms["draft"]["text"].value == "Was ich geschrieben habe."


def test_a_passage_is_moved_to_another_place(begun, proposing):
    form = begun("move", "p7")
    assert form["after"].value == "p6"  # where it stands now
    page = read_over(form)
    assert "Noch ist nichts geändert" in page
    form = begun_again(page)
    form["after"].select("p2")
    shown = submitted(read_over(form))
    (deed,) = deeds(shown.html)
    assert "verschoben" in deed
    (change,) = proposing.stored(1).changes
    assert (change["change"], change["after"]) == ("move", "p2")


def begun_again(page):
    return page.click("Weiterschreiben", href="/edit", index=0).forms["draft"]


@pytest.mark.parametrize("after", ["p7", "p99"])
def test_a_passage_cannot_come_after_itself_or_after_nothing_known(browser, begun, after):
    form = begun("move", "p7")
    browser.post(form.action, fields_of(form, after=after), status=422)


def test_a_whole_new_recommendation_is_written_and_empty_fields_are_left_out(begun, proposing):
    form = begun("recommendation", "p2")
    assert [one.value for one in form.fields["key"]] == ["p3"] * 12
    form.fields["text"][0].value = "Kurse am Abend"
    form.fields["text"][2].value = "Alle können lernen."
    saved = form.submit("act", index=0).follow().forms["draft"]
    assert [one.value for one in saved.fields["kind"]][2] == f"field.{Field.GOAL}"
    submitted(read_over(saved))
    provisions = [one for change in proposing.stored(1).changes for one in change["provisions"]]
    assert [(one["kind"], one.get("field"), one["text"]) for one in provisions] == [
        (Kind.HEADING, None, "Kurse am Abend"),
        (Kind.FIELD, Field.GOAL, "Alle können lernen."),
    ]


def test_a_whole_new_guideline_is_added_to_a_draft(proposing, browser):
    form = editor(browser, proposing.drafted(proposing.delegate))
    form = added(form, "guideline", "p4")
    kinds = [one.value for one in form.fields["kind"]]
    assert kinds == [Kind.PARAGRAPH, Kind.HEADING, Kind.PARAGRAPH]


def test_each_change_may_have_its_own_rationale(proposing, browser):
    form = editor(browser, proposing.drafted(proposing.delegate))
    form["reason"] = "Nur dieser Satz ist unklar."
    form = added(form, "after", "p6")
    assert [one.value for one in form.fields["reason"]] == ["Nur dieser Satz ist unklar.", ""]
    form.fields["text"][1].value = "an Ältere,"
    shown = submitted(read_over(form))
    (why,) = shown.html.select(".gw-change-rationale")
    assert "Nur dieser Satz ist unklar." in why.text
    wording = browser.get(f"{ADDRESS}/1/editions/1")
    assert "Nur dieser Satz ist unklar." in wording.html.select_one(".gw-change-rationale").text


def test_a_rationale_that_is_too_long_is_refused_and_kept(proposing, browser, monkeypatch):
    # WebOb would put a long body into a file, which it leaves to the garbage collector to close
    monkeypatch.setattr("webob.request.BaseRequest.request_body_tempfile_limit", 1_000_000)
    draft = proposing.drafted(proposing.delegate)
    form = editor(browser, draft)
    answer = browser.post(form.action, fields_of(form, reason="x" * 20_001), status=422)
    assert answer.forms["draft"]["reason"].value
    (wrong,) = answer.html.select("[aria-invalid=true]")
    assert wrong["name"] == "reason"
    assert "20.000" in answer.html.find(id=wrong["aria-describedby"]).text
    assert proposing.stored(draft.id).revision == draft.revision


def test_another_rationale_of_one_change_is_another_wording(proposing):
    plain, said = (
        proposing.submitted(
            proposing.delegate, Edit(Place.REPLACE, "p2", "Anders.", rationale=rationale)
        )
        for rationale in ("", "Weil.")
    )
    assert plain.digest != said.digest
