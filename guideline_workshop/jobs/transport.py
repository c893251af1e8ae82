"""Where mails go: to a mail server, or into a folder while developing."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Protocol
from urllib.parse import SplitResult, unquote, urlsplit

from guideline_workshop.settings import Settings

SECONDS = 30
"""How long the server may take for each answer."""
PORTS = {"smtp": 587, "smtps": 465, "smtp+plain": 25}
GONE = range(500, 600)
"""Answers of a mail server that no later attempt will change (RFC 5321, section 4.2.1)."""


class Unavailable(Exception):
    """The mail server cannot be used at all; other mails would fare no better."""


class Refused(Exception):
    """The mail server does not take this mail; `for_good` when it never will."""

    def __init__(self, message: str, *, for_good: bool) -> None:
        super().__init__(message)
        self.for_good = for_good


class Transport(Protocol):
    """Takes mails."""

    def send(self, message: EmailMessage) -> None:
        """Hand over one mail to its one recipient; raises Unavailable or Refused."""


@dataclass(frozen=True)
class MailServer:
    """A mail server that is spoken to with SMTP."""

    scheme: str
    """`smtp` begins with STARTTLS, `smtps` is TLS from the first byte, `smtp+plain` is neither."""
    host: str
    port: int
    user: str
    password: str

    def send(self, message: EmailMessage) -> None:
        """Send it; the certificate must be valid for the name of the server."""
        with self._connected() as server:
            try:
                server.send_message(message)
            except smtplib.SMTPRecipientsRefused as error:
                ((code, words),) = error.recipients.values()
                raise Refused(_said(code, words), for_good=code in GONE) from error
            except smtplib.SMTPResponseException as error:
                raise Refused(_said(error.smtp_code, error.smtp_error), for_good=False) from error
            except (smtplib.SMTPException, OSError) as error:
                raise Unavailable(f"{type(error).__name__}: {error}") from error

    @contextmanager
    def _connected(self) -> Iterator[smtplib.SMTP]:
        try:
            server = self._connect()
        except (smtplib.SMTPException, OSError) as error:
            raise Unavailable(f"{type(error).__name__}: {error}") from error
        try:
            yield server
        finally:
            server.close()

    def _connect(self) -> smtplib.SMTP:
        safe = ssl.create_default_context()
        if self.scheme == "smtps":
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                self.host, self.port, timeout=SECONDS, context=safe
            )
        else:
            server = smtplib.SMTP(self.host, self.port, timeout=SECONDS)
        try:
            if self.scheme == "smtp":
                server.starttls(context=safe)
            if self.user:
                server.login(self.user, self.password)
        except BaseException:
            server.close()
            raise
        return server


@dataclass(frozen=True)
class MailFolder:
    """A folder in which mails land as files, for those who develop or try the product."""

    path: Path

    def send(self, message: EmailMessage) -> None:
        """Write it under a name that sorts by the time of arrival."""
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            number = max((int(one.stem) for one in self.files()), default=0) + 1
            with (self.path / f"{number:06}.eml").open("xb") as file:
                file.write(message.as_bytes(policy=message.policy.clone(linesep="\r\n")))
        except OSError as error:
            raise Unavailable(f"{type(error).__name__}: {error}") from error

    def files(self) -> list[Path]:
        """List the mails, newest first."""
        return sorted(self.path.glob("[0-9]*.eml"), reverse=True)

    def newest(self, limit: int) -> list[EmailMessage]:
        """Read the newest mails, newest first."""
        return [
            message_from_bytes(path.read_bytes(), policy=default) for path in self.files()[:limit]
        ]


def transport_of(settings: Settings) -> MailServer | MailFolder | None:
    """Return where mails go; None when the settings do not say, and mails wait."""
    if not settings.mail_url:
        return None
    url = urlsplit(settings.mail_url)
    return MailFolder(Path(unquote(url.path))) if url.scheme == "file" else _server(url)


def _server(url: SplitResult) -> MailServer:
    return MailServer(
        scheme=url.scheme,
        host=url.hostname or "",
        port=url.port or PORTS[url.scheme],
        user=unquote(url.username or ""),
        password=unquote(url.password or ""),
    )


def _said(code: int, words: bytes | str) -> str:
    said = words.decode(errors="replace") if isinstance(words, bytes) else words
    return f"{code} {said}"
