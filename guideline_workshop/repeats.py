"""A form that is sent twice does its work once and leads to the same page again."""

import secrets
from typing import Any

from pyramid.config import Configurator
from pyramid.httpexceptions import HTTPSeeOther
from pyramid.interfaces import IResponse
from pyramid.tweens import EXCVIEW

from guideline_workshop.services import form_posts

FIELD = b"form_key"


def includeme(config: Configurator) -> None:
    """Look at every form that carries a key."""
    config.add_tween("guideline_workshop.repeats.tween", under=EXCVIEW)


def new_key() -> str:
    """Make the key of a form, new whenever the form is shown."""
    return secrets.token_urlsafe(16)


def tween(handler: Any, registry: Any) -> Any:  # Pyramid's tween
    """Answer a repeated form as it was answered before.

    It stands before the routes: what the form was about may be gone or changed by now.
    """
    del registry

    def once(request: Any) -> IResponse:  # Pyramid's request
        if request.method != "POST" or FIELD not in request.body or request.identity is None:
            return handler(request)
        digest = form_posts.digest_of(request.identity.user_id, request.path, request.body)
        location = form_posts.answer_to(request.db, digest)
        if location is not None:
            return HTTPSeeOther(location)
        response = handler(request)
        if response.status_int == HTTPSeeOther.code:
            form_posts.remember(request.db, digest, response.location, now=request.now)
        return response

    return once
