"""Contexts of mails: what a signed link in one stands for, and the mails themselves."""

from typing import Any

from pyramid.httpexceptions import HTTPNotFound

from guideline_workshop import models
from guideline_workshop.contexts import Context
from guideline_workshop.rules.permissions import Permission
from guideline_workshop.services import outbox, unsubscribing

Request = Any  # Pyramid's request has no useful type


class SubscriptionContext(Context):
    """Mails that somebody gets; the signed link is all that it takes to end them."""

    def __init__(self, request: Request, subscription: unsubscribing.Subscription) -> None:
        super().__init__(request)
        self.subscription = subscription


class MailContext(Context):
    """A mail that was ordered."""

    def __init__(self, request: Request, mail: models.Mail) -> None:
        super().__init__(request)
        self.mail = mail


def subscription(request: Request) -> SubscriptionContext:
    """Find what the link in a mail stands for."""
    secret = request.registry.gw.secret
    found = unsubscribing.find(request.db, secret, request.matchdict["token"])
    if found is None:
        raise HTTPNotFound
    return SubscriptionContext(request, found)


def mail(request: Request) -> MailContext:
    """Load the mail of the address, for administrators."""
    if not Context(request).decide(Permission.ADMINISTER):
        raise HTTPNotFound
    found = outbox.find(request.db, int(request.matchdict["mail"]))
    if found is None:
        raise HTTPNotFound
    return MailContext(request, found)
