"""What stands in each kind of mail: gathered from ids at the moment of delivery."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from babel.dates import format_timedelta
from sqlalchemy.orm import Session
from translationstring import TranslationString

from guideline_workshop.i18n import DEFAULT_LANGUAGE, _
from guideline_workshop.models import Mail, MembershipInvitation, User
from guideline_workshop.rules.acts import Act
from guideline_workshop.rules.notifications import MailKind
from guideline_workshop.rules.roles import MembershipRole
from guideline_workshop.services import (
    addresses,
    digests,
    invitations,
    password_resets,
    paths,
    receipts,
    reminders,
    unsubscribing,
)
from guideline_workshop.services.errors import Invalid
from guideline_workshop.settings import Settings

ACCOUNT: Mapping[str, TranslationString] = {
    Act.PASSWORD_CHANGED: _("Your password was changed."),
    Act.SECOND_FACTOR_ADDED: _("A second factor was set up for signing in."),
    Act.SECOND_FACTOR_REMOVED: _("A second factor was removed."),
    Act.PROVIDER_LINKED: _("Signing in by another service was set up."),
    Act.PROVIDER_UNLINKED: _("Signing in by another service was ended."),
    Act.ROLES_CHANGED: _("Your roles were changed by the administration."),
    Act.USER_LOCKED: _("Your account was locked by the administration."),
    Act.USER_UNLOCKED: _("Your account was unlocked; you can sign in again."),
}
CHANGED = _("Something about your account was changed.")
"""What people are told about their own account, so that they notice what they did not do."""

ROLES: Mapping[MembershipRole, TranslationString] = {
    MembershipRole.DRAFTER: _("As a drafter you help to write amendments and comments."),
    MembershipRole.DELEGATE: _(
        "As its delegate you write amendments and comments, submit and vote."
    ),
}


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
            "what": ACCOUNT.get(mail.data["what"], CHANGED),
            "at": mail.created_at,
        },
    )


def _invitation(db: Session, mail: Mail, settings: Settings, now: dt.datetime) -> Content | None:
    token = invitations.link_token(db, mail.data["invitation"], now=now)
    if token is None:
        return None
    invitation = db.get_one(MembershipInvitation, mail.data["invitation"])
    consultation = invitations.consultation_of(db, invitation)
    return Content(
        "mail/invitation.jinja2",
        language_of(mail),
        {
            "inviter": invitation.invited_by.name,
            "association": invitation.association.name,
            "role": ROLES[invitation.role],
            "consultation": consultation.title if consultation else "",
            "link": f"{settings.public_url}/invitations/{token}",
            "expires_at": invitation.expires_at,
        },
    )


def _password_reset(
    db: Session, mail: Mail, settings: Settings, now: dt.datetime
) -> Content | None:
    token = password_resets.link_token(db, mail.data["reset"], now=now)
    if token is None:
        return None
    return Content(
        "mail/password_reset.jinja2",
        language_of(mail),
        {
            "name": _recipient(mail).name,
            "link": f"{settings.public_url}/password/{token}",
            "expires_at": now + password_resets.LIFETIME,
        },
    )


def _digest(db: Session, mail: Mail, settings: Settings, now: dt.datetime) -> Content | None:
    del now
    user = _recipient(mail)
    sections = digests.sections(db, user.id, mail.data["parts"])
    if not sections:
        return None
    only = sections[0].consultation.id if len(sections) == 1 else None
    return Content(
        "mail/digest.jinja2",
        user.language,
        {
            "name": user.name,
            "sections": sections,
            "base": settings.public_url,
            "count": sum(len(one.happenings) + one.more for one in sections),
        },
        unsubscribe=_unsubscribe(settings, user, only),
    )


def _reminder(db: Session, mail: Mail, settings: Settings, now: dt.datetime) -> Content | None:
    user = _recipient(mail)
    closes_at = dt.datetime.fromisoformat(mail.data["closes_at"])
    reminder = reminders.reminder(db, user.id, mail.data["round"], closes_at, now=now)
    if reminder is None:
        return None
    return Content(
        "mail/reminder.jinja2",
        user.language,
        {
            "name": user.name,
            "reminder": reminder,
            "left": format_timedelta(closes_at - now, locale=user.language, threshold=1.1),
            "link": settings.public_url + paths.round_(reminder.round),
            "drafts": [
                (one.title, settings.public_url + paths.amendment(one)) for one in reminder.drafts
            ],
        },
        unsubscribe=_unsubscribe(settings, user, reminder.round.consultation_id),
    )


def _receipt(db: Session, mail: Mail, settings: Settings, now: dt.datetime) -> Content | None:
    del now
    found = receipts.find(db, mail.data["submission"])
    if found is None:
        return None
    user = _recipient(mail)
    return Content(
        "mail/receipt.jinja2",
        user.language,
        {
            "name": user.name,
            "receipt": found,
            "link": settings.public_url + paths.amendment(found.amendment),
        },
    )


def _recipient(mail: Mail) -> User:
    if mail.user is None:
        raise ValueError("this kind of mail goes to people with an account only")
    return mail.user


def _unsubscribe(settings: Settings, user: User, consultation_id: int | None) -> str:
    token = unsubscribing.token(settings.secret, user.id, consultation_id)
    return f"{settings.public_url}/unsubscribe/{token}"


def _feedback(db: Session, mail: Mail, settings: Settings, now: dt.datetime) -> Content:
    del db, settings, now
    try:
        reply_to = addresses.checked(mail.data["email"]) if mail.data["email"] else ""
    except Invalid:
        reply_to = ""  # the mail still says what was entered
    return Content("mail/feedback.jinja2", language_of(mail), dict(mail.data), reply_to=reply_to)


CONTENTS: Mapping[MailKind, Gather] = {
    MailKind.INVITATION: _invitation,
    MailKind.PASSWORD_RESET: _password_reset,
    MailKind.DIGEST: _digest,
    MailKind.REMINDER: _reminder,
    MailKind.RECEIPT: _receipt,
    MailKind.ACCOUNT: _account,
    MailKind.FEEDBACK: _feedback,
}
