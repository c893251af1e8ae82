"""Signing in by password: who gets in, how often one may try, and what outsiders learn."""

import datetime as dt

import factories
import pytest
import requests
import sqlalchemy as sa
from support.pages import Site
from support.scene import CSRF
from support.server import SECRET, as_in_production, serving

from guideline_workshop.rules.roles import GlobalRole
from guideline_workshop.security import LOGIN_COOKIE
from guideline_workshop.services import attempts, logins
from guideline_workshop.services.clock import database_now

PASSWORD = "richtig pferd batterie"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture
def email(site):
    return person(site).email


def person(site, **more):
    with site.data() as db:
        made = factories.user(db, **more)
        made.password_hash = logins.hash_password(PASSWORD)
    return made


def sign_in(browser, email, password=PASSWORD, **more):
    token = CSRF.search(browser.get("/login").body)[1].decode()
    fields = {"email": email, "password": password, "csrf_token": token}
    return browser.post("/login", fields, expect_errors=True, **more)


def over_http(url, email, forwarded_for):
    with requests.Session() as browser:
        token = CSRF.search(browser.get(f"{url}/login").content)[1].decode()
        fields = {"email": email, "password": PASSWORD, "csrf_token": token}
        headers = {"X-Forwarded-For": forwarded_for}
        return browser.post(f"{url}/login", fields, headers=headers).status_code


def count(site, what):
    with site.engine.connect() as connection:
        return connection.scalar(sa.text(f"SELECT count(*) FROM {what}"))  # noqa: S608


class TestLimits:
    """Threat 9."""

    @pytest.mark.parametrize("is_known", [True, False])
    def test_the_eleventh_wrong_password_is_not_looked_at(self, site, email, is_known, monkeypatch):
        email = email if is_known else "niemand@example.org"
        browser = site.visitor()
        for _ in range(10):
            assert sign_in(browser, email, "falsch").status_int == 422
        monkeypatch.setattr(logins, "proves", None)  # nothing is compared any more
        answer = sign_in(browser, email)
        assert answer.status_int == 429
        assert 0 < int(answer.headers["Retry-After"]) <= 15 * 60
        assert "15" in answer.html.find("main").text
        assert LOGIN_COOKIE not in browser.cookies

    def test_failures_are_counted_though_the_login_fails(self, site, email):
        sign_in(site.visitor(), email, "falsch")
        assert count(site, "attempts") == 2
        sign_in(site.visitor(), email)
        assert count(site, "attempts") == 1  # that of the address, which failed once

    def test_several_web_processes_count_together(self, sqlite_url, email, site):
        for process in (site, Site(sqlite_url)):
            for _ in range(5):
                assert sign_in(process.visitor(), email, "falsch").status_int == 422
        other = Site(sqlite_url)
        assert sign_in(other.visitor(), email).status_int == 429

    def test_an_invented_forwarding_address_does_not_help(self, sqlite_url, site):
        """A real server that trusts nobody: each login says it comes from elsewhere."""
        most = attempts.LIMITS[attempts.Kind.PASSWORD].address
        with site.data() as db:
            now = database_now(db)
            for number in range(most - 1):
                attempts.begin(
                    db,
                    attempts.Kind.PASSWORD,
                    secret=SECRET,
                    subject=f"user{number}@example.org",
                    address="127.0.0.1",
                    now=now,
                )
        with serving(sqlite_url) as server:
            answers = [
                over_http(server.url, f"other{number}@example.org", f"198.51.100.{number}")
                for number in range(3)
            ]
        assert answers == [422, 429, 429]


class TestBehindTheProxy:
    """The server as production.ini describes it, with nginx on the same machine."""

    @pytest.fixture
    def server(self, sqlite_url):
        with serving(sqlite_url, adjustments=as_in_production()) as running:
            yield running

    def test_the_address_that_the_proxy_names_is_counted(self, server, site, monkeypatch):
        """Threat 9: only the last one, which the proxy wrote itself."""
        limit = attempts.Limit(100, 1, dt.timedelta(minutes=15))
        monkeypatch.setitem(attempts.LIMITS, attempts.Kind.PASSWORD, limit)
        answers = [
            over_http(server.url, f"other{number}@example.org", forwarded)
            for number, forwarded in enumerate(
                ("198.51.100.1", "203.0.113.9, 198.51.100.1", "198.51.100.2")
            )
        ]
        assert answers == [422, 429, 422]
        assert count(site, "attempts") == 4

    def test_a_body_above_the_limit_is_not_taken(self, server):
        """Threat 47."""
        answer = requests.post(f"{server.url}/login", b"x" * 7 * 1024 * 1024, timeout=30)
        assert answer.status_code == 413


class TestSameAnswers:
    """Threat 8."""

    def test_a_known_an_unknown_a_locked_account_and_one_without_password(self, site, email):
        locked, without, removed = (person(site) for _ in range(3))
        with site.data() as db:
            now = database_now(db)
            db.merge(locked).locked_at = now
            db.merge(removed).removed_at = now
            db.merge(without).password_hash = "none"
        pages = set()
        for address, password in (
            (email, "falsch"),
            ("niemand@example.org", PASSWORD),
            (locked.email, PASSWORD),
            (removed.email, PASSWORD),
            (without.email, "none"),
        ):
            answer = sign_in(site.visitor(), address, password)
            assert answer.status_int == 422
            pages.add(CSRF.sub(b"", answer.body).decode().replace(address, ""))
        assert len(pages) == 1

    def test_each_costs_the_same_work(self, site, email, monkeypatch):
        """One comparison with the same parameters, and the same statements in the same order."""
        done = []
        verify = type(logins.hasher).verify

        def verified(self, hash_, password):
            done.append(hash_.split("$")[:4])
            return verify(self, hash_, password)

        def executed(_connection, _cursor, statement, *_more):
            done.append(statement)

        monkeypatch.setattr(type(logins.hasher), "verify", verified)
        sa.event.listen(site.application.registry.gw_engine, "before_cursor_execute", executed)
        work = []
        for address in (email, "niemand@example.org"):
            done.clear()
            sign_in(site.visitor(), address, "falsch")
            work.append(list(done))
        assert work[0] == work[1]
        assert sum(isinstance(one, list) for one in work[0]) == 1


def test_no_transaction_is_open_while_a_password_is_compared(site, email, monkeypatch):
    """Others write meanwhile, even while a browser with an old login signs in."""
    browser = site.visitor()
    browser.set_cookie(LOGIN_COOKIE, "x" * 43)
    pool = site.application.registry.gw_engine.pool
    compared = []

    def proves(_account, _password):
        compared.append(pool.checkedout())
        return False

    monkeypatch.setattr(logins, "proves", proves)
    sign_in(browser, email)
    assert compared == [0]


def test_a_login_remembers_its_device(site, email):
    sign_in(site.visitor(), email, headers={"User-Agent": FIREFOX})
    with site.engine.connect() as connection:
        assert connection.scalar(sa.text("SELECT device FROM logins")) == "Firefox, Windows"


def test_a_password_changed_during_the_comparison_opens_nothing(site, email, monkeypatch):
    """Threat 6."""
    proves = logins.proves

    def slow(account, password):
        with site.data() as db:
            db.execute(sa.text("UPDATE users SET password_hash = 'none'"))
        return proves(account, password)

    monkeypatch.setattr(logins, "proves", slow)
    assert sign_in(site.visitor(), email).status_int == 422
    assert count(site, "logins") == 0


@pytest.mark.parametrize("name", ["email", "password"])
def test_fields_of_another_kind_are_refused_beside_them(site, name):
    """Threat 48."""
    browser = site.visitor()
    token = CSRF.search(browser.get("/login").body)[1].decode()
    fields = {"email": "e@example.org", "password": PASSWORD, "role": "administrator"}
    fields |= {name: "x" * 1000, "csrf_token": token}
    answer = browser.post("/login", fields, status=422)
    assert answer.html.find(id=f"{name}-error")


class TestRolesThatNeedASecondFactor:
    @pytest.fixture
    def strict(self, sqlite_url):
        made = Site(sqlite_url, **{"gw.second_factor": "true"})
        yield made
        made.application.registry.gw_engine.dispose()
        made.engine.dispose()

    def test_they_do_not_count_and_signing_in_leads_to_setting_it_up(self, strict):
        moderator = person(strict, roles=[GlobalRole.MODERATOR])
        browser = strict.visitor()
        answer = sign_in(browser, moderator.email)
        assert answer.headers["Location"].endswith("/profile/second-factor")
        assert answer.follow().html.select("main img.gw-qr")
        assert browser.get("/", status=200).html.find("a", href="/profile/second-factor")
        assert browser.get("/consultations/new", status=403)

    def test_others_are_not_asked(self, strict):
        browser = strict.visitor()
        answer = sign_in(browser, person(strict).email)
        assert answer.headers["Location"].endswith("/")
        assert not browser.get("/").html.find("a", href="/profile/second-factor")
