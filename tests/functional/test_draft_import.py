import factories
import pytest
from sqlalchemy import select
from webtest import Upload

from guideline_workshop.imports import reader
from guideline_workshop.imports.restructure import Obstacle
from guideline_workshop.imports.result import Imported, Notice, NoticeCode, Reason, Unreadable
from guideline_workshop.models import DraftImport, JournalEntry, Version
from guideline_workshop.rules.acts import Act
from guideline_workshop.rules.roles import GlobalRole
from guideline_workshop.rules.states import DocumentType
from guideline_workshop.services import documents, draft_imports
from guideline_workshop.text.document import Kind, Provision
from guideline_workshop.views import import_words

NOTICES = (Notice(NoticeCode.IMAGES, 3, "<b>Bild 1</b>"), Notice(NoticeCode.FOOTNOTES, 1))


@pytest.fixture
def leader(site):
    with site.data() as db:
        return factories.user(db, "Mona", roles=[GlobalRole.MODERATOR])


@pytest.fixture
def document(site, leader):
    with site.data() as db:
        by = factories.identity(db, leader)
        consultation = factories.consultation(db, by)
        return documents.create(
            db,
            consultation,
            type_=DocumentType.GUIDELINES,
            title="Leitlinien",
            by=by,
            now=factories.NOW,
        )


@pytest.fixture
def url(document):
    return f"/consultations/{document.consultation.slug}/documents/{document.slug}"


@pytest.fixture
def browser(site, leader):
    return site.signed_in(leader)


@pytest.fixture
def draft(site, leader, document):
    return start(site, leader, document, factories.CONTENT.provisions)


@pytest.fixture
def draft_url(url, draft):
    return f"{url}/imports/{draft.id}"


def start(site, leader, document, provisions):
    with site.data() as db:
        return draft_imports.start(
            db,
            document,
            Imported("Entwurf", tuple(provisions), NOTICES),
            filename="entwurf.docx",
            by=factories.identity(db, leader),
            now=factories.NOW,
        )


def form_of(page, field):
    return next(form for form in page.forms.values() if field in form.fields)


def stored(site, draft):
    with site.data() as db:
        return db.get_one(DraftImport, draft.id)


def texts(site, draft):
    return [(one["key"], one["kind"], one["text"]) for one in stored(site, draft).provisions]


def test_pasted_text_is_recognised_and_shown(site, browser, url):
    form = form_of(browser.get(f"{url}/imports/new"), "text")
    form["text"] = "# Titel\n\n## Sprache\n\nDer Kreis fördert **Kurse**.\n\n- für alle\n"
    page = form.submit().follow()
    kinds = [one.get_text() for one in page.html.select(".gw-correction__kind")]
    assert len(kinds) == len(set(kinds)) == 3  # heading, paragraph, item
    assert page.html.select(".gw-correction__text")[1].get_text() == "(1) Der Kreis fördert Kurse."
    assert form_of(page, "title")["text.p2"].value == "Der Kreis fördert **Kurse**."
    with site.data() as db:
        assert not db.scalars(select(Version)).all()
        acts = db.scalars(select(JournalEntry.act)).all()
        assert acts.count(Act.DRAFT_IMPORTED) == 1


def test_an_uploaded_file_is_read_by_what_it_contains(browser, url, site):
    form = form_of(browser.get(f"{url}/imports/new"), "text")
    form["file"] = Upload("../../x.md", b"# Titel\n\n## Wohnen\n\nEin Satz.\n")
    page = form.submit().follow()
    assert "Wohnen" in page
    with site.data() as db:
        assert db.scalars(select(DraftImport)).one().title == "Titel"


@pytest.mark.parametrize(
    ("name", "data"),
    [("a.pdf", b"%PDF-1.7"), ("a.docx", b"PK\x03\x04broken"), ("a.md", b"  \n"), ("a.xyz", b"x")],
)
def test_a_file_that_cannot_be_read_is_refused_in_words_and_nothing_is_kept(
    site, browser, url, name, data
):
    form = form_of(browser.get(f"{url}/imports/new"), "text")
    form["file"] = Upload(name, data)
    answer = form.submit(status=422)
    assert answer.html.select_one(".kern-form-input--error input[type=file]")
    with site.data() as db:
        assert not db.scalars(select(DraftImport)).all()


def test_too_large_a_file_answers_413_and_the_pasted_text_stays(browser, url, monkeypatch):
    monkeypatch.setattr(reader, "MAX_UPLOAD_BYTES", 10)
    form = form_of(browser.get(f"{url}/imports/new"), "text")
    form["file"] = Upload("a.md", b"x" * 11)
    form["text"] = "Mein Text"
    answer = form.submit(status=413)
    assert form_of(answer, "text")["text"].value == "Mein Text"


def test_nothing_at_all_is_said_beside_the_text(browser, url):
    form = form_of(browser.get(f"{url}/imports/new"), "text")
    assert form.submit(status=422).html.select_one(".kern-form-input--error textarea")


@pytest.mark.parametrize("sent", [{}, {"file": "not a file"}, {"text": "a\0b"}])
def test_odd_requests_are_answered_with_the_form_or_read(browser, url, sent):
    token = form_of(browser.get(f"{url}/imports/new"), "text")["csrf_token"].value
    answer = browser.post(f"{url}/imports/new", sent | {"csrf_token": token}, status="*")
    assert answer.status_int in (303, 422)


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_has_words_without_gaps(reason):
    details = {"limit": 5 * 1024 * 1024, "start": "Am Anfang", "found": "pdf"}
    message = import_words.why_unreadable(Unreadable(reason, **details)).interpolate()
    assert message
    assert "${" not in message


def test_every_notice_and_every_obstacle_has_words():
    assert set(import_words.NOTICES) == set(NoticeCode)
    assert set(import_words.OBSTACLES) == set(Obstacle)


def test_the_report_names_what_was_not_taken_over_and_escapes_it(browser, draft_url):
    page = browser.get(draft_url)
    report = page.html.select_one(".gw-report")
    assert len(report.find_all("li")) == len(NOTICES)
    assert report.find("q").get_text() == "<b>Bild 1</b>"


def test_only_moderators_know_of_drafts(site, draft_url):
    with site.data() as db:
        other = factories.user(db, roles=[GlobalRole.MODERATOR])
    site.signed_in(other).get(draft_url, status=404)
    site.visitor().get(draft_url, status=404)


def test_everything_on_the_page_is_saved_at_once(site, browser, draft, draft_url):
    form = form_of(browser.get(draft_url), "title")
    form["title"] = "Neuer Titel"
    form["shape.p2"] = "item.1"
    form["text.p2"] = "Erstens.\r\n\r\nZweitens."
    form["text.p3"] = ""
    form["shape.p4"] = "heading.2"

    answer = form.submit("save", index=0)

    assert answer.status_int == 303
    assert stored(site, draft).title == "Neuer Titel"
    assert stored(site, draft).provisions[3]["level"] == 2
    assert texts(site, draft)[:4] == [
        ("p1", "heading", "Sprache"),
        ("p2", "item", "Erstens."),
        ("p8", "item", "Zweitens."),
        ("p4", "heading", "Wohnen"),
    ]


def test_a_button_joins_a_passage_with_the_one_before_and_saves_the_rest(
    site, browser, draft, draft_url
):
    form = form_of(browser.get(draft_url), "title")
    form["text.p7"] = "an alle."
    answer = form.submit("join", value="p3")
    assert answer.location.endswith("#p2")
    found = texts(site, draft)
    assert found[1][2] == "Der Kreis fördert Sprachkurse. Die Kurse sind für alle offen."
    assert found[-1] == ("p7", "item", "an alle.")
    assert len(found) == 6


def test_a_button_leaves_a_passage_out(site, browser, draft, draft_url):
    form = form_of(browser.get(draft_url), "title")
    form["text.p5"] = "x" * 30_000  # what is left out need not be right
    assert form.submit("drop", value="p5").location.endswith("#p4")
    assert "p5" not in [key for key, _kind, _text in texts(site, draft)]


def test_what_is_not_possible_is_said_at_the_passage_and_nothing_entered_is_lost(
    site, browser, draft, draft_url
):
    before = texts(site, draft)
    form = form_of(browser.get(draft_url), "title")
    form["text.p2"] = "x" * 30_000
    form["text.p3"] = "Das bleibt stehen."
    form["shape.p6"] = "paragraph"

    answer = form.submit("save", index=0, status=422)

    again = form_of(answer, "title")
    assert again["text.p3"].value == "Das bleibt stehen."
    assert again["shape.p6"].value == "paragraph"
    assert answer.html.find(id="text.p2")["aria-invalid"] == "true"
    assert texts(site, draft) == before


def test_the_first_passage_has_nothing_to_be_joined_with(site, browser, draft, draft_url):
    form = form_of(browser.get(draft_url), "title")
    fields = dict(form.submit_fields()) | {"join": "p1"}
    browser.post(f"{draft_url}/correct", fields, status=422)
    assert len(texts(site, draft)) == 7


@pytest.mark.parametrize("shape", ["", "poem", "heading.x", "field.taste", "item.١"])
def test_an_unknown_kind_is_refused(site, browser, draft, draft_url, shape):
    form = form_of(browser.get(draft_url), "title")
    fields = dict(form.submit_fields()) | {"shape.p2": shape}
    browser.post(f"{draft_url}/correct", fields, status=422)
    assert stored(site, draft).revision == draft.revision


def test_who_saves_an_older_state_is_told_and_keeps_the_own_words(site, browser, draft, draft_url):
    mine, theirs = (form_of(browser.get(draft_url), "title") for _ in range(2))
    theirs["text.p2"] = "Ihres."
    theirs.submit("save", index=0)
    mine["text.p3"] = "Meines."
    answer = mine.submit("save", index=0, status=409)
    assert form_of(answer, "title")["text.p3"].value == "Meines."
    assert texts(site, draft)[1][2] == "Ihres."


def test_four_hundred_passages_are_saved_as_a_whole(site, leader, document, browser, url):
    many = [Provision(f"p{n}", Kind.PARAGRAPH, 0, f"Absatz {n}.") for n in range(1, 401)]
    draft = start(site, leader, document, many)
    form = form_of(browser.get(f"{url}/imports/{draft.id}"), "title")
    for number in range(1, 401):
        form[f"text.p{number}"] = f"Abschnitt {number}."
    form.submit("save", index=0)
    assert [text for *_rest, text in texts(site, draft)] == [
        f"Abschnitt {n}." for n in range(1, 401)
    ]


def test_fields_are_offered_for_recommendations_only(site, leader, browser, draft_url, document):
    assert "field.goal" not in browser.get(draft_url)
    with site.data() as db:
        by = factories.identity(db, leader)
        other = documents.create(
            db,
            document.consultation,
            type_=DocumentType.RECOMMENDATIONS,
            title="Empfehlungen",
            by=by,
            now=factories.NOW,
        )
    draft = start(site, leader, other, factories.CONTENT.provisions)
    consultation = document.consultation.slug
    page = f"/consultations/{consultation}/documents/{other.slug}/imports/{draft.id}"
    form = form_of(browser.get(page), "title")
    form["shape.p2"] = "field.goal"
    form.submit("save", index=0)
    assert stored(site, draft).provisions[1]["field"] == "goal"


def test_publishing_makes_the_first_version_and_ends_all_imports(
    site, leader, document, browser, draft_url
):
    start(site, leader, document, factories.CONTENT.provisions[:2])
    page = browser.get(draft_url)
    form = next(f for f in page.forms.values() if f.action.endswith("/publish"))
    assert form.submit().location.endswith("/versions/1")
    with site.data() as db:
        assert db.scalars(select(Version)).one().digest == factories.CONTENT.digest
        assert not db.scalars(select(DraftImport)).all()
    again = form_of(browser.get(draft_url.rpartition("/")[0] + "/new"), "text")
    again["text"] = "Noch einer."
    assert "Noch einer." in again.submit(status=409)


def test_nobody_publishes_what_they_have_not_seen(site, browser, draft_url):
    page = browser.get(draft_url)
    publish = next(f for f in page.forms.values() if f.action.endswith("/publish"))
    form = form_of(page, "title")
    form["text.p2"] = "Neu."
    form.submit("save", index=0)
    publish.submit(status=409)
    with site.data() as db:
        assert not db.scalars(select(Version)).all()


def test_discarding_leaves_a_row_in_the_journal(site, browser, draft_url):
    page = browser.get(draft_url)
    form = next(f for f in page.forms.values() if f.action.endswith("/discard"))
    assert form.submit().status_int == 303
    with site.data() as db:
        assert not db.scalars(select(DraftImport)).all()
        assert Act.DRAFT_DISCARDED in db.scalars(select(JournalEntry.act)).all()
