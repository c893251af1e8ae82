"""What administrators do on their pages: people, the register, importing a list."""

import factories
import pytest
import sqlalchemy as sa
from webtest import Upload

from guideline_workshop.models import Association, User
from guideline_workshop.rules.permissions import Permission
from guideline_workshop.rules.roles import GlobalRole

IMPORT = "/administration/associations/import"


@pytest.fixture
def browser(site):
    with site.data() as db:
        administrator = factories.user(db, "Ada Verwaltung", roles=[GlobalRole.ADMINISTRATOR])
        factories.user(db, "Bo <b>Leitung</b>", roles=[GlobalRole.MODERATOR])
    return site.signed_in(administrator)


def form_to(page, action):
    return next(form for form in page.forms.values() if form.action == action)


def stored(site, table):
    with site.data() as db:
        return list(db.scalars(sa.select(table)))


def test_the_menu_leads_there_and_every_card_opens(browser):
    browser.get("/").click(href="^/administration$")
    cards = browser.get("/administration").html.select("main h2 a")
    assert len(cards) == 5
    for card in cards:
        assert browser.get(card["href"]).status_int == 200


def test_an_account_is_set_up_given_roles_and_locked(browser):
    form = form_to(browser.get("/administration/users/new"), "/administration/users/new")
    form["name"], form["email"] = "Neu Hier", "neu@kreis.example"
    page = form.submit().follow()
    page.mustcontain("Neu Hier", "neu@kreis.example")
    address = page.request.path
    roles = form_to(page, f"{address}/roles")
    roles.get("roles", index=1).checked = True
    page = roles.submit().follow()
    assert form_to(page, f"{address}/roles").get("roles", index=1).checked
    lock = form_to(page, f"{address}/lock")
    assert lock.submit(status=422).html.select_one("#reason-error")
    lock["reason"] = "Ausgeschieden"
    assert lock.submit().follow().html.select_one("main .gw-lead .gw-badge")


@pytest.mark.parametrize(
    "email", ["keine", "a@b.de, c@d.de", "ADA@x", "user1@example.org\nBcc: x@y.de"]
)
def test_an_address_that_will_not_do_is_refused_beside_its_field(site, browser, email):
    """Threat 43."""
    form = form_to(browser.get("/administration/users/new"), "/administration/users/new")
    form["name"] = "Neu"
    form["email"].force_value(email)
    answer = form.submit(status=422)
    assert answer.html.select_one("#email-error")
    assert len(stored(site, User)) == 2


def test_an_address_in_use_is_said_to_be(site, browser):
    taken = stored(site, User)[1].email
    form = form_to(browser.get("/administration/users/new"), "/administration/users/new")
    form["name"], form["email"] = "Neu", taken
    assert form.submit(status=422).html.select_one("#email-error")


def test_people_are_found_and_their_names_are_text(browser):
    """Threat 16."""
    page = browser.get("/administration/users?words=leitung")
    page.mustcontain("Bo &lt;b&gt;Leitung", no=["Bo <b>", "Ada Verwaltung</a>"])
    browser.get("/administration/users?words=%25").mustcontain(no="Bo &lt;b&gt;")
    browser.get("/administration/users?page=0", status=400)
    browser.get("/administration/users?page=x", status=400)


def test_one_s_own_roles_are_not_offered(site, browser):
    """Threat 38."""
    oneself = next(one for one in stored(site, User) if one.name == "Ada Verwaltung")
    page = browser.get(f"/administration/users/{oneself.id}")
    assert not [form for form in page.forms.values() if str(form.action).endswith("/roles")]
    browser.get("/administration/users/999999", status=404)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_a_file_is_looked_at_first_and_then_imported(site, browser, encoding):
    form = form_to(browser.get(IMPORT), IMPORT)
    data = "Verband;Kürzel\r\nTürkischer Verein;TV\r\n".encode(encoding)
    form["file"] = Upload("liste.csv", data, "text/csv")
    page = form.submit()
    page.mustcontain("Türkischer Verein")
    assert stored(site, Association) == []
    form_to(page, "/administration/associations/take-over").submit().follow().mustcontain("TV")
    (made,) = stored(site, Association)
    assert made.name == "Türkischer Verein"


def test_a_list_with_a_wrong_row_cannot_be_imported_and_is_kept(site, browser):
    form = form_to(browser.get(IMPORT), IMPORT)
    form["text"] = "name;short_name;email\nEins;E;eins@x.example\nZwei;Z;keine <Adresse>"
    page = form.submit()
    page.mustcontain("keine &lt;Adresse&gt;")
    assert not [one for one in page.forms.values() if str(one.action).endswith("take-over")]
    assert form_to(page, IMPORT)["text"].value.startswith("name;short_name")
    token = form["csrf_token"].value
    fields = {"csrf_token": token, "text": form["text"].value}
    browser.post("/administration/associations/take-over", fields, status=422)
    assert stored(site, Association) == []


@pytest.mark.parametrize(
    "upload",
    [
        Upload("leer.csv", b"", "text/csv"),
        Upload("bild.png", b"\x89PNG\r\n\x1a\n\x00\x81\x8d", "image/png"),
        Upload("gross.csv", b"name;short_name\n" + b"x" * 1_100_000, "text/csv"),
    ],
)
def test_a_file_that_is_no_list_is_refused(browser, upload):
    form = form_to(browser.get(IMPORT), IMPORT)
    form["file"] = upload
    assert form.submit(status=422).html.select_one(".kern-error")


def test_the_register_is_taken_away_as_it_can_be_imported_again(site, browser):
    """Threat 42."""
    with site.data() as db:
        made = factories.association(db, "=Verein")
    data = browser.get("/administration/associations.csv").body
    assert b"'=Verein" in data
    form = form_to(browser.get(IMPORT), IMPORT)
    form["file"] = Upload("liste.csv", data, "text/csv")
    form_to(form.submit(), "/administration/associations/take-over").submit()
    (same,) = stored(site, Association)
    assert (same.id, same.name) == (made.id, "=Verein")


def test_the_table_names_every_permission(browser):
    rows = browser.get("/administration/permissions").html.select("tbody tr")
    assert len(rows) == len(Permission)


def test_what_the_administration_does_is_recorded_and_shown(browser):
    """Threat 36."""
    form = form_to(
        browser.get("/administration/associations/new"), "/administration/associations/new"
    )
    form["name"], form["short_name"] = "Neuer Verein", "NV"
    form.submit()
    browser.get("/administration/journal").mustcontain("Neuer Verein", "Ada Verwaltung")
    browser.get("/administration/journal?act=association_created").mustcontain("Neuer Verein")
    browser.get("/administration/journal?act=vote_cast").mustcontain(no="Neuer Verein")
    assert b"Neuer Verein" in browser.get("/administration/journal/csv").body
    (row,) = browser.get("/administration/journal/json").json
    assert row["consultation"] is None
