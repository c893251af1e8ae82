"""A real mail server for tests, with certificates of an authority of our own."""

import datetime as dt
import ipaddress
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

PROGRAM = Path(__file__).with_name("smtp_server.py")
USER, PASSWORD = "werkstatt@kreis", "gehe:im/nis"


@dataclass(frozen=True)
class Received:
    """A mail as it reached the server."""

    envelope: dict[str, Any]
    message: EmailMessage

    @property
    def recipient(self) -> str:
        """To whom alone it went."""
        (address,) = self.envelope["to"]
        return str(address)


@dataclass(frozen=True)
class MailServerProcess:
    """A running mail server."""

    port: int
    folder: Path
    process: subprocess.Popen[str]

    def received(self) -> list[Received]:
        """Return all mails, in the order of their arrival."""
        return [self._read(path) for path in sorted(self.folder.glob("*.mail"))]

    def _read(self, path: Path) -> Received:
        envelope, _, content = path.read_bytes().partition(b"\n")
        message = message_from_bytes(content, policy=default)
        return Received(json.loads(envelope), message)


StartServer = Callable[..., MailServerProcess]


@pytest.fixture
def mail_server(tmp_path: Path) -> Iterator[StartServer]:
    """Start mail servers; without further words one that takes every mail."""
    running: list[subprocess.Popen[str]] = []

    def start(**options: Any) -> MailServerProcess:
        wanted = {"tls": "", "certificate": "", "user": "", "password": "", "unknown": []}
        wanted |= {"answer": "", "port": 0} | options
        folder = tmp_path / f"server{len(running)}"
        folder.mkdir()
        process = subprocess.Popen(
            [sys.executable, "-W", "ignore", str(PROGRAM), str(folder), json.dumps(wanted)],
            stdout=subprocess.PIPE,
            text=True,
        )
        running.append(process)
        assert process.stdout
        return MailServerProcess(int(process.stdout.readline()), folder, process)

    yield start
    for process in running:
        process.kill()
        process.wait()
        if process.stdout:
            process.stdout.close()


@dataclass(frozen=True)
class Certificates:
    """Files: the authority, and what it signed for our server and for another one."""

    authority: str
    ours: str
    of_another: str


@pytest.fixture(scope="session")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    """Certificates for 127.0.0.1 and for another address, by an authority of our own."""
    folder = tmp_path_factory.mktemp("certificates")
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Tests")])
    authority = _signed(name, key, name, key, "", is_authority=True)
    (folder / "authority").write_bytes(authority.public_bytes(serialization.Encoding.PEM))
    for file, address in (("ours", "127.0.0.1"), ("of_another", "127.0.0.2")):
        own = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, address)])
        made = _signed(subject, own, name, key, address, is_authority=False)
        (folder / file).write_bytes(
            own.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
            + made.public_bytes(serialization.Encoding.PEM)
        )
    return Certificates(*(str(folder / file) for file in ("authority", "ours", "of_another")))


def _signed(
    subject: x509.Name,
    key: ec.EllipticCurvePrivateKey,
    issuer: x509.Name,
    by: ec.EllipticCurvePrivateKey,
    address: str,
    *,
    is_authority: bool,
) -> x509.Certificate:
    now = dt.datetime.now(dt.UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=2))
        .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
    )
    if address:
        names = x509.SubjectAlternativeName(
            [x509.IPAddress(ipaddress.ip_address(address)), x509.DNSName("localhost")]
        )
        builder = builder.add_extension(names, critical=False)
    return builder.sign(by, hashes.SHA256())
