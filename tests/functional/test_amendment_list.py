import pytest
from support.proposing import ADDRESS

from guideline_workshop.models import Amendment
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


def test_the_list_marks_what_touches_the_same_passage(proposing):
    proposing.submitted(proposing.delegate)
    proposing.submitted(proposing.stranger)
    proposing.submitted(proposing.stranger, Edit(Place.REPLACE, "p5", "Neu"))
    page = proposing.site.visitor().get(ADDRESS)
    rows = page.html.select("main tbody tr")
    linked = [{link["href"] for link in row.select("td a")} for row in rows]
    assert linked == [{f"{ADDRESS}/2"}, {f"{ADDRESS}/1"}, set()]


def test_drafts_stand_on_top_for_their_association_only(proposing):
    proposing.drafted(proposing.drafter, title="Noch geheim")
    proposing.site.signed_in(proposing.delegate).get(ADDRESS).mustcontain("Noch geheim")
    proposing.site.signed_in(proposing.stranger).get(ADDRESS).mustcontain(no="Noch geheim")


@pytest.mark.parametrize("broken", [[{"change": "sing"}], [7], [{}], ["x"]])
def test_a_broken_amendment_does_not_break_the_list(proposing, broken):
    draft = proposing.drafted(proposing.delegate, title="Zerbrochen")
    proposing.submitted(proposing.delegate, title="Heil")
    with proposing.site.data() as db:
        db.get_one(Amendment, draft.id).changes = broken
    browser = proposing.site.signed_in(proposing.delegate)
    browser.get(ADDRESS).mustcontain("Zerbrochen", "Heil")
    browser.get(f"{ADDRESS}/d{draft.id}")
