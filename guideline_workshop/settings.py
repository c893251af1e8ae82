"""Settings: read once from the ini file and the environment, checked, then frozen."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from urllib.parse import SplitResult, urlsplit
from zoneinfo import ZoneInfo

import sqlalchemy as sa

MIN_SECRET = 32
MAIL_SCHEMES = frozenset({"smtp", "smtps", "smtp+plain", "file"})
QUEUE_SCHEMES = frozenset({"sqlite", "redis", "rediss", "unix"})


class InvalidSettings(Exception):
    """Names every setting that is missing or wrong."""


@dataclass(frozen=True)
class Settings:
    """What the operator decides.

    Each is `gw.NAME` in the ini file or `GW_NAME` (upper case) in the environment, which wins.
    """

    database_url: str
    secret: str
    """Signs the cookie of forms and messages; at least 32 characters."""
    public_url: str = "http://localhost:6543"
    """Under which address people reach the product; https makes cookies secure."""
    time_zone: str = "Europe/Berlin"
    operator: str = ""
    """The e-mail address of those who run the product: for feedback and security reports."""
    mail_url: str = ""
    """Where mails go: `smtp://user:password@host:587` (STARTTLS), `smtps://…:465` (TLS),
    `smtp+plain://…` (neither, for a relay on the same machine), or `file:///folder`."""
    mail_from: str = ""
    """The sender's address of mails; needed with `mail_url`."""
    queue_url: str = ""
    """Where jobs wait: `sqlite:///file`, `redis://…`; nothing for a file beside the database."""
    worker: bool = True
    """Whether this process does the jobs too; `guideline-workshop worker` does them elsewhere."""
    second_factor: bool = False
    """Whether moderators, board and administrators need a second factor or a passkey."""
    provider: str = ""
    """The issuer of an OpenID provider people may sign in with; needs the three below."""
    provider_name: str = ""
    provider_client: str = ""
    provider_secret: str = ""
    demonstration: bool = False
    """Show the demonstration accounts on the sign-in page."""

    @property
    def is_secure(self) -> bool:
        """Whether people reach the product by https."""
        return urlsplit(self.public_url).scheme == "https"


def read_settings(ini: Mapping[str, str], environ: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings; raises InvalidSettings naming all that is wrong at once."""
    values: dict[str, str | bool] = {}
    problems = []
    for field in fields(Settings):
        raw = environ.get(f"GW_{field.name.upper()}", ini.get(f"gw.{field.name}"))
        if raw is None:
            continue
        if field.type is bool or field.type == "bool":
            if raw.lower() not in ("true", "false"):
                problems.append(f"gw.{field.name} must be true or false")
            values[field.name] = raw.lower() == "true"
        else:
            values[field.name] = raw.strip()
    problems += _problems(values)
    if problems:
        raise InvalidSettings("; ".join(problems))
    return Settings(**values)  # type: ignore[arg-type] # checked just above


def _problems(values: Mapping[str, str | bool]) -> list[str]:
    problems = []
    try:
        sa.make_url(str(values.get("database_url", "")))
    except sa.exc.ArgumentError:
        problems.append("gw.database_url (GW_DATABASE_URL) must be a database URL")
    if len(str(values.get("secret", ""))) < MIN_SECRET:
        problems.append(f"gw.secret (GW_SECRET) must have at least {MIN_SECRET} characters")
    public = urlsplit(str(values.get("public_url", Settings.public_url)))
    if public.scheme not in ("http", "https") or not public.netloc:
        problems.append("gw.public_url (GW_PUBLIC_URL) must be an http or https address")
    try:
        ZoneInfo(str(values.get("time_zone", Settings.time_zone)))
    except (ValueError, OSError, KeyError):  # no name at all, or none that is known
        problems.append("gw.time_zone (GW_TIME_ZONE) must be a zone such as Europe/Berlin")
    operator = str(values.get("operator", ""))
    if operator and not _is_address(operator):
        problems.append("gw.operator (GW_OPERATOR) must be an e-mail address")
    return problems + _mail_problems(values) + _provider_problems(values)


def _provider_problems(values: Mapping[str, str | bool]) -> list[str]:
    issuer = urlsplit(str(values.get("provider", "")))
    if not issuer.geturl():
        return []
    problems = []
    is_local = issuer.scheme == "http" and issuer.hostname in ("localhost", "127.0.0.1", "::1")
    if issuer.scheme != "https" and not is_local:
        problems.append("gw.provider (GW_PROVIDER) must be an https address")
    problems += [
        f"gw.{name} (GW_{name.upper()}) is needed with gw.provider"
        for name in ("provider_name", "provider_client", "provider_secret")
        if not values.get(name)
    ]
    return problems


def _mail_problems(values: Mapping[str, str | bool]) -> list[str]:
    problems = []
    mail = urlsplit(str(values.get("mail_url", "")))
    sender = str(values.get("mail_from", ""))
    if mail.geturl() and not _is_mail_url(mail):
        problems.append(
            "gw.mail_url (GW_MAIL_URL) must be smtp://…, smtps://…, smtp+plain://… or file:///…"
        )
    if mail.geturl() and not _is_address(sender):
        problems.append("gw.mail_from (GW_MAIL_FROM) must be the e-mail address of the sender")
    queue = str(values.get("queue_url", ""))
    if queue and urlsplit(queue).scheme not in QUEUE_SCHEMES:
        problems.append("gw.queue_url (GW_QUEUE_URL) must be sqlite:///… or redis://…")
    return problems


def _is_address(entered: str) -> bool:
    return "@" in entered and entered.isascii() and len(entered.split()) == 1


def _is_mail_url(url: SplitResult) -> bool:
    try:
        url.port  # noqa: B018 -- raises for what is no number
    except ValueError:
        return False
    where = url.path if url.scheme == "file" else url.hostname
    return url.scheme in MAIL_SCHEMES and bool(where)
