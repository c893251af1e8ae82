"""One's own account: details, password, notifications, logins, one's data, and leaving."""

import json

import factories
import pytest
import sqlalchemy as sa
from support.pages import Site

from guideline_workshop.models import Base, JournalEntry, Login, User
from guideline_workshop.rules.acts import Act
from guideline_workshop.rules.notifications import Frequency
from guideline_workshop.rules.roles import GlobalRole, MembershipRole
from guideline_workshop.services import logins, own_data, people

PASSWORD = "Sieben Störche im Nebel"
NEW = "Neun Reiher über der Ohm"


def form_to(page, action):
    return next(form for form in page.forms.values() if form.action == action)


def change_password(browser, old, new, again=None):
    form = form_to(browser.get("/profile"), "/profile/password")
    form["password"], form["new"], form["again"] = old, new, new if again is None else again
    return form.submit(expect_errors=True)


@pytest.fixture
def of_association(site: Site):
    """A delegate with a password, and a colleague who can take over."""
    with site.data() as db:
        association = factories.association(db, "Wohnverein")
        user = factories.member(db, association, MembershipRole.DELEGATE, name="Ada Kanari")
        colleague = factories.member(db, association, MembershipRole.DELEGATE)
        db.get_one(User, user.id).password_hash = logins.hash_password(PASSWORD)
        return user, colleague


@pytest.fixture
def user(of_association):
    return of_association[0]


@pytest.fixture
def browser(site, user):
    return site.signed_in(user)


def stored(site, user):
    with site.data() as db:
        return db.get_one(User, user.id)


def last_act(site):
    with site.data() as db:
        return db.scalars(sa.select(JournalEntry).order_by(JournalEntry.sequence.desc())).first()


def test_name_and_language_change_for_all_pages(site, browser, user):
    form = form_to(browser.get("/profile"), "/profile/details")
    form["name"], form["language"] = "Ada <Neu>", "en"
    page = form.submit().follow()
    page.mustcontain("Your details have been saved.", "Ada &lt;Neu&gt;", no="Ada <Neu>")
    assert last_act(site).details == {"user": user.id, "changed": ["language", "name"]}


def test_a_name_is_needed_and_what_was_entered_stays(browser):
    form = form_to(browser.get("/profile"), "/profile/details")
    form["name"] = "x" * 201
    answer = form.submit(status=422)
    assert form_to(answer, "/profile/details")["name"].value == "x" * 201


def test_a_new_password_ends_all_other_logins(site, browser, user):
    """Threat 6."""
    elsewhere = site.signed_in(user)
    assert change_password(browser, PASSWORD, NEW).status_int == 303
    assert elsewhere.get("/profile").status_int == 303  # to the sign-in page
    assert browser.get("/profile").status_int == 200
    assert last_act(site).act is Act.PASSWORD_CHANGED
    with site.data() as db:
        account = logins.account_of(db, user.email)
    assert logins.proves(account, NEW)
    assert not logins.proves(account, PASSWORD)


def test_nothing_is_locked_while_a_new_password_is_hashed(site, browser, user, monkeypatch):
    pool = site.application.registry.gw_engine.pool
    hashed = []

    def hash_password(_password):
        hashed.append(pool.checkedout())
        return "hashed"

    monkeypatch.setattr(people, "hash_password", hash_password)
    assert change_password(browser, PASSWORD, NEW).status_int == 303
    assert hashed == [0]
    assert stored(site, user).password_hash == "hashed"


@pytest.mark.parametrize(
    ("entered", "field"),
    [
        (("falsch geraten", NEW), "password"),
        ((PASSWORD, "kurz"), "new"),
        ((PASSWORD, "Passwort1234"), "new"),
        ((PASSWORD, "Ada Kanari 12"), "new"),
        ((PASSWORD, NEW, NEW + "!"), "again"),
    ],
)
def test_a_password_that_will_not_do_is_refused_beside_its_field(
    site, browser, user, entered, field
):
    before = stored(site, user).password_hash
    answer = change_password(browser, *entered)
    assert answer.status_int == 422
    assert answer.html.select_one(f"#{field}-error")
    assert stored(site, user).password_hash == before


def test_notifications_are_chosen_for_all_and_for_one_consultation(site, browser, user):
    with site.data() as db:
        moderator = factories.moderator(db)
        member = factories.identity(db, user)
        association = db.get_one(factories.Association, member.acting_id)
        of = factories.consultation(db, moderator, [association], title="Wohnen")
        key = f"consultation-{of.id}"
    page = browser.get("/profile")
    form = form_to(page, "/profile/notifications")
    form["frequency"], form[key] = "weekly", "never"
    form.submit()
    form = form_to(browser.get("/profile"), "/profile/notifications")
    assert (form["frequency"].value, form[key].value) == ("weekly", "never")
    form[key] = ""
    form.submit()
    assert form_to(browser.get("/profile"), "/profile/notifications")[key].value == ""
    assert stored(site, user).frequency is Frequency.WEEKLY
    form["frequency"].force_value("hourly")
    form.submit(status=400)


def test_other_logins_are_shown_and_ended_one_by_one_or_all_at_once(site, browser, user):
    others = [site.signed_in(user) for _ in range(3)]
    page = browser.get("/profile")
    assert len(page.html.select("section[aria-labelledby=logins] tbody tr")) == 4
    ends = [form for form in page.forms.values() if form.action == "/profile/logins"]
    ends[0].submit()
    assert sum(one.get("/profile").status_int == 200 for one in others) == 2
    ends[-1].submit()
    assert not any(one.get("/profile").status_int == 200 for one in others)
    assert browser.get("/profile").status_int == 200


def test_nobody_ends_the_login_of_somebody_else(site, browser):
    """Threat 1."""
    with site.data() as db:
        other = factories.user(db)
    stranger = site.signed_in(other)
    with site.data() as db:
        (login,) = db.scalars(sa.select(Login.id).where(Login.user_id == other.id))
    site.signed_in(other)  # a second one, so that the page shows a form
    form = form_to(browser.get("/profile"), "/profile/details")
    fields = {"csrf_token": form["csrf_token"].value, "login": login}
    browser.post("/profile/logins", fields)
    assert stranger.get("/profile").status_int == 200


def test_people_get_all_that_names_them_and_no_secrets(browser, user):
    """Threat 63."""
    answer = browser.get("/profile/data")
    assert "attachment" in answer.headers["Content-Disposition"]
    data = json.loads(answer.body)
    assert data["account"][0]["email"] == user.email
    assert data["memberships"][0]["role"] == "delegate"
    text = answer.text
    assert "argon2" not in text
    assert not [name for name in own_data.KEPT_SECRET if f'"{name}"' in text]


def test_no_table_that_names_people_is_forgotten():
    """Threat 63."""
    named = {
        (table.name, column.name)
        for table in Base.metadata.tables.values()
        for column in table.columns
        if any(key.column.table.name == "users" for key in column.foreign_keys)
    }
    shown = {(one.class_.__tablename__, one.key) for _, one in own_data.WHOSE}
    assert named <= shown


def remove(browser, password=PASSWORD):
    form = form_to(browser.get("/profile/remove"), "/profile/remove")
    form["password"] = password
    return form.submit(expect_errors=True)


def test_a_person_is_removed_and_the_acts_of_the_association_stay(site, browser, user):
    """Threat 63."""
    assert remove(browser).status_int == 303
    gone = stored(site, user)
    assert gone.removed_at is not None
    assert gone.name == f"entferntes Konto {user.id}"
    with site.data() as db:
        dump = "\n".join(db.connection().connection.driver_connection.iterdump())
        assert user.email not in dump
        assert "Ada Kanari" not in dump
        assert db.scalar(sa.select(Login.id).where(Login.user_id == user.id)) is None
        assert logins.account_of(db, user.email).user_id is None
    assert last_act(site).act is Act.USER_REMOVED
    assert browser.get("/profile").status_int == 303


def test_removing_needs_the_password(site, browser, user):
    assert remove(browser, "falsch").status_int == 422
    assert stored(site, user).removed_at is None


def test_the_last_delegate_stays_until_there_is_another(site, browser, of_association):
    """Threat 38."""
    user, colleague = of_association
    with site.data() as db:
        db.delete(
            db.get_one(factories.Membership, (colleague.id, factories.identity(db, user).acting_id))
        )
    assert remove(browser).status_int == 409
    assert stored(site, user).name == "Ada Kanari"


def test_the_last_moderator_and_the_last_administrator_stay(site):
    """Threat 38."""
    with site.data() as db:
        moderator = factories.user(db, roles=[GlobalRole.MODERATOR])
        factories.consultation(db, factories.identity(db, moderator), [])
        administrator = factories.user(db, roles=[GlobalRole.ADMINISTRATOR])
        for one in (moderator, administrator):
            db.get_one(User, one.id).password_hash = logins.hash_password(PASSWORD)
    for one in (moderator, administrator):
        assert remove(site.signed_in(one)).status_int == 409
        assert stored(site, one).removed_at is None
    with site.data() as db:
        factories.user(db, roles=[GlobalRole.ADMINISTRATOR])
    assert remove(site.signed_in(administrator)).status_int == 303
