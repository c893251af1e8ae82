"""With a real nginx in front, configured by docs/nginx.conf (threats 13, 15, 46, 47, 64)."""

import random
import re
import socket
import ssl
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest
import requests
from support.asking import LINES, address
from support.nginx import NAME, PATIENCE, in_front_of
from support.ports import free_port
from support.server import as_in_production, serving

from guideline_workshop.requests import MIB
from guideline_workshop.security import LOGIN_COOKIE

HALF_OPEN = 300
BEGINNINGS = (
    b"",
    b"GET / HTTP/1.1\r\n",
    b"GET / HTTP/1.1\r\nHost: localhost\r\nX-A: 1\r\n",
    b"POST /login HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\nemail=",
    b"POST /login HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nemail\r\n",
)
PEOPLE = ("visitor", "own_delegate", "moderator")
CACHING = """
    proxy_cache_path {folder}/cache keys_zone=all:10m;
    proxy_cache all;
    proxy_cache_valid any 10m;
    add_header X-Cache $upstream_cache_status always;
"""
PAGES = [
    line
    for line in LINES
    if line.method == "GET" and line.route not in {"health", "second_factor.show"}
]
STYLE = re.compile(r'href="(/static/[^"]+\.css\?v=[^"]+)"')
SERVER_PAGES = {
    "too-large": ("Das ist zu groß", "This is too large"),
    "unavailable": ("Zurzeit nicht erreichbar", "Not available at the moment"),
}


@pytest.fixture(scope="module")
def front(stage, certificates, tmp_path_factory):
    """Start the application over the scene as in production, and nginx before it."""

    def start(stack, name, more=""):
        folder, port = tmp_path_factory.mktemp(name), free_port()
        url = f"https://{NAME}:{port}"
        running = stack.enter_context(
            serving(
                f"sqlite:///{stage.path}",
                adjustments=as_in_production(),
                **{"gw.public_url": url},
            )
        )
        return stack.enter_context(
            in_front_of(
                running.url.removeprefix("http://"),
                port,
                folder,
                authority=certificates.authority,
                certificate=certificates.ours,
                more=more.format(folder=folder),
            )
        )

    return start


@pytest.fixture(scope="module")
def nginx(front):
    with ExitStack() as stack:
        yield front(stack, "nginx")


@pytest.fixture(scope="module")
def caching(front):
    with ExitStack() as stack:
        yield front(stack, "caching", CACHING)


@pytest.fixture(scope="module")
def alone(certificates, tmp_path_factory):
    """Nginx before an application that does not run."""
    application, port = f"127.0.0.1:{free_port()}", free_port()
    with in_front_of(
        application,
        port,
        tmp_path_factory.mktemp("alone"),
        authority=certificates.authority,
        certificate=certificates.ours,
    ) as running:
        yield running


class HalfOpen:
    """Connections on which a request was begun and is never ended."""

    def __init__(self, nginx):
        self._nginx = nginx
        self._context = ssl.create_default_context(cafile=nginx.authority)
        self._open = []

    def fill(self):
        """Begin as many as are missing: what nginx has given up is begun anew."""
        for one in [one for one in self._open if not self._waits(one)]:
            one.close()
            self._open.remove(one)
        while len(self._open) < HALF_OPEN:
            self._open.append(self._begin(BEGINNINGS[len(self._open) % len(BEGINNINGS)]))

    def close(self):
        for one in self._open:
            one.close()

    def _begin(self, words):
        plain = socket.create_connection(("127.0.0.1", self._nginx.port), PATIENCE)
        if not words:
            return plain  # not even the handshake is begun
        made = self._context.wrap_socket(plain, server_hostname=NAME)
        made.sendall(words)
        return made

    @staticmethod
    def _waits(one):
        """Say whether the other side has neither answered nor hung up."""
        one.setblocking(False)
        try:
            one.recv(1)
        except (BlockingIOError, ssl.SSLWantReadError):
            return True
        except OSError:
            return False
        return False


@pytest.fixture
def half_open(nginx):
    made = HalfOpen(nginx)
    yield made
    made.close()


def test_half_open_connections_hinder_nobody(nginx, half_open):
    """Threat 46: waitress alone would stand still at 100."""
    for _ in range(20):
        half_open.fill()
        with ThreadPoolExecutor(4) as people:
            answers = list(people.map(nginx.ask, ("/", "/login") * 2))
        assert [one.status_code for one in answers] == [200] * 4
        assert ["<h1" in one.text for one in answers] == [True] * 4


def cookies_of(stage, role):
    return "; ".join(f"{one.name}={one.value}" for one in stage.people[role].jar)


def test_a_cache_between_gives_nobody_the_page_of_another(stage, caching):
    """Threat 15: a thousand requests of two people and a visitor, mixed."""
    chance = random.Random(15)  # noqa: S311 -- the same order every time
    paths = sorted({address(stage, line) for line in PAGES})[::6]
    paths += STYLE.findall(caching.ask("/").text)  # these it may keep
    cookies = {role: cookies_of(stage, role) for role in PEOPLE}
    wanted = [(chance.choice(PEOPLE), chance.choice(paths)) for _ in range(1000)]

    def get(one):
        role, path = one
        return role, path, caching.ask(path, cookies=cookies[role])

    with ThreadPoolExecutor(4) as people:
        answers = list(people.map(get, wanted))
    own, seen, hits = set(), {}, 0
    for role, path, answer in answers:
        assert answer.status_code < 500, (role, path)
        assert stage.others_in(role, answer.content) == [], (role, path)
        outcome = (answer.status_code, answer.headers.get("Location"))
        seen.setdefault((role, path), set()).add(outcome)
        hits += answer.headers["X-Cache"] == "HIT"
        if role != "visitor" and stage.people[role].csrf in answer.text:
            own.add(role)
            assert answer.headers["X-Cache"] in {"MISS", "BYPASS", "EXPIRED"}, (role, path)
    assert own == {"own_delegate", "moderator"}
    assert [one for one, outcomes in seen.items() if len(outcomes) > 1] == []
    assert hits


def test_the_application_knows_how_people_reached_it(stage, nginx):
    """Addresses are those of the settings, cookies are secure, and pages are kept by nobody."""
    led = nginx.ask("/consultations/new")
    assert led.headers["Location"].startswith(f"{nginx.url}/login?next=")
    assert "; secure;" in nginx.ask("/login").headers["Set-Cookie"].casefold()
    own = nginx.ask("/profile", cookies=cookies_of(stage, "own_delegate"))
    assert own.status_code == 200
    assert own.headers["Cache-Control"] == "no-store"
    assert LOGIN_COOKIE not in own.text


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "localhost.evil.example"])
def test_whoever_asks_for_another_name_gets_nothing(nginx, host):
    """Threat 13: nginx hangs up, before the application is asked."""
    with pytest.raises(requests.ConnectionError):
        nginx.ask("/", headers={"Host": host})


def readable(answer, name):
    """Say whether it is the page of the server in both languages, and looks like one."""
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    return all(f">{title}</h" in answer.text for title in SERVER_PAGES[name])


def test_a_body_above_the_limit_gets_a_readable_page(nginx):
    """Threat 47: nginx refuses it before the application is asked."""
    answer = nginx.ask("/login", method="POST", data=b"x" * 7 * MIB)
    assert answer.status_code == 413
    assert readable(answer, "too-large")
    assert nginx.ask("/server/pages.css").headers["Content-Type"].startswith("text/css")


def test_a_body_within_the_limit_gets_through(nginx):
    """The form has no token: that is what the application says."""
    answer = nginx.ask("/login", method="POST", data=b"x" * 5 * MIB)
    assert answer.status_code == 400
    assert "Formular" in answer.text


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_without_the_application_there_is_a_readable_page(alone, method):
    answer = alone.ask("/login", method=method)
    assert answer.status_code == 502
    assert readable(answer, "unavailable")


def test_the_logs_hold_no_mailed_link(stage, nginx, alone):
    """Threat 64: neither while all is well, nor while the application is away."""
    link = stage.things["public"].link
    for server in (nginx, alone):
        for path in (f"/invitations/{link}", f"/password/{link}", f"/unsubscribe/{link}"):
            server.ask(path)
        server.ask("/login?noticed")
        assert "noticed" in server.logs()
        assert link not in server.logs()
