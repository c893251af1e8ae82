"""The queue: two jobs without arguments, one to deliver at once, one to sweep every minute.

A queue may lose a job, so nothing depends on one: the sweep looks at the database alone.
"""

import logging
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from huey import Huey, MemoryHuey, RedisHuey, SqliteHuey, crontab
from huey.consumer import Consumer
from huey.serializer import SignedSerializer

from guideline_workshop.jobs.delivery import deliver_due
from guideline_workshop.jobs.transport import transport_of
from guideline_workshop.models.engine import session_factory
from guideline_workshop.services import digests, reminders
from guideline_workshop.services.clock import database_now
from guideline_workshop.settings import Settings

log = logging.getLogger(__name__)
NAME = "guideline-workshop"
LONGEST_NAP = 1.0
"""Seconds between two looks into a queue that cannot call."""


class Jobs:
    """The jobs over one database and one queue."""

    def __init__(self, settings: Settings, engine: sa.Engine) -> None:
        self._settings = settings
        self._sessions = session_factory(engine)
        self._transport = transport_of(settings)
        self.queue = _queue(settings)
        self._deliver_soon = self.queue.task(name="deliver")(self.deliver)
        self.queue.periodic_task(crontab(), name="sweep")(self.sweep)

    def deliver(self) -> None:
        """Deliver what is due."""
        if self._transport is not None:
            deliver_due(self._sessions, self._transport, self._settings)

    def sweep(self) -> None:
        """Order what the clock asks for, and deliver all that is due, whatever the queue lost."""
        if self._transport is not None:
            with self._sessions() as db, db.begin():
                now = database_now(db)
                digests.order_due(db, zone=ZoneInfo(self._settings.time_zone), now=now)
                reminders.order_due(db, now=now)
        self.deliver()

    def deliver_soon(self) -> None:
        """Ask a worker to deliver now; without a queue at hand the sweep does it in a minute."""
        try:
            self._deliver_soon()
        except Exception:  # whatever the queue raises: the act itself is done
            log.warning("the queue does not answer; the sweep will deliver", exc_info=True)

    def consumer(self, *, beside_the_web: bool = False) -> Consumer:
        """Make what does the jobs: in the foreground, or in threads beside the web's."""
        kind: Callable[..., Consumer] = _Beside if beside_the_web else Consumer
        return kind(self.queue, workers=1, max_delay=LONGEST_NAP)


class _Beside(Consumer):  # type: ignore[misc] # Huey ships no types
    """A consumer that leaves the signals to the web server."""

    def _set_signal_handlers(self) -> None:
        pass


def _queue(settings: Settings) -> Huey:
    """Open the queue; nothing is kept of results, and what others put in is not read."""
    common = {
        "results": False,
        "serializer": SignedSerializer(secret=settings.secret, salt="jobs"),
    }
    url = urlsplit(settings.queue_url)
    if url.scheme in ("redis", "rediss", "unix"):
        return RedisHuey(NAME, url=settings.queue_url, **common)
    given = sa.make_url(settings.queue_url).database if url.scheme == "sqlite" else ""
    file = given or _beside(settings.database_url)
    return SqliteHuey(NAME, filename=file, **common) if file else MemoryHuey(NAME, **common)


def _beside(database_url: str) -> str:
    """Name the file beside an SQLite database; "" for any other database."""
    url = sa.make_url(database_url)
    if url.get_backend_name() != "sqlite" or not url.database:
        return ""
    path = Path(url.database)
    return str(path.with_name(f"{path.stem}-jobs.sqlite"))
