"""What a form remembers: a key, so that it acts once, and for whom one acted when it was opened."""

import secrets
from typing import Any

from pyramid.config import Configurator
from pyramid.httpexceptions import HTTPSeeOther
from pyramid.interfaces import IResponse
from pyramid.tweens import EXCVIEW

from guideline_workshop.i18n import _
from guideline_workshop.services import form_posts
from guideline_workshop.services.errors import Conflict
from guideline_workshop.services.identities import Identity

FIELD = "form_key"


def includeme(config: Configurator) -> None:
    """Look at every form that carries a key."""
    config.add_tween("guideline_workshop.repeats.tween", under=EXCVIEW)


def new_key(identity: Identity) -> str:
    """Make the key of a form, new whenever the form is shown."""
    return f"{identity.acting_id or 0}.{secrets.token_urlsafe(16)}"


def tween(handler: Any, registry: Any) -> Any:  # Pyramid's tween
    """Answer a repeated form as it was answered before; one opened for another association not.

    It stands before the routes: what the form was about may be gone or changed by now.
    """
    del registry

    def once(request: Any) -> IResponse:  # Pyramid's request
        if request.method != "POST" or FIELD.encode() not in request.body or not request.identity:
            return handler(request)
        digest = form_posts.digest_of(request.identity.user_id, request.path, request.body)
        location = form_posts.answer_to(request.db, digest)
        if location is not None:
            return HTTPSeeOther(location)
        _require_same_association(str(request.POST.get(FIELD, "")), request.identity)
        response = handler(request)
        if response.status_int == HTTPSeeOther.code:
            form_posts.remember(request.db, digest, response.location, now=request.now)
        return response

    return once


def _require_same_association(key: str, identity: Identity) -> None:
    """Raise Conflict for a form of an association one does not act for any more.

    Somebody chose another one in a second window; what this one says is not to be said for it.
    """
    opened_for, dot, _random = key.partition(".")
    if not dot or opened_for == str(identity.acting_id or 0):
        return
    names = {str(one.association_id): one.name for one in identity.associations}
    now = identity.acting.name if identity.acting else ""
    if opened_for in names and now:
        raise Conflict(
            _(
                "You opened this form while acting for “${then}”, and now you act for “${now}”. "
                "Nothing was done. Act for “${then}” again, go back, and send the form once more.",
                mapping={"then": names[opened_for], "now": now},
            )
        )
    raise Conflict(
        _("Meanwhile you act for somebody else. Nothing was done. Please open the page again.")
    )
