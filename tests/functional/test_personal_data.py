"""Where personal data must not be: in logs, and nowhere once somebody had theirs removed."""

import logging
import sqlite3
from contextlib import closing

import pytest
import sqlalchemy as sa
from support.asking import ACTS, Line, ask, somebody_who_may
from support.crawl import everything
from support.scene import PASSWORD

from guideline_workshop.services import journal

GONE = """
UPDATE users SET name = 'Kanari Vogel', email = 'kanari.vogel@example.org' WHERE id = ?;
"""


def said(records):
    """Return all that was logged, with tracebacks."""
    formatter = logging.Formatter("%(name)s %(message)s")
    return "\n".join(formatter.format(record) for record in records)


def dumped(stage):
    with closing(sqlite3.connect(stage.path)) as database:
        return "\n".join(database.iterdump())


@pytest.mark.parametrize("reader", ["own_delegate", "moderator", "board", "administrator"])
def test_nobody_finds_a_person_who_was_removed(stage, caplog, reader):
    """Threat 63."""
    caplog.set_level(logging.DEBUG)
    with closing(sqlite3.connect(stage.path)) as database, database:
        database.execute(GONE, (stage.user_ids["own_drafter"],))
    answer = ask(stage, Line("profile.remove", "POST", "", "public"), "own_drafter",
                 password=PASSWORD)  # fmt: skip
    assert answer.status_int == 303
    try:
        assert "kanari" not in dumped(stage).lower()
        for path, page in everything(stage, reader):
            assert b"kanari" not in page.body.lower(), path
        with stage.site.data() as db:
            assert journal.first_altered(db) is None
    finally:
        stage.reset()
    assert "kanari" not in said(caplog.records).lower()


@pytest.mark.parametrize("line", ACTS, ids=str)
def test_the_log_names_nobody_and_holds_no_token(stage, caplog, line):
    """Threat 64."""
    caplog.set_level(logging.DEBUG)
    with closing(sqlite3.connect(stage.path)) as database:
        people = database.execute("SELECT name, email FROM users").fetchall()
    secrets = {value for row in people for value in row} | {"@", PASSWORD}
    for person in stage.people.values():
        secrets |= {person.csrf, *(cookie.value for cookie in person.jar)} - {None}
    for things in stage.things.values():
        secrets |= {things.link, things.expired_link}
    for role in (somebody_who_may(line), "visitor"):
        ask(stage, line, role)
        stage.reset()
    log = said(caplog.records)
    assert not [secret for secret in secrets if secret in log]


def test_a_fault_of_the_database_does_not_say_what_was_entered(db):
    """Threat 64: such a fault is logged, with its statement."""
    with pytest.raises(sa.exc.DBAPIError) as fault:
        db.execute(sa.text("SELECT * FROM nothing WHERE email = :email"), {"email": "kanari@x.y"})
    assert "nothing" in str(fault.value)
    assert "kanari" not in str(fault.value)
