"""Bodies above the limit get our page, and are never held in memory (threat 47)."""

import re
from pathlib import Path

import pytest
import requests
from pyramid.request import Request
from support.pages import URL
from support.scene import HOST
from support.server import as_in_production, serving

from guideline_workshop.i18n import LANGUAGE_COOKIE
from guideline_workshop.requests import MIB, MOST_BYTES

PIECE = b"x" * 65_536
MANY_MIB = 60
TITLES = {"de": "Das ist zu groß", "en": "This is too large"}
KINDS = ("application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/json")


@pytest.fixture(scope="module")
def server(sqlite_template, tmp_path_factory):
    """Serve as production.ini says, whose bound of the server itself is to be met as well."""
    path = tmp_path_factory.mktemp("bodies") / "bodies.sqlite"
    path.write_bytes(sqlite_template.read_bytes())
    with serving(f"sqlite:///{path}", adjustments=as_in_production()) as running:
        yield running


def pieces(mib):
    for _ in range(mib * MIB // len(PIECE)):
        yield PIECE


class Sized:
    """A body of which the client says how long it is, without having it in memory."""

    def __init__(self, mib):
        self._pieces, self._length = pieces(mib), mib * MIB

    def __len__(self):
        return self._length

    def __iter__(self):
        return self._pieces


def peak_memory():
    """Return the most memory, in MiB, that this process has had since it was last asked."""
    found = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text("ascii"))
    Path("/proc/self/clear_refs").write_text("5", "ascii")
    return int(found[1]) // 1024


@pytest.mark.parametrize("make", [Sized, pieces], ids=["with its length", "in chunks"])
@pytest.mark.parametrize("language", TITLES)
@pytest.mark.parametrize("kind", KINDS)
def test_a_body_above_the_limit_gets_our_page(server, make, language, kind):
    answer = requests.post(
        f"{server.url}/login",
        make(7),
        headers={"Content-Type": kind},
        cookies={LANGUAGE_COOKIE: language},
        timeout=30,
    )
    assert answer.status_code == 413
    assert f"<h1>{TITLES[language]}</h1>" in answer.text
    assert f'lang="{language}"' in answer.text


@pytest.mark.parametrize("make", [Sized, pieces], ids=["with its length", "in chunks"])
def test_memory_does_not_grow_with_a_body(server, make):
    requests.get(f"{server.url}/login", timeout=30)
    peak_memory()
    before = peak_memory()
    answer = requests.post(f"{server.url}/login", make(MANY_MIB), timeout=60)
    assert answer.status_code == 413
    assert "<h1>" in answer.text
    assert peak_memory() - before < MANY_MIB // 4


class Endless:
    """What another server gives: a body of which nobody knows how long it is."""

    def __init__(self):
        self.taken = 0

    def read(self, size):
        self.taken += size
        return b"x" * size


def post(site, body, **more):
    request = Request.blank(URL + "/login", method="POST")
    request.environ |= {**HOST, "wsgi.input": body, "CONTENT_TYPE": KINDS[0], **more}
    return request.get_response(site.application)


def test_a_body_of_unknown_length_is_read_up_to_the_limit(site):
    body = Endless()
    answer = post(site, body, **{"wsgi.input_terminated": True})
    assert answer.status_int == 413
    assert body.taken == MOST_BYTES + 1


@pytest.mark.parametrize("length", [str(MOST_BYTES + 1), "9" * 5000])
def test_what_says_that_it_is_larger_is_not_read_at_all(site, length):
    body = Endless()
    assert post(site, body, CONTENT_LENGTH=length).status_int == 413
    assert body.taken == 0


def test_a_body_at_the_limit_is_read(site):
    """The form has no token: that is what is wrong with it."""
    fields = b"email=" + b"x" * (MOST_BYTES - len(b"email="))
    request = Request.blank(URL + "/login", method="POST", body=fields)
    request.environ |= {**HOST, "CONTENT_TYPE": KINDS[0]}
    answer = request.get_response(site.application)
    assert answer.status_int == 400
    assert "Formular" in answer.text


def test_who_is_signed_in_stays_so_on_the_page(stage):
    browser = stage.browser("own_delegate")
    answer = browser.post("/profile/details", b"x" * (MOST_BYTES + 1), status=413)
    assert 'action="/logout"' in answer.text
    assert not stage.is_changed()
