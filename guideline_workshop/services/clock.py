"""The one clock: the database's, so that all web processes agree on deadlines."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Session


def database_now(db: Session) -> dt.datetime:
    """Return the moment by the database's clock, aware, in UTC."""
    if db.get_bind().dialect.name == "sqlite":
        text = db.scalar(sa.text("SELECT strftime('%Y-%m-%dT%H:%M:%f', 'now')"))
        return dt.datetime.fromisoformat(str(text)).replace(tzinfo=dt.UTC)
    now: dt.datetime = db.scalars(sa.select(sa.func.clock_timestamp())).one()
    return now.astimezone(dt.UTC)
