"""Who is asking, what they may do, and headers that are safe for everybody."""

import datetime as dt
import hashlib
import hmac
from typing import Any

from pyramid.config import Configurator
from pyramid.csrf import SessionCSRFStoragePolicy
from pyramid.interfaces import IResponse
from pyramid.security import Allowed, Denied
from pyramid.session import SignedCookieSessionFactory
from pyramid.tweens import EXCVIEW, INGRESS

from guideline_workshop.rules.permissions import Permission
from guideline_workshop.services import logins
from guideline_workshop.services.identities import Identity
from guideline_workshop.settings import Settings

MOST_MESSAGES = 2
"""How many messages of a kind wait for the next page."""
LOGIN_COOKIE = "gw_login"
WAITING_COOKIE = "gw_waiting"
"""Of a login that waits for its second factor."""
LINK_COOKIE = "gw_link"
"""Of the token of a mailed link, so that no page has it in its address."""
NO_TIME = dt.timedelta(0)
"""With it, a browser forgets a cookie."""
LINK_LIFETIME = dt.timedelta(hours=1)
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    # not "no-referrer": browsers would then send "Origin: null" with our own forms too
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


class SecurityPolicy:
    """Pyramid asks it who is there and what is permitted; the context decides."""

    def identity(self, request: Any) -> Identity | None:
        """Find the identity behind the login cookie, once a request."""
        if not hasattr(request, "gw_identity"):
            token = request.cookies.get(LOGIN_COOKIE)
            needed = request.registry.gw.second_factor
            request.gw_identity = (
                logins.identify(request.db, token, now=request.now, needs_second_factor=needed)
                if token
                else None
            )
        found: Identity | None = request.gw_identity
        return found

    def authenticated_userid(self, request: Any) -> int | None:
        """Return the id of the signed-in user."""
        identity = self.identity(request)
        return identity.user_id if identity else None

    def permits(self, request: Any, context: Any, permission: str) -> Allowed | Denied:
        """Ask the context, which knows the object."""
        del request
        decision = context.decide(Permission(permission))
        if decision:
            return Allowed("%s", permission)
        denied = Denied("%s: %s", permission, decision.reason)
        denied.decision = decision
        return denied

    def remember(self, request: Any, userid: str, **kw: Any) -> list[tuple[str, str]]:
        """Not used: signing in sets the cookie of a stored login."""
        raise NotImplementedError

    def forget(self, request: Any, **kw: Any) -> list[tuple[str, str]]:
        """Not used: signing out deletes the stored login."""
        raise NotImplementedError


class FormTokens(SessionCSRFStoragePolicy):  # type: ignore[misc] # Pyramid is untyped
    """The tokens of forms: for those signed in derived from the login, for visitors stored.

    A session cookie that somebody else knows or planted therefore opens no form of a login, and no
    token outlives its login.
    """

    def get_csrf_token(self, request: Any) -> str:
        """Return the token that forms of this browser carry now."""
        if request.identity is None:
            return str(super().get_csrf_token(request))
        key = request.registry.gw.secret.encode()
        login = request.cookies[LOGIN_COOKIE].encode()
        return hmac.new(key, b"form " + login, hashlib.sha256).hexdigest()


def includeme(config: Configurator) -> None:
    """Set policy, sessions for forms and messages, CSRF protection and headers."""
    settings = config.registry.gw
    config.set_security_policy(SecurityPolicy())
    config.set_session_factory(_session_factory(settings))
    config.set_csrf_storage_policy(FormTokens())
    config.set_default_csrf_options(require_csrf=True)
    config.set_default_permission("nobody declared a permission")
    config.add_tween(
        "guideline_workshop.security.headers_tween",
        under=INGRESS,
        over=("pyramid_tm.tm_tween_factory", EXCVIEW),
    )


def _session_factory(settings: Settings) -> Any:
    signed_cookie: Any = SignedCookieSessionFactory(
        settings.secret,
        cookie_name="gw_session",
        httponly=True,
        secure=settings.is_secure,
        samesite="Lax",
        timeout=12 * 3600,
        reissue_time=1800,
    )

    class FormSession(signed_cookie):  # type: ignore[misc] # Pyramid ships no types
        """What forms say to the next page; it fits into a cookie whoever never opens that page."""

        def flash(self, msg: str, queue: str = "", allow_duplicate: bool = True) -> None:
            """Leave a message for the next page: the newest ones are kept."""
            super().flash(msg, queue, allow_duplicate)
            kept = self.pop_flash(queue)[-MOST_MESSAGES:]
            for one in kept:
                super().flash(one, queue)

    return FormSession


def headers_tween(handler: Any, registry: Any) -> Any:
    """Put the safe headers on every answer, errors too.

    Nothing that a signed-in person was shown is stored anywhere; other pages are revalidated.
    """
    del registry

    def tween(request: Any) -> IResponse:
        response = handler(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if "Cache-Control" not in response.headers:
            personal = LOGIN_COOKIE in request.cookies
            response.headers["Cache-Control"] = "no-store" if personal else "no-cache"
            response.vary = (*(response.vary or ()), "Cookie")
        return response

    return tween


def sign_in(request: Any, response: Any, token: str) -> None:
    """Set the cookie of a login, and begin a new session so that nothing known before is valid."""
    request.session.invalidate()
    if WAITING_COOKIE in request.cookies:
        _set_cookie(request, response, WAITING_COOKIE, "", NO_TIME)
    _set_cookie(request, response, LOGIN_COOKIE, token, logins.LIFETIME)


def wait(request: Any, response: Any, token: str) -> None:
    """Set the cookie of a login that waits for its second factor."""
    request.session.invalidate()
    _set_cookie(request, response, WAITING_COOKIE, token, logins.WAITING)


def sign_out(request: Any, response: Any) -> None:
    """Take the cookie back, and what the session knew."""
    request.session.invalidate()
    _set_cookie(request, response, LOGIN_COOKIE, "", NO_TIME)


def keep_link(request: Any, response: Any, token: str, path: str) -> None:
    """Keep the token of a mailed link for the page at `path`."""
    response.headers["Referrer-Policy"] = "no-referrer"
    _set_cookie(request, response, LINK_COOKIE, token, LINK_LIFETIME, path)


def kept_link(request: Any) -> str:
    """Return the token of the link that led here, or nothing."""
    return str(request.cookies.get(LINK_COOKIE, ""))


def forget_link(request: Any, response: Any, path: str) -> None:
    """Take the token of a link back that was used."""
    _set_cookie(request, response, LINK_COOKIE, "", NO_TIME, path)


def _set_cookie(  # noqa: PLR0913, PLR0917 -- the facts of a cookie
    request: Any, response: Any, name: str, value: str, lifetime: dt.timedelta, path: str = "/"
) -> None:
    response.set_cookie(
        name,
        value,
        path=path,
        max_age=int(lifetime.total_seconds()),
        httponly=True,
        secure=request.registry.gw.is_secure,
        samesite="Lax",
    )
