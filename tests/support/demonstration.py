"""The demonstration consultation on a day of its course, served while the clock stands still."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import select
from support.databases import migrate
from support.server import serving

from guideline_workshop.demo import content
from guideline_workshop.demo.loading import Loader
from guideline_workshop.demo.shapes import Moment
from guideline_workshop.models import MembershipInvitation, User
from guideline_workshop.models.engine import create_engine, session_factory
from guideline_workshop.services import invitations, logins

TODAY = dt.date(2026, 11, 17)
"""Day 0 of the demonstration, fixed so that what is shown does not change from day to day."""


@dataclass(frozen=True)
class Demonstration:
    """The address of a served demonstration, its moment, and a login of each person by name."""

    url: str
    tokens: dict[str, str]
    database_url: str
    now: dt.datetime

    def link_of_newest_invitation(self) -> str:
        """Return the address in the mail of an invitation, as if it was sent now."""
        engine = create_engine(self.database_url)
        with session_factory(engine).begin() as db:
            newest = max(db.scalars(select(MembershipInvitation.id)))
            token = invitations.link_token(db, newest, now=self.now)
        engine.dispose()
        return f"/invitations/{token}"


@contextmanager
def demonstration(folder: Path, *, day: int, hour: int) -> Iterator[Demonstration]:
    """Load everything that has happened up to a moment, and serve it as of this moment."""
    now = Moment(day, dt.time(hour)).on(TODAY)
    database_url = f"sqlite:///{folder}/day{day}.sqlite"
    migrate(database_url)
    tokens = _load(database_url, now)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("guideline_workshop.database.database_now", lambda _: now)
        with serving(database_url) as server:
            yield Demonstration(server.url, tokens, database_url, now)


def _load(database_url: str, now: dt.datetime) -> dict[str, str]:
    engine = create_engine(database_url)
    with session_factory(engine).begin() as db:
        loader = Loader(db, content.load(), today=TODAY)
        loader.people()
        for step in sorted(loader.steps(), key=lambda step: step.at):
            if step.at <= now:
                step.do(step.at)
        tokens = {user.name: logins.begin(db, user, now=now) for user in db.scalars(select(User))}
    engine.dispose()
    return tokens
