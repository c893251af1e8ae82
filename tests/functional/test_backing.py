"""Standing behind an amendment of others, in the browser."""

import pytest
from support.proposing import ADDRESS

from guideline_workshop.services.drafting import Edit, Place

CHANGE = Edit(Place.REPLACE, "p2", "Der Kreis fördert kostenlose Sprachkurse.")


@pytest.fixture
def made(proposing):
    return proposing.submitted(proposing.delegate, CHANGE, title="Kostenlos")


def press(page, **values):
    """Press the button of the form that sends these values."""
    for form in page.forms.values():
        if all(name in form.fields and form[name].value == value for name, value in values.items()):
            return form.submit().follow()
    raise LookupError(values)


def section(page):
    return page.html.find(id="support").get_text(" ", strip=True)


def test_another_association_supports_it_and_takes_that_back(proposing, made):
    other = proposing.site.signed_in(proposing.stranger)
    address = f"{ADDRESS}/{made.number}"
    page = press(other.get(address), support="yes")
    assert "unterstützt den Antrag" in section(page)
    assert "Wohnverein" in section(proposing.site.visitor().get(address))
    page = press(page, support="no")
    assert "unterstützt den Antrag" not in section(page)


def test_the_lead_asks_and_the_other_says_yes(proposing, made):
    lead, other = map(proposing.site.signed_in, (proposing.delegate, proposing.stranger))
    address = f"{ADDRESS}/{made.number}"
    page = lead.get(address)
    form = next(one for one in page.forms.values() if one.action.endswith("/co-submitters"))
    form.fields["associations"][0].checked = True
    page = form.submit().follow()
    assert "noch keine Antwort" in section(page)
    other.get("/").mustcontain("Gemeinsam einreichen?")
    page = press(other.get(address), answer="yes")
    assert "hat zugestimmt" in section(page)
    proposing.site.visitor().get(address).mustcontain("gemeinsam mit Wohnverein")


def test_nobody_is_asked_by_a_form_without_a_choice(proposing, made):
    lead = proposing.site.signed_in(proposing.delegate)
    page = lead.get(f"{ADDRESS}/{made.number}")
    form = next(one for one in page.forms.values() if one.action.endswith("/co-submitters"))
    refused = form.submit(status=422)
    assert "mindestens einen" in refused.html.find(id="associations-error").get_text()


def test_a_withdrawn_one_is_taken_over(proposing, made):
    lead, other = map(proposing.site.signed_in, (proposing.delegate, proposing.stranger))
    address = f"{ADDRESS}/{made.number}"
    form = next(
        one for one in lead.get(address).forms.values() if one.action.endswith("/co-submitters")
    )
    form.fields["associations"][0].checked = True
    form.submit()
    press(other.get(address), answer="yes")
    page = lead.get(address)
    page.mustcontain("haben ihn mit eingereicht und können ihn weiterführen")
    next(one for one in page.forms.values() if one.action.endswith("/withdraw")).submit()
    page = other.get(address)
    taken = next(one for one in page.forms.values() if one.action.endswith("/take-over"))
    taken.submit().follow().mustcontain("Wohnverein", "übernommen")


def test_who_lacks_supporters_is_told_how_many(proposing, made):
    with proposing.site.data() as db:
        made = db.get_one(type(made), made.id)
        made.round.supporters_needed = 1
    moderator = proposing.site.signed_in(proposing.moderator)
    page = moderator.get(f"{ADDRESS}/{made.number}")
    assert "fehlt" in section(page)
    decision = next(one for one in page.forms.values() if one.action.endswith("/decide"))
    decision["state"] = "admitted"
    refused = decision.submit(status=409)
    refused.mustcontain("müssen mindestens 1")
