"""Passkeys (WebAuthn): signing in with the device and its fingerprint, face or PIN.

A passkey is possession and person at once: it counts as both factors, and needs no address.
"""

import datetime as dt
import hashlib
from dataclasses import dataclass
from urllib.parse import urlsplit

import webauthn
from cryptography.exceptions import UnsupportedAlgorithm
from sqlalchemy import select
from sqlalchemy.orm import Session
from webauthn.helpers import bytes_to_base64url, parse_authentication_credential_json
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from guideline_workshop.i18n import _
from guideline_workshop.models import Passkey, User
from guideline_workshop.rules.acts import Act
from guideline_workshop.services import (
    account_changes,
    form_posts,
    logins,
    second_factors,
    sign_ins,
)
from guideline_workshop.services.errors import Invalid
from guideline_workshop.services.identities import Identity
from guideline_workshop.services.sign_ins import SignIn

LIFETIME = dt.timedelta(minutes=5)
"""How long a challenge is good."""
MOST = 10
"""Passkeys that one person may have."""
LONGEST_NAME = 80
UNREADABLE = (
    WebAuthnException,
    UnsupportedAlgorithm,
    ValueError,
    TypeError,
    AttributeError,
    LookupError,
    ArithmeticError,
    RecursionError,
)
"""What reading an answer may raise: webauthn takes what is inside for what it ought to be."""


@dataclass(frozen=True)
class Site:
    """For which name and address a passkey is made."""

    host: str
    origin: str
    name: str

    @classmethod
    def of(cls, public_url: str, name: str) -> "Site":
        """Take both from the address of the settings."""
        parts = urlsplit(public_url)
        return cls(parts.hostname or "", f"{parts.scheme}://{parts.netloc}", name)


@dataclass(frozen=True)
class Options:
    """What a browser is asked for: as JSON, with the challenge it must answer."""

    json: str
    challenge: bytes


def of(db: Session, user_id: int) -> list[Passkey]:
    """List the passkeys of a user, the oldest first."""
    return list(db.scalars(select(Passkey).where(Passkey.user_id == user_id).order_by(Passkey.id)))


def options_to_add(db: Session, identity: Identity, site: Site) -> Options:
    """Ask for a new passkey; raises NotNow where a second factor must be shown first."""
    second_factors.require_strong_login(db, identity)
    user = db.get_one(User, identity.user_id)
    made = webauthn.generate_registration_options(
        rp_id=site.host,
        rp_name=site.name,
        user_id=str(user.id).encode(),
        user_name=user.email,
        user_display_name=user.name,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=[
            PublicKeyCredentialDescriptor(id=one.credential_id) for one in of(db, user.id)
        ],
    )
    return Options(webauthn.options_to_json(made), made.challenge)


def add(  # noqa: PLR0913 -- what the browser answers, to what, and who and when
    db: Session,
    identity: Identity,
    credential: str,
    *,
    challenge: bytes,
    name: str,
    site: Site,
    now: dt.datetime,
) -> Passkey:
    """Take a new passkey; all other logins end. Raises Invalid when the answer does not fit."""
    second_factors.require_strong_login(db, identity)
    _use_up(db, challenge, now)
    if len(of(db, identity.user_id)) >= MOST:
        raise Invalid(_("There are ten passkeys already. Please remove one first."))
    try:
        verified = webauthn.verify_registration_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=site.host,
            expected_origin=site.origin,
            require_user_verification=True,
        )
    except UNREADABLE as error:
        raise _does_not_fit() from error
    if db.scalar(select(Passkey.id).where(Passkey.credential_id == verified.credential_id)):
        raise _does_not_fit()
    made = Passkey(
        user_id=identity.user_id,
        credential_id=verified.credential_id,
        public_key=verified.credential_public_key,
        sign_count=verified.sign_count,
        name=_name(name),
        created_at=now,
    )
    db.add(made)
    db.flush()
    logins.end(db, identity.user_id, keep=identity.login_id)
    _record(db, Act.SECOND_FACTOR_ADDED, identity, made, now)
    return made


def rename(db: Session, identity: Identity, passkey_id: int, name: str) -> None:
    """Give a passkey of one's own another name; it says which device it is on."""
    _own(db, identity, passkey_id).name = _name(name)


def remove(db: Session, identity: Identity, passkey_id: int, *, now: dt.datetime) -> None:
    """Give a passkey up. Who calls this has checked the password."""
    second_factors.require_strong_login(db, identity)
    passkey = _own(db, identity, passkey_id)
    db.delete(passkey)
    logins.end(db, identity.user_id, keep=identity.login_id)
    _record(db, Act.SECOND_FACTOR_REMOVED, identity, passkey, now)


def options_to_sign_in(site: Site) -> Options:
    """Ask for any passkey of this site; the device knows whose it is."""
    made = webauthn.generate_authentication_options(
        rp_id=site.host, user_verification=UserVerificationRequirement.REQUIRED
    )
    return Options(webauthn.options_to_json(made), made.challenge)


def sign_in(  # noqa: PLR0913 -- what the browser answers, to what, where and when
    db: Session, credential: str, *, challenge: bytes, site: Site, device: str, now: dt.datetime
) -> SignIn:
    """Begin the login of the passkey's owner; raises Invalid when the answer does not fit.

    An authenticator that counts its uses and counts backwards was copied: that is refused too.
    """
    _use_up(db, challenge, now)
    try:
        parsed = parse_authentication_credential_json(credential)
    except UNREADABLE as error:
        raise _does_not_fit() from error
    passkey = db.scalar(select(Passkey).where(Passkey.credential_id == parsed.raw_id))
    if passkey is None:
        raise _does_not_fit()
    try:
        verified = webauthn.verify_authentication_response(
            credential=parsed,
            expected_challenge=challenge,
            expected_rp_id=site.host,
            expected_origin=site.origin,
            credential_public_key=passkey.public_key,
            credential_current_sign_count=passkey.sign_count,
            require_user_verification=True,
        )
    except UNREADABLE as error:
        raise _does_not_fit() from error
    user = db.get_one(User, passkey.user_id)
    if user.locked_at is not None or user.removed_at is not None:
        raise _does_not_fit()
    passkey.sign_count, passkey.used_at = verified.new_sign_count, now
    return sign_ins.begin(db, user, second_factor=True, device=device, now=now)


def _use_up(db: Session, challenge: bytes, now: dt.datetime) -> None:
    """Take a challenge once only: the cookie that carries it could be sent again."""
    digest = hashlib.sha256(b"challenge " + challenge).hexdigest()
    if form_posts.answer_to(db, digest) is not None:
        raise _does_not_fit()
    form_posts.remember(db, digest, bytes_to_base64url(challenge), now=now)


def _own(db: Session, identity: Identity, passkey_id: int) -> Passkey:
    own = Passkey.id == passkey_id, Passkey.user_id == identity.user_id
    found = db.scalar(select(Passkey).where(*own))
    if found is None:
        raise Invalid(_("This passkey is not there any more."))
    return found


def _name(name: str) -> str:
    return " ".join(name.split())[:LONGEST_NAME]


def _record(db: Session, act: Act, identity: Identity, passkey: Passkey, now: dt.datetime) -> None:
    user = db.get_one(User, identity.user_id)
    details: dict[str, object] = {"factor": "passkey", "passkey": passkey.id}
    account_changes.record(db, act, user, details, by=identity, now=now)


def _does_not_fit() -> Invalid:
    return Invalid(_("This passkey did not work here. Please try again or choose another way."))
