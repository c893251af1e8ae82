"""Talking with an OpenID provider: the authorization code flow with PKCE, state and nonce.

Sources: OpenID Connect Core 1.0, sections 3.1.2 and 3.1.3; RFC 7636 (PKCE); RFC 9700 (security).
Nothing here knows the database: waiting for a provider must not hold a transaction open.
"""

import base64
import hashlib
import json
import secrets
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

import requests
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from urllib3.exceptions import HTTPError

ALGORITHMS = ["RS256", "PS256", "ES256", "ES384", "EdDSA"]
"""Signatures with a public key only: "none" and shared secrets are never taken."""
SECONDS = (5, 10)
"""For connecting, and for the answer."""
LARGEST_ANSWER = 512 * 1024
LEEWAY = 60
"""Seconds by which clocks may differ."""
STRONG_CLASSES = frozenset(
    {"phr", "phrh", "http://schemas.openid.net/pape/policies/2007/06/multi-factor"}
)
"""Authentication contexts that need more than a password."""
LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})


class ProviderFailed(Exception):
    """The provider does not answer, or not as it must; the message is for the log."""


@dataclass(frozen=True)
class Provider:
    """Whom people may sign in with, as the settings say."""

    issuer: str
    client: str
    secret: str


@dataclass(frozen=True)
class Question:
    """What was asked, to be kept in the browser's session until the answer comes."""

    state: str
    nonce: str
    verifier: str
    address: str
    """Where the browser is sent."""


@dataclass(frozen=True)
class Person:
    """Whom the provider vouches for."""

    issuer: str
    subject: str
    email: str
    """Only where the provider says that it was verified."""
    second_factor: bool
    """Whether the provider says that more than a password was shown."""


def ask(provider: Provider, back: str) -> Question:
    """Make the question with which a browser is sent to the provider; `back` is our address."""
    endpoint = _endpoint(_metadata(provider), "authorization_endpoint")
    state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
    digest = hashlib.sha256(verifier.encode()).digest()
    query = {
        "response_type": "code",
        "client_id": provider.client,
        "redirect_uri": back,
        "scope": "openid email",
        "state": state,
        "nonce": nonce,
        "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
        "code_challenge_method": "S256",
    }
    joint = "&" if urlsplit(endpoint).query else "?"
    return Question(state, nonce, verifier, endpoint + joint + urlencode(query))


def answer(provider: Provider, *, code: str, verifier: str, nonce: str, back: str) -> Person:
    """Exchange the code for the identity that the provider vouches for; raises ProviderFailed."""
    metadata = _metadata(provider)
    tokens = _json(
        "POST",
        _endpoint(metadata, "token_endpoint"),
        auth=(provider.client, provider.secret),
        data={
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": back,
            "code_verifier": verifier,
        },
    )
    keys = _json("GET", _endpoint(metadata, "jwks_uri"))
    return _person(provider, tokens.get("id_token"), keys, nonce)


def _person(provider: Provider, token: object, keys: dict[str, Any], nonce: str) -> Person:
    try:
        known: Any = keys  # joserfc wants its own kind of dictionary
        decoded = jwt.decode(str(token), KeySet.import_key_set(known), algorithms=ALGORITHMS)
        jwt.JWTClaimsRegistry(
            leeway=LEEWAY,
            iss={"essential": True, "value": provider.issuer},
            aud={"essential": True, "value": provider.client},
            exp={"essential": True},
            iat={"essential": True},
            sub={"essential": True},
            nonce={"essential": True, "value": nonce},
        ).validate(decoded.claims)
    except (JoseError, ValueError, TypeError, KeyError) as error:
        raise ProviderFailed(f"the ID token is not valid: {type(error).__name__}") from error
    claims = decoded.claims
    audience = claims["aud"]
    if isinstance(audience, list) and len(audience) > 1 and claims.get("azp") != provider.client:
        raise ProviderFailed("the ID token was made for another client")
    email = claims.get("email") if claims.get("email_verified") is True else ""
    methods = claims.get("amr")
    return Person(
        issuer=provider.issuer,
        subject=str(claims["sub"])[:255],
        email=email.strip().lower() if isinstance(email, str) else "",
        second_factor=(isinstance(methods, list) and "mfa" in methods)
        or claims.get("acr") in STRONG_CLASSES,
    )


def _metadata(provider: Provider) -> dict[str, Any]:
    """Read what the provider says of itself (OpenID Connect Discovery 1.0)."""
    path = "/.well-known/openid-configuration"
    found = _json("GET", provider.issuer.rstrip("/") + path)
    if found.get("issuer") != provider.issuer:
        raise ProviderFailed("the provider calls itself by another name")
    return found


def _endpoint(metadata: dict[str, Any], name: str) -> str:
    address = str(metadata.get(name, ""))
    parts = urlsplit(address)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in LOCAL):
        raise ProviderFailed(f"the {name} is no https address")
    return address


def _json(method: str, address: str, **more: Any) -> dict[str, Any]:
    """Ask the provider; follows nobody elsewhere and reads no more than fits."""
    try:
        with requests.request(
            method, address, timeout=SECONDS, allow_redirects=False, stream=True, **more
        ) as reply:
            body = reply.raw.read(LARGEST_ANSWER + 1, decode_content=True)
            status = reply.status_code
        found = json.loads(body) if len(body) <= LARGEST_ANSWER else None
    except (requests.RequestException, HTTPError, OSError, ValueError) as error:
        raise ProviderFailed(f"the provider does not answer: {type(error).__name__}") from error
    if status != requests.codes.ok or not isinstance(found, dict):
        raise ProviderFailed(f"the provider answers {status}, or no object")
    return found
