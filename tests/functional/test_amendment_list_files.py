"""The list of amendments: its filters, who submits together, and the list as a file."""

import csv
import io

import factories
import pytest
from openpyxl import load_workbook
from sqlalchemy import event
from support.proposing import ADDRESS

from guideline_workshop.models import Amendment, User
from guideline_workshop.services import backing
from guideline_workshop.services.drafting import Edit, Place
from guideline_workshop.text.amendment import Insert, changes_as_json
from guideline_workshop.text.document import Kind, Provision

FILES = f"{ADDRESS}/export"


@pytest.fixture
def some(proposing):
    """Two amendments of ours, one of theirs; the second one is submitted with them."""
    for user, key, title in (
        (proposing.delegate, "p5", "Mehr Wohnen"),
        (proposing.delegate, "p2", "Mehr Kurse"),
        (proposing.stranger, "p6", "Für Familien"),
    ):
        proposing.submitted(user, Edit(Place.REPLACE, key, f"Neu in {key}."), title=title)
    with proposing.site.data() as db:
        together(db, 2, proposing)
    return proposing


def together(db, number, proposing):
    amendment = db.query(Amendment).filter_by(number=number).one()
    asking = factories.identity(db, db.get_one(User, proposing.delegate.id))
    asked = factories.identity(db, db.get_one(User, proposing.stranger.id))
    backing.ask(db, amendment, [asked.acting_id], by=asking, now=factories.NOW)
    backing.answer(db, amendment, agrees=True, by=asked, now=factories.NOW)


def numbers(page):
    return [link["href"].rsplit("/", 1)[1] for link in page.html.select("main tbody th a")]


def headings(page):
    return [one.get_text() for one in page.html.select("main h2")]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", "1 2 3"),
        ("?section=p1", "2"),
        ("?section=p4", "1 3"),
        ("?section=p2", "1 2 3"),  # no heading
        ("?section=p4&sort=association", "1 3"),
        ("?sort=association", "1 2 3"),
        ("?sort=place", "2 1 3"),
    ],
)
def test_the_list_is_narrowed_to_a_section_and_sorted(some, query, expected):
    assert numbers(some.site.visitor().get(ADDRESS + query)) == expected.split()


def test_something_new_before_everything_stands_in_the_first_section(proposing):
    draft = proposing.drafted(proposing.delegate)
    with proposing.site.data() as db:
        made = db.get_one(Amendment, draft.id)
        made.changes = changes_as_json([Insert("", (Provision("n", Kind.PARAGRAPH, 0, "Vorab."),))])
        delegate = factories.identity(db, db.get_one(User, proposing.delegate.id))
        factories.amendments.submit(db, made, by=delegate, now=factories.NOW)
    visitor = proposing.site.visitor()
    assert numbers(visitor.get(f"{ADDRESS}?section=p1")) == ["1"]
    assert numbers(visitor.get(f"{ADDRESS}?section=p4")) == []


def test_a_section_narrows_the_drafts_too(proposing):
    proposing.drafted(proposing.delegate, title="Zur Sprache")
    browser = proposing.site.signed_in(proposing.delegate)
    browser.get(f"{ADDRESS}?section=p1").mustcontain("Zur Sprache")
    browser.get(f"{ADDRESS}?section=p4").mustcontain(no="Zur Sprache")


def test_an_association_finds_what_it_submits_with_others(some):
    page = some.site.visitor().get(f"{ADDRESS}?association={some.stored(3).association_id}")
    assert numbers(page) == ["2", "3"]
    assert "gemeinsam mit Wohnverein" in page.html.select("main tbody tr")[0].get_text()


def test_who_has_not_agreed_to_this_wording_is_not_named(some):
    some.submitted(some.delegate, title="Allein")
    theirs = some.stored(3).association_id
    with some.site.data() as db:
        amendment = db.query(Amendment).filter_by(number=4).one()
        asking = factories.identity(db, db.get_one(User, some.delegate.id))
        backing.ask(db, amendment, [theirs], by=asking, now=factories.NOW)
    page = some.site.visitor().get(f"{ADDRESS}?association={theirs}")
    assert numbers(page) == ["2", "3"]


def test_the_list_has_a_heading_for_each_association_or_state(some):
    with some.site.data() as db:
        third = db.query(Amendment).filter_by(number=3).one()
        stranger = factories.identity(db, db.get_one(User, some.stranger.id))
        factories.amendments.move_to(
            db, third, factories.AmendmentState.WITHDRAWN, reason="", by=stranger, now=factories.NOW
        )
    visitor = some.site.visitor()
    page = visitor.get(f"{ADDRESS}?sort=association")
    assert headings(page) == ["Sprachverein", "Wohnverein"]
    page = visitor.get(f"{ADDRESS}?sort=state")
    assert headings(page) == ["eingereicht", "zurückgezogen"]


def test_naming_who_submits_together_takes_one_statement_for_all(some):
    sent = []
    engine = some.site.application.registry.gw_engine
    reader = some.site.signed_in(some.stranger)
    reader.get(ADDRESS)
    event.listen(engine, "before_cursor_execute", lambda *args: sent.append(args[2]))
    reader.get(ADDRESS)
    few = len(sent)
    with some.site.data() as db:
        together(db, 1, some)
    sent.clear()
    page = reader.get(ADDRESS)
    assert len(page.html.find_all(string=lambda words: "gemeinsam mit" in words)) == 2
    assert len(sent) == few


@pytest.mark.parametrize("query", ["", "?section=p4", "?section=p4&sort=place&state=submitted"])
def test_the_files_hold_exactly_what_the_list_shows(some, query):
    browser = some.site.signed_in(some.stranger)
    page = browser.get(ADDRESS + query)
    links = [one["href"] for one in page.html.select("main .gw-menu__item")]
    table = rows_of(browser.get(links[1]))
    (sheet,) = load_workbook(io.BytesIO(browser.get(links[0]).body)).worksheets
    cells = list(sheet.iter_rows(values_only=True))
    for rows in (table, cells):
        assert [str(row[0]) for row in rows[1:]] == numbers(page)
    assert list(cells[0]) == table[0]


def test_a_file_says_what_the_page_says_in_the_language_of_the_reader(some):
    browser = some.site.signed_in(some.stranger)
    answer = browser.get(f"{FILES}/csv?section=p1")
    assert answer.content_disposition == 'attachment; filename="beteiligung-amendments.csv"'
    header, row = rows_of(answer)
    said = dict(zip(header, row, strict=True))
    assert said["Nr."] == "2"
    assert said["Gemeinsam mit"] == "Wohnverein"
    assert said["Stand"] == "eingereicht"
    assert said["Änderungen"] == "Nr. 1 Abs. 1: neuer Wortlaut\nNeu in p2."
    assert said["Adresse"].endswith(f"{ADDRESS}/2")


def test_the_files_have_all_pages(some, monkeypatch):
    monkeypatch.setattr("guideline_workshop.services.amendment_lists.A_PAGE", 2)
    browser = some.site.signed_in(some.stranger)
    assert len(rows_of(browser.get(f"{FILES}/csv?page=2"))) == 4


@pytest.mark.parametrize("title", ["=1+1", "+49", "-1", "@SUM(1)"])
def test_no_cell_of_the_files_is_a_formula(proposing, title):
    """Threat 42."""
    proposing.submitted(proposing.delegate, title=title)
    browser = proposing.site.signed_in(proposing.stranger)
    assert rows_of(browser.get(f"{FILES}/csv"))[1][1] == f"'{title}"
    (sheet,) = load_workbook(io.BytesIO(browser.get(f"{FILES}/xlsx").body)).worksheets
    assert (sheet["B2"].value, sheet["B2"].data_type) == (title, "s")


def test_an_amendment_that_cannot_be_read_breaks_no_file(proposing):
    draft = proposing.drafted(proposing.delegate, title="Zerbrochen")
    with proposing.site.data() as db:
        made = db.get_one(Amendment, draft.id)
        made.changes, made.number, made.state = [7], 1, factories.AmendmentState.SUBMITTED
        made.digest, made.submitted_at = f"kaputt {draft.id}", factories.NOW
    browser = proposing.site.signed_in(proposing.stranger)
    assert "nicht lesbar" in rows_of(browser.get(f"{FILES}/csv"))[1]
    browser.get(f"{FILES}/xlsx")


def test_visitors_are_offered_no_file(some):
    some.site.visitor().get(ADDRESS).mustcontain(no=FILES)


def rows_of(answer):
    return list(csv.reader(io.StringIO(answer.body.decode("utf-8-sig")), delimiter=";"))
