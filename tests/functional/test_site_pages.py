"""Imprint, privacy, accessibility and the simple explanation: read, written, reported on."""

import datetime as dt

import factories
import pytest
import sqlalchemy as sa

from guideline_workshop.models import JournalEntry, Mail, SitePage
from guideline_workshop.rules.acts import Act
from guideline_workshop.rules.notifications import MailKind
from guideline_workshop.rules.roles import GlobalRole
from guideline_workshop.services import feedback

PAGES = ("impressum", "datenschutz", "barrierefreiheit", "einfach-erklaert")


@pytest.fixture
def administrator(site):
    with site.data() as db:
        user = factories.user(db, roles=[GlobalRole.ADMINISTRATOR])
    return site.signed_in(user)


def forms_of(page):
    return [page.forms[key] for key in page.forms if isinstance(key, int)]


def edit(browser, text, address="/pages/impressum/edit?language=de"):
    form = forms_of(browser.get(address))[-1]
    form["text"] = text
    return form.submit(expect_errors=True)


def test_every_page_links_to_them(site):
    links = {one["href"] for one in site.visitor().get("/").html.select(".gw-footer a")}
    assert {f"/pages/{page}" for page in PAGES} <= links
    site.visitor().get("/gibt-es-nicht", status=404).mustcontain("/pages/impressum")


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("page", ["barrierefreiheit", "einfach-erklaert"])
def test_what_we_can_say_ourselves_is_there_from_the_beginning(site, page, language):
    browser = site.visitor()
    browser.set_cookie("gw_language", language)
    assert len(browser.get(f"/pages/{page}").html.select("main h2")) > 2


@pytest.mark.parametrize("page", ["impressum", "datenschutz"])
def test_what_only_the_administration_knows_is_not_shown_before_it_wrote_it(site, page):
    answer = site.visitor().get(f"/pages/{page}")
    answer.mustcontain("noch nicht geschrieben")
    assert "[" not in answer.html.select_one("main").get_text()


def test_the_administration_writes_a_page_and_everybody_reads_it(site, administrator):
    text = "# Herausgeber\n\nLandkreis <b>Ohmbergen</b>, [Karte](https://kreis.example)\n\n- Tel. 1"
    edit(administrator, text).follow().mustcontain("Die Seite wurde gespeichert.")
    page = site.visitor().get("/pages/impressum")
    page.mustcontain("Herausgeber", "&lt;b&gt;Ohmbergen", 'href="https://kreis.example"', "Tel. 1")
    form = forms_of(administrator.get("/pages/impressum/edit?language=de"))[-1]
    assert form["text"].value == text
    with site.data() as db:
        row = db.scalars(sa.select(JournalEntry).order_by(JournalEntry.sequence.desc())).first()
        assert (row.act, row.details["text"]) == (Act.SITE_PAGE_CHANGED, text)


def test_each_language_has_a_text_of_its_own(site, administrator):
    edit(administrator, "Deutsch.")
    edit(administrator, "English.", "/pages/impressum/edit?language=en")
    site.visitor().get("/pages/impressum").mustcontain("Deutsch.", no="English.")
    with site.data() as db:
        assert {one.language for one in db.scalars(sa.select(SitePage))} == {"de", "en"}


def test_who_is_slower_is_told_and_overwrites_nothing(site, administrator):
    """Threat 40."""
    slow = forms_of(administrator.get("/pages/impressum/edit?language=de"))[-1]
    edit(administrator, "Zuerst.")
    slow["text"] = "Danach."
    page = slow.submit(status=409)
    page.mustcontain("Zuerst.", "Danach.")
    site.visitor().get("/pages/impressum").mustcontain("Zuerst.", no="Danach.")
    forms_of(page)[-1].submit().follow().mustcontain("Danach.", no="Zuerst.")


def test_an_empty_text_is_refused_beside_the_field(administrator):
    answer = edit(administrator, " ")
    assert answer.status_int == 422
    assert answer.html.select_one("#text-error")


@pytest.mark.parametrize("fields", [{"language": "tlh"}, {"revision": "x"}, {"revision": "9" * 30}])
def test_a_form_that_was_tampered_with_is_refused(administrator, fields):
    """Threat 45."""
    form = forms_of(administrator.get("/pages/impressum/edit?language=de"))[-1]
    for name, value in fields.items():
        form[name].force_value(value)
    form.submit(status=422)


@pytest.mark.parametrize("page", ["agb", "impressum-2", "IMPRESSUM"])
def test_there_are_no_other_pages(site, page):
    site.visitor().get(f"/pages/{page}", status=404)


def test_a_language_that_does_not_exist_has_no_text(administrator):
    administrator.get("/pages/impressum/edit?language=tlh", status=404)


def test_a_barrier_is_reported_to_the_operator_without_signing_in(site):
    browser = site.visitor()
    form = forms_of(browser.get("/feedback?page=/pages/impressum"))[-1]
    assert form["page"].value == "/pages/impressum"
    form["message"] = "Der Kontrast ist zu schwach."
    form.submit().follow().mustcontain("Ihre Meldung ist unterwegs")
    with site.data() as db:
        (mail,) = db.scalars(sa.select(Mail))
        assert (mail.kind, mail.address) == (MailKind.FEEDBACK, "werkstatt@kreis.example")
        assert mail.data["message"] == "Der Kontrast ist zu schwach."


@pytest.mark.parametrize(
    "entered", [{"message": ""}, {"message": "x", "email": "a@b\nBcc: c@d.de"}]
)
def test_a_report_that_makes_no_sense_is_refused_and_kept(site, entered):
    """Threat 43."""
    form = forms_of(site.visitor().get("/feedback"))[-1]
    for name, value in entered.items():
        form[name].force_value(value)
    answer = form.submit(status=422)
    assert forms_of(answer)[-1]["message"].value == entered["message"]
    with site.data() as db:
        assert db.scalar(sa.select(sa.func.count()).select_from(Mail)) == 0


def test_machines_cannot_flood_the_operator(site):
    """Threat 44."""
    browser = site.visitor()
    form = forms_of(browser.get("/feedback"))[-1]
    form["message"] = "Hallo"
    answers = [form.submit(expect_errors=True) for _ in range(feedback.MOST + 3)]
    assert [one.status_int for one in answers] == [303] * feedback.MOST + [429] * 3
    assert 0 < int(answers[-1].headers["Retry-After"]) <= feedback.PERIOD.total_seconds()


def test_security_txt_says_whom_to_tell(site):
    answer = site.visitor().get("/.well-known/security.txt")
    assert answer.content_type == "text/plain"
    fields = dict(line.split(": ", 1) for line in answer.text.splitlines())
    assert fields["Contact"] == "mailto:werkstatt@kreis.example"
    assert fields["Canonical"] == "http://localhost/.well-known/security.txt"
    left = dt.datetime.fromisoformat(fields["Expires"]) - dt.datetime.now(dt.UTC)
    assert dt.timedelta(days=30) < left < dt.timedelta(days=365)  # RFC 9116, 2.5.5
