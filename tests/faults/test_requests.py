"""Requests that no browser sends are answered, and never with a fault of ours (threat 45)."""

import io
import random
from urllib.parse import quote_from_bytes, urlencode

import pytest
from pyramid.request import Request
from support.asking import LINES, address, entered
from support.scene import HOST

HUNDRED = 100
PARTS = 10
METHODS = (
    "GET",
    "POST",
    "HEAD",
    "PUT",
    "DELETE",
    "PATCH",
    "OPTIONS",
    "TRACE",
    "PROPFIND",
    "get",
    "",
)
ROLES = ("visitor", "own_delegate", "moderator", "administrator")
VALUES = (
    "", "0", "-1", "999999999999999999999", "1e9", "NaN", "1" * 5000, "²", "١٢", "null", "true",
    "[]", "{}", "2026-02-30T25:61", "0000-00-00T00:00", "99999-01-01T00:00", "2026-03-29T02:30",
    "\x00", "\ud800", "\u202e", "\ufeff", "a\x00b", "\r\nX: y", "../../etc/passwd", "%00", "%s%n",
    "${jndi:ldap://x}", "{{7*7}}", "' OR 1=1 --", "x" * 70_000, "p2", "replace", "\U0001f600" * 300,
)  # fmt: skip
BYTES = (b"\x00", b"\xff", b"\xc3\x28", b"\xed\xa0\x80", b"%", b"//", b"/..", b";", b"\\", b"\n")
KINDS = (
    "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "multipart/form-data",
    "application/x-www-form-urlencoded; charset=utf-16", "application/json", "text/plain", "", "/",
)  # fmt: skip
HEADERS = {
    "HTTP_IF_NONE_MATCH": ('"', "*", 'W/"x', "\xff"),
    "HTTP_IF_MODIFIED_SINCE": ("never", "Sun, 99 Nov 2026 25:00:00 GMT", "0"),
    "HTTP_RANGE": ("bytes=5-1", "bytes=-", "lines=1-2", "bytes=" + "0-1," * 500),
    "HTTP_ACCEPT_LANGUAGE": ("x" * 5000, "de;q=zwei", "*;q=9", "\xff"),
    "HTTP_ACCEPT": ("image/*;q=", "\x00", "x" * 5000),
    "HTTP_ACCEPT_ENCODING": ("gzip;q=x", ""),
    "HTTP_COOKIE": ("gw_login=\xff", "gw_session=x; gw_session=y", "=;" * 500),
    "HTTP_USER_AGENT": ("\xff" * 500, ""),
    "HTTP_X_FORWARDED_FOR": ("1.2.3.4, \x00", "::1::", "x" * 5000),
    "HTTP_REFERER": ("javascript:1", "\xff"),
    "HTTP_HX_REQUEST": ("maybe",),
    "HTTP_TRANSFER_ENCODING": ("chunked",),
}


def garbled_path(chance, path):
    """Return the path, with bytes put into it in one of three."""
    raw = path.encode()
    if chance.random() < 0.3:
        at = chance.randrange(len(raw) + 1)
        raw = raw[:at] + chance.choice(BYTES) + raw[at:]
    return raw.decode("latin-1")


def garbled_form(chance, stage, line, role):
    """Return a form in which some values make no sense, with a token that does."""
    fields = {name: str(value) for name, value in entered(stage, line).items()}
    for name in [*fields, "extra"]:
        if chance.random() < 0.6:
            fields[name] = chance.choice(VALUES)
    fields["csrf_token"] = stage.people[role].csrf
    return urlencode(fields, errors="surrogatepass").encode()


def garbled(chance, stage):
    """Return one request that makes no sense in at least one way."""
    line, role = chance.choice(LINES), chance.choice(ROLES)
    cookies = "; ".join(f"{one.name}={one.value}" for one in stage.people[role].jar)
    body = garbled_form(chance, stage, line, role)
    kind = KINDS[0] if chance.random() < 0.7 else chance.choice(KINDS)
    method = line.method if chance.random() < 0.7 else chance.choice(METHODS)
    query = b"&".join(chance.choice(BYTES) + b"=" + chance.choice(BYTES) for _ in range(2))
    request = Request.blank("/")
    request.environ |= {
        **HOST,
        "REQUEST_METHOD": method,
        "PATH_INFO": garbled_path(chance, address(stage, line)),
        "QUERY_STRING": chance.choice(["", quote_from_bytes(query), query.decode("latin-1")]),
        "HTTP_COOKIE": cookies,
        "HTTP_ORIGIN": "http://localhost:80",
        "CONTENT_TYPE": kind,
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": io.BytesIO(body),
    }
    if chance.random() < 0.3:
        name = chance.choice(sorted(HEADERS))
        request.environ[name] = chance.choice(HEADERS[name])
    return request


@pytest.mark.parametrize("part", range(PARTS))
def test_a_thousand_requests_that_make_no_sense(stage, part):
    chance = random.Random(part)  # noqa: S311 -- the same ones every time
    faults = []
    for _ in range(HUNDRED):
        request = garbled(chance, stage)
        answer = request.get_response(stage.site.application)
        if answer.status_int >= 500 and answer.status_int != 501:
            faults.append((request.method, request.environ["PATH_INFO"], answer.status))
        if stage.is_changed():
            stage.reset()
    assert faults == []
