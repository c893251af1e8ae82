"""What stands in each kind of mail: gathered from ids at the moment of delivery."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session
from translationstring import TranslationString

from guideline_workshop.i18n import DEFAULT_LANGUAGE, _
from guideline_workshop.models import Mail
from guideline_workshop.rules.notifications import MailKind
from guideline_workshop.services import addresses
from guideline_workshop.services.errors import Invalid
from guideline_workshop.settings import Settings

ACCOUNT: Mapping[str, TranslationString] = {
    "password_changed": _("Your password was changed."),
    "second_factor_added": _("A second factor was set up for signing in."),
    "second_factor_removed": _("A second factor was removed."),
    "locked": _("Your account was locked by the administration."),
    "unlocked": _("Your account was unlocked; you can sign in again."),
}
"""What people are told about their own account, so that they notice what they did not do."""


@dataclass(frozen=True)
class Content:
    """What a mail says, before it is rendered."""

    template: str
    language: str
    values: dict[str, Any] = field(default_factory=dict)  # whatever the template names
    unsubscribe: str = ""
    """The address at which the recipient ends mails like this one, without signing in."""
    reply_to: str = ""


Gather = Callable[[Session, Mail, Settings, dt.datetime], Content | None]


def language_of(mail: Mail) -> str:
    """Return the language of the recipient; German for those without an account."""
    return mail.user.language if mail.user else DEFAULT_LANGUAGE


def _account(db: Session, mail: Mail, settings: Settings, now: dt.datetime) -> Content:
    del db, settings, now
    return Content(
        "mail/account.jinja2",
        language_of(mail),
        {
            "name": mail.user.name if mail.user else "",
            "what": ACCOUNT[mail.data["what"]],
            "at": mail.created_at,
        },
    )


def _feedback(db: Session, mail: Mail, settings: Settings, now: dt.datetime) -> Content:
    del db, settings, now
    try:
        reply_to = addresses.checked(mail.data["email"]) if mail.data["email"] else ""
    except Invalid:
        reply_to = ""  # the mail still says what was entered
    return Content("mail/feedback.jinja2", language_of(mail), dict(mail.data), reply_to=reply_to)


CONTENTS: Mapping[MailKind, Gather] = {
    MailKind.ACCOUNT: _account,
    MailKind.FEEDBACK: _feedback,
}
