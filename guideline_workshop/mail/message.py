"""The message: one recipient, plain text first, and headers that machines understand."""

import datetime as dt
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from guideline_workshop.mail.contents import CONTENTS, Content
from guideline_workshop.mail.rendering import Rendered, render
from guideline_workshop.models import Mail
from guideline_workshop.services import addresses
from guideline_workshop.settings import Settings

PRODUCT = "Leitlinien-Werkstatt"
LONGEST_HEADER = 998
"""RFC 5322, section 2.1.1."""


def compose(
    db: Session, claimed: Mail, settings: Settings, *, now: dt.datetime
) -> EmailMessage | None:
    """Write a mail that was ordered; None when there is nothing to tell any more.

    Raises Invalid when the address is not exactly one.
    """
    mail = db.get(Mail, claimed.id)
    if mail is None or (mail.user is not None and mail.user.removed_at is not None):
        return None  # somebody had their data removed
    content = CONTENTS[mail.kind](db, mail, settings, now)
    if content is None:
        return None
    values = {"product": PRODUCT, "home": settings.public_url, **content.values}
    values |= {"unsubscribe": content.unsubscribe, "profile": f"{settings.public_url}/profile"}
    values["is_answered"] = bool(content.reply_to)
    rendered = render(content.template, content.language, ZoneInfo(settings.time_zone), values)
    return _message(mail, content, rendered, settings, now)


def _message(
    mail: Mail, content: Content, rendered: Rendered, settings: Settings, now: dt.datetime
) -> EmailMessage:
    message = EmailMessage()
    message["From"] = Address(PRODUCT, addr_spec=settings.mail_from)
    message["To"] = Address(addr_spec=addresses.checked(mail.address))
    message["Subject"] = rendered.subject
    message["Date"] = format_datetime(now.astimezone(ZoneInfo(settings.time_zone)))
    message["Message-ID"] = _message_id(mail, settings)
    message["Auto-Submitted"] = "auto-generated"
    if content.reply_to:
        message["Reply-To"] = Address(addr_spec=content.reply_to)
    if content.unsubscribe:  # RFC 8058
        message["List-Unsubscribe"] = f"<{content.unsubscribe}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(rendered.text, cte="quoted-printable")
    message.add_alternative(rendered.html, subtype="html", cte="quoted-printable")
    message["Content-Language"] = content.language
    # the text is encoded by now; a long link in a header must stay in one piece
    message.policy = message.policy.clone(max_line_length=LONGEST_HEADER)
    return message


def _message_id(mail: Mail, settings: Settings) -> str:
    """Give a mail that is sent a second time after a crash the id of the first."""
    host = urlsplit(settings.public_url).hostname
    return f"<mail.{mail.id}.{mail.created_at:%Y%m%d%H%M%S}@{host}>"
