"""A mail server as a process of its own: `smtp_server.py FOLDER OPTIONS-AS-JSON`.

It prints its port, then writes each mail it takes to FOLDER: a file with the envelope as JSON in
the first line and the mail itself below.
"""

# ruff: noqa: ARG001, ARG002, N802 -- aiosmtpd names the methods and hands over the arguments
# ruff: noqa: T201 -- a program of its own

import asyncio
import itertools
import json
import ssl
import sys
from pathlib import Path

from aiosmtpd.controller import UnthreadedController
from aiosmtpd.smtp import AuthResult

FOLDER, OPTIONS = Path(sys.argv[1]), json.loads(sys.argv[2])
numbers = itertools.count(1)


class Keeper:
    """Keeps what it is sent, refuses what it is told to refuse."""

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address in OPTIONS["unknown"]:
            return "550 5.1.1 No such user here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if OPTIONS["answer"]:
            return OPTIONS["answer"]
        facts = {
            "from": envelope.mail_from,
            "to": envelope.rcpt_tos,
            "tls": server.transport.get_extra_info("ssl_object") is not None,
            "login": bool(session.authenticated),
        }
        path = FOLDER / f"{next(numbers):06}"
        path.write_bytes(json.dumps(facts).encode() + b"\n" + envelope.content)
        path.rename(path.with_suffix(".mail"))
        return "250 Taken"


def authenticate(server, session, envelope, mechanism, data):
    known = (OPTIONS["user"].encode(), OPTIONS["password"].encode())
    return AuthResult(success=(data.login, data.password) == known, handled=False)


def context():
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.load_cert_chain(OPTIONS["certificate"])
    return made


options = {}
if OPTIONS["tls"] == "starttls":
    options |= {"tls_context": context(), "require_starttls": True}
if OPTIONS["tls"] == "tls":
    options["ssl_context"] = context()
if OPTIONS["user"]:
    options |= {
        "authenticator": authenticate,
        "auth_required": True,
        "auth_require_tls": OPTIONS["tls"] == "starttls",
    }
loop = asyncio.new_event_loop()
controller = UnthreadedController(
    Keeper(), hostname="127.0.0.1", port=int(OPTIONS["port"]), loop=loop, **options
)
controller.begin()
print(controller.server.sockets[0].getsockname()[1], flush=True)
loop.run_forever()
