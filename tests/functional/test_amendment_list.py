import factories
import pytest
from sqlalchemy import event
from support.proposing import ADDRESS

from guideline_workshop.models import Amendment
from guideline_workshop.rules.states import AmendmentState
from guideline_workshop.services import amendment_lists
from guideline_workshop.services.drafting import Edit, Place


def test_the_list_is_filtered_by_the_address(proposing):
    first = proposing.submitted(proposing.delegate, title="Mehr Kurse")
    second = proposing.submitted(
        proposing.stranger, Edit(Place.REPLACE, "p5", "Neu"), title="Mehr Wohnen"
    )
    visitor = proposing.site.visitor()
    visitor.get(ADDRESS).mustcontain("Mehr Kurse", "Mehr Wohnen")
    page = visitor.get(f"{ADDRESS}?association={second.association_id}")
    page.mustcontain("Mehr Wohnen", no="Mehr Kurse")
    page = visitor.get(f"{ADDRESS}?state=admitted")
    page.mustcontain(no=["Mehr Wohnen", "Mehr Kurse"])
    assert first.number == 1


@pytest.mark.parametrize("query", ["version=x", "association=-1", "state=%00", "page=-3", "page=x"])
def test_a_filter_nobody_knows_is_no_filter(proposing, query):
    proposing.submitted(proposing.delegate, title="Mehr Kurse")
    proposing.site.visitor().get(f"{ADDRESS}?{query}").mustcontain("Mehr Kurse")


def test_the_list_says_how_amendments_stand_to_each_other(proposing):
    proposing.submitted(proposing.delegate)
    proposing.submitted(proposing.stranger)
    proposing.submitted(proposing.stranger, Edit(Place.REPLACE, "p5", "Neu"))
    others = Edit(Place.REPLACE, "p2", "Die Stadt fördert Sprachkurse.")
    proposing.submitted(proposing.stranger, others)
    page = proposing.site.visitor().get(ADDRESS)
    rows = page.html.select("main tbody tr")
    linked = [{link["href"] for link in row.select("td a")} for row in rows]
    assert linked == [{f"{ADDRESS}/2"}, {f"{ADDRESS}/1"}, set(), set()]
    first = english(proposing).get(ADDRESS).html.select_one("main tbody tr")
    assert "says the same as" in first.get_text()


def test_the_list_names_few_of_many_others_and_counts_the_rest(proposing):
    for number in range(amendment_lists.MOST_MARKS + 3):
        words = f"Der Kreis fördert Kurs {number}."
        proposing.submitted(proposing.delegate, Edit(Place.REPLACE, "p2", words))
    first = english(proposing).get(ADDRESS).html.select_one("main tbody tr")
    assert len(first.select("td a")) == amendment_lists.MOST_MARKS
    assert "and 2 more" in first.get_text()


def test_the_list_is_sorted_by_number_or_by_place(proposing):
    for key in ("p7", "p3", "p5", "p3"):
        proposing.submitted(proposing.delegate, Edit(Place.REPLACE, key, f"Neu in {key}."))
    visitor = proposing.site.visitor()
    assert numbers(visitor.get(ADDRESS)) == ["1", "2", "3", "4"]
    assert numbers(visitor.get(f"{ADDRESS}?sort=place")) == ["2", "4", "3", "1"]


def test_the_list_has_pages_that_keep_the_choice(proposing, monkeypatch):
    monkeypatch.setattr(amendment_lists, "A_PAGE", 2)
    for key in ("p7", "p3", "p5"):
        proposing.submitted(proposing.delegate, Edit(Place.REPLACE, key, "Neu."))
    proposing.submitted(proposing.stranger)
    visitor = proposing.site.visitor()
    association = proposing.stored(1).association_id
    page = visitor.get(f"{ADDRESS}?sort=place&association={association}")
    assert numbers(page) == ["2", "3"]
    assert numbers(visitor.get(page.html.select_one("[rel=next]")["href"])) == ["1"]
    assert numbers(visitor.get(f"{ADDRESS}?page=99")) == ["3", "4"]


def test_the_list_takes_a_fixed_number_of_statements(proposing):
    """However many amendments there are; what they say is loaded for the first reader only."""
    sent = []
    engine = proposing.site.application.registry.gw_engine
    event.listen(engine, "before_cursor_execute", lambda *args: sent.append(args[2]))
    # what visitors see is kept as a whole
    reader, counted = proposing.site.signed_in(proposing.stranger), []
    for number in range(3):
        for part in range(1 + 4 * number):
            words = f"Neu {number} {part}."
            proposing.submitted(proposing.delegate, Edit(Place.REPLACE, "p3", words))
        for _ in range(2):
            sent.clear()
            reader.get(f"{ADDRESS}?sort=place")
            counted.append(len([one for one in sent if one != "BEGIN"]))
    assert counted[2:] == [counted[1] + 1, counted[1]] * 2


def test_drafts_stand_on_top_for_their_association_only(proposing):
    proposing.drafted(proposing.drafter, title="Noch geheim")
    proposing.site.signed_in(proposing.delegate).get(ADDRESS).mustcontain("Noch geheim")
    proposing.site.signed_in(proposing.stranger).get(ADDRESS).mustcontain(no="Noch geheim")


BROKEN = [
    [{"change": "sing"}],
    [7],
    [{}],
    ["x"],
    [{"change": "replace", "key": "p99", "base": "", "provisions": []}],
]


@pytest.mark.parametrize("broken", BROKEN)
def test_a_broken_draft_does_not_break_the_list(proposing, broken):
    draft = proposing.drafted(proposing.delegate, title="Zerbrochen")
    proposing.submitted(proposing.delegate, title="Heil")
    with proposing.site.data() as db:
        db.get_one(Amendment, draft.id).changes = broken
    browser = proposing.site.signed_in(proposing.delegate)
    browser.get(ADDRESS).mustcontain("Zerbrochen", "Heil")
    browser.get(f"{ADDRESS}/d{draft.id}")


@pytest.mark.parametrize("broken", BROKEN)
def test_a_broken_amendment_breaks_no_page(proposing, broken):
    draft = proposing.drafted(proposing.delegate, title="Zerbrochen")
    whole = proposing.submitted(proposing.stranger, title="Heil")
    with proposing.site.data() as db:
        made = db.get_one(Amendment, draft.id)
        made.changes, made.number, made.state = broken, 2, AmendmentState.SUBMITTED
        made.digest, made.submitted_at = f"{draft.id} {broken}"[:64], factories.NOW
    visitor = proposing.site.visitor()
    for address in (ADDRESS, f"{ADDRESS}?sort=place"):
        visitor.get(address).mustcontain("Zerbrochen", "Heil")
    visitor.get(f"{ADDRESS}/2").mustcontain("Zerbrochen")
    text = visitor.get("/consultations/beteiligung/documents/leitlinien/versions/1")
    text.mustcontain(f"{ADDRESS}/1")
    visitor.get(f"{ADDRESS}/{whole.number}").mustcontain("Heil")


def english(proposing):
    browser = proposing.site.visitor()
    browser.set_cookie("gw_language", "en")
    return browser


def numbers(page):
    links = page.html.select("main tbody th a")
    return [link["href"].rsplit("/", 1)[1] for link in links]
