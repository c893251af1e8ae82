"""An OpenID provider in a thread, which can be told to misbehave."""

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, SECRET = "werkstatt", "geheim-nur-im-test"


@dataclass
class Provider:
    """What it says, and what it was asked."""

    issuer: str = ""
    claims: dict[str, Any] = field(default_factory=dict)
    """Beside those of the protocol, or instead of them; None leaves one out."""
    algorithm: str = "RS256"
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "1"}))
    signing: RSAKey | None = None
    """Another key than the one it publishes."""
    metadata: dict[str, Any] = field(default_factory=dict)
    status: int = 200
    body: bytes | None = None
    """What it answers whatever it is asked."""
    codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def authorize(self, address: str) -> tuple[str, str]:
        """Let the person in; returns the code and the state that go back with the browser."""
        query = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert query["response_type"] == "code"
        assert query["client_id"] == CLIENT
        assert query["code_challenge_method"] == "S256"
        code = secrets.token_urlsafe()
        self.codes[code] = query
        return code, query["state"]

    def token(self, form: dict[str, str], authorization: str) -> dict[str, Any] | None:
        """Exchange a code, once, for whoever began with it."""
        asked = self.codes.pop(form.get("code", ""), None)
        expected = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if (
            asked is None
            or authorization != f"Basic {expected}"
            or challenge != asked["code_challenge"]
            or form.get("redirect_uri") != asked["redirect_uri"]
        ):
            return None
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "sub": "person-1",
            "aud": CLIENT,
            "iat": now,
            "exp": now + 300,
            "nonce": asked["nonce"],
        } | self.claims
        claims = {name: value for name, value in claims.items() if value is not None}
        return {"access_token": "x", "token_type": "Bearer", "id_token": self._signed(claims)}

    def _signed(self, claims: dict[str, Any]) -> str:
        if self.algorithm == "none":
            parts = (json.dumps(one).encode() for one in ({"alg": "none"}, claims))
            return (
                ".".join(base64.urlsafe_b64encode(one).rstrip(b"=").decode() for one in parts) + "."
            )
        header = {"alg": self.algorithm, "kid": "1"}
        if self.algorithm == "HS256":  # signed with what everybody knows: the public key
            from joserfc.jwk import OctKey  # noqa: PLC0415 -- only here

            return jwt.encode(
                header, claims, OctKey.import_key(self.key.as_pem(private=False)), ["HS256"]
            )
        return jwt.encode(header, claims, self.signing or self.key)

    def describe(self) -> dict[str, Any]:
        """Say where everything is."""
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
        } | self.metadata


@contextmanager
def providing() -> Iterator[Provider]:
    """Run a provider for the length of the block."""
    provider = Provider()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path.startswith("/authorize"):
                self._send_back()
                return
            answers = {
                "/.well-known/openid-configuration": provider.describe(),
                "/keys": {"keys": [provider.key.as_dict(private=False)]},
            }
            self._send(answers.get(self.path))

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            form = {name: values[0] for name, values in parse_qs(body).items()}
            self._send(provider.token(form, self.headers.get("Authorization", "")))

        def _send_back(self) -> None:
            code, state = provider.authorize(self.path)
            back = provider.codes[code]["redirect_uri"]
            self.send_response(302)
            self.send_header("Location", f"{back}?{urlencode({'code': code, 'state': state})}")
            self.end_headers()

        def _send(self, answer: dict[str, Any] | None) -> None:
            body = json.dumps(answer or {"error": "invalid_grant"}).encode()
            self.send_response(provider.status if answer else 400)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(body if provider.body is None else provider.body)

        def log_message(self, *_arguments: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        provider.issuer = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, name="provider")
        thread.start()
        yield provider
        server.shutdown()
        thread.join()
