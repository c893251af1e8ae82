"""A form sent twice does its work once (threat 54)."""

import factories
import pytest
from sqlalchemy import func, select
from support.pages import Site

from guideline_workshop.models import Consultation, FormPost
from guideline_workshop.rules.roles import GlobalRole


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
