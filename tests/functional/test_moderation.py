"""The page on which a consultation gets further moderators."""

import factories
import pytest
import sqlalchemy as sa

from guideline_workshop.models import Consultation, Moderation, User
from guideline_workshop.rules.roles import GlobalRole

PAGE = "/consultations/beteiligung/moderation"


@pytest.fixture
def browser(proposing):
    return proposing.site.signed_in(proposing.moderator)


@pytest.fixture
def colleague(proposing):
    with proposing.site.data() as db:
        return factories.user(db, "Kollegin", roles=[GlobalRole.MODERATOR])


def form_to(page, end):
    return next((form for form in page.forms.values() if form.action.endswith(end)), None)


def add(browser, user):
    form = form_to(browser.get(PAGE), "/moderation")
    form["user"] = str(user.id)
    return form.submit(expect_errors=True)


def leading(proposing):
    with proposing.site.data() as db:
        return set(db.scalars(sa.select(Moderation.user_id)))


def test_a_moderator_adds_a_colleague_who_leads_at_once(proposing, browser, colleague):
    theirs = proposing.site.signed_in(colleague)
    assert theirs.get(PAGE, expect_errors=True).status_int == 403
    add(browser, colleague).follow().mustcontain("Kollegin")
    assert theirs.get("/consultations/beteiligung").html.find("a", href=PAGE)
    theirs.get(PAGE)


def test_a_moderator_who_is_taken_out_leads_no_more(proposing, browser, colleague):
    """Threat 39."""
    theirs = proposing.site.signed_in(colleague)
    add(browser, colleague)
    theirs.get(PAGE)
    question = browser.get(PAGE).click(href=f"/{colleague.id}/remove")
    form_to(question, "/remove").submit().follow()
    assert theirs.get(PAGE, expect_errors=True).status_int == 403
    assert leading(proposing) == {proposing.moderator.id}


def test_the_last_moderator_cannot_leave(proposing, browser):
    """Threat 38."""
    page = browser.get(PAGE)
    me = proposing.moderator.id
    assert page.html.find("a", href=f"{PAGE}/{me}/remove") is None
    assert form_to(browser.get(f"{PAGE}/{me}/remove"), "/remove") is None
    token = page.html.find("input", attrs={"name": "csrf_token"})["value"]
    answer = browser.post(f"{PAGE}/{me}/remove", {"csrf_token": token}, expect_errors=True)
    assert answer.status_int == 409
    assert leading(proposing) == {me}


def test_who_takes_themselves_out_comes_to_the_start_page(proposing, browser, colleague):
    add(browser, colleague)
    question = browser.get(f"{PAGE}/{proposing.moderator.id}/remove")
    assert form_to(question, "/remove").submit().location == "http://localhost/"
    assert leading(proposing) == {colleague.id}


def test_only_those_who_may_moderate_can_be_chosen(proposing, browser, colleague):
    """Threat 38."""
    form = form_to(browser.get(PAGE), "/moderation")
    offered = {value for value, _selected, _label in form["user"].options}
    assert offered == {str(colleague.id)}
    form["user"].force_value(str(proposing.delegate.id))
    assert form.submit(expect_errors=True).status_int == 422
    assert leading(proposing) == {proposing.moderator.id}


def test_administrators_reach_the_page_of_a_private_consultation_too(proposing, colleague):
    with proposing.site.data() as db:
        db.scalars(sa.select(Consultation)).one().is_public = False
        administrator = factories.user(db, roles=[GlobalRole.ADMINISTRATOR])
    browser = proposing.site.signed_in(administrator)
    assert browser.get("/consultations/beteiligung").html.find("a", href=PAGE)
    add(browser, colleague).follow().mustcontain("Kollegin")


def test_nobody_appoints_moderators_elsewhere(proposing, colleague):
    """Threat 38: leading one consultation gives no say in another."""
    with proposing.site.data() as db:
        factories.consultation(db, factories.identity(db, db.get_one(User, colleague.id)))
    browser = proposing.site.signed_in(colleague)
    token = browser.get("/").html.find("input", attrs={"name": "csrf_token"})["value"]
    fields = {"csrf_token": token, "user": colleague.id}
    assert browser.post(PAGE, fields, expect_errors=True).status_int == 403
