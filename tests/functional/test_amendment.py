from dataclasses import dataclass
from typing import Any

import factories
import pytest
from factories import DAY, HOUR, NOW

from guideline_workshop.models import Amendment, User
from guideline_workshop.rules.roles import MembershipRole
from guideline_workshop.rules.states import AmendmentState
from guideline_workshop.services import amendments, ballots
from guideline_workshop.services.drafting import Edit, Place

ADDRESS = "/consultations/beteiligung/amendments"


@dataclass
class World:
    """A consultation with an open amendment round, and people in it."""

    site: Any
    moderator: User
    delegate: User
    drafter: User
    stranger: User
    """A delegate of another association that takes part."""
    round_number: int
    round_id: int

    def begin(self, browser: Any, place: str = "replace", key: str = "p2", **more: Any) -> Any:
        """Press "propose a change" on the reading page."""
        token = token_of(browser.get(ADDRESS))
        fields = {"csrf_token": token, "place": place, "key": key, **more}
        address = f"/consultations/beteiligung/rounds/{self.round_number}/amendments/new"
        return browser.post(address, fields, status="*")

    def stored(self, amendment_id: int) -> Amendment:
        with self.site.data() as db:
            return db.get_one(Amendment, amendment_id)

    def submitted(self, user: User, *edits: Edit, title: str = "") -> Amendment:
        with self.site.data() as db:
            round_ = db.get_one(factories.Round, self.round_id)
            return factories.submitted(db, round_, factories.identity(db, user), edits, title=title)

    def drafted(self, user: User, *edits: Edit, **more: Any) -> Amendment:
        with self.site.data() as db:
            round_ = db.get_one(factories.Round, self.round_id)
            return factories.draft(db, round_, factories.identity(db, user), edits, **more)


@pytest.fixture
def world(site):
    with site.data() as db:
        moderator = factories.moderator(db, "Mo Deration")
        ours = factories.association(db, "Sprachverein")
        theirs = factories.association(db, "Wohnverein")
        of = factories.consultation(db, moderator, [ours, theirs], title="Beteiligung")
        _document, version = factories.document_with_version(db, of, moderator)
        round_ = factories.round_(db, version, moderator)
        return World(
            site,
            db.get_one(User, moderator.user_id),
            factories.member(db, ours),
            factories.member(db, ours, MembershipRole.DRAFTER),
            factories.member(db, theirs),
            round_.number,
            round_.id,
        )


def token_of(page):
    return page.html.find("input", attrs={"name": "csrf_token"})["value"]


def editor(browser, draft):
    page = browser.get(f"{ADDRESS}/d{draft.id}/edit")
    return page.forms["draft"]


def fields_of(form, **changed):
    """Return what the form would send when somebody types."""
    fields = [(name, value) for name, value in form.submit_fields() if name not in changed]
    return fields + list(changed.items())


def test_a_delegate_writes_an_amendment_and_submits_it(world):
    browser = world.site.signed_in(world.delegate)
    page = world.begin(browser).follow()
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


def test_the_preview_follows_typing_and_names_the_new_revision(world):
    draft = world.drafted(world.delegate)
    browser = world.site.signed_in(world.delegate)
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
    assert world.stored(draft.id).changes[0]["provisions"][0]["text"].split()[3] == "teure"


def test_the_preview_is_there_without_scripts(world):
    draft = world.drafted(world.delegate)
    form = editor(world.site.signed_in(world.delegate), draft)
    form["text"] = ""
    page = form.submit("act", index=0).follow()
    assert page.html.find(id="preview-0").find("del").text
    assert page.forms["draft"]["text"].value == ""


def test_a_stale_save_shows_both_wordings_and_loses_neither(world):
    draft = world.drafted(world.delegate)
    mine = editor(world.site.signed_in(world.delegate), draft)
    theirs = editor(world.site.signed_in(world.drafter), draft)
    theirs["text"] = "Wortlaut der anderen"
    theirs.submit("act", index=0)
    mine["text"] = "Mein Wortlaut"
    answer = mine.submit("act", index=0, status=409)
    assert answer.forms["draft"]["text"].value == "Mein Wortlaut"
    answer.mustcontain("Wortlaut der anderen")
    assert "data-hx-post" not in answer.forms["draft"].html.attrs
    again = answer.forms["draft"].submit("act", index=0).follow()
    assert again.forms["draft"]["text"].value == "Mein Wortlaut"


def test_typing_into_a_stale_draft_saves_nothing_and_says_so(world):
    draft = world.drafted(world.delegate)
    browser = world.site.signed_in(world.delegate)
    fields = fields_of(editor(browser, draft), text="Mein Wortlaut", revision="0")
    address = editor(browser, draft).action
    answer = browser.post(address, fields, headers={"HX-Request": "true"}, status=409)
    assert not answer.html.find(attrs={"data-gw-saved": True})
    assert answer.html.find(id="revision")["value"] != str(draft.revision)
    assert world.stored(draft.id).revision == draft.revision


def test_a_passage_is_added_and_removed(world):
    draft = world.drafted(world.delegate)
    form = editor(world.site.signed_in(world.delegate), draft)
    form["add_key"], form["add_place"] = "p6", "after"
    page = form.submit("act", value="add").follow()
    assert [one["value"] for one in page.html.select("input[name=key]")] == ["p2", "p6"]
    assert page.forms["draft"].fields["kind"][1].value == "item"
    page = page.forms["draft"].submit("remove", value="0").follow()
    assert [one["value"] for one in page.html.select("input[name=key]")] == ["p6"]


def test_an_unknown_passage_cannot_be_added(world):
    draft = world.drafted(world.delegate)
    form = editor(world.site.signed_in(world.delegate), draft)
    form["add_key"].force_value("p99")
    form.submit("act", value="add", status=422)


def test_who_has_a_draft_is_asked_whether_the_passage_belongs_to_it(world):
    draft = world.drafted(world.delegate)
    browser = world.site.signed_in(world.delegate)
    question = world.begin(browser, key="p5")
    assert question.status_int == 200
    page = world.begin(browser, key="p5", draft=str(draft.id)).follow()
    assert [one["value"] for one in page.html.select("input[name=key]")] == ["p2", "p5"]
    page = world.begin(browser, key="p5", draft="new").follow()
    assert [one["value"] for one in page.html.select("input[name=key]")] == ["p5"]


def test_a_draft_of_others_cannot_be_extended(world):
    draft = world.drafted(world.stranger)
    browser = world.site.signed_in(world.delegate)
    assert world.begin(browser, draft=str(draft.id)).status_int == 409


@pytest.mark.parametrize(
    "fields", [{"place": "beside"}, {"key": "p99"}, {"key": ""}, {"key": "p2\x00"}]
)
def test_a_place_that_does_not_exist_is_refused(world, fields):
    assert world.begin(world.site.signed_in(world.delegate), **fields).status_int == 422


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
def test_what_the_editor_cannot_take_is_refused(world, sent, monkeypatch):
    # WebOb would put a long body into a file, which it leaves to the garbage collector to close
    monkeypatch.setattr("webob.request.BaseRequest.request_body_tempfile_limit", 1_000_000)
    draft = world.drafted(world.delegate)
    browser = world.site.signed_in(world.delegate)
    form = editor(browser, draft)
    answer = browser.post(form.action, fields_of(form, **sent), status=422)
    if next(iter(sent)) in ("title", "text"):
        assert answer.forms["draft"][next(iter(sent))].value
    assert world.stored(draft.id).revision == draft.revision


def test_a_box_without_all_its_fields_is_refused(world):
    draft = world.drafted(world.delegate)
    browser = world.site.signed_in(world.delegate)
    form = editor(browser, draft)
    fields = [pair for pair in form.submit_fields() if pair[0] != "kind"]
    browser.post(form.action, fields, status=422)


def test_others_who_touch_the_same_passages_are_named_while_writing(world):
    other = world.submitted(world.stranger, title="Ganz anders")
    elsewhere = world.submitted(world.stranger, Edit(Place.REPLACE, "p7", "an alle."))
    draft = world.drafted(world.delegate)
    page = world.site.signed_in(world.delegate).get(f"{ADDRESS}/d{draft.id}/edit")
    page.mustcontain("Ganz anders", f"{ADDRESS}/{other.number}", no=elsewhere.title)


def test_a_drafter_writes_but_cannot_submit(world):
    draft = world.drafted(world.drafter)
    browser = world.site.signed_in(world.drafter)
    page = browser.get(f"{ADDRESS}/d{draft.id}")
    assert not [form for form in page.forms.values() if form.action.endswith("/submit")]
    token = editor(browser, draft)["csrf_token"].value
    fields = {"csrf_token": token, "revision": str(draft.revision)}
    browser.post(f"{ADDRESS}/d{draft.id}/submit", fields, status=403)
    assert world.stored(draft.id).state is AmendmentState.DRAFT


def test_a_draft_that_changed_since_it_was_read_is_not_submitted(world):
    draft = world.drafted(world.delegate)
    browser = world.site.signed_in(world.delegate)
    token = editor(browser, draft)["csrf_token"].value
    fields = {"csrf_token": token, "revision": str(draft.revision - 1)}
    browser.post(f"{ADDRESS}/d{draft.id}/submit", fields, status=409)
    assert world.stored(draft.id).state is AmendmentState.DRAFT


@pytest.mark.parametrize(
    ("edits", "rationale"),
    [((), ""), ((Edit(Place.REPLACE, "p2", "Der Kreis fördert Sprachkurse."),), "Darum.")],
)
def test_an_unfinished_draft_is_not_submitted(world, edits, rationale):
    draft = world.drafted(world.delegate, *edits, rationale=rationale)
    browser = world.site.signed_in(world.delegate)
    page = browser.get(f"{ADDRESS}/d{draft.id}")
    form = next(one for one in page.forms.values() if one.action.endswith("/submit"))
    assert form.submit(status=422).html.select("[role=alert]")


def test_a_draft_stays_readable_after_the_round_but_cannot_be_edited(world):
    draft = world.drafted(world.delegate)
    with world.site.data() as db:
        round_ = db.get_one(factories.Round, world.round_id)
        round_.closes_at = NOW - HOUR
    browser = world.site.signed_in(world.delegate)
    browser.get(f"{ADDRESS}/d{draft.id}/edit", status=403)
    page = browser.get(f"{ADDRESS}/d{draft.id}")
    assert not [form for form in page.forms.values() if form.action.endswith("/submit")]


def test_a_draft_is_unknown_to_others(world):
    draft = world.drafted(world.delegate)
    for browser in (
        world.site.visitor(),
        world.site.signed_in(world.stranger),
        world.site.signed_in(world.moderator),
    ):
        browser.get(f"{ADDRESS}/d{draft.id}", status=404)
        browser.get(f"{ADDRESS}/d{draft.id}/edit", status=404)


def test_a_draft_is_discarded(world):
    draft = world.drafted(world.delegate)
    browser = world.site.signed_in(world.delegate)
    page = browser.get(f"{ADDRESS}/d{draft.id}/edit")
    next(one for one in page.forms.values() if one.action.endswith("/discard")).submit().follow()
    browser.get(f"{ADDRESS}/d{draft.id}", status=404)


def test_an_amendment_is_shown_inline_and_side_by_side_to_everybody(world):
    made = world.submitted(world.delegate)
    visitor = world.site.visitor()
    page = visitor.get(f"{ADDRESS}/{made.number}")
    assert page.html.select(".gw-line ins")
    assert made.digest in page.text
    page = visitor.get(f"{ADDRESS}/{made.number}?view=side")
    assert page.html.find("table", class_="gw-sides").find("ins")


def test_the_moderation_admits_or_returns_with_a_reason(world):
    made = world.submitted(world.delegate)
    browser = world.site.signed_in(world.moderator)
    page = browser.get(f"{ADDRESS}/{made.number}")
    form = next(one for one in page.forms.values() if one.action.endswith("/decide"))
    form["state"] = "returned"
    refused = form.submit(status=422)
    assert world.stored(made.id).state is AmendmentState.SUBMITTED
    form = next(one for one in refused.forms.values() if one.action.endswith("/decide"))
    assert form["state"].value == "returned"
    form["reason"] = "Bitte den Bezug klären."
    form.submit().follow().mustcontain("Bitte den Bezug klären.")
    assert world.stored(made.id).state is AmendmentState.RETURNED


@pytest.mark.parametrize("state", ["adopted", "draft", "withdrawn", "", None])
def test_the_moderation_cannot_decide_anything_else(world, state):
    made = world.submitted(world.delegate)
    browser = world.site.signed_in(world.moderator)
    page = browser.get(f"{ADDRESS}/{made.number}")
    fields = {"csrf_token": token_of(page), "reason": "Darum."}
    if state is not None:
        fields["state"] = state
    browser.post(f"{ADDRESS}/{made.number}/decide", fields, status=422)


def test_an_association_withdraws_its_amendment_but_nobody_elses(world):
    made = world.submitted(world.delegate)
    browser = world.site.signed_in(world.delegate)
    page = browser.get(f"{ADDRESS}/{made.number}")
    form = next(one for one in page.forms.values() if one.action.endswith("/withdraw"))
    form["reason"] = "Erledigt."
    stranger = world.site.signed_in(world.stranger)
    token = token_of(stranger.get(ADDRESS))
    stranger.post(form.action, {"csrf_token": token, "reason": ""}, status=403)
    form.submit().follow().mustcontain("Erledigt.")
    assert world.stored(made.id).state is AmendmentState.WITHDRAWN


def test_what_is_put_to_the_vote_can_no_longer_be_withdrawn(world):
    made = world.submitted(world.delegate)
    with world.site.data() as db:
        moderator = factories.identity(db, world.moderator)
        made = db.get_one(Amendment, made.id)
        amendments.move_to(db, made, AmendmentState.ADMITTED, reason="", by=moderator, now=NOW)
        round_ = factories.round_(
            db, made.round.version, moderator, factories.RoundKind.BALLOT, closes_at=NOW + DAY
        )
        ballots.open_(db, round_, made, by=moderator, now=NOW)
    browser = world.site.signed_in(world.delegate)
    page = browser.get(f"{ADDRESS}/{made.number}")
    page.mustcontain(f"/ballots/{made.number}")
    fields = {"csrf_token": token_of(page), "reason": "Doch nicht."}
    browser.post(f"{ADDRESS}/{made.number}/withdraw", fields, status=409)
    assert world.stored(made.id).state is AmendmentState.ADMITTED


def test_the_list_is_filtered_by_the_address(world):
    first = world.submitted(world.delegate, title="Mehr Kurse")
    second = world.submitted(world.stranger, Edit(Place.REPLACE, "p5", "Neu"), title="Mehr Wohnen")
    visitor = world.site.visitor()
    visitor.get(ADDRESS).mustcontain("Mehr Kurse", "Mehr Wohnen")
    page = visitor.get(f"{ADDRESS}?association={second.association_id}")
    page.mustcontain("Mehr Wohnen", no="Mehr Kurse")
    page = visitor.get(f"{ADDRESS}?state=admitted")
    page.mustcontain(no=["Mehr Wohnen", "Mehr Kurse"])
    assert first.number == 1


@pytest.mark.parametrize("query", ["version=x", "association=-1", "state=%00", "page=-3", "page=x"])
def test_a_filter_nobody_knows_is_no_filter(world, query):
    world.submitted(world.delegate, title="Mehr Kurse")
    world.site.visitor().get(f"{ADDRESS}?{query}").mustcontain("Mehr Kurse")


def test_the_list_marks_what_touches_the_same_passage(world):
    world.submitted(world.delegate)
    world.submitted(world.stranger)
    world.submitted(world.stranger, Edit(Place.REPLACE, "p5", "Neu"))
    page = world.site.visitor().get(ADDRESS)
    rows = page.html.select("main tbody tr")
    linked = [{link["href"] for link in row.select("td a")} for row in rows]
    assert linked == [{f"{ADDRESS}/2"}, {f"{ADDRESS}/1"}, set()]


def test_drafts_stand_on_top_for_their_association_only(world):
    world.drafted(world.drafter, title="Noch geheim")
    world.site.signed_in(world.delegate).get(ADDRESS).mustcontain("Noch geheim")
    world.site.signed_in(world.stranger).get(ADDRESS).mustcontain(no="Noch geheim")


@pytest.mark.parametrize("broken", [[{"change": "sing"}], [7], [{}], ["x"]])
def test_a_broken_amendment_does_not_break_the_list(world, broken):
    draft = world.drafted(world.delegate, title="Zerbrochen")
    world.submitted(world.delegate, title="Heil")
    with world.site.data() as db:
        db.get_one(Amendment, draft.id).changes = broken
    browser = world.site.signed_in(world.delegate)
    browser.get(ADDRESS).mustcontain("Zerbrochen", "Heil")
    browser.get(f"{ADDRESS}/d{draft.id}")
