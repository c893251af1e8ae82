"""What holds for every page: headers, cookies, sessions, redirects, bytes that make no sense."""

import io
import re
from http.cookiejar import CookieJar
from urllib.parse import quote, urlsplit

import pytest
import sqlalchemy as sa
from pyramid import httpexceptions
from pyramid.request import Request
from support.headers import unsafe
from support.scene import CSRF, HOST, PASSWORD
from support.server import app_settings
from webtest import TestApp

from guideline_workshop.app import main
from guideline_workshop.i18n import LANGUAGE_COOKIE, _
from guideline_workshop.security import LOGIN_COOKIE
from guideline_workshop.services import consultations
from guideline_workshop.services.errors import Conflict, Invalid

OWN = {"localhost", "localhost:80"}
LANGUAGE = re.compile(r'<html lang="(\w+)"')
HEADING = re.compile(r"<h1[^>]*>([^<]+)</h1>")

ERRORS = [
    (400, httpexceptions.HTTPBadRequest()),
    (403, httpexceptions.HTTPForbidden()),
    (404, httpexceptions.HTTPNotFound()),
    (409, Conflict(_("The round has not opened yet."))),
    (413, httpexceptions.HTTPRequestEntityTooLarge()),
    (422, Invalid(_("Nothing is changed yet."))),
    (429, httpexceptions.HTTPTooManyRequests()),
    (500, RuntimeError("a secret of the house")),
    (503, sa.exc.OperationalError("SELECT secret", {}, Exception("gone"))),
]

REDIRECTS = [
    "//evil.example",
    "///evil.example",
    "////evil.example/x",
    "/\\evil.example",
    "\\\\evil.example",
    "\\/evil.example",
    "/\\/evil.example",
    "https:evil.example",
    "https://evil.example",
    "http:///evil.example",
    "HTTPS://evil.example",
    "evil.example",
    "@evil.example",
    ":80@evil.example",
    ".evil.example",
    "/\t/evil.example",
    "\t//evil.example",
    " //evil.example",
    "/ /evil.example",
    "/\r\nLocation: https://evil.example",
    "/\r\n\r\n<script>alert(1)</script>",
    "/\x00/evil.example",
    "/\u2028/evil.example",
    "/\uff0fevil.example",
    "/%09/evil.example",
    "/%0d%0aLocation:%20https://evil.example",
    "/%5cevil.example",
    "%2f%2fevil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "?next=https://evil.example",
    "#@evil.example",
    "",
]


def sign_in(browser, email, *, password=PASSWORD, **fields):
    token = CSRF.search(browser.get("/login").body)[1].decode()
    entered = {"email": email, "password": password, "csrf_token": token, **fields}
    return browser.post("/login", entered, expect_errors=True)


def raw(stage, path, *, method="GET", cookies="", **environ):
    """Ask with bytes as no browser sends them."""
    request = Request.blank("/", method=method)
    request.environ |= {**HOST, "PATH_INFO": path, "HTTP_COOKIE": cookies, **environ}
    return request.get_response(stage.site.application)


def cookies_of(stage, role):
    return "; ".join(f"{one.name}={one.value}" for one in stage.people[role].jar)


@pytest.fixture
def changing(stage):
    """For tests that change something: what they did is taken back."""
    yield stage
    stage.reset()


@pytest.mark.parametrize(("status", "error"), ERRORS, ids=[str(status) for status, _ in ERRORS])
@pytest.mark.parametrize("role", ["visitor", "own_delegate"])
def test_every_error_has_its_page_in_both_languages(stage, monkeypatch, status, error, role):
    """Threat 14."""

    def fail(*_arguments):
        raise error

    monkeypatch.setattr(consultations, "visible", fail)
    said = {}
    for language in ("de", "en"):
        browser = stage.browser(role)
        browser.set_cookie(LANGUAGE_COOKIE, language)
        answer = browser.get("/", expect_errors=True)
        if (status, role) == (403, "visitor"):  # asked to sign in first
            assert answer.status_int == 303
            return
        assert answer.status_int == status
        assert unsafe(answer, signed_in=role != "visitor") == []
        assert "secret" not in answer.text
        assert LANGUAGE.search(answer.text)[1] == language
        said[language] = HEADING.search(answer.text)[1]
    assert said["de"] != said["en"]


def test_files_are_kept_by_browsers_whoever_is_signed_in(stage):
    page = stage.browser("own_delegate").get("/")
    for address in re.findall(r'(?:href|src)="(/static/[^"]+\?v=[^"]+)"', page.text):
        answer = stage.browser("own_delegate").get(address)
        assert "max-age=31536000" in answer.headers["Cache-Control"]
        assert "Cookie" not in answer.headers.get("Vary", "")
        assert "Set-Cookie" not in answer.headers
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


class TestSessions:
    def test_what_was_known_before_signing_in_is_worth_nothing_afterwards(self, changing):
        """Threat 7: a planted session opens no form of the login."""
        victim = TestApp(changing.site.application, cookiejar=CookieJar(), extra_environ=HOST)
        known = CSRF.search(victim.get("/login").body)[1].decode()
        planted = victim.cookies["gw_session"]
        entered = {"email": changing.people["outsider"].email, "password": PASSWORD}
        victim.post("/login", {**entered, "csrf_token": known})
        assert CSRF.search(victim.get("/").body)[1].decode() != known
        assert victim.post("/logout", {"csrf_token": known}, status=400)
        answer = raw(
            changing,
            "/logout",
            method="POST",
            cookies=f"{LOGIN_COOKIE}={victim.cookies[LOGIN_COOKIE]}; gw_session={planted}",
            HTTP_X_CSRF_TOKEN=known,
        )
        assert answer.status_int == 400

    def test_a_login_that_was_signed_out_cannot_be_replayed(self, changing):
        """Threat 6."""
        url = f"/consultations/{changing.things['private'].slug}/journal"
        kept = cookies_of(changing, "own_delegate")
        assert raw(changing, url, cookies=kept).status_int == 200
        token = changing.people["own_delegate"].csrf
        changing.browser("own_delegate").post("/logout", {"csrf_token": token}, status=303)
        assert raw(changing, url, cookies=kept).status_int == 404
        answer = raw(changing, "/consultations/new", cookies=kept)
        assert "/login?next=" in answer.headers["Location"]

    def test_the_token_of_a_form_ends_with_its_login(self, changing):
        browser = changing.browser("own_delegate")
        before = changing.people["own_delegate"].csrf
        browser.post("/logout", {"csrf_token": before}, status=303)
        sign_in(browser, changing.people["own_delegate"].email)
        browser.post("/logout", {"csrf_token": before}, status=400)

    def test_every_login_has_a_value_of_its_own(self, changing):
        values = set()
        for _attempt in range(3):
            browser = changing.browser("visitor")
            sign_in(browser, changing.people["board"].email)
            values.add(browser.cookies[LOGIN_COOKIE])
        assert len(values) == 3

    def test_an_unknown_address_and_a_wrong_password_get_the_same_page(self, changing):
        """Threat 8."""
        pages = []
        for email in (changing.people["board"].email, "niemand@example.org"):
            answer = sign_in(changing.browser("visitor"), email, password="falsch")
            assert answer.status_int == 422
            assert "Set-Cookie" not in answer.headers
            text = CSRF.sub(b"", answer.body).decode().replace(email, "")
            pages.append(text)
        assert pages[0] == pages[1]


@pytest.mark.parametrize("is_secure", [True, False])
def test_cookies_are_for_this_site_and_no_script(stage, is_secure):
    url = "https://leitlinien.example" if is_secure else "http://localhost"
    settings = app_settings(f"sqlite:///{stage.path}", url)
    application = main({}, **settings)
    scheme, host = urlsplit(url)[:2]
    browser = TestApp(application, extra_environ={"HTTP_HOST": host, "wsgi.url_scheme": scheme})
    form = browser.get("/login")
    token = CSRF.search(form.body)[1].decode()
    cookie = form.headers["Set-Cookie"]  # one that is secure is not sent to this test's own host
    entered = {"email": stage.people["board"].email, "password": PASSWORD, "csrf_token": token}
    headers = {"Cookie": cookie.partition(";")[0], "Origin": url}
    answer = browser.post("/login", entered, headers=headers, status=303)
    set_cookies = [cookie, *answer.headers.getall("Set-Cookie")]
    assert any(one.startswith(LOGIN_COOKIE) for one in set_cookies)
    for one in set_cookies:
        flags = {part.strip().lower() for part in one.split(";")[1:]}
        assert {"httponly", "samesite=lax", "path=/"} <= flags
        assert ("secure" in flags) is is_secure
        assert not any(flag.startswith("domain=") for flag in flags)
    application.registry.gw_engine.dispose()
    stage.reset()


class TestRedirects:
    """Threat 12: one stays in the house."""

    @pytest.mark.parametrize("target", REDIRECTS)
    def test_after_signing_in(self, changing, target):
        answer = sign_in(changing.browser("visitor"), changing.people["board"].email, next=target)
        assert answer.status_int == 303
        self.check(answer)

    @pytest.mark.parametrize("target", REDIRECTS)
    def test_after_choosing_the_language_and_for_whom_one_acts(self, changing, target):
        headers = {"Origin": "http://localhost:80"}
        fields = {"language": "en", "came_from": target}
        self.check(changing.browser("visitor").post("/language", fields, headers=headers))
        person = changing.people["own_delegate"]
        fields = {
            "association": changing.association_ids["own"],
            "came_from": target,
            "csrf_token": person.csrf,
        }
        self.check(changing.browser("own_delegate").post("/acting", fields))

    @pytest.mark.parametrize("target", REDIRECTS)
    def test_the_forms_carry_only_own_addresses(self, stage, target):
        page = stage.browser("visitor").get("/login?next=" + quote(target))
        found = re.findall(r'name="next" value="([^"]*)"', page.text)
        assert len(found) == 2  # by password, and by passkey
        for carried in found:
            assert carried == "/" or re.match(r"/[^/\\]", carried)

    def check(self, answer):
        location = answer.headers["Location"]
        assert urlsplit(location).netloc in OWN
        assert location.isprintable()
        assert "\\" not in location
        assert "Set-Cookie: " not in location

    def test_an_own_page_is_where_one_goes(self, changing):
        target = "/consultations/offen/amendments?state=submitted"
        answer = sign_in(changing.browser("visitor"), changing.people["board"].email, next=target)
        assert urlsplit(answer.headers["Location"])[2:4] == tuple(target.split("?"))


BAD_PATHS = [
    "/\xff",
    "/consultations/\xc3\x28",
    "/consultations/\xed\xa0\x80",
    "/\x00",
    "/static/\xff",
]
BAD_QUERIES = ["next=%ff", "next=%c3%28", "\xff=\xff", "next=%00", "%", "=&=&&&", "state=%ed%a0%80"]
FORM = "application/x-www-form-urlencoded"
BAD_BODIES = [
    ("multipart/form-data", b"--x\r\n\r\n"),
    ("multipart/form-data; boundary=", b"--\r\n\r\n"),
    (
        "multipart/form-data; boundary=x",
        b"--x\r\nContent-Disposition: form-data; name=\xff\r\n\r\n",
    ),
    ("multipart/form-data; boundary=" + "x" * 5000, b"x"),
    (FORM, b"email=%ff&password=%ff"),
    (FORM, b"email=\xff\xfe&password=\x00"),
    (FORM, b"email=a%00b&password=x"),
    (FORM, b"email=%ed%a0%80&password=x"),
    (FORM + "; charset=utf-16", b"email=x"),
    (FORM + "; charset=nonsense", b"email=x"),
    (FORM + "; charset=\xff", b"email=x"),
    ("application/json", b"{"),
    ("", b"email=x"),
    ("\xff", b"email=x"),
    (FORM, b"email=x&" * 5000),
]


class TestBytes:
    """Threat 45: what makes no sense is refused, and nothing falls over."""

    @pytest.mark.parametrize("path", BAD_PATHS, ids=repr)
    @pytest.mark.parametrize("method", ["GET", "POST"])
    def test_a_path_that_is_no_text(self, stage, path, method):
        assert raw(stage, path, method=method).status_int in (400, 404)

    @pytest.mark.parametrize("query", BAD_QUERIES, ids=repr)
    @pytest.mark.parametrize("page", ["/login", "/consultations/offen/amendments", "/"])
    def test_a_query_that_is_no_text(self, stage, query, page):
        assert raw(stage, page, QUERY_STRING=query).status_int in (200, 400)

    @pytest.mark.parametrize(("media_type", "body"), BAD_BODIES, ids=repr)
    @pytest.mark.parametrize(
        ("page", "role"),
        [
            ("/login", "visitor"),
            ("/language", "visitor"),
            ("/consultations/new", "moderator"),
            ("/consultations/offen/rounds/new", "moderator"),
        ],
    )
    def test_a_body_that_is_no_form(self, changing, media_type, body, page, role):
        stage = changing
        for token in ({}, {"HTTP_X_CSRF_TOKEN": stage.people[role].csrf}):
            answer = raw(
                stage,
                page,
                method="POST",
                cookies=cookies_of(stage, role),
                CONTENT_TYPE=media_type,
                CONTENT_LENGTH=str(len(body)),
                HTTP_ORIGIN="http://localhost:80",
                **{"wsgi.input": io.BytesIO(body), **token},
            )
            assert answer.status_int in (400, 413, 415, 422)
        # whatever was sent as address and password is a try to sign in, and counted as one
        assert stage.changed_tables() <= ({"attempts"} if page == "/login" else set())

    @pytest.mark.parametrize(
        "cookies",
        [
            f"{LOGIN_COOKIE}=\xff",
            f"{LOGIN_COOKIE}=",
            f"{LOGIN_COOKIE}=" + "x" * 5000,
            "gw_session=nonsense",
            "gw_session=\xff",
            f"{LANGUAGE_COOKIE}=\xff",
            f"{LANGUAGE_COOKIE}=../../etc",
            ";;;=;=",
            "\x00",
        ],
        ids=repr,
    )
    def test_cookies_that_are_nonsense(self, stage, cookies):
        assert raw(stage, "/", cookies=cookies).status_int in (200, 400)
        assert raw(stage, "/login", cookies=cookies).status_int in (200, 400)

    @pytest.mark.parametrize(
        "path",
        [
            "/consultations/offen/rounds/99999999999999999999",
            "/consultations/offen/amendments/d0",
            "/consultations/offen/amendments/0",
            "/consultations/offen/amendments/999999999",
            "/consultations/offen/amendments/\u0661".encode().decode("latin-1"),
            "/consultations/offen/documents/leitlinien/versions/\u0661".encode().decode("latin-1"),
            "/consultations/offen/documents/leitlinien/versions/000000001",
            "/consultations/" + "a" * 5000,
        ],
    )
    def test_numbers_that_stand_for_nothing(self, stage, path):
        assert raw(stage, path, cookies=cookies_of(stage, "moderator")).status_int in (200, 404)
