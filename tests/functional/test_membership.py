"""The members page of an association."""

import factories
import pytest
import sqlalchemy as sa

from guideline_workshop.models import Association, Mail, Membership, MembershipInvitation, User
from guideline_workshop.rules.roles import MembershipRole

DRAFTER, DELEGATE = MembershipRole.DRAFTER, MembershipRole.DELEGATE


@pytest.fixture
def browser(proposing):
    return proposing.site.signed_in(proposing.delegate)


@pytest.fixture
def deputy(proposing):
    """A second delegate."""
    with proposing.site.data() as db:
        own = own_association(db, proposing)
        return factories.member(db, own.association, name="Deputy")


def own_association(db, proposing):
    of_delegate = Membership.user_id == proposing.delegate.id
    return db.scalars(sa.select(Membership).where(of_delegate)).one()


def roles(proposing):
    with proposing.site.data() as db:
        own = sa.select(Association.id).where(Association.name == "Sprachverein")
        rows = db.scalars(sa.select(Membership).where(Membership.association_id.in_(own)))
        return {one.user_id: one.role for one in rows}


def form_to(page, end):
    return next((form for form in page.forms.values() if form.action.endswith(end)), None)


def invite(browser, email="neu@example.org", role="drafter"):
    form = next(form for form in browser.get("/members").forms.values() if "email" in form.fields)
    form["email"], form["role"] = email, role
    return form.submit(expect_errors=True)


def test_the_menu_leads_to_the_members_of_the_association_one_acts_for(proposing, browser):
    assert browser.get("/").html.find("a", href="/members")
    page = browser.get("/members")
    page.mustcontain("Sprachverein", proposing.drafter.name, no=proposing.stranger.name)


def test_who_acts_for_nobody_has_no_members(proposing):
    browser = proposing.site.signed_in(proposing.moderator)
    assert browser.get("/").html.find("a", href="/members") is None
    assert browser.get("/members", expect_errors=True).status_int == 403


def test_drafters_look_and_change_nothing(proposing):
    page = proposing.site.signed_in(proposing.drafter).get("/members")
    actions = [form.action for form in page.forms.values() if "/members" in (form.action or "")]
    assert actions == []


def test_a_delegate_invites_and_takes_back(proposing, browser):
    page = invite(browser, role="delegate").follow()
    page.mustcontain("neu@example.org")
    form_to(page, "/send").submit().follow()
    with proposing.site.data() as db:
        assert db.scalars(sa.select(Mail.address)).all() == ["neu@example.org"]
        made = db.scalars(sa.select(MembershipInvitation)).one()
        assert (made.role, made.consultation_id) == (DELEGATE, None)
    page = form_to(browser.get("/members"), "/revoke").submit().follow()
    assert "neu@example.org" not in page.text


@pytest.mark.parametrize("email", ["", "nadia", "a@example.org, b@example.org"])
def test_what_is_no_address_is_refused_beside_the_field(browser, email):
    answer = invite(browser, email)
    assert answer.status_int == 422
    assert [one["name"] for one in answer.html.select("[aria-invalid=true]")] == ["email"]


def test_members_and_invited_people_are_not_invited_again(proposing, browser):
    invite(browser)
    for email in ("neu@example.org", proposing.drafter.email):
        assert invite(browser, email).status_int == 422


def test_a_drafter_becomes_a_delegate_and_back(proposing, browser):
    drafter = proposing.drafter.id
    form_to(browser.get("/members"), f"/{drafter}/role").submit().follow()
    assert roles(proposing)[drafter] is DELEGATE
    form_to(browser.get("/members"), f"/{drafter}/role").submit().follow()
    assert roles(proposing)[drafter] is DRAFTER


def test_only_roles_that_there_are_can_be_given(proposing, browser):
    """Threat 48."""
    form = form_to(browser.get("/members"), f"/{proposing.drafter.id}/role")
    form["role"].force_value("administrator")
    assert form.submit(expect_errors=True).status_int == 400
    assert roles(proposing)[proposing.drafter.id] is DRAFTER


def test_somebody_is_taken_out_after_a_question_and_has_no_rights_at_once(proposing, browser):
    """Threat 39: the session that is open already ends with its next request."""
    theirs = proposing.site.signed_in(proposing.drafter)
    draft = proposing.drafted(proposing.drafter)
    address = f"/consultations/beteiligung/amendments/d{draft.id}/edit"
    theirs.get(address)
    question = browser.get("/members").click(href=f"/{proposing.drafter.id}/remove")
    assert proposing.drafter.id in roles(proposing)
    form_to(question, "/remove").submit().follow()
    assert proposing.drafter.id not in roles(proposing)
    assert theirs.get(address, expect_errors=True).status_int == 404
    assert theirs.get("/members", expect_errors=True).status_int == 403


def test_a_demoted_delegate_submits_nothing_with_the_next_request(proposing, browser, deputy):
    """Threat 39."""
    theirs = proposing.site.signed_in(deputy)
    draft = proposing.drafted(deputy)
    page = theirs.get(f"/consultations/beteiligung/amendments/d{draft.id}")
    submit = form_to(page, "/submit")
    form_to(browser.get("/members"), f"/{deputy.id}/role").submit()
    assert submit.submit(expect_errors=True).status_int == 403
    assert proposing.stored(draft.id).number is None


def test_the_last_delegate_is_offered_no_way_out_and_finds_none(proposing, browser):
    """Threat 38."""
    me = proposing.delegate.id
    page = browser.get("/members")
    assert form_to(page, f"/{me}/role") is None
    assert page.html.find("a", href="/members/leave") is None
    assert form_to(browser.get("/members/leave"), "/leave") is None
    token = page.html.find("input", attrs={"name": "csrf_token"})["value"]
    for path, fields in (
        ("/members/leave", {}),
        (f"/members/{me}/remove", {}),
        (f"/members/{me}/role", {"role": "drafter"}),
    ):
        answer = browser.post(path, fields | {"csrf_token": token}, expect_errors=True)
        assert answer.status_int == 409
    assert roles(proposing)[me] is DELEGATE


def test_with_a_deputy_one_can_leave_and_acts_for_nobody(proposing, browser, deputy):
    """Threat 39."""
    question = browser.get("/members").click(href="/members/leave")
    page = form_to(question, "/leave").submit().follow()
    assert page.request.path == "/"
    assert set(roles(proposing)) == {proposing.drafter.id, deputy.id}
    assert browser.get("/members", expect_errors=True).status_int == 403


def test_members_of_others_cannot_be_touched(proposing, browser):
    """Threats 1 and 11."""
    token = browser.get("/members").html.find("input", attrs={"name": "csrf_token"})["value"]
    for act in ("remove", "role"):
        fields = {"csrf_token": token, "role": "drafter"}
        path = f"/members/{proposing.stranger.id}/{act}"
        assert browser.post(path, fields, expect_errors=True).status_int == 404


def test_who_belongs_to_two_associations_chooses_and_the_page_says_so(proposing, browser):
    with proposing.site.data() as db:
        other = factories.association(db, "Zweitverein")
        user = db.get_one(User, proposing.delegate.id)
        factories.membership(db, user, other, DRAFTER)
    page = browser.get("/members")
    form = next(form for form in page.forms.values() if "association" in form.fields)
    page = form.submit("association", value=str(other.id)).follow()
    assert "Zweitverein" in page.html.find(class_="gw-menu__acting").get_text()
    assert "Zweitverein" in page.html.find("h1").get_text()


def test_who_was_taken_out_of_the_association_they_acted_for_chooses_again(proposing, deputy):
    with proposing.site.data() as db:
        other = factories.association(db, "Zweitverein")
        user = db.get_one(User, deputy.id)
        factories.membership(db, user, other, DELEGATE)
    browser = proposing.site.signed_in(deputy)
    with proposing.site.data() as db:
        own = own_association(db, proposing).association_id
        db.delete(db.get_one(Membership, (deputy.id, own)))
    page = browser.get("/")
    assert "Zweitverein" not in page.html.find(class_="gw-menu__acting").get_text()
    form = next(form for form in page.forms.values() if "association" in form.fields)
    page = form.submit("association", value=str(other.id)).follow()
    assert "Zweitverein" in page.html.find(class_="gw-menu__acting").get_text()
