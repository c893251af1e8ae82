"""Passkeys: adding, signing in, and everything that is refused."""

import json

import factories
import pytest
import sqlalchemy as sa
from support.authenticator import PRESENT, Authenticator
from support.codes import with_app
from support.scene import CSRF

from guideline_workshop.models import JournalEntry, Login, Mail, Passkey
from guideline_workshop.rules.acts import Act
from guideline_workshop.security import LOGIN_COOKIE
from guideline_workshop.services import logins, passkeys
from guideline_workshop.services.clock import database_now

PASSWORD = "richtig pferd batterie"
PAGE = "/profile/passkeys"


@pytest.fixture
def person(site):
    with site.data() as db:
        factories.user(db)
        made = factories.user(db, "Eva Kern")
        made.password_hash = logins.hash_password(PASSWORD)
    return made


@pytest.fixture
def device(site, person):
    """The device of somebody who has added a passkey."""
    made = Authenticator()
    assert add(site.signed_in(person), made).status_int == 303
    return made


def csrf(browser, path):
    return CSRF.search(browser.get(path).body)[1].decode()


def ask(browser, page, path):
    """Ask for options as the script does."""
    answer = browser.post(path, headers={"X-CSRF-Token": csrf(browser, page)})
    return json.loads(answer.body)


def add(browser, device, name="Telefon", options=None):
    options = options or ask(browser, PAGE, PAGE + "/options")
    fields = {"credential": device.create(options), "name": name}
    return browser.post(PAGE, fields | {"csrf_token": csrf(browser, PAGE)}, expect_errors=True)


def send(browser, credential, **fields):
    fields |= {"credential": credential, "csrf_token": csrf(browser, "/login")}
    return browser.post("/login/passkey", fields, expect_errors=True)


def sign_in(site, device, **fields):
    browser = site.visitor()
    options = ask(browser, "/login", "/login/passkey/options")
    return browser, send(browser, device.get(options), **fields)


def assert_refused(browser, answer):
    assert answer.headers["Location"].startswith("http://localhost/login")
    assert answer.follow().html.select("main [role=alert]")
    assert LOGIN_COOKIE not in browser.cookies


def passkey_id(site):
    with site.data() as db:
        return db.scalars(sa.select(Passkey.id)).one()


class TestSigningIn:
    def test_it_counts_as_both_factors(self, site, person, device):
        with site.data() as db:
            with_app(db, db.merge(person))  # no code is asked for
        device.count += 1
        browser, answer = sign_in(site, device, next="/profile/passkeys")
        assert answer.headers["Location"] == "http://localhost/profile/passkeys"
        assert browser.get(PAGE, status=200)
        with site.data() as db:
            assert db.scalars(sa.select(Login.second_factor)).all() == [True]
            assert db.scalars(sa.select(Passkey)).one().used_at is not None

    @pytest.mark.parametrize(
        "wrong",
        [
            {"origin": "http://evil.example"},
            {"origin": "https://localhost"},
            {"host": "evil.example"},
            {"flags": PRESENT},
            {"flags": 0},
            {"credential_id": b"x" * 32},
            {"key": Authenticator().key},
            {"count": 0},
        ],
        ids=lambda wrong: next(iter(wrong)),
    )
    def test_what_does_not_fit_is_refused(self, site, device, wrong):
        device.count += 1
        for name, value in wrong.items():
            setattr(device, name, value)
        assert_refused(*sign_in(site, device))

    def test_a_device_that_counts_backwards_was_copied(self, site, device):
        device.count = 7
        assert LOGIN_COOKIE in sign_in(site, device)[0].cookies
        device.count = 6
        assert_refused(*sign_in(site, device))

    def test_an_answer_is_good_once(self, site, device):
        """Even with the cookies of before, and from a device that does not count."""
        with site.data() as db:
            db.execute(sa.update(Passkey).values(sign_count=0))
        device.count = 0
        browser = site.visitor()
        answer = device.get(ask(browser, "/login", "/login/passkey/options"))
        kept = browser.cookies["gw_session"]
        send(browser, answer)
        browser.post("/logout", {"csrf_token": csrf(browser, PAGE)})
        browser.set_cookie("gw_session", kept)
        assert_refused(browser, send(browser, answer))

    def test_a_challenge_is_good_for_five_minutes(self, site, device, monkeypatch):
        browser = site.visitor()
        answer = device.get(ask(browser, "/login", "/login/passkey/options"))
        monkeypatch.setattr(
            "guideline_workshop.database.database_now",
            lambda db: database_now(db) + passkeys.LIFETIME + factories.HOUR / 60,
        )
        assert_refused(browser, send(browser, answer))

    def test_the_challenge_of_another_browser_is_none(self, site, device):
        options = ask(site.visitor(), "/login", "/login/passkey/options")
        browser = site.visitor()
        ask(browser, "/login", "/login/passkey/options")
        assert_refused(browser, send(browser, device.get(options)))

    @pytest.mark.parametrize("credential", ["", "{", "[]", "{}", "null", '"x"', "x" * 30_000])
    def test_what_is_no_answer_is_refused(self, site, credential):
        browser = site.visitor()
        ask(browser, "/login", "/login/passkey/options")
        assert_refused(browser, send(browser, credential))

    @pytest.mark.parametrize("since", ["locked_at", "removed_at"])
    def test_who_is_locked_or_removed_is_refused(self, site, person, device, since):
        with site.data() as db:
            setattr(db.merge(person), since, database_now(db))
        assert_refused(*sign_in(site, device))


class TestAdding:
    def test_it_is_recorded_and_told_and_begins_a_new_login(self, site, person):
        """Threats 6, 7 and 36."""
        elsewhere, browser = site.signed_in(person), site.signed_in(person)
        before = browser.cookies[LOGIN_COOKIE]
        assert add(browser, Authenticator()).status_int == 303
        assert browser.cookies[LOGIN_COOKIE] != before
        assert elsewhere.get(PAGE).status_int == 303
        with site.data() as db:
            (row,) = db.scalars(sa.select(JournalEntry))
            assert (row.act, row.details["factor"]) == (Act.SECOND_FACTOR_ADDED, "passkey")
            assert db.scalars(sa.select(Mail)).one().data["what"] == Act.SECOND_FACTOR_ADDED
            assert db.scalars(sa.select(Login)).one().second_factor

    @pytest.mark.parametrize(
        "wrong", [{"origin": "http://evil.example"}, {"host": "evil.example"}, {"flags": PRESENT}]
    )
    def test_what_does_not_fit_is_said(self, site, person, wrong):
        answer = add(site.signed_in(person), Authenticator(**wrong))
        assert answer.status_int == 422
        assert answer.html.find(id="name-error")

    def test_a_device_is_added_once(self, site, device):
        with site.data() as db:
            stranger = factories.user(db)
        assert add(site.signed_in(stranger), device).status_int == 422
        assert passkey_id(site)

    def test_the_challenge_to_sign_in_adds_nothing(self, site, person):
        browser = site.signed_in(person)
        options = ask(browser, PAGE, "/login/passkey/options")
        assert add(browser, Authenticator(), options=options).status_int == 422

    @pytest.mark.usefixtures("device")
    def test_a_stolen_password_adds_none(self, site, person):
        browser = site.signed_in(person)
        token = csrf(browser, PAGE)
        browser.post(PAGE + "/options", headers={"X-CSRF-Token": token}, status=403)

    def test_options_need_the_token_of_the_browser(self, site, person):
        """Threat 5."""
        site.signed_in(person).post(PAGE + "/options", status=400)
        site.visitor().post("/login/passkey/options", status=400)


class TestChanging:
    @pytest.fixture
    def browser(self, site, device):
        device.count += 1
        return sign_in(site, device)[0]

    def send(self, site, browser, what, **fields):
        number = passkey_id(site)
        fields = {f"passkey{number}-{name}": value for name, value in fields.items()}
        fields |= {"passkey": number, "csrf_token": csrf(browser, PAGE)}
        return browser.post(f"{PAGE}/{what}", fields, expect_errors=True)

    def test_renaming(self, site, browser):
        assert self.send(site, browser, "rename", name=" Mein  <b>Telefon</b>").status_int == 303
        assert "Mein <b>Telefon</b>" in browser.get(PAGE).html.find("main").text
        answer = self.send(site, browser, "rename", name="x" * 81)
        assert answer.status_int == 422
        assert answer.html.select(".kern-error")

    def test_removing_needs_the_password(self, site, browser):
        assert self.send(site, browser, "remove", password="falsch").status_int == 422
        assert self.send(site, browser, "remove", password=PASSWORD).status_int == 303
        with site.data() as db:
            assert not db.scalars(sa.select(Passkey)).all()
            acts = db.scalars(sa.select(JournalEntry.act).order_by(JournalEntry.sequence)).all()
        assert acts == [Act.SECOND_FACTOR_ADDED, Act.SECOND_FACTOR_REMOVED]

    def test_the_passkey_of_somebody_else_is_not_there(self, site, browser):
        """Threat 1."""
        with site.data() as db:
            stranger = factories.user(db)
            stranger.password_hash = logins.hash_password(PASSWORD)
        other = site.signed_in(stranger)
        assert self.send(site, other, "rename", name="Meins").status_int == 422
        assert self.send(site, other, "remove", password=PASSWORD).status_int == 422
        assert "Telefon" in browser.get(PAGE).html.find("main").text
