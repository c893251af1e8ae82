"""Mails: ending them from within a mail, those of the demonstration, and what became of all."""

import re

from pyramid.httpexceptions import HTTPBadRequest, HTTPNotFound, HTTPSeeOther
from pyramid.view import view_config

from guideline_workshop.i18n import _
from guideline_workshop.jobs.transport import MailFolder, transport_of
from guideline_workshop.rules.notifications import MailState
from guideline_workshop.rules.permissions import Permission
from guideline_workshop.services import outbox, unsubscribing

ROWS = 50
LINK = re.compile(r"(https?://\S+)")


@view_config(
    route_name="unsubscribe",
    request_method="GET",
    permission=Permission.VISIT,
    renderer="mails/unsubscribe.jinja2",
)
def unsubscribe_page(context, request):
    return {"subscription": context.subscription, "is_done": False}


@view_config(
    route_name="unsubscribe",
    request_method="POST",
    permission=Permission.UNSUBSCRIBE,
    renderer="mails/unsubscribe.jinja2",
    # mail programs send this themselves (RFC 8058): without a page before it, a cookie or a
    # redirect after it. The link is signed and does nothing else.
    require_csrf=False,
)
def unsubscribe(context, request):
    unsubscribing.end(request.db, context.subscription)
    return {"subscription": context.subscription, "is_done": True}


@view_config(
    route_name="mail.folder",
    request_method="GET",
    permission=Permission.VISIT,
    renderer="mails/folder.jinja2",
)
def folder(request):
    """Show the mails of a demonstration, which never leave the machine."""
    transport = transport_of(request.registry.gw)
    if not request.registry.gw.demonstration or not isinstance(transport, MailFolder):
        raise HTTPNotFound
    return {
        "mails": [
            (message, LINK.split(message.get_body(("plain",)).get_content()))
            for message in transport.newest(ROWS)
        ]
    }


@view_config(
    route_name="mail.list",
    request_method="GET",
    permission=Permission.ADMINISTER,
    renderer="mails/list.jinja2",
)
def mails(request):
    state = request.GET.get("state", MailState.UNDELIVERABLE)
    before = request.GET.get("before", "")
    if state not in set(MailState) or (before and not (before.isdecimal() and len(before) < 10)):
        raise HTTPBadRequest
    rows = outbox.newest(
        request.db, MailState(state), before=int(before) if before else None, limit=ROWS
    )
    return {
        "mails": rows,
        "state": state,
        "states": list(MailState),
        "more": len(rows) == ROWS,
        "has_server": bool(request.registry.gw.mail_url),
    }


@view_config(
    route_name="mail.try_again", request_method="POST", permission=Permission.MANAGE_PEOPLE
)
def try_again(context, request):
    outbox.try_again(request.db, context.mail, now=request.now)
    request.session.flash(
        request.localizer.translate(_("The mail will be tried again.")), "success"
    )
    return HTTPSeeOther(request.route_url("mail.list"))
