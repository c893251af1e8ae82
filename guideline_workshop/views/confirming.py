"""Asking people for their own password once more."""

from typing import Any

from guideline_workshop.database import apart
from guideline_workshop.services import logins
from guideline_workshop.services.attempts import Kind
from guideline_workshop.views import tries
from guideline_workshop.views.tries import Try


def is_own_password(request: Any, password: str) -> bool:
    """Say whether it is the password of the one who is signed in; tries are counted.

    It comes before everything else that a page does: no transaction is open while it compares.
    """
    tried = proven(request, password)
    if tried is not None:
        tries.succeeded(request, tried)
    return tried is not None


def proven(request: Any, password: str) -> Try | None:
    """Do the same, for a page with more to do first; it reports the try when it succeeds."""
    user_id = request.identity.user_id
    tried = tries.begin(request, Kind.PASSWORD, f"user {user_id}")
    with apart(request) as (db, _now):
        account = logins.own_account(db, user_id)
    return tried if logins.proves(account, password) else None
