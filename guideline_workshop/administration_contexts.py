"""Contexts of the administration: people and associations by number.

Whoever does not administer gets the plain context, which permits nothing of this, whatever the
number: so nobody learns which ones there are.
"""

from pyramid.httpexceptions import HTTPNotFound

from guideline_workshop import models
from guideline_workshop.contexts import Context, Request
from guideline_workshop.rules.permissions import Permission
from guideline_workshop.services import accounts, registry


class UserContext(Context):
    """Somebody's account."""

    def __init__(self, request: Request, user: models.User) -> None:
        super().__init__(request)
        self.user = user


class AssociationContext(Context):
    """An association in the register."""

    def __init__(self, request: Request, association: models.Association) -> None:
        super().__init__(request)
        self.association = association


def user(request: Request) -> Context:
    """Load the account of the address, for the administration."""
    if not Context(request).decide(Permission.ADMINISTER):
        return Context(request)
    found = accounts.find(request.db, int(request.matchdict["user"]))
    if found is None:
        raise HTTPNotFound
    return UserContext(request, found)


def association(request: Request) -> Context:
    """Load the association of the address, for the administration."""
    if not Context(request).decide(Permission.ADMINISTER):
        return Context(request)
    found = registry.find(request.db, int(request.matchdict["association"]))
    if found is None:
        raise HTTPNotFound
    return AssociationContext(request, found)
