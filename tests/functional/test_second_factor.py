"""The pages of the second factor: the second step of signing in, setting up, removing."""

import re
from urllib.parse import unquote

import factories
import pytest
from support.codes import App, with_app
from support.scene import CSRF

from guideline_workshop.security import LOGIN_COOKIE, WAITING_COOKIE
from guideline_workshop.services import attempts, logins

PASSWORD = "richtig pferd batterie"
PAGE = "/profile/second-factor"
CODE = re.compile(r"[a-z2-9]{5}-[a-z2-9]{5}-[a-z2-9]{5}")


@pytest.fixture
def person(site):
    with site.data() as db:
        made = factories.user(db)
        made.password_hash = logins.hash_password(PASSWORD)
    return made


@pytest.fixture
def app(site, person):
    with site.data() as db:
        return with_app(db, db.merge(person))[0]


def shown(site, app, steps=0):
    with site.data() as db:
        return app.code(db, steps)


def post(browser, page, path, **fields):
    token = CSRF.search(page.body)[1].decode()
    return browser.post(path, {"csrf_token": token, **fields}, expect_errors=True)


def first_step(site, person, **fields):
    browser = site.visitor()
    fields = {"email": person.email, "password": PASSWORD} | fields
    return browser, post(browser, browser.get("/login"), "/login", **fields)


def signed_in(site, person, app):
    browser, answer = first_step(site, person)
    post(browser, answer.follow(), "/login/code", code=shown(site, app))
    return browser


def set_up(site, person):
    """Set the app up as the page asks for it; returns browser and answer."""
    browser = site.signed_in(person)
    page = browser.get(PAGE)
    app = App(page.html.select_one(".gw-secret").text)
    proposal = page.html.select_one("[name=proposal]")["value"]
    return browser, post(browser, page, PAGE, proposal=proposal, code=shown(site, app))


class TestSecondStep:
    def test_the_password_alone_signs_nobody_in(self, site, person, app):
        browser, answer = first_step(site, person, next="/consultations/new")
        assert answer.headers["Location"].endswith("/login/code?next=%2Fconsultations%2Fnew")
        assert LOGIN_COOKIE not in browser.cookies
        assert browser.get(PAGE).status_int == 303
        page = answer.follow()
        waiting = browser.cookies[WAITING_COOKIE]
        fields = {"code": shown(site, app), "next": "/consultations/new"}
        done = post(browser, page, "/login/code", **fields)
        assert done.headers["Location"] == "http://localhost/consultations/new"
        assert waiting != browser.cookies[LOGIN_COOKIE]
        assert WAITING_COOKIE not in browser.cookies
        assert browser.get(PAGE, status=200)
        # the password of the waiting login is no way back
        browser.set_cookie(WAITING_COOKIE, waiting)
        assert browser.get("/login/code").headers["Location"].endswith("/login")

    @pytest.mark.usefixtures("app")
    def test_a_wrong_code_is_said_beside_the_field(self, site, person):
        browser, answer = first_step(site, person)
        answer = post(browser, answer.follow(), "/login/code", code="000000")
        assert answer.status_int == 422
        assert answer.html.find(id="code-error")

    def test_a_code_seen_over_the_shoulder_is_worth_nothing(self, site, person, app):
        code = shown(site, app)
        for expected in (303, 422):
            browser, answer = first_step(site, person)
            assert post(browser, answer.follow(), "/login/code", code=code).status_int == expected

    def test_codes_cannot_be_guessed_by_beginning_anew(self, site, person, app):
        """Threat 9."""
        for _ in range(attempts.LIMITS[attempts.Kind.CODE].subject):
            browser, answer = first_step(site, person)
            page = answer.follow()
            assert post(browser, page, "/login/code", code="000000").status_int == 422
        browser, answer = first_step(site, person)
        answer = post(browser, answer.follow(), "/login/code", code=shown(site, app))
        assert answer.status_int == 429
        assert int(answer.headers["Retry-After"]) > 0

    def test_without_the_first_step_there_is_no_second(self, site, app):
        browser = site.visitor()
        page = browser.get("/login")
        answer = post(browser, page, "/login/code", code=shown(site, app))
        assert answer.headers["Location"].endswith("/login")
        assert LOGIN_COOKIE not in browser.cookies


class TestSettingUp:
    def test_the_picture_and_the_text_hold_one_secret(self, site, person):
        page = site.signed_in(person).get(PAGE).html
        picture = page.select_one("img.gw-qr")
        assert picture["src"].startswith("data:image/svg+xml")
        assert picture["alt"]
        assert re.fullmatch(r"([A-Z2-7]{4} ?)+", page.select_one(".gw-secret").text)

    def test_the_recovery_codes_are_shown_once(self, site, person):
        browser, answer = set_up(site, person)
        page = answer.follow()
        codes = CODE.findall(page.html.find("ol", "gw-codes").text)
        assert len(set(codes)) == 10
        saved = page.html.select_one("a[download]")["href"]
        assert unquote(saved.partition(",")[2]).split() == codes
        assert page.headers["Cache-Control"] == "no-store"
        assert not CODE.search(browser.get(PAGE + "/recovery-codes").text)

    def test_the_cookie_from_before_is_worth_nothing(self, site, person):
        """Threats 6 and 7."""
        browser = site.signed_in(person)
        before = browser.cookies[LOGIN_COOKIE]
        page = browser.get(PAGE)
        app = App(page.html.select_one(".gw-secret").text)
        proposal = page.html.select_one("[name=proposal]")["value"]
        post(browser, page, PAGE, proposal=proposal, code=shown(site, app))
        assert browser.cookies[LOGIN_COOKIE] != before
        browser.set_cookie(LOGIN_COOKIE, before)
        assert browser.get(PAGE).headers["Location"].partition("?")[0].endswith("/login")

    def test_after_a_wrong_code_the_secret_is_the_same(self, site, person):
        browser = site.signed_in(person)
        page = browser.get(PAGE)
        proposal = page.html.select_one("[name=proposal]")["value"]
        again = post(browser, page, PAGE, proposal=proposal, code="000000")
        assert again.status_int == 422
        assert again.html.find(id="code-error")
        secrets = {one.html.select_one(".gw-secret").text for one in (page, again)}
        assert len(secrets) == 1

    def test_new_recovery_codes(self, site, person):
        browser, answer = set_up(site, person)
        first = CODE.findall(answer.follow().text)
        answer = post(browser, browser.get(PAGE), PAGE + "/recovery-codes")
        assert set(CODE.findall(answer.follow().text)).isdisjoint(first)


class TestRemoving:
    def test_it_needs_the_password(self, site, person, app):
        browser = signed_in(site, person, app)
        answer = post(browser, browser.get(PAGE), PAGE + "/remove", password="falsch")
        assert answer.status_int == 422
        assert answer.html.find(id="password-error")
        answer = post(browser, browser.get(PAGE), PAGE + "/remove", password=PASSWORD)
        assert answer.status_int == 303
        assert browser.get(PAGE).html.select_one(".gw-secret")
        _browser, answer = first_step(site, person)
        assert answer.headers["Location"] == "http://localhost/"

    @pytest.mark.usefixtures("app")
    def test_who_signed_in_with_the_password_only_is_offered_nothing(self, site, person):
        browser = site.signed_in(person)
        page = browser.get(PAGE)
        assert not page.html.select("main form")
        answer = post(browser, page, PAGE + "/remove", password=PASSWORD)
        assert answer.status_int == 403
