"""One session a request, in one transaction, that has ended before the answer goes out."""

import datetime as dt
from typing import Any

import pyramid_tm
import zope.sqlalchemy
from pyramid.config import Configurator
from sqlalchemy.orm import Session

from guideline_workshop.models.engine import create_engine, for_writing
from guideline_workshop.services.clock import database_now

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def includeme(config: Configurator) -> None:
    """Add `request.db` and `request.now`."""
    config.add_settings(
        {
            "tm.manager_hook": pyramid_tm.explicit_manager,
            "tm.commit_veto": "pyramid_tm.default_commit_veto",
            "retry.attempts": 3,
        }
    )
    config.include("pyramid_tm")
    config.include("pyramid_retry")
    config.registry.gw_engine = create_engine(config.registry.gw.database_url)
    config.add_request_method(_db, "db", reify=True)
    config.add_request_method(_now, "now", reify=True)


def _db(request: Any) -> Session:
    engine = request.registry.gw_engine
    if request.method not in SAFE_METHODS:
        engine = for_writing(engine)
    session = Session(engine, expire_on_commit=False)
    zope.sqlalchemy.register(session, transaction_manager=request.tm)
    return session


def _now(request: Any) -> dt.datetime:
    return database_now(request.db)
