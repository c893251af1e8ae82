"""Counting what may be tried only so often (threat 9)."""

import datetime as dt
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa
from factories import NOW

from guideline_workshop.models import Attempt
from guideline_workshop.services import attempts
from guideline_workshop.services.attempts import LIMITS, Kind
from guideline_workshop.services.errors import TooOften

SECRET = "only-for-tests-0123456789abcdef0123456789"
MINUTE = dt.timedelta(minutes=1)
MOST = LIMITS[Kind.PASSWORD].subject
EVERYBODY = LIMITS[Kind.PASSWORD].address


def tried(db, subject="eva@example.org", *, address="192.0.2.1", now=NOW, kind=Kind.PASSWORD):
    return attempts.begin(db, kind, secret=SECRET, subject=subject, address=address, now=now)


def test_after_the_last_try_one_waits_until_the_first_is_forgotten(db):
    for minute in range(MOST):
        tried(db, now=NOW + minute * MINUTE)
    with pytest.raises(TooOften) as refused:
        tried(db, now=NOW + 12 * MINUTE)
    assert refused.value.wait == 3 * MINUTE
    assert refused.value.message.mapping == {"minutes": 3}
    tried(db, now=NOW + 15 * MINUTE)


def test_a_refused_try_is_not_counted(db):
    for _ in range(MOST):
        tried(db)
    for _ in range(3):
        with pytest.raises(TooOften):
            tried(db)
    assert tried(db, now=NOW + 15 * MINUTE)


def test_another_account_and_another_kind_have_tries_of_their_own(db):
    for _ in range(MOST):
        tried(db)
    assert tried(db, "kim@example.org")
    assert tried(db, kind=Kind.LINK)


def test_an_account_is_the_same_however_it_is_typed(db):
    for _ in range(MOST):
        tried(db, " Eva@Example.ORG ")
    with pytest.raises(TooOften):
        tried(db, "eva@example.org")


@pytest.mark.parametrize(
    ("first", "other", "are_one"),
    [
        ("192.0.2.1", "192.0.2.1", True),
        ("192.0.2.1", "192.0.2.2", False),
        ("2001:db8::1", "2001:db8::ffff:2", True),
        ("2001:db8::1", "2001:db8:0:1::1", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        ("", "", True),
    ],
)
def test_one_address_tries_many_accounts_only_so_often(db, first, other, are_one):
    for number in range(EVERYBODY):
        tried(db, f"user{number}@example.org", address=first)
    if are_one:
        with pytest.raises(TooOften):
            tried(db, "other@example.org", address=other)
    else:
        assert tried(db, "other@example.org", address=other)


def test_what_succeeded_is_forgotten_with_what_failed_before_it(db):
    tried(db, "kim@example.org")
    for _ in range(MOST - 1):
        tried(db)
    rows = tried(db)
    attempts.succeeded(db, Kind.PASSWORD, rows, secret=SECRET, subject="Eva@example.org")
    for _ in range(MOST):
        tried(db)
    with pytest.raises(TooOften):
        tried(db)


def test_the_table_tells_neither_accounts_nor_addresses_and_forgets(db):
    """Threat 64."""
    tried(db)
    rows = db.scalars(sa.select(Attempt)).all()
    assert len(rows) == 2
    for row in rows:
        assert len(row.subject) == 64
        assert set(row.subject) <= set("0123456789abcdef")
    other = "x" * 40
    attempts.begin(
        db, Kind.PASSWORD, secret=other, subject="eva@example.org", address="192.0.2.1", now=NOW
    )
    assert len(set(db.scalars(sa.select(Attempt.subject)))) == 4
    tried(db, "kim@example.org", now=NOW + attempts.KEPT)
    assert set(db.scalars(sa.select(Attempt.at))) == {NOW + attempts.KEPT}


def test_tries_at_the_same_moment_see_each_other(new_session):
    start = threading.Barrier(4)

    def try_some(_number):
        start.wait()
        done = 0
        for _ in range(5):
            with new_session() as db, db.begin():
                try:
                    tried(db)
                except TooOften:
                    continue
                done += 1
        return done

    with ThreadPoolExecutor(4) as threads:
        assert sum(threads.map(try_some, range(4))) == MOST
