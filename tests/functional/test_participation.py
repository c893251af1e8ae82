"""The page on which a moderator brings associations in, and sees who has come."""

import csv
import io

import factories
import pytest
import sqlalchemy as sa
from factories import NOW

from guideline_workshop.models import Association, Mail, MembershipInvitation, User
from guideline_workshop.services import invitations

PAGE = "/consultations/beteiligung/associations"


@pytest.fixture
def browser(proposing):
    return proposing.site.signed_in(proposing.moderator)


@pytest.fixture
def invited(proposing, browser):
    """A new association, brought in with the least that one can enter."""
    bring_in(browser, ("Chor der Kulturen e. V.", "", "chor@example.org"))
    return only(proposing, MembershipInvitation)


def form_of(page):
    return next(form for form in page.forms.values() if "row0-name" in form.fields)


def bring_in(browser, *rows, act="invite", **more):
    form = form_of(browser.get(PAGE))
    fields = {name: value for name, value in form.submit_fields() if name not in {"act", "rounds"}}
    fields |= {"rows": len(rows), "act": act, "rounds": 1} | more
    for number, values in enumerate(rows):
        for name, value in zip(("name", "short_name", "email"), values, strict=True):
            fields[f"row{number}-{name}"] = value
    return browser.post(f"{PAGE}/new", fields, expect_errors=True)


def only(proposing, table):
    with proposing.site.data() as db:
        return db.scalars(sa.select(table)).one()


def associations(proposing):
    with proposing.site.data() as db:
        return {one.name: one.short_name for one in db.scalars(sa.select(Association))}


def sent(proposing, invitation):
    """Deliver the mail of an invitation; return the token of its link."""
    with proposing.site.data() as db:
        db.scalars(sa.select(Mail)).one().sent_at = NOW
        return invitations.link_token(db, invitation.id, now=NOW)


def test_name_and_address_are_enough(proposing, browser, invited):
    assert associations(proposing)["Chor der Kulturen e. V."] == "Chor der Kulturen"
    assert invited.email == "chor@example.org"
    page = browser.get(PAGE)
    page.mustcontain("Chor der Kulturen", "chor@example.org")
    round_page = browser.get("/consultations/beteiligung/rounds/1")
    round_page.mustcontain("Chor der Kulturen")


def test_who_leaves_the_rounds_out_invites_for_later_ones_only(browser):
    bring_in(browser, ("Chor", "", "chor@example.org"), rounds="")
    aside = browser.get("/consultations/beteiligung/rounds/1").html.find("aside")
    assert "Chor" not in aside.get_text()


def test_a_row_more_keeps_what_was_entered_and_brings_nobody_in(proposing, browser):
    page = bring_in(browser, ("Chor", "", "chor@example.org"), act="row")
    form = form_of(page)
    assert form["row0-name"].value == "Chor"
    assert form["row1-name"].value == ""
    assert "Chor" not in associations(proposing)


def test_a_pasted_list_becomes_rows_to_look_at_first(proposing, browser):
    lines = "Chor;Ch;chor@example.org\n\nGarten für alle\tgarten@example.org\nOhne Adresse"
    page = bring_in(browser, ("", "", ""), act="list", lines=lines)
    assert page.status_int == 422
    form = form_of(page)
    found = [[form[f"row{n}-{name}"].value for name in ("name", "short_name", "email")]
             for n in range(3)]  # fmt: skip
    assert found == [
        ["Chor", "Ch", "chor@example.org"],
        ["Garten für alle", "Garten für alle", "garten@example.org"],
        ["Ohne Adresse", "Ohne Adresse", ""],
    ]
    assert form["lines"].value == ""
    assert "Chor" not in associations(proposing)
    form["row2-email"] = "ohne@example.org"
    form.submit("act", value="invite").follow()
    assert {"Chor", "Garten für alle", "Ohne Adresse"} < associations(proposing).keys()


def test_a_good_list_is_shown_before_anything_happens(proposing, browser):
    page = bring_in(browser, ("", "", ""), act="list", lines="Chor;chor@example.org")
    assert page.status_int == 200
    assert "Chor" not in associations(proposing)


@pytest.mark.parametrize(
    ("row", "field"),
    [
        (("", "", "chor@example.org"), "row1-name"),
        (("Chor", "", ""), "row1-email"),
        (("Chor", "", "a@example.org, b@example.org"), "row1-email"),
        (("sprachverein", "", "chor@example.org"), "row1-name"),
        (("Chor", "Sprachverein", "chor@example.org"), "row1-short_name"),
        (("Garten", "", "chor@example.org"), "row1-name"),
        (("x" * 201, "", "chor@example.org"), "row1-name"),
    ],
)
def test_what_is_wrong_stands_beside_its_row_and_nobody_is_brought_in(
    proposing, browser, row, field
):
    page = bring_in(browser, ("Garten", "", "garten@example.org"), row)
    assert page.status_int == 422
    marked = [one["name"] for one in page.html.select("[aria-invalid=true]")]
    assert marked == [field]
    assert form_of(page)["row0-name"].value == "Garten"
    assert "Garten" not in associations(proposing)


def test_an_empty_form_says_what_is_missing(browser):
    page = bring_in(browser, ("", "", ""))
    assert page.status_int == 422
    assert len(page.html.select("[aria-invalid=true]")) == 2


def test_at_most_fifty_at_once(browser):
    lines = "\n".join(f"Verein {n};v{n}@example.org" for n in range(60))
    page = bring_in(browser, ("", "", ""), act="list", lines=lines)
    assert page.status_int == 422
    assert "row49-name" in form_of(page).fields
    assert "row50-name" not in form_of(page).fields


def test_known_associations_are_chosen_and_take_part_in_the_rounds(proposing, browser):
    with proposing.site.data() as db:
        known = factories.association(db, "Kulturring")
    form = next(form for form in browser.get(PAGE).forms.values() if "associations" in form.fields)
    form["associations"] = [str(known.id)]
    form.submit().follow().mustcontain("Kulturring")
    browser.get("/consultations/beteiligung/rounds/1").mustcontain("Kulturring")


def test_sending_again_and_revoking_from_the_list(proposing, browser, invited):
    sent(proposing, invited)
    page = browser.get(PAGE)
    again, revoke = (
        next(form for form in page.forms.values() if form.action.endswith(f"/{act}"))
        for act in ("send", "revoke")
    )
    again.submit().follow()
    with proposing.site.data() as db:
        assert db.scalar(sa.select(sa.func.count()).select_from(Mail)) == 2
    revoke.submit().follow()
    assert only(proposing, MembershipInvitation).revoked_at is not None
    page = browser.get(PAGE)
    assert not [form for form in page.forms.values() if form.action.endswith("/send")]


def test_revoking_what_was_accepted_meanwhile_changes_nothing(proposing, browser, invited):
    revoke = next(form for form in browser.get(PAGE).forms.values() if "revoke" in form.action)
    with proposing.site.data() as db:
        db.get_one(MembershipInvitation, invited.id).accepted_at = NOW
    assert revoke.submit(expect_errors=True).status_int == 409
    assert only(proposing, MembershipInvitation).revoked_at is None


def test_one_more_delegate_is_invited(browser, invited):
    page = browser.get(f"{PAGE}/{invited.association_id}/delegate")
    form = next(form for form in page.forms.values() if "email" in form.fields)
    form["email"] = "keine Adresse"
    assert form.submit(expect_errors=True).status_int == 422
    form["email"] = "zweite@example.org"
    form.submit().follow().mustcontain("zweite@example.org")


def test_delegates_of_an_association_that_others_lead_too_are_not_ours_to_name(proposing, browser):
    """Threat 38."""
    with proposing.site.data() as db:
        founder = factories.moderator(db)
        ours = db.scalars(sa.select(Association).where(Association.name == "Sprachverein")).one()
        factories.consultation(db, founder, [ours])
    address = f"{PAGE}/{ours.id}/delegate"
    assert address not in browser.get(PAGE).text
    page = browser.get(address)
    assert not [form for form in page.forms.values() if "email" in form.fields]
    token = page.html.find("input", attrs={"name": "csrf_token"})["value"]
    fields = {"csrf_token": token, "email": "ich@example.org"}
    assert browser.post(address, fields, expect_errors=True).status_int == 422
    with proposing.site.data() as db:
        assert db.scalar(sa.select(sa.func.count()).select_from(MembershipInvitation)) == 0


def test_the_list_goes_out_as_a_table_without_live_formulas(proposing, browser):
    """Threat 42."""
    bring_in(browser, ('=HYPERLINK("x")', "+49", "chor@example.org"))
    with proposing.site.data() as db:
        db.get_one(User, proposing.delegate.id).name = "@Delegierte"
    answer = browser.get(f"{PAGE}/export")
    assert answer.content_disposition == 'attachment; filename="beteiligung-associations.csv"'
    rows = list(csv.reader(io.StringIO(answer.body.decode("utf-8-sig")), delimiter=";"))
    assert len({len(row) for row in rows}) == 1
    cells = {cell for row in rows for cell in row}
    assert {'\'=HYPERLINK("x")', "'+49", "'@Delegierte", "chor@example.org"} <= cells


def test_names_are_shown_as_data(browser):
    """Threat 16."""
    bring_in(browser, ("<script>alert(1)</script>", "<b>", "chor@example.org"))
    browser.get(PAGE).mustcontain("&lt;script&gt;", no="<script>alert")
