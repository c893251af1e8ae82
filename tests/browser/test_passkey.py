"""A passkey in a real browser, with the authenticator that Chromium brings for tests."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import factories
import pytest
from playwright.sync_api import Browser, Page, expect
from support.people import Person, Screen
from support.server import Server, serving

from guideline_workshop.models.engine import create_engine, session_factory

SCREEN = Screen(390, 844, "light", "de")


@pytest.fixture
def local(sqlite_url: str) -> Iterator[Server]:
    """A server under a name: passkeys are not made for numbers."""
    with serving(sqlite_url, host="localhost") as running:
        yield running


@pytest.fixture
def token(local: Server) -> str:
    engine = create_engine(local.database_url)
    with session_factory(engine).begin() as db:
        made = factories.login(db, factories.user(db, "Eva Kern"))
    engine.dispose()
    return made


@contextmanager
def browsing(chromium: Browser, server: Server, token: str | None) -> Iterator[Person]:
    person = Person(chromium, server.url, SCREEN, token, javascript=True)
    yield person
    person.close()


def authenticator(page: Page, *, is_verified: bool = True) -> tuple[Any, str]:
    """Plug a device in that makes passkeys and asks for a fingerprint."""
    cdp = page.context.new_cdp_session(page)
    cdp.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": is_verified,
    }
    made = cdp.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return cdp, made["authenticatorId"]


def test_a_passkey_is_added_and_opens_the_door(chromium, local, token):
    with browsing(chromium, local, token) as person:
        cdp, device = authenticator(person.page)
        person.go("/profile/passkeys")
        person.fill(name="Laptop")
        person.press("/profile/passkeys")
        person.look(again=True)
        person.sees("Laptop")
        assert cdp.send("WebAuthn.getCredentials", {"authenticatorId": device})["credentials"]
        person.page.locator("[data-gw-menu] summary").click()
        person.press("/logout")
        person.go("/login?next=/profile/passkeys")
        person.press("/login/passkey")
        person.sees("Laptop")
        expect(person.page).to_have_url(f"{local.url}/profile/passkeys")


def test_without_a_fingerprint_nothing_happens_and_the_page_says_so(chromium, local, token):
    with browsing(chromium, local, token) as person:
        authenticator(person.page, is_verified=False)
        person.go("/profile/passkeys")
        expect(person.page.locator("[data-gw-problem]")).to_be_hidden()
        person.fill(name="Laptop")
        person.page.locator('form[action$="/profile/passkeys"] button').click()
        expect(person.page.locator("[data-gw-problem]")).to_be_visible()
        person.look(again=True)
