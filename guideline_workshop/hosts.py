"""Under which name the application answers: that of the settings, whatever a request says.

Everything that is made from the name of a request (redirects, links, what caches keep) would
otherwise lead to wherever somebody who can send a header wants.
"""

import re
from typing import Any
from urllib.parse import urlsplit

from pyramid.config import Configurator
from pyramid.interfaces import IResponse
from pyramid.tweens import EXCVIEW

from guideline_workshop.views.errors import error_page_without_database

LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})
"""Names of one's own machine: who develops uses any of them, with any port."""
HOST = re.compile(r"([A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(:[0-9]+)?")
DEFAULT_PORTS = {"http": 80, "https": 443}
ANY_HOST = "/healthz"
"""A load balancer asks by number."""


def includeme(config: Configurator) -> None:
    """Look at the name before anything else does."""
    config.add_tween(
        "guideline_workshop.hosts.tween",
        under="guideline_workshop.security.headers_tween",
        over=(
            "guideline_workshop.views.errors.readable_tween",
            "pyramid_tm.tm_tween_factory",
            EXCVIEW,
        ),
    )


def tween(handler: Any, registry: Any) -> Any:
    """Answer 400 to another name, and go on under the configured address."""
    public = registry.gw.public_url
    scheme, netloc = urlsplit(public)[:2]

    def named(request: Any) -> IResponse:
        if request.environ.get("PATH_INFO") == ANY_HOST:
            return handler(request)
        if not HOST.fullmatch(request.host) or not is_own(f"{scheme}://{request.host}", public):
            # the page is ours: it does not repeat the name
            request.environ |= {"HTTP_HOST": netloc, "REQUEST_METHOD": "GET"}
            return error_page_without_database(request, 400)
        if scheme == "https":
            # people came by https, even where a proxy forgets to say so
            request.environ |= {"HTTP_HOST": netloc, "wsgi.url_scheme": "https"}
        return handler(request)

    return named


def is_own(address: str, public: str) -> bool:
    """Say whether an address has the host and the port of the public one."""
    asked, own = _host_and_port(address), _host_and_port(public)
    return asked == own or (own[0] in LOCAL and asked[0] in LOCAL)


def _host_and_port(address: str) -> tuple[str | None, int | None]:
    try:
        parts = urlsplit(address)
        return parts.hostname, parts.port or DEFAULT_PORTS.get(parts.scheme)
    except ValueError:
        return None, None
