"""Whether the time of a refused login tells known from unknown accounts (threat 8).

Figures of one run, never asserted: the medians, and how often a known account took longer than
an unknown one (0.5 is a coin). That the work is the same is proven in the functional tests.
"""

import statistics
import time

import argon2
import factories
import pytest
from support.pages import Site
from support.scene import CSRF

from guideline_workshop.services import attempts, logins

LOGINS = 200
WRONG = "ein falsches Passwort"


@pytest.fixture
def cheap(monkeypatch):
    """Hash with little memory, so that what is around the hash weighs more, not less."""
    monkeypatch.setattr(logins, "hasher", argon2.PasswordHasher(1, 8, 1))
    far = {kind: attempts.Limit(10**6, 10**6, one.within) for kind, one in attempts.LIMITS.items()}
    monkeypatch.setattr(attempts, "LIMITS", far)


@pytest.mark.usefixtures("cheap")
def test_refusing_known_and_unknown_accounts(sqlite_url, benchmark):
    site = Site(sqlite_url)
    with site.data() as db:
        known = [factories.user(db) for _ in range(LOGINS)]
        password = logins.hash_password("richtig pferd batterie")
        for user in known:
            user.password_hash = password
    browser = site.visitor()
    token = CSRF.search(browser.get("/login").body)[1].decode()

    def seconds(email):
        fields = {"email": email, "password": WRONG, "csrf_token": token}
        before = time.perf_counter()
        browser.post("/login", fields, status=422)
        return time.perf_counter() - before

    times = {"known": [], "unknown": []}

    def ask():
        for number, user in enumerate(known):  # in turns: the machine is never quite the same
            times["known"].append(seconds(user.email))
            times["unknown"].append(seconds(f"niemand{number}@example.org"))

    benchmark.pedantic(ask, rounds=1)
    medians = {name: statistics.median(found) for name, found in times.items()}
    longer = sum(a > b for a in times["known"] for b in times["unknown"])
    benchmark.extra_info |= {
        "median, known, ms": round(1000 * medians["known"], 3),
        "median, unknown, ms": round(1000 * medians["unknown"], 3),
        "known takes longer": round(longer / LOGINS**2, 3),
    }
    assert len(times["known"]) == len(times["unknown"]) == LOGINS
    site.engine.dispose()
    site.application.registry.gw_engine.dispose()
