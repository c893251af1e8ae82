"""Signing in with an OpenID provider that the test runs, and everything that is refused."""

import re
import time
from urllib.parse import urlsplit

import factories
import pytest
import sqlalchemy as sa
from joserfc.jwk import RSAKey
from support.codes import with_app
from support.openid import CLIENT, SECRET, providing
from support.pages import Site
from support.scene import CSRF

from guideline_workshop.models import ExternalIdentity, JournalEntry, Login, Mail
from guideline_workshop.rules.acts import Act
from guideline_workshop.rules.roles import GlobalRole
from guideline_workshop.security import LOGIN_COOKIE
from guideline_workshop.services import logins
from guideline_workshop.services.clock import database_now

PASSWORD = "richtig pferd batterie"
REFRESH = re.compile(r'http-equiv="refresh" content="0; url=([^"]+)"')
CALLBACK = "/login/provider/callback"


@pytest.fixture
def provider():
    with providing() as running:
        yield running


@pytest.fixture
def site(sqlite_url, provider):
    made = Site(
        sqlite_url,
        **{
            "gw.provider": provider.issuer,
            "gw.provider_name": "Kreis-ID",
            "gw.provider_client": CLIENT,
            "gw.provider_secret": SECRET,
        },
    )
    yield made
    made.engine.dispose()
    made.application.registry.gw_engine.dispose()


@pytest.fixture
def person(site, provider):
    with site.data() as db:
        factories.user(db)
        made = factories.user(db, "Eva Kern")
        made.password_hash = logins.hash_password(PASSWORD)
    provider.claims = {"email": made.email, "email_verified": True}
    return made


def post(browser, page, path, **fields):
    token = CSRF.search(page.body)[1].decode()
    return browser.post(path, {"csrf_token": token, **fields}, expect_errors=True)


def begin(browser, page="/login", path="/login/provider", **fields):
    """Press the button; returns the address to which the browser is sent."""
    answer = post(browser, browser.get(page), path, **fields)
    return REFRESH.search(answer.text)[1].replace("&amp;", "&")


def come_back(browser, code, state, **fields):
    """Come back from the provider, and press the button of the page that leads on."""
    page = browser.get(CALLBACK, {"code": code, "state": state, **fields})
    sent = {one["name"]: one["value"] for one in page.html.select("main form input[type=hidden]")}
    assert sent["code"] == code
    return browser.post(CALLBACK, sent, expect_errors=True)


def sign_in(site, provider, **fields):
    browser = site.visitor()
    code, state = provider.authorize(begin(browser, **fields))
    return browser, come_back(browser, code, state)


def assert_refused(browser, answer):
    assert answer.headers["Location"] == "http://localhost/login"
    assert answer.follow().html.select("main [role=alert]")
    assert LOGIN_COOKIE not in browser.cookies


def rows(site, table):
    with site.data() as db:
        return db.scalars(sa.select(table)).all()


class TestSigningIn:
    def test_a_verified_address_links_once_and_the_subject_opens_from_then_on(
        self, site, provider, person
    ):
        browser, answer = sign_in(site, provider, next="/profile/provider")
        assert answer.headers["Location"] == "http://localhost/profile/provider"
        assert browser.get("/profile/provider", status=200)
        (linked,) = rows(site, ExternalIdentity)
        assert (linked.issuer, linked.subject) == (provider.issuer, "person-1")
        assert linked.user_id == person.id
        assert [one.act for one in rows(site, JournalEntry)] == [Act.PROVIDER_LINKED]
        assert [one.data["what"] for one in rows(site, Mail)] == [Act.PROVIDER_LINKED]
        provider.claims = {"email": "other@example.org", "email_verified": True}
        assert LOGIN_COOKIE in sign_in(site, provider)[0].cookies
        assert {one.user_id for one in rows(site, Login)} == {person.id}

    @pytest.mark.parametrize(
        "claims",
        [
            {"email_verified": False},
            {"email_verified": "true"},
            {"email_verified": None},
            {"email": "niemand@example.org"},
            {"email": None},
            {"email": ["x"]},
        ],
        ids=str,
    )
    @pytest.mark.usefixtures("person")
    def test_an_address_that_is_not_vouched_for_opens_nothing(self, site, provider, claims):
        provider.claims |= claims
        assert_refused(*sign_in(site, provider))
        assert rows(site, ExternalIdentity) == []

    def test_an_address_opens_no_account_with_special_rights(self, site, provider, person):
        """Whoever gets such an address at the provider must not get a role here with it."""
        with site.data() as db:
            chief = factories.user(db, roles=[GlobalRole.BOARD])
            guarded = factories.user(db)
            with_app(db, guarded)
            leading = factories.user(db, roles=[GlobalRole.MODERATOR])
            factories.consultation(db, factories.identity(db, leading))
            leading.roles.clear()  # still leads a consultation
        for user in (chief, guarded, leading):
            provider.claims = {"email": user.email, "email_verified": True}
            assert_refused(*sign_in(site, provider))
        assert person

    @pytest.mark.parametrize("since", ["locked_at", "removed_at"])
    def test_who_is_locked_or_removed_is_refused(self, site, provider, person, since):
        sign_in(site, provider)
        with site.data() as db:
            setattr(db.merge(person), since, database_now(db))
        assert_refused(*sign_in(site, provider))

    @pytest.mark.parametrize(
        ("claims", "is_strong"),
        [
            ({}, False),
            ({"amr": ["pwd"]}, False),
            ({"amr": "mfa"}, False),
            ({"amr": ["pwd", "mfa"]}, True),
            ({"acr": "phr"}, True),
            ({"acr": "0"}, False),
        ],
        ids=str,
    )
    @pytest.mark.usefixtures("person")
    def test_a_provider_may_vouch_for_a_second_factor(self, site, provider, claims, is_strong):
        provider.claims |= claims
        sign_in(site, provider)
        assert [one.second_factor for one in rows(site, Login)] == [is_strong]

    def test_who_has_an_app_is_asked_for_its_code(self, site, provider, person):
        sign_in(site, provider)
        with site.data() as db:
            with_app(db, db.merge(person))
        browser, answer = sign_in(site, provider)
        assert answer.headers["Location"].startswith("http://localhost/login/code")
        assert LOGIN_COOKIE not in browser.cookies


class TestRefused:
    """Whatever comes back, nobody is signed in, and nothing falls over."""

    @pytest.mark.parametrize(
        "claims",
        [
            {"nonce": "another"},
            {"nonce": None},
            {"iss": "https://evil.example"},
            {"iss": None},
            {"aud": "another"},
            {"aud": ["another", CLIENT]},
            {"aud": None},
            {"exp": int(time.time()) - 3600},
            {"exp": None},
            {"exp": "x"},
            {"iat": int(time.time()) + 3600},
            {"sub": None},
        ],
        ids=lambda claims: next(iter(claims)),
    )
    @pytest.mark.usefixtures("person")
    def test_a_claim_that_is_wrong(self, site, provider, claims):
        provider.claims |= claims
        assert_refused(*sign_in(site, provider))

    @pytest.mark.parametrize("algorithm", ["none", "HS256", "RS512"])
    @pytest.mark.usefixtures("person")
    def test_a_signature_of_another_kind(self, site, provider, algorithm):
        provider.algorithm = algorithm
        assert_refused(*sign_in(site, provider))

    @pytest.mark.usefixtures("person")
    def test_a_signature_of_somebody_else(self, site, provider):
        provider.signing = RSAKey.generate_key(2048, {"kid": "1"})
        assert_refused(*sign_in(site, provider))

    @pytest.mark.usefixtures("person")
    def test_another_state(self, site, provider):
        browser = site.visitor()
        code, _state = provider.authorize(begin(browser))
        assert_refused(browser, come_back(browser, code, "x" * 43))

    @pytest.mark.usefixtures("person")
    def test_the_answer_to_another_browser(self, site, provider):
        """Nobody is signed in to the account of whoever sent them a link."""
        code, state = provider.authorize(begin(site.visitor()))
        browser = site.visitor()
        begin(browser)
        assert_refused(browser, come_back(browser, code, state))
        assert provider.codes  # it was not even asked

    @pytest.mark.usefixtures("person")
    def test_a_code_that_was_used(self, site, provider):
        browser = site.visitor()
        code, state = provider.authorize(begin(browser))
        kept = browser.cookies["gw_session"]
        come_back(browser, code, state)
        again = site.visitor()
        again.set_cookie("gw_session", kept)
        assert_refused(again, come_back(again, code, state))

    @pytest.mark.usefixtures("person")
    def test_the_answer_of_another_provider(self, site, provider):
        browser = site.visitor()
        code, state = provider.authorize(begin(browser))
        assert_refused(browser, come_back(browser, code, state, iss="https://evil.example"))

    def test_an_error_of_the_provider(self, site, provider):
        browser = site.visitor()
        _code, state = provider.authorize(begin(browser))
        page = browser.get(CALLBACK, {"error": "access_denied", "state": state})
        assert_refused(browser, post(browser, page, CALLBACK, error="access_denied", state=state))

    @pytest.mark.parametrize(
        "trouble",
        [
            {"status": 500},
            {"status": 302},
            {"body": b"<html>"},
            {"body": b"[]"},
            {"body": b"x" * 600_000},
        ],
        ids=lambda one: str(one)[:30],
    )
    @pytest.mark.usefixtures("person")
    def test_a_provider_in_trouble(self, site, provider, trouble):
        browser = site.visitor()
        code, state = provider.authorize(begin(browser))
        for name, value in trouble.items():
            setattr(provider, name, value)
        assert_refused(browser, come_back(browser, code, state))
        browser = site.visitor()
        assert_refused(browser, post(browser, browser.get("/login"), "/login/provider"))

    @pytest.mark.parametrize(
        "metadata",
        [
            {"issuer": "https://evil.example"},
            {"authorization_endpoint": "http://evil.example/authorize"},
            {"authorization_endpoint": "javascript:alert(1)"},
            {"authorization_endpoint": None},
        ],
        ids=str,
    )
    def test_a_provider_that_sends_people_elsewhere(self, site, provider, metadata):
        provider.metadata = metadata
        browser = site.visitor()
        assert_refused(browser, post(browser, browser.get("/login"), "/login/provider"))

    def test_looking_at_the_page_that_leads_on_signs_nobody_in(self, site, provider, person):
        """Threat 4."""
        browser = site.visitor()
        code, state = provider.authorize(begin(browser))
        browser.get(CALLBACK, {"code": code, "state": state, "x": "y"}, status=200)
        assert code in provider.codes
        assert LOGIN_COOKIE not in browser.cookies
        assert person


class TestLinking:
    def link(self, browser, provider):
        address = begin(browser, "/profile/provider", "/profile/provider/link")
        return come_back(browser, *provider.authorize(address))

    def test_who_is_signed_in_links_and_ends_the_link(self, site, provider):
        with site.data() as db:
            board = factories.user(db, roles=[GlobalRole.BOARD])
            board.password_hash = logins.hash_password(PASSWORD)
        browser = site.signed_in(board)
        assert self.link(browser, provider).status_int == 303
        assert LOGIN_COOKIE in sign_in(site, provider)[0].cookies
        for password, status in (("falsch", 422), (PASSWORD, 303)):
            page = browser.get("/profile/provider")
            answer = post(browser, page, "/profile/provider/unlink", password=password)
            assert answer.status_int == status
        assert_refused(*sign_in(site, provider))

    def test_an_account_of_the_provider_belongs_to_one_person(self, site, provider, person):
        sign_in(site, provider)
        with site.data() as db:
            stranger = factories.user(db)
        assert self.link(site.signed_in(stranger), provider).status_int == 409
        assert {one.user_id for one in rows(site, ExternalIdentity)} == {person.id}

    def test_a_question_to_sign_in_links_nothing(self, site, provider, person):
        """Nobody's account is linked with that of whoever made them press a button."""
        browser = site.visitor()
        code, state = provider.authorize(begin(browser))
        with site.data() as db:
            stranger = factories.user(db)
            browser.set_cookie(LOGIN_COOKIE, factories.login(db, stranger))
        come_back(browser, code, state)
        assert {one.user_id for one in rows(site, ExternalIdentity)} <= {person.id}


def test_the_browser_is_sent_to_the_provider_only(site, provider):
    address = begin(site.visitor())
    assert address.startswith(f"{provider.issuer}/authorize?")
    assert "redirect_uri=http%3A%2F%2Flocalhost%2Flogin%2Fprovider%2Fcallback" in address
    assert urlsplit(address).fragment == ""


def test_a_provider_that_is_down_is_said_to_be(sqlite_url):
    settings = {"provider_name": "Kreis-ID", "provider_client": CLIENT, "provider_secret": SECRET}
    ini = {f"gw.{name}": value for name, value in settings.items()}
    made = Site(sqlite_url, **ini, **{"gw.provider": "http://127.0.0.1:1"})  # nobody listens there
    browser = made.visitor()
    assert_refused(browser, post(browser, browser.get("/login"), "/login/provider"))
    made.engine.dispose()
    made.application.registry.gw_engine.dispose()
