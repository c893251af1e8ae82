"""Signing in with a provider in a real browser, with scripts and without."""

import factories
import pytest
from playwright.sync_api import Browser, expect
from support.openid import CLIENT, SECRET, providing
from support.people import Person, Screen
from support.server import serving

from guideline_workshop.models.engine import create_engine, session_factory


@pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "without-scripts"])
def test_one_comes_back_signed_in(chromium: Browser, sqlite_url, javascript):
    engine = create_engine(sqlite_url)
    with session_factory(engine).begin() as db:
        email = factories.user(db, "Eva Kern").email
    engine.dispose()
    with providing() as provider:
        provider.claims = {"email": email, "email_verified": True}
        settings = {
            "provider": provider.issuer,
            "provider_name": "Kreis-ID",
            "provider_client": CLIENT,
            "provider_secret": SECRET,
        }
        ini = {f"gw.{name}": value for name, value in settings.items()}
        with serving(sqlite_url, **ini) as server:
            screen = Screen(390, 844, "light", "de")
            person = Person(chromium, server.url, screen, None, javascript=javascript)
            person.go("/login?next=/profile")
            person.page.locator('form[action$="/login/provider"] button').click()
            if not javascript:
                person.page.wait_for_url("**/login/provider/callback?**")
                person.page.locator("main form button").click()
            expect(person.page).to_have_url(f"{server.url}/profile")
            person.look()
            person.close()
