import dataclasses
from io import BytesIO
from zipfile import ZipFile

import factories
import pytest
import sqlalchemy as sa
from sqlalchemy import event, select

from guideline_workshop import exports
from guideline_workshop.exports import PdfUnavailable
from guideline_workshop.models import Adoption, JournalEntry
from guideline_workshop.rules.acts import Act
from guideline_workshop.rules.roles import GlobalRole, MembershipRole
from guideline_workshop.rules.rounds import RoundKind
from guideline_workshop.services import amendments, comments, drafting, texts, versions
from guideline_workshop.text.display import compare, lines_as_json
from guideline_workshop.text.document import Document, Kind, Provision
from guideline_workshop.text.tracked import Op
from guideline_workshop.views import export

STATEMENTS = 7
CHANGED = Document(
    (
        *factories.CONTENT.provisions[:1],
        Provision("p2", Kind.PARAGRAPH, 0, "Der Kreis fördert kostenlose Sprachkurse."),
        Provision("a1.1", Kind.PARAGRAPH, 0, "Er wirbt dafür mit *Plakaten*."),
        *factories.CONTENT.provisions[3:],
    )
)


@dataclasses.dataclass
class Case:
    """People, and a document with a draft that was amended into a second one."""

    site: object
    leader: object
    delegate: object
    drafter: object
    board: object
    association: object
    document: object
    first: object
    second: object
    amendment: object
    url: str

    def identity(self, db, user):
        return factories.identity(db, user)

    def round_(self, kind=RoundKind.AMENDMENT, **dates):
        with self.site.data() as db:
            by = factories.identity(db, self.leader)
            return factories.round_(db, self.second, by, kind, **dates)


@pytest.fixture
def case(site):
    with site.data() as db:
        leader = factories.user(db, "Mona", roles=[GlobalRole.MODERATOR])
        board = factories.user(db, "Bernd", roles=[GlobalRole.BOARD])
        association = factories.association(db, "Caritas")
        delegate = factories.member(db, association, name="Dora")
        drafter = factories.member(db, association, MembershipRole.DRAFTER, name="Egon")
        consultation = factories.consultation(db, factories.identity(db, leader), [association])
        by = factories.identity(db, leader)
        document, first = factories.document_with_version(db, consultation, by)
        round_ = factories.round_(db, first, by)
        proposed = factories.submitted(
            db, round_, factories.identity(db, delegate), title="Kostenlos"
        )
        second = versions.publish(
            db,
            document,
            title="Leitlinien",
            content=CHANGED,
            by=by,
            now=factories.NOW,
            base=first,
            lines=lines_as_json(_merged("1")),
        )
    url = f"/consultations/{consultation.slug}/documents/{document.slug}/versions"
    people = leader, delegate, drafter, board
    return Case(site, *people, association, document, first, second, proposed, url)


def _merged(origin):
    return tuple(
        dataclasses.replace(
            line,
            runs=tuple(
                run if run.op is Op.EQUAL else run._replace(origin=origin) for run in line.runs
            ),
        )
        for line in compare(factories.CONTENT, CHANGED).exact
    )


def links(page):
    return [link["href"] for link in page.html.find("main").find_all("a", href=True)]


def replaced(key, text):
    return [drafting.Edit(drafting.Place.REPLACE, key, text)]


# Reading


def test_the_text_is_numbered_and_every_provision_has_its_place(case):
    page = case.site.visitor().get(f"{case.url}/1")
    for provision in factories.CONTENT.provisions:
        assert page.html.find(id=provision.key)
        assert f"#{provision.key}" in links(page)
    contents = page.html.select(".gw-toc a")
    assert [one["href"] for one in contents] == ["#p1", "#p4"]
    assert page.html.find(id="p4").get_text(" ", strip=True).startswith("2 Wohnen")
    assert page.html.select_one(".gw-text")["lang"] == "de"


def test_the_page_names_date_digest_and_a_newer_draft(case):
    page = case.site.visitor().get(f"{case.url}/1")
    assert case.first.digest in page
    assert f"{case.url}/2" in links(page)
    assert f"{case.url}/1/compare/2" in links(page)


def test_a_version_that_does_not_exist_is_not_found(case):
    case.site.visitor().get(f"{case.url}/3", status=404)


def test_in_an_open_round_a_delegate_can_propose_a_change_at_each_provision(case):
    round_ = case.round_()
    page = case.site.signed_in(case.delegate).get(f"{case.url}/2")
    address = f"/consultations/{case.document.consultation.slug}/rounds/{round_.number}"
    for place in ("replace", "before", "after"):
        form = page.html.find("form", id=f"gw-{place}")
        assert form["action"] == f"{address}/amendments/new"
        assert form.find("input", {"name": "place"})["value"] == place
        assert form.find("input", {"name": "csrf_token"})["value"]
        buttons = page.html.find_all("button", form=f"gw-{place}")
        assert [button["value"] for button in buttons] == [p.key for p in CHANGED.provisions]


def test_the_buttons_beside_a_provision_lead_to_a_draft_and_to_a_comment(case):
    case.round_()
    case.round_(RoundKind.COMMENT)
    browser = case.site.signed_in(case.delegate)
    page = browser.get(f"{case.url}/2")
    form = page.html.find("form", id="gw-after")
    fields = {one["name"]: one["value"] for one in form.find_all("input")} | {"key": "p5"}
    assert "/amendments/d" in browser.post(form["action"], fields, status=303).location
    comment = next(link for link in links(page) if "provision=p5" in link)
    address, _hash, place = comment.partition("#")
    assert browser.get(address).html.find(id=place)


@pytest.mark.parametrize("who", ["visitor", "leader", "board"])
def test_who_cannot_propose_changes_is_told_why(case, who):
    case.round_()
    browser = case.site.visitor()
    if who != "visitor":
        browser = case.site.signed_in(getattr(case, who))
    page = browser.get(f"{case.url}/2")
    assert not page.html.find("form", id="gw-replace")
    assert page.html.select(".gw-steps .gw-why-not")


def test_a_round_that_has_not_begun_or_is_over_offers_nothing(case):
    closed = {"opens_at": factories.NOW - 5 * factories.DAY, "closes_at": factories.NOW}
    case.round_(**closed)
    case.round_(RoundKind.COMMENT, opens_at=factories.NOW + factories.DAY)
    page = case.site.signed_in(case.delegate).get(f"{case.url}/2")
    assert not page.html.find("form", id="gw-replace")
    assert len(page.html.select(".gw-steps .gw-why-not")) == 2


def test_what_one_may_do_is_not_shown_to_the_next_reader(case):
    case.round_()
    case.site.signed_in(case.delegate).get(f"{case.url}/2")
    assert "gw-replace" not in case.site.visitor().get(f"{case.url}/2")


def test_amendments_and_comments_are_shown_at_the_provisions_they_touch(case):
    proposals, remarks = case.round_(), case.round_(RoundKind.COMMENT)
    with case.site.data() as db:
        db.add_all([proposals, remarks])
        by = factories.identity(db, case.delegate)
        for key in ("p5", "p5", "p6"):
            factories.submitted(db, proposals, by, replaced(key, "Anders."))
        gone = factories.submitted(db, proposals, by, replaced("p7", "Nie."))
        withdrawn = amendments.AmendmentState.WITHDRAWN
        amendments.move_to(db, gone, withdrawn, reason="", by=by, now=factories.NOW)
        factories.draft(db, proposals, by, replaced("p7", "Entwurf."))
        for key in ("p5", None):
            comments.write(db, remarks, provision_key=key, body="Ja.", by=by, now=factories.NOW)

    page = case.site.visitor().get(f"{case.url}/2")

    base = f"/consultations/{case.document.consultation.slug}/amendments"
    beside = page.html.find(id="p5").select_one(".gw-beside")
    assert [link["href"] for link in beside.find_all("a")] == [
        f"{base}/2",
        f"{base}/3",
        f"{case.url}/2/passages/p5",
        f"{case.url}/2/comments?provision=p5",
    ]
    assert page.html.find(id="p6").select(".gw-beside")
    assert not page.html.find(id="p7").select(".gw-beside")


def test_the_origin_of_the_wording_is_shown_on_demand(case):
    plain = case.site.visitor().get(f"{case.url}/2")
    marked = case.site.visitor().get(f"{case.url}/2?provenance=1")
    assert not plain.html.select(".gw-from")
    assert len(marked.html.select(".gw-from")) == 2
    page = case.site.visitor().get(f"{case.url}/2/provenance")
    link = page.html.select_one(".gw-origin__who a")
    assert link["href"].endswith("/amendments/1")
    assert "Caritas" in page
    assert "Kostenlos" in page


def test_a_first_draft_comes_from_nowhere(case):
    page = case.site.visitor().get(f"{case.url}/1/provenance")
    assert page.html.select(".gw-empty")


def test_hostile_text_stays_text(site, case):
    hostile = "<script>alert(1)</script> <!--gw:p2--> \"'>{{ 7*7 }}"
    with site.data() as db:
        by = factories.identity(db, case.leader)
        content = Document((Provision("p1", Kind.PARAGRAPH, 0, hostile),))
        document, _version = factories.document_with_version(
            db, case.document.consultation, by, title=hostile, content=content
        )
    base = f"/consultations/{document.consultation.slug}/documents/{document.slug}"
    page = site.visitor().get(f"{base}/versions/1")
    assert hostile in page.html.find(id="p1").get_text()
    assert hostile in page.html.find("h1").get_text()
    assert not page.html.find("main").find("script")


@pytest.fixture
def statements(case):
    """Collect what the pages send to the database."""
    sent = []
    engine = case.site.application.registry.gw_engine

    def note(_connection, _cursor, statement, *_rest):
        if statement != "BEGIN":
            sent.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield sent
    event.remove(engine, "before_cursor_execute", note)


def test_reading_takes_a_fixed_small_number_of_statements(case, statements, monkeypatch):
    rounds = [case.round_(kind) for kind in RoundKind]
    with case.site.data() as db:
        db.add_all(rounds)
        by = factories.identity(db, case.delegate)
        for key in ("p4", "p5", "p6"):
            factories.submitted(db, rounds[1], by, replaced(key, "Anders."))
    browser = case.site.signed_in(case.delegate)
    monkeypatch.setattr(texts, "_texts", texts.Kept(8))  # submitting has read the text
    statements.clear()
    browser.get(f"{case.url}/2")
    cold = len(statements)
    browser.get(f"{case.url}/2")
    warm = len(statements) - cold
    assert warm <= STATEMENTS, "\n".join(statements)
    assert cold == warm + 2  # the text and what the amendments say are loaded once


# Comparing


def test_two_versions_are_compared_in_either_order(case):
    one = case.site.visitor().get(f"{case.url}/1/compare/2")
    other = case.site.visitor().get(f"{case.url}/2/compare/1")
    for page in (one, other):
        tracked = page.html.select_one(".gw-text--tracked")
        assert "kostenlose" in tracked.find("ins").get_text()
        assert "Die Kurse sind für alle offen." in " ".join(
            struck.get_text() for struck in tracked.find_all("del")
        )


def test_side_by_side_and_changes_only_are_views_of_the_same(case):
    sides = case.site.visitor().get(f"{case.url}/1/compare/2?view=sides")
    assert len(sides.html.select(".gw-sides tbody tr")) >= len(CHANGED.provisions)
    changes = case.site.visitor().get(f"{case.url}/1/compare/2?view=changes")
    inline = case.site.visitor().get(f"{case.url}/1/compare/2?view=nonsense")
    assert 0 < len(changes.html.select(".gw-line")) < len(inline.html.select(".gw-line"))


@pytest.mark.parametrize("other", ["1", "7"])
def test_there_is_nothing_to_compare_with_itself_or_with_nothing(case, other):
    case.site.visitor().get(f"{case.url}/1/compare/{other}", status=404)


# Taking away


@pytest.mark.parametrize("name", exports.FORMATS)
def test_a_version_is_taken_away_as_a_file(case, name, monkeypatch):
    if name == "pdf":  # the exporter has its own tests
        form = dataclasses.replace(exports.FORMATS[name], write=lambda _publication: b"%PDF-")
        monkeypatch.setitem(exports.FORMATS, name, form)
    answer = case.site.signed_in(case.delegate).get(f"{case.url}/2/export/{name}")
    assert answer.headers["Content-Type"] == exports.FORMATS[name].media_type
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="leitlinien-')
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.body


def test_word_files_show_the_changes_against_another_version(case):
    answer = case.site.signed_in(case.delegate).get(f"{case.url}/2/export/docx?against=1")
    with ZipFile(BytesIO(answer.body)) as file:
        written = file.read("word/document.xml").decode()
    assert "w:ins" in written
    assert "w:del" in written
    assert "Caritas" in written


@pytest.mark.parametrize(
    "address", ["xls", "docx?against=2", "docx?against=9", "docx?against=x", "docx?against="]
)
def test_wrong_formats_and_versions_are_not_found(case, address):
    case.site.signed_in(case.delegate).get(f"{case.url}/2/export/{address}", status=404)


def test_visitors_are_asked_to_sign_in_before_they_take_something_away(case):
    assert case.site.visitor().get(f"{case.url}/2/export/docx").status_int == 303


def test_without_a_pdf_the_other_files_are_offered(case, monkeypatch):
    def fail(_publication):
        raise PdfUnavailable("time")

    form = dataclasses.replace(exports.FORMATS["pdf"], write=fail)
    monkeypatch.setitem(export.FORMATS, "pdf", form)
    page = case.site.signed_in(case.delegate).get(f"{case.url}/2/export/pdf", status=503)
    assert f"{case.url}/2/export/docx" in links(page)
    assert f"{case.url}/2/export/html" in links(page)
    assert page.headers["Retry-After"]


# Adopting


def adoption_form(browser, case, number=2):
    page = browser.get(f"{case.url}/{number}/adopt")
    return next(form for form in page.forms.values() if "resolution_number" in form.fields)


def test_the_board_adopts_the_newest_version(case):
    form = adoption_form(case.site.signed_in(case.board), case)
    form["resolution_number"] = "KA 2026/7"
    form["note"] = "Einstimmig."
    page = form.submit().follow()
    assert "KA 2026/7" in page
    assert "Einstimmig." in page
    with case.site.data() as db:
        assert db.scalars(select(Adoption)).one().version_id == case.second.id
        acts = db.scalars(select(JournalEntry.act)).all()
        assert acts.count(Act.VERSION_ADOPTED) == 1


def test_a_version_is_adopted_once(case):
    first, second = (adoption_form(case.site.signed_in(case.board), case) for _ in range(2))
    first.submit()
    second["note"] = "Noch einmal."
    second.submit(status=409)
    with case.site.data() as db:
        assert db.scalar(sa.select(sa.func.count()).select_from(Adoption)) == 1


def test_an_older_version_cannot_be_adopted(case):
    browser = case.site.signed_in(case.board)
    page = browser.get(f"{case.url}/1/adopt")
    assert not any("resolution_number" in form.fields for form in page.forms.values())
    token = page.html.find("input", {"name": "csrf_token"})["value"]
    browser.post(f"{case.url}/1/adopt", {"csrf_token": token, "note": ""}, status=409)


def test_too_long_an_entry_is_said_beside_its_field(case):
    form = adoption_form(case.site.signed_in(case.board), case)
    form["resolution_number"] = "x" * 81
    answer = form.submit(status=422)
    assert answer.html.find(id="resolution_number")["aria-invalid"] == "true"


@pytest.mark.parametrize("who", ["leader", "delegate"])
def test_nobody_else_adopts(case, who):
    case.site.signed_in(getattr(case, who)).get(f"{case.url}/2/adopt", status=403)
