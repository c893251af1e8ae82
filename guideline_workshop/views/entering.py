"""Where people go once they have shown who they are."""

import re
from typing import Any

from pyramid.httpexceptions import HTTPSeeOther

from guideline_workshop import security
from guideline_workshop.services import logins
from guideline_workshop.services.sign_ins import SignIn

OWN_PATH = re.compile(r"/(?![/\\])[\x21-\x5b\x5d-\x7e]*")


def own_path(path: str) -> str:
    """Return `path` when it leads to a page of ours, else the start page."""
    return path if OWN_PATH.fullmatch(path) else "/"


def tell(request: Any, message: str, tone: str) -> None:
    """Say something on the next page, in the language of this one."""
    request.session.flash(request.localizer.translate(message), tone)


def login_url(request: Any) -> str:
    """Return the address of the sign-in page that leads to where the form wanted to go."""
    target = own_path(request.POST.get("next", "/"))
    return str(request.route_url("login", _query={"next": target} if target != "/" else {}))


def enter(request: Any, made: SignIn, target: str) -> HTTPSeeOther:
    """Set the cookie and lead on: to the page asked for, or first to the second factor.

    Those whose roles need a second factor that this login lacks come to the page on which they set
    it up.
    """
    query = {"next": own_path(target)}
    if not made.is_complete:
        response = HTTPSeeOther(request.route_url("second_factor.ask", _query=query))
        security.wait(request, response, made.token)
        return response
    needed = request.registry.gw.second_factor
    identity = logins.identify(request.db, made.token, now=request.now, needs_second_factor=needed)
    if identity is not None and identity.lacks_second_factor:
        response = HTTPSeeOther(request.route_url("second_factor.show"))
    else:
        response = HTTPSeeOther(request.application_url + own_path(target))
    security.sign_in(request, response, made.token)
    return response
