"""People in front of browsers, who look at every page they come to."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser
from support.people import Person, Screen
from support.server import Server

WIDE = Screen(1280, 900, "light", "de")
PHONE = Screen(390, 844, "dark", "en")


@pytest.fixture(
    params=[(WIDE, True), (PHONE, True), (WIDE, False)],
    ids=["desktop", "phone", "without-scripts"],
)
def person(
    chromium: Browser, server: Server, request: pytest.FixtureRequest
) -> Iterator[Callable[..., Person]]:
    """Open a browser of their own for each person."""
    people: list[Person] = []
    screen, javascript = request.param

    def open_(token: str | None = None) -> Person:
        people.append(Person(chromium, server.url, screen, token, javascript=javascript))
        return people[-1]

    yield open_
    for one in people:
        one.close()
