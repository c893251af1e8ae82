import datetime as dt

import factories
import pytest
from sqlalchemy import select

from guideline_workshop.imports.result import Imported
from guideline_workshop.models import Document, JournalEntry
from guideline_workshop.rules.roles import GlobalRole
from guideline_workshop.rules.rounds import RoundKind
from guideline_workshop.rules.states import DocumentType
from guideline_workshop.services import adoptions, documents, draft_imports, versions


@pytest.fixture
def leader(site):
    with site.data() as db:
        return factories.user(db, "Mona", roles=[GlobalRole.MODERATOR])


@pytest.fixture
def consultation(site, leader):
    with site.data() as db:
        association = factories.association(db)
        by = factories.identity(db, leader)
        return factories.consultation(db, by, [association])


@pytest.fixture
def url(consultation):
    return f"/consultations/{consultation.slug}"


def form_of(page, field):
    return next(form for form in page.forms.values() if field in form.fields)


def test_a_moderator_makes_a_document_and_goes_on_to_import_its_draft(site, leader, url):
    browser = site.signed_in(leader)
    form = form_of(browser.get(f"{url}/documents/new"), "title")
    form["title"] = "  Leitlinien   Integration "
    form["type"] = "recommendations"

    answer = form.submit()

    assert answer.status_int == 303
    with site.data() as db:
        made = db.scalars(select(Document)).one()
        assert answer.location.endswith(f"{url}/documents/{made.slug}/imports/new")
        assert (made.title, made.type) == ("Leitlinien Integration", DocumentType.RECOMMENDATIONS)
        assert db.scalars(select(JournalEntry).order_by(JournalEntry.sequence)).all()[-1].subject


@pytest.mark.parametrize(
    "entered",
    [{"title": ""}, {"title": "x" * 201}, {"type": "poem"}, {"title": "a\0b"}, {"type": None}],
)
def test_what_is_missing_or_unknown_is_said_beside_its_field(site, leader, url, entered):
    browser = site.signed_in(leader)
    form = form_of(browser.get(f"{url}/documents/new"), "title")
    sent = {"title": "Gut", "type": "guidelines", "csrf_token": form["csrf_token"].value}
    sent = {name: value for name, value in (sent | entered).items() if value is not None}

    answer = browser.post(f"{url}/documents/new", sent, status=422)

    assert answer.html.select(".kern-error")
    with site.data() as db:
        assert not db.scalars(select(Document)).all()


def test_only_moderators_of_the_consultation_make_documents(site, url):
    with site.data() as db:
        other = factories.user(db, roles=[GlobalRole.MODERATOR])
    site.signed_in(other).get(f"{url}/documents/new", status=403)
    assert site.visitor().get(f"{url}/documents/new").status_int == 303


def test_a_document_without_a_text_offers_the_import_to_moderators_only(
    site, leader, consultation, url
):
    with site.data() as db:
        by = factories.identity(db, leader)
        document = documents.create(
            db, consultation, type_=DocumentType.GUIDELINES, title="Leer", by=by, now=factories.NOW
        )
    here = f"{url}/documents/{document.slug}"
    import_url = f"{here}/imports/new"
    own = site.signed_in(leader).get(here)
    other = site.visitor().get(here)
    assert own.html.find("a", href=import_url)
    assert not other.html.find("a", href=import_url)
    assert other.html.select(".gw-empty")


def test_drafts_under_correction_are_shown_to_moderators_only(site, leader, consultation, url):
    with site.data() as db:
        by = factories.identity(db, leader)
        document = documents.create(
            db, consultation, type_=DocumentType.GUIDELINES, title="Neu", by=by, now=factories.NOW
        )
        draft = draft_imports.start(
            db,
            document,
            Imported("Entwurf", factories.CONTENT.provisions, ()),
            filename="entwurf.docx",
            by=by,
            now=factories.NOW,
        )
    page = f"{url}/documents/{document.slug}"
    assert site.signed_in(leader).get(page).html.find("a", href=f"{page}/imports/{draft.id}")
    assert "entwurf.docx" not in site.visitor().get(page)


def test_versions_are_listed_with_dates_rounds_comparison_and_adoption(
    site, leader, consultation, url
):
    with site.data() as db:
        by = factories.identity(db, leader)
        document, first = factories.document_with_version(db, consultation, by)
        second = versions.publish(
            db,
            document,
            title="Leitlinien",
            content=factories.CONTENT,
            by=by,
            now=factories.NOW - dt.timedelta(days=2),
            base=first,
        )
        factories.round_(db, second, by, RoundKind.COMMENT, title="Stellungnahmen")
        adoptions.adopt(
            db, second, resolution_number="KA 2026/7", note="", by=by, now=factories.NOW
        )
    page = site.visitor().get(f"{url}/documents/{document.slug}")
    links = [link["href"] for link in page.html.find("main").find_all("a")]
    here = f"{url}/documents/{document.slug}/versions"
    assert links.index(f"{here}/2") < links.index(f"{here}/1")
    assert f"{here}/1/compare/2" in links
    assert f"{url}/rounds/1" in links
    assert "KA 2026/7" in page
    assert f"{here}/2/consolidation" not in links


def test_moderators_find_the_consolidation_at_the_newest_version(site, leader, consultation, url):
    with site.data() as db:
        by = factories.identity(db, leader)
        document, _version = factories.document_with_version(db, consultation, by)
    here = f"{url}/documents/{document.slug}"
    page = site.signed_in(leader).get(here)
    assert page.html.find("a", href=f"{here}/versions/1/consolidation")
    assert not site.visitor().get(here).html.find("a", href=f"{here}/versions/1/consolidation")
