import pytest
from support.proposing import ADDRESS, editor, fields_of

from guideline_workshop.services.drafting import Edit, Place


def test_a_delegate_writes_an_amendment_and_submits_it(proposing):
    browser = proposing.site.signed_in(proposing.delegate)
    page = proposing.begin(browser).follow()
    form = page.forms["draft"]
    assert form["text"].value == "Der Kreis fördert Sprachkurse."
    form["title"] = "Kostenlose Kurse"
    form["text"] = "Der Kreis fördert kostenlose Sprachkurse.\n\nAuch am Abend."
    form["rationale"] = "Damit alle kommen."
    read = form.submit("act", value="review").follow()
    assert "kostenlose" in read.html.select_one(".gw-line ins").text
    shown = next(f for f in read.forms.values() if f.action.endswith("/submit")).submit().follow()
    assert shown.request.path == f"{ADDRESS}/1"
    shown.mustcontain("Ä 1", "Kostenlose Kurse", "Damit alle kommen.")
    (made,) = shown.html.select("main h3 a")
    assert made["href"].endswith("/versions/1#p2")


def test_the_preview_follows_typing_and_names_the_new_revision(proposing):
    draft = proposing.drafted(proposing.delegate)
    browser = proposing.site.signed_in(proposing.delegate)
    form = editor(browser, draft)
    before = int(form["revision"].value)
    answer = browser.post(
        form.action,
        fields_of(form, text="Der Kreis fördert teure Sprachkurse."),
        headers={"HX-Request": "true"},
    )
    assert not answer.html.find("html")
    assert "teure" in answer.html.find(id="preview-0").find("ins").text
    assert int(answer.html.find(id="revision")["value"]) == before + 1
    assert answer.html.find(attrs={"data-gw-saved": True})
    assert proposing.stored(draft.id).changes[0]["provisions"][0]["text"].split()[3] == "teure"


def test_the_preview_is_there_without_scripts(proposing):
    draft = proposing.drafted(proposing.delegate)
    form = editor(proposing.site.signed_in(proposing.delegate), draft)
    form["text"] = ""
    page = form.submit("act", index=0).follow()
    assert page.html.find(id="preview-0").find("del").text
    assert page.forms["draft"]["text"].value == ""


def test_a_stale_save_shows_both_wordings_and_loses_neither(proposing):
    draft = proposing.drafted(proposing.delegate)
    mine = editor(proposing.site.signed_in(proposing.delegate), draft)
    theirs = editor(proposing.site.signed_in(proposing.drafter), draft)
    theirs["text"] = "Wortlaut der anderen"
    theirs.submit("act", index=0)
    mine["text"] = "Mein Wortlaut"
    answer = mine.submit("act", index=0, status=409)
    assert answer.forms["draft"]["text"].value == "Mein Wortlaut"
    answer.mustcontain("Wortlaut der anderen")
    assert "data-hx-post" not in answer.forms["draft"].html.attrs
    again = answer.forms["draft"].submit("act", index=0).follow()
    assert again.forms["draft"]["text"].value == "Mein Wortlaut"


def test_typing_into_a_stale_draft_saves_nothing_and_says_so(proposing):
    draft = proposing.drafted(proposing.delegate)
    browser = proposing.site.signed_in(proposing.delegate)
    fields = fields_of(editor(browser, draft), text="Mein Wortlaut", revision="0")
    address = editor(browser, draft).action
    answer = browser.post(address, fields, headers={"HX-Request": "true"}, status=409)
    assert not answer.html.find(attrs={"data-gw-saved": True})
    assert answer.html.find(id="revision")["value"] != str(draft.revision)
    assert proposing.stored(draft.id).revision == draft.revision


def test_a_passage_is_added_and_removed(proposing):
    draft = proposing.drafted(proposing.delegate)
    form = editor(proposing.site.signed_in(proposing.delegate), draft)
    form["add_key"], form["add_place"] = "p6", "after"
    page = form.submit("act", value="add").follow()
    assert [one["value"] for one in page.html.select("input[name=key]")] == ["p2", "p6"]
    assert page.forms["draft"].fields["kind"][1].value == "item"
    page = page.forms["draft"].submit("remove", value="0").follow()
    assert [one["value"] for one in page.html.select("input[name=key]")] == ["p6"]


@pytest.mark.parametrize("remove", ["7", "-1", "²", "9" * 5000, "x"])
def test_a_box_that_is_not_there_is_not_removed(proposing, remove):
    draft = proposing.drafted(proposing.delegate)
    browser = proposing.site.signed_in(proposing.delegate)
    form = editor(browser, draft)
    browser.post(form.action, [*form.submit_fields(), ("remove", remove)], status=303)
    assert len(proposing.stored(draft.id).changes) == 1


def test_an_unknown_passage_cannot_be_added(proposing):
    draft = proposing.drafted(proposing.delegate)
    form = editor(proposing.site.signed_in(proposing.delegate), draft)
    form["add_key"].force_value("p99")
    form.submit("act", value="add", status=422)


def test_nothing_is_added_beside_a_box_at_an_unknown_place(proposing):
    draft = proposing.drafted(proposing.delegate)
    browser = proposing.site.signed_in(proposing.delegate)
    form = editor(browser, draft)
    fields = fields_of(form, key="p99", add_key="p5", add_place="after")
    browser.post(form.action, [*fields, ("act", "add")], status=422)


def test_who_has_a_draft_is_asked_whether_the_passage_belongs_to_it(proposing):
    draft = proposing.drafted(proposing.delegate)
    browser = proposing.site.signed_in(proposing.delegate)
    question = proposing.begin(browser, key="p5")
    assert question.status_int == 200
    page = proposing.begin(browser, key="p5", draft=str(draft.id)).follow()
    assert [one["value"] for one in page.html.select("input[name=key]")] == ["p2", "p5"]
    page = proposing.begin(browser, key="p5", draft="new").follow()
    assert [one["value"] for one in page.html.select("input[name=key]")] == ["p5"]


def test_a_draft_of_others_cannot_be_extended(proposing):
    draft = proposing.drafted(proposing.stranger)
    browser = proposing.site.signed_in(proposing.delegate)
    assert proposing.begin(browser, draft=str(draft.id)).status_int == 409


@pytest.mark.parametrize(
    "fields", [{"place": "beside"}, {"key": "p99"}, {"key": ""}, {"key": "p2\x00"}]
)
def test_a_place_that_does_not_exist_is_refused(proposing, fields):
    assert proposing.begin(proposing.site.signed_in(proposing.delegate), **fields).status_int == 422


@pytest.mark.parametrize(
    "sent",
    [
        {"place": "beside"},
        {"kind": "poem"},
        {"key": "p99"},
        {"text": "\x00"},
        {"text": "x" * 20_001},
        {"revision": "new"},
        {"title": "x" * 201},
    ],
)
def test_what_the_editor_cannot_take_is_refused(proposing, sent, monkeypatch):
    # WebOb would put a long body into a file, which it leaves to the garbage collector to close
    monkeypatch.setattr("webob.request.BaseRequest.request_body_tempfile_limit", 1_000_000)
    draft = proposing.drafted(proposing.delegate)
    browser = proposing.site.signed_in(proposing.delegate)
    form = editor(browser, draft)
    answer = browser.post(form.action, fields_of(form, **sent), status=422)
    if next(iter(sent)) in ("title", "text"):
        assert answer.forms["draft"][next(iter(sent))].value
    assert proposing.stored(draft.id).revision == draft.revision


def test_a_box_without_all_its_fields_is_refused(proposing):
    draft = proposing.drafted(proposing.delegate)
    browser = proposing.site.signed_in(proposing.delegate)
    form = editor(browser, draft)
    fields = [pair for pair in form.submit_fields() if pair[0] != "kind"]
    browser.post(form.action, fields, status=422)


def test_others_who_touch_the_same_passages_are_named_while_writing(proposing):
    other = proposing.submitted(proposing.stranger, title="Ganz anders")
    elsewhere = proposing.submitted(proposing.stranger, Edit(Place.REPLACE, "p7", "an alle."))
    draft = proposing.drafted(proposing.delegate)
    page = proposing.site.signed_in(proposing.delegate).get(f"{ADDRESS}/d{draft.id}/edit")
    page.mustcontain("Ganz anders", f"{ADDRESS}/{other.number}", no=elsewhere.title)
