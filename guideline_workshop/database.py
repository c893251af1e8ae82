"""One session a request, in one transaction, that has ended before the answer goes out."""

import datetime as dt
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pyramid_tm
import sqlalchemy as sa
import zope.sqlalchemy
from pyramid.config import Configurator
from pyramid.response import Response
from sqlalchemy.exc import IntegrityError, InterfaceError, OperationalError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from guideline_workshop.background import call_after_commit
from guideline_workshop.models.engine import create_engine, for_writing
from guideline_workshop.models.meta import REVISION
from guideline_workshop.services.clock import database_now
from guideline_workshop.views.errors import error_page, error_page_without_database

log = logging.getLogger(__name__)
RETRY_SECONDS = 10
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def includeme(config: Configurator) -> None:
    """Add `request.db` and `request.now`."""
    config.add_settings(
        {
            "tm.manager_hook": pyramid_tm.explicit_manager,
            "tm.annotate_user": False,  # a query for every static file otherwise
            "tm.commit_veto": "pyramid_tm.default_commit_veto",
            "retry.attempts": 3,
        }
    )
    config.include("pyramid_tm")
    config.include("pyramid_retry")
    config.registry.gw_engine = create_engine(config.registry.gw.database_url)
    _require_ready(config.registry.gw_engine)
    config.add_request_method(_db, "db", reify=True)
    config.add_request_method(_now, "now", reify=True)
    config.add_exception_view(unavailable, context=InterfaceError)
    config.add_exception_view(unavailable, context=OperationalError)
    config.add_exception_view(overtaken, context=IntegrityError)
    config.add_exception_view(overtaken, context=StaleDataError)


class WrongSchema(Exception):
    """The database is not that of this release."""


def _require_ready(engine: sa.Engine) -> None:
    """Refuse to start over tables of another release; say loudly when commits may be lost.

    A database that does not answer stops nothing: until it does, people get a page that says so.
    """
    try:
        with engine.connect() as connection:
            present = _revision(connection)
            if engine.dialect.name == "postgresql":
                _warn_of_loss(connection)
    except (InterfaceError, OperationalError) as error:
        log.warning("started without a database: %s", type(error).__name__)
        return
    if present != REVISION:
        raise WrongSchema(
            f"the database is at revision {present}, this release needs {REVISION}: "
            "run `guideline-workshop migrate`"
        )


def _revision(connection: sa.Connection) -> str | None:
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.scalar(sa.text("SELECT version_num FROM alembic_version"))
    return found


def _warn_of_loss(connection: sa.Connection) -> None:
    """Log which settings of the server let it forget what it has confirmed."""
    for name in ("fsync", "full_page_writes", "synchronous_commit"):
        if connection.scalar(sa.text(f"SHOW {name}")) == "off":
            log.warning(
                "PostgreSQL has %s = off: a power cut loses what people were told is safe", name
            )


def let_go(request: Any) -> None:
    """End the request's transaction, undone if it wrote: slow work follows, which locks nothing.

    What was loaded is to be loaded again; the next statement begins a new transaction.
    """
    request.tm.abort()
    request.tm.begin()


@contextmanager
def apart(request: Any) -> Iterator[tuple[Session, dt.datetime]]:
    """Open a short transaction of its own, which stays though the request fails, with its moment.

    The request's own transaction is ended first, undone if it wrote: one that waits for the other
    would wait forever. So this is for what comes before the act; what the request does afterwards
    begins a new transaction. In between nothing is locked, and slow work hinders nobody.
    """
    let_go(request)
    engine = for_writing(request.registry.gw_engine)
    with Session(engine, expire_on_commit=False) as db, db.begin():
        yield db, database_now(db)


def unavailable(error: Exception, request: Any) -> Response:
    """Say that the database does not answer; the page itself must not need it."""
    log.error("the database does not answer: %s", type(error).__name__)
    response = error_page_without_database(request, 503)
    response.retry_after = RETRY_SECONDS
    return response


def overtaken(error: Exception, request: Any) -> Response:
    """Say that somebody else was faster: a constraint or a newer revision stood in the way."""
    log.info("overtaken: %s", type(error).__name__)
    return error_page(request, 409)


def _db(request: Any) -> Session:
    engine, writes = request.registry.gw_engine, request.method not in SAFE_METHODS
    session = Session(for_writing(engine) if writes else engine, expire_on_commit=False)
    zope.sqlalchemy.register(session, transaction_manager=request.tm)
    if writes:
        call_after_commit(session, request.registry.gw_jobs)
    return session


def _now(request: Any) -> dt.datetime:
    return database_now(request.db)
