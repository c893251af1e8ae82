"""Local times of deadlines: the hour that does not exist and the hour that comes twice."""

import datetime as dt
from zoneinfo import ZoneInfo


class NonexistentTime(ValueError):
    """The clock skips this time when summer time begins."""


class AmbiguousTime(ValueError):
    """This time comes twice when summer time ends; somebody must say which one is meant."""


def to_utc(local: dt.datetime, zone: ZoneInfo, *, second: bool | None = None) -> dt.datetime:
    """Turn a naive local time into an aware one in UTC.

    `second` says which of two is meant where the time comes twice. Raises NonexistentTime and
    AmbiguousTime.
    """
    first_utc, second_utc = (
        local.replace(tzinfo=zone, fold=fold).astimezone(dt.UTC) for fold in (0, 1)
    )
    if first_utc == second_utc:
        return first_utc
    if first_utc.astimezone(zone).replace(tzinfo=None) != local:
        raise NonexistentTime(local.isoformat())
    if second is None:
        raise AmbiguousTime(local.isoformat())
    return second_utc if second else first_utc
