"""A real nginx in front of the application, configured as the administrators are told to."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.cookiejar import DefaultCookiePolicy
from pathlib import Path
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from support.ports import free_port, wait_for_answer

from guideline_workshop.assets import ROOT as STATIC

EXAMPLE = Path(__file__).parents[2] / "docs" / "nginx.conf"
NAME = "localhost"
MISSING = "nginx was not found; `make test` installs it (Debian package: nginx-light)."
PATIENCE = 60
"""Seconds after which nobody answers any more; nothing here takes as long."""
MAIN = """
daemon off;
{user}
worker_processes 1;
pid {folder}/pid;
error_log {folder}/error.log;
events {{ worker_connections 768; }}
http {{
    include /etc/nginx/mime.types;
    access_log {folder}/access.log;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    {more}
    include {folder}/site.conf;
}}
"""


class NginxMissingError(Exception):
    """The tests need nginx, and it is not installed."""


@dataclass(frozen=True)
class Nginx:
    """A running nginx."""

    port: int
    folder: Path
    authority: str
    """The file with the certificate that ours is signed with."""
    session: requests.Session

    @property
    def url(self) -> str:
        """Return the address under which people reach it."""
        return f"https://{NAME}:{self.port}"

    def ask(
        self, path: str, *, method: str = "GET", cookies: str = "", **more: Any
    ) -> requests.Response:
        """Return the answer; nothing is remembered, several may ask at once."""
        return self.session.request(
            method,
            self.url + path,
            headers={"Cookie": cookies} | more.pop("headers", {}),
            timeout=PATIENCE,
            allow_redirects=False,
            **more,
        )

    def logs(self) -> str:
        """Return all that it wrote down."""
        return "".join(
            (self.folder / name).read_text("utf-8") for name in ("access.log", "error.log")
        )


@contextmanager
def in_front_of(
    application: str, port: int, folder: Path, *, authority: str, certificate: str, more: str = ""
) -> Iterator[Nginx]:
    """Run nginx before the application (host:port); `more` goes beside the example's servers."""
    program = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    if program is None:
        raise NginxMissingError(MISSING)
    user = "user root;" if os.geteuid() == 0 else ""
    (folder / "site.conf").write_text(_fitted(application, port, folder, certificate), "utf-8")
    (folder / "main.conf").write_text(MAIN.format(user=user, folder=folder, more=more), "utf-8")
    command = [program, "-e", str(folder / "error.log"), "-c", str(folder / "main.conf")]
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL)
    try:
        wait_for_answer(process, port, folder / "error.log")
        with _forgetful(authority) as session:
            yield Nginx(port, folder, authority, session)
    finally:
        process.terminate()
        process.wait()


def _forgetful(authority: str) -> requests.Session:
    """Return a client that keeps connections, but no cookies."""
    session = requests.Session()
    session.trust_env = False  # it may name other authorities, or a proxy
    session.verify = authority
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    session.mount("https://", HTTPAdapter(pool_maxsize=8))
    return session


def _fitted(application: str, port: int, folder: Path, certificate: str) -> str:
    """Return the example with our ports and paths; all else is as the administrators get it."""
    text = EXAMPLE.read_text("utf-8")
    for pattern, value in (
        (r"\n    listen \[::\].*", ""),
        (r"listen 443\b", f"listen 127.0.0.1:{port}"),
        (r"listen 80\b", f"listen 127.0.0.1:{free_port()}"),
        (r"beteiligung\.example\.org", NAME),
        (r"/etc/ssl/[\w/.]+", certificate),
        (r"http://127\.0\.0\.1:6543", f"http://{application}"),
        (r"/opt/[\w/.-]+/static/", f"{STATIC}/"),
        (r"/var/log/nginx", str(folder)),
    ):
        text, count = re.subn(pattern, value, text)
        assert count, pattern
    return text
