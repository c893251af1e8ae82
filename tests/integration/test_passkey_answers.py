"""Whatever a browser sends as the answer of a passkey is refused, and never a fault of ours."""

import json
import os
from contextlib import suppress

import factories
import pytest
from factories import NOW
from support.authenticator import ATTESTED, Authenticator
from webauthn.helpers import bytes_to_base64url, encode_cbor

from guideline_workshop.services import passkeys
from guideline_workshop.services.errors import Invalid

SITE = passkeys.Site.of("http://localhost", "Leitlinien-Werkstatt")
DEEP = 9_000
ODD = (None, True, 0, -1, 2**70, 1.5, "", "x", "\x00", "\ud800", "ä", [], [[]], {}, {"a": 1})
NO_ANSWERS = (
    "null", "true", "1", "1" * 5000, "NaN", '"x"', "[]", "{}", "[" * DEEP, '{"a":' * DEEP, "{",
    "\x00", "\ud800", '"\\ud800"', "ä" * DEEP, " ",
)  # fmt: skip
FORMATS = ("packed", "fido-u2f", "tpm", "apple", "android-key", "android-safetynet", "none", "x", 1)
STATEMENTS = (
    {}, [], 1, None, {"x5c": 1}, {"x5c": []}, {"x5c": [1]}, {"x5c": [b"x"]}, {"sig": 1, "alg": -7},
    {"sig": b"x", "alg": -7}, {"sig": b"x", "alg": -7, "x5c": [b"x"]}, {"sig": b"x", "x5c": [b"x"]},
    {"ver": 1, "response": 1}, {"ver": "x", "response": b"x"}, {"ver": "x", "response": b"a.b.c"},
    {"ver": "2.0", "alg": -7, "x5c": [b"x"], "sig": b"x", "certInfo": b"x", "pubArea": b"x"},
    {"ver": "2.0", "alg": -7, "x5c": [b"x"], "sig": b"x", "certInfo": 1, "pubArea": 1},
)  # fmt: skip
KEYS = (
    b"", b"\x04", b"\xff", b"\x81" * DEEP, *(encode_cbor(one) for one in (
        1, "x", [], {}, {1: 2}, {1: 2, 3: -7}, {1: 2, 3: -7, -1: 1, -2: 1, -3: 1}, {1: 9, 3: -7},
        {1: 2, 3: -7, -1: 1, -2: b"", -3: b""}, {1: 2, 3: -7, -1: 99, -2: b"x", -3: b"x"},
        {1: 3, 3: -257, -1: b"", -2: b""}, {1: 1, 3: -8, -1: 6, -2: b"x"}, {1: [], 3: {}},
    )),
)  # fmt: skip


class Told(Authenticator):
    """An authenticator of which parts of the answer are put in."""

    def __init__(self, *, parts=(), response=(), client=(), attestation=(), key=None):
        super().__init__()
        self.parts, self.response, self.client = dict(parts), dict(response), client
        self.attestation, self.public = dict(attestation), key

    def _client_data(self, kind, options):
        made = json.loads(super()._client_data(kind, options))
        if self.client == () or isinstance(self.client, dict):
            return json.dumps(made | dict(self.client)).encode()
        return json.dumps(self.client).encode()

    def _answer(self, response):
        if "attestationObject" in response and (self.attestation or self.public is not None):
            response["attestationObject"] = self._attest()
        made = json.loads(super()._answer(response))
        made["response"] |= self.response
        return json.dumps(made | self.parts)

    def _attest(self):
        data = self._data(self.flags | ATTESTED) + bytes(16)
        data += len(self.credential_id).to_bytes(2, "big") + self.credential_id
        key = encode_cbor(self._public_key()) if self.public is None else self.public
        made = {"fmt": "none", "attStmt": {}, "authData": data + key}
        return encode_cbor(made | (self.attestation or {}))


def encoded(data):
    return bytes_to_base64url(data)


def wrongs(answering):
    """Name what an answer can have instead of what belongs there."""
    parts, client = ("id", "rawId", "type", "response"), ("type", "challenge", "origin")
    yield from ({"parts": {name: one}} for name in parts for one in ODD)
    yield from ({"client": one} for one in ODD if not isinstance(one, dict))
    yield from ({"client": {name: one}} for name in client for one in ODD)
    yield from ({"client": {"tokenBinding": one}} for one in ({}, {"status": 1}, {"status": []}))
    data = (b"", b"\x00" * 36, b"\xff" * 200, b"[" * DEEP, b"\x81" * DEEP)
    odd = (*ODD, *(encoded(one) for one in data))
    if answering == "get":
        names = ("clientDataJSON", "authenticatorData", "signature")
        yield from ({"response": {name: one}} for name in names for one in odd)
        return
    yield from (
        {"response": {name: one}} for name in ("clientDataJSON", "attestationObject") for one in odd
    )
    yield from (
        {"attestation": {"fmt": one, "attStmt": said}}
        for one in FORMATS
        for said in STATEMENTS
        if one != "none" or said  # which says as little as it should
    )
    yield from ({"attestation": {"authData": one}} for one in (1, "x", None, b"", b"x" * 37, []))


@pytest.fixture
def identity(db):
    return factories.identity(db, factories.user(db))


def add(db, identity, device, answer=None):
    """Add the passkey of a device, or with the answer that is given."""
    challenge = os.urandom(32)
    answer = answer or device.create({"challenge": encoded(challenge)})
    return passkeys.add(
        db, identity, answer, challenge=challenge, name="Telefon", site=SITE, now=NOW
    )


def sign_in(db, device, answer=None):
    challenge = os.urandom(32)
    answer = answer or device.get({"challenge": encoded(challenge)})
    passkeys.sign_in(db, answer, challenge=challenge, site=SITE, device="", now=NOW)


@pytest.mark.parametrize("answer", NO_ANSWERS, ids=lambda answer: repr(answer[:5]))
def test_what_is_no_answer_is_refused(db, identity, answer):
    with pytest.raises(Invalid):
        add(db, identity, None, answer)
    with pytest.raises(Invalid):
        sign_in(db, None, answer)


def test_an_answer_of_another_shape_adds_nothing(db, identity):
    taken = []
    for wrong in wrongs("create"):
        with suppress(Invalid):
            db.delete(add(db, identity, Told(**wrong)))
            taken.append(wrong)
    assert taken == []
    assert add(db, identity, Told())


def test_an_answer_of_another_shape_signs_nobody_in(db, identity):
    right = Told()
    add(db, identity, right)
    taken = []
    for wrong in wrongs("get"):
        told = Told(**wrong)
        told.key, told.credential_id, told.count = right.key, right.credential_id, 2
        with suppress(Invalid):
            sign_in(db, told)
            taken.append(wrong)
    assert taken == []
    right.count = 2
    sign_in(db, right)


def test_a_key_that_makes_no_sense_signs_nobody_in(db, identity):
    """Whether it was taken or not: nobody comes in with it."""
    for key in KEYS:
        device = Told(key=key)
        with suppress(Invalid):
            db.delete(add(db, identity, device))
        passkey = add(db, identity, Told())
        passkey.credential_id, passkey.public_key = device.credential_id, key
        db.flush()
        with pytest.raises(Invalid):
            sign_in(db, device)
        db.delete(passkey)


def test_a_device_may_count_as_far_as_32_bits_go(db, identity):
    device = Told()
    device.count = 2**32 - 1
    assert add(db, identity, device).sign_count == device.count
