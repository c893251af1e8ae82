"""The application behind a real HTTP server, in a thread."""

import configparser
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from waitress import create_server, wasyncore

from guideline_workshop.app import main

SECRET = "only-for-tests-0123456789abcdef0123456789"
PRODUCTION = Path(__file__).parents[2] / "production.ini"
OWN_ADJUSTMENTS = {"use", "listen", "threads"}
Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


@dataclass(frozen=True)
class Server:
    """A running server and the database beneath it."""

    url: str
    database_url: str


@contextmanager
def serving(
    database_url: str,
    *,
    host: str = "127.0.0.1",
    adjustments: dict[str, str] | None = None,
    **settings: str,
) -> Iterator[Server]:
    """Serve the application over this database for the length of the block.

    `host` is the name people know it by, `adjustments` what an ini file says of the server.
    """
    application: list[Application] = []
    sockets: dict[int, Any] = {}

    # the address must be known before the application is made: its settings name it
    def forward(environ: dict[str, Any], respond: Callable[..., Any]) -> Iterable[bytes]:
        return application[0](environ, respond)

    server = create_server(
        forward, host="127.0.0.1", port=0, threads=4, map=sockets, **(adjustments or {})
    )
    url = f"http://{host}:{server.effective_port}"
    application.append(main({}, **(app_settings(database_url, url) | settings)))
    stopping = threading.Event()

    def run() -> None:
        while not stopping.is_set():
            wasyncore.loop(timeout=1, count=1, map=sockets)

    thread = threading.Thread(target=run, name="server")
    thread.start()
    try:
        yield Server(url, database_url)
    finally:
        stopping.set()
        server.pull_trigger()
        thread.join()
        server.task_dispatcher.shutdown()
        wasyncore.close_all(sockets)


def app_settings(database_url: str, url: str) -> dict[str, str]:
    """Return the settings that an ini file would hold."""
    return {
        "gw.database_url": database_url,
        "gw.secret": SECRET,
        "gw.public_url": url,
        "gw.operator": "werkstatt@kreis.example",
        "gw.worker": "false",  # tests call the jobs themselves
    }


def as_in_production() -> dict[str, str]:
    """Return what production.ini says of the server."""
    ini = configparser.ConfigParser()
    ini.read(PRODUCTION, encoding="utf-8")
    given = dict(ini["server:main"])
    return {name: given[name] for name in given if name not in OWN_ADJUSTMENTS}


@pytest.fixture
def server(sqlite_url: str) -> Iterator[Server]:
    """The application, served over a fresh, migrated and empty SQLite database."""
    with serving(sqlite_url) as running:
        yield running
