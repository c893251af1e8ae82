"""People who write without a pause, and remember what they were told."""

import datetime as dt
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlencode

import factories
import requests
import sqlalchemy as sa
from bs4 import BeautifulSoup

from guideline_workshop.models import Association, Comment, Round, User
from guideline_workshop.models.engine import create_engine, session_factory
from guideline_workshop.rules.rounds import RoundKind
from guideline_workshop.security import LOGIN_COOKIE
from guideline_workshop.services import journal, logins

PATIENCE = 60
"""Seconds after which nobody answers any more; nothing here takes as long."""
PAUSE = 0.02
DAY = dt.timedelta(days=1)
LIST = "/consultations/beteiligung/documents/leitlinien/versions/1/comments"
NEW = "/consultations/beteiligung/rounds/1/comments/new"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def writers_of(database_url: str, count: int) -> list[str]:
    """Fill the database with an open comment round; return logins of people who may write there."""
    now = dt.datetime.now(dt.UTC)
    engine = create_engine(database_url)
    with session_factory(engine).begin() as db:
        moderator = factories.moderator(db)
        ours: Association = factories.association(db, "Sprachverein")
        of = factories.consultation(db, moderator, [ours], title="Beteiligung")
        _document, version = factories.document_with_version(db, of, moderator)
        factories.round_(
            db, version, moderator, RoundKind.COMMENT, opens_at=now - DAY, closes_at=now + DAY
        )
        people: list[User] = [factories.member(db, ours) for _ in range(count)]
        tokens = [logins.begin(db, one, now=now) for one in people]
    engine.dispose()
    return tokens


def stored(database_url: str) -> Counter[str]:
    """Count the comments by their words; the journal must hold together."""
    engine = create_engine(database_url)
    with sa.orm.Session(engine) as db:
        found = Counter(db.scalars(sa.select(Comment.body)))
        assert journal.first_altered(db) is None
        assert db.scalar(sa.select(sa.func.count()).select_from(Round)) == 1
    engine.dispose()
    return found


@dataclass
class Load:
    """What the writers did and were told."""

    url: str
    verify: str | bool = True
    pause: float = 0
    """Seconds after each accepted comment."""
    sent: set[str] = field(default_factory=set)
    acknowledged: set[str] = field(default_factory=set)
    """What was answered with success."""
    answers: Counter[int] = field(default_factory=Counter)
    """How often each status came; 0 where the connection broke."""
    pages: dict[int, str] = field(default_factory=dict)
    """The last page for each status that is no success."""
    changed: threading.Condition = field(default_factory=threading.Condition)
    stopping: threading.Event = field(default_factory=threading.Event)

    def wait_for(self, more: int, *, status: int = 303, within: float = PATIENCE) -> None:
        """Wait until this status came so many times more."""
        with self.changed:
            wanted = self.answers[status] + more
            assert self.changed.wait_for(lambda: self.answers[status] >= wanted, within), dict(
                self.answers
            )

    def write(self, writer: int, token: str) -> None:
        """Write one comment after the other, each again until it is accepted.

        The same form is sent again, as people do who get no answer.
        """
        with requests.Session() as session:
            session.trust_env = False
            session.verify = self.verify
            session.cookies.set(LOGIN_COOKIE, token)
            fields = self._fields(session)
            number = 0
            while not self.stopping.is_set():
                words = f"{writer}-{number}"
                self.sent.add(words)
                body = urlencode([*fields, ("provision", ""), ("body", words)])
                while self._post(session, body) != 303:
                    if self.stopping.wait(PAUSE):
                        return
                with self.changed:
                    self.acknowledged.add(words)
                number += 1
                self.stopping.wait(self.pause)

    def _fields(self, session: requests.Session) -> list[tuple[str, str]]:
        page = BeautifulSoup(session.get(self.url + LIST, timeout=PATIENCE).text, "html.parser")
        (form,) = [one for one in page("form") if str(one["action"]).endswith(NEW)]
        hidden = form("input", attrs={"type": "hidden"})
        return [(str(one["name"]), str(one["value"])) for one in hidden]

    def _post(self, session: requests.Session, body: str) -> int:
        try:
            answer = session.post(
                self.url + NEW,
                body,
                headers=FORM | {"Origin": self.url},
                timeout=PATIENCE,
                allow_redirects=False,
            )
            status, page = answer.status_code, answer.text
        except requests.ConnectionError:
            status, page = 0, ""
        with self.changed:
            self.answers[status] += 1
            if status != 303:
                self.pages[status] = page
            self.changed.notify_all()
        return status


@contextmanager
def writing(
    url: str, tokens: list[str], *, verify: str | bool = True, pause: float = 0
) -> Iterator[Load]:
    """Let everybody write while the block runs, and come to an end afterwards."""
    load = Load(url, verify, pause)
    threads = [
        threading.Thread(target=load.write, args=(number, token))
        for number, token in enumerate(tokens)
    ]
    for one in threads:
        one.start()
    try:
        yield load
        load.wait_for(len(tokens))
    finally:
        load.stopping.set()
        for one in threads:
            one.join()
