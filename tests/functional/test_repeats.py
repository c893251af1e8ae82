"""A form sent twice does its work once (threat 54), and for whom it was opened only."""

import factories
import pytest
from sqlalchemy import delete, func, select
from support.pages import Site

from guideline_workshop.models import Consultation, FormPost, Membership, MembershipInvitation
from guideline_workshop.rules.roles import GlobalRole, MembershipRole


@pytest.fixture
def moderator(site: Site):
    with site.data() as db:
        person = factories.user(db, roles=[GlobalRole.MODERATOR])
    return site.signed_in(person)


def titles(site: Site) -> list[str]:
    with site.data() as db:
        return sorted(db.scalars(select(Consultation.title)))


def filled(browser, title: str) -> list[tuple[str, str]]:
    """Open the form for a new consultation and fill it in."""
    form = browser.get("/consultations/new").forms
    (one,) = [form[n] for n in form if form[n].action.endswith("/consultations/new")]
    one["title"] = title
    return one.submit_fields()


def test_the_same_form_leads_to_the_same_page_and_acts_once(site, moderator):
    fields = filled(moderator, "Leitlinien")
    first = moderator.post("/consultations/new", fields, status=303)
    second = moderator.post("/consultations/new", fields, status=303)
    assert second.location == first.location
    assert titles(site) == ["Leitlinien"]


def test_a_form_that_was_changed_or_opened_anew_acts_again(site, moderator):
    fields = filled(moderator, "Leitlinien")
    moderator.post("/consultations/new", fields, status=303)
    changed = [(name, "Anderes" if name == "title" else value) for name, value in fields]
    moderator.post("/consultations/new", changed, status=303)
    moderator.post("/consultations/new", filled(moderator, "Leitlinien"), status=303)
    assert titles(site) == ["Anderes", "Leitlinien", "Leitlinien"]


def test_a_refused_form_is_not_remembered(site, moderator):
    moderator.post("/consultations/new", filled(moderator, ""), status=422)
    with site.data() as db:
        assert db.scalar(select(func.count()).select_from(FormPost)) == 0


def test_another_person_is_not_shown_where_it_led(site, moderator):
    fields = filled(moderator, "Leitlinien")
    moderator.post("/consultations/new", fields, status=303)
    with site.data() as db:
        other = factories.user(db, roles=[GlobalRole.MODERATOR])
    # it carries the token of the first
    site.signed_in(other).post("/consultations/new", fields, status=400)


def test_the_form_of_something_that_is_gone_still_leads_there(site, moderator):
    moderator.post("/consultations/new", filled(moderator, "Leitlinien"), status=303)
    with site.data() as db:
        consultation = db.scalars(select(Consultation)).one()
        address = f"/consultations/{consultation.slug}/documents"
    page = moderator.get(f"{address}/new")
    (form,) = [one for one in page.forms.values() if one.action.endswith("/documents/new")]
    form["title"], form["type"] = "Empfehlungen", "recommendations"
    moderator.post(f"{address}/new", form.submit_fields(), status=303)
    imports = f"{address}/handlungsempfehlungen/imports"
    page = moderator.get(f"{imports}/new")
    (form,) = [one for one in page.forms.values() if one.action.endswith("/imports/new")]
    form["text"] = "# Titel\n\nText."
    preview = form.submit(status=303).follow()
    (discard,) = [one for one in preview.forms.values() if one.action.endswith("/discard")]
    fields = discard.submit_fields()
    path = discard.action
    first = moderator.post(path, fields, status=303)
    assert moderator.post(path, fields, status=303).location == first.location


@pytest.fixture
def colleague(site: Site):
    """Somebody who belongs to two associations, and acts for the one they were in first."""
    with site.data() as db:
        first, second = factories.association(db, "Sportkreis"), factories.association(db, "Chor")
        person = factories.member(db, first)
        factories.membership(db, person, second, MembershipRole.DELEGATE)
    return site.signed_in(person), first, second


def act_for(browser, association) -> None:
    form = browser.get("/").forms
    (menu,) = [form[n] for n in form if form[n].action.endswith("/acting")]
    browser.post("/acting", [*menu.submit_fields(), ("association", str(association.id))])


def invitation_form(browser) -> list[tuple[str, str]]:
    """Open the members' page and fill in whom to invite."""
    forms = browser.get("/members").forms
    (form,) = [forms[n] for n in forms if "email" in forms[n].fields]
    form["email"] = "neu@example.org"
    return form.submit_fields()


def invited_to(site: Site) -> list[int]:
    with site.data() as db:
        return list(db.scalars(select(MembershipInvitation.association_id)))


def test_a_form_opened_for_another_association_does_nothing(site, colleague):
    browser, first, second = colleague
    fields = invitation_form(browser)
    act_for(browser, second)
    answer = browser.post("/members", fields, status=409)
    answer.mustcontain(first.name, second.name)
    assert invited_to(site) == []
    act_for(browser, first)
    browser.post("/members", fields, status=303)
    assert invited_to(site) == [first.id]


def test_a_form_of_an_association_that_somebody_left_does_nothing(site, colleague):
    browser, first, second = colleague
    fields = invitation_form(browser)
    with site.data() as db:
        db.execute(delete(Membership).where(Membership.association_id == first.id))
    act_for(browser, second)
    browser.post("/members", fields, status=409)
    assert invited_to(site) == []


def test_a_form_that_was_sent_is_answered_as_before_whoever_one_acts_for(site, colleague):
    browser, first, second = colleague
    fields = invitation_form(browser)
    sent = browser.post("/members", fields, status=303)
    act_for(browser, second)
    assert browser.post("/members", fields, status=303).location == sent.location
    assert invited_to(site) == [first.id]
