"""Under which name the application answers (threat 13)."""

import pytest
from pyramid.request import Request
from support.headers import unsafe
from support.pages import Site

from guideline_workshop.hosts import is_own

PUBLIC = "https://leitlinien.example"


@pytest.fixture
def public(sqlite_url):
    made = Site(sqlite_url, **{"gw.public_url": PUBLIC})
    yield made
    made.application.registry.gw_engine.dispose()
    made.engine.dispose()


def get(site, path, host, *, scheme="https", method="GET"):
    request = Request.blank(path, method=method)
    request.environ |= {"HTTP_HOST": host, "wsgi.url_scheme": scheme}
    return request.get_response(site.application)


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "leitlinien.example.evil.example",
        "leitlinien.example:8443",
        "evil@leitlinien.example",
        "leitlinien.example@evil.example",
        "leitlinien.example/x",
        "leitlinien.example#",
        "leitlinien.example:x",
        "localhost",
        "127.0.0.1",
        "[::1",
        "",
        "\xff",
    ],
)
@pytest.mark.parametrize(
    "path", ["/", "/login", "/consultations/new", "/nothing", "/static/gw.css"]
)
def test_another_name_gets_no_page(public, host, path):
    answer = get(public, path, host)
    assert answer.status_int == 400
    assert "evil" not in answer.text
    assert "Set-Cookie" not in answer.headers
    assert unsafe(answer, signed_in=False) == []


@pytest.mark.parametrize(
    "host", ["leitlinien.example", "leitlinien.example:443", "LEITLINIEN.example"]
)
@pytest.mark.parametrize("scheme", ["https", "http"])
def test_addresses_are_made_from_the_settings(public, host, scheme):
    """Even where a proxy forgets to say that people came by https."""
    answer = get(public, "/consultations/new", host, scheme=scheme)
    assert answer.headers["Location"].startswith(f"{PUBLIC}/login?next=")


def test_a_load_balancer_asks_by_number(public):
    assert get(public, "/healthz", "10.0.0.7:6543", scheme="http").status_int == 200


@pytest.mark.parametrize(
    ("address", "public", "expected"),
    [
        ("http://localhost:6543", "http://localhost:6543", True),
        ("http://127.0.0.1:8080", "http://localhost:6543", True),
        ("http://[::1]:6543", "http://localhost:6543", True),
        ("http://evil.example:6543", "http://localhost:6543", False),
        ("https://a.example", "https://a.example:443", True),
        ("https://a.example:80", "https://a.example", False),
        ("https://localhost", "https://a.example", False),
    ],
)
def test_on_ones_own_machine_any_port_is_the_same(address, public, expected):
    assert is_own(address, public) is expected
