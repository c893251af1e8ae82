"""The application without a server: pages as a person with a login gets them."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import factories
import pytest
from sqlalchemy.orm import Session
from support.server import app_settings
from webtest import TestApp

from guideline_workshop.app import main
from guideline_workshop.models import User
from guideline_workshop.models.engine import create_engine, session_factory
from guideline_workshop.security import LOGIN_COOKIE

URL = "http://localhost"


class Site:
    """The application over a database that tests fill and look into."""

    def __init__(self, database_url: str, **settings: str) -> None:
        self.application: Any = main({}, **(app_settings(database_url, URL) | settings))
        self.engine = create_engine(database_url)

    @contextmanager
    def data(self) -> Iterator[Session]:
        """Open a session on the database that is committed in the end."""
        with session_factory(self.engine).begin() as db:
            yield db

    def visitor(self) -> TestApp:
        """Return the pages as somebody who has not signed in gets them."""
        return TestApp(self.application, extra_environ={"HTTP_HOST": "localhost:80"})

    def signed_in(self, user: User) -> TestApp:
        """Return the pages as `user` gets them."""
        with self.data() as db:
            token = factories.login(db, user)
        browser = self.visitor()
        browser.set_cookie(LOGIN_COOKIE, token)
        return browser


@pytest.fixture
def site(sqlite_url: str) -> Iterator[Site]:
    """The application over a fresh, migrated and empty SQLite database."""
    made = Site(sqlite_url)
    yield made
    made.engine.dispose()
    made.application.registry.gw_engine.dispose()
