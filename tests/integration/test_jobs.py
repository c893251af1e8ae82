"""Jobs: mails leave right after the commit, and whatever a queue or a kill lost leaves later."""

import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import factories
import pytest
import requests
import sqlalchemy as sa
from factories import NOW
from huey import RedisHuey
from sqlalchemy.orm import Session
from support.scene import CSRF
from support.server import serving

from guideline_workshop import models
from guideline_workshop.background import call_after_commit
from guideline_workshop.cli.main import main as command
from guideline_workshop.jobs.queue import NAME, Jobs
from guideline_workshop.models.engine import create_engine, for_writing
from guideline_workshop.rules.notifications import Frequency, MailKind
from guideline_workshop.rules.rounds import RoundKind
from guideline_workshop.services import comments, outbox
from guideline_workshop.settings import InvalidSettings, Settings, read_settings

PATIENCE = 60
"""Seconds after which something has gone wrong; nothing here takes as long."""
INI = """
[app:main]
use = egg:guideline-workshop
gw.database_url = {database_url}
gw.secret = only-for-tests-0123456789abcdef0123456789
gw.mail_url = smtp+plain://127.0.0.1:{port}
gw.mail_from = werkstatt@example.org
"""


class Calls:
    """Stands for the queue: counts how often a worker was called."""

    def __init__(self):
        self.count = 0

    def deliver_soon(self):
        self.count += 1


def settings(database_url, tmp_path, **more):
    return Settings(
        database_url=str(database_url),
        secret="only-for-tests-0123456789abcdef0123456789",
        mail_url=(tmp_path / "mails").as_uri(),
        mail_from="werkstatt@example.org",
        **more,
    )


def order(db, number=1):
    outbox.order(
        db,
        MailKind.ACCOUNT,
        thing=f"account {number}",
        address=f"p{number}@example.org",
        user_id=None,
        data={"what": "password_changed"},
        now=NOW,
    )


@pytest.fixture
def calls():
    return Calls()


@pytest.fixture
def watched(engine, calls):
    with Session(for_writing(engine), expire_on_commit=False) as session:
        call_after_commit(session, calls)
        yield session


def test_a_worker_is_called_once_after_the_commit_and_not_before(watched, calls):
    for number in range(3):
        order(watched, number)
    assert calls.count == 0
    watched.commit()
    assert calls.count == 1


def test_a_worker_is_not_called_for_what_was_rolled_back_or_is_no_mail(watched, calls):
    order(watched)
    watched.rollback()
    factories.user(watched)
    watched.commit()
    assert calls.count == 0


def test_an_act_is_done_though_the_queue_is_away(engine, tmp_path):
    jobs = Jobs(settings("sqlite://", tmp_path, queue_url="redis://127.0.0.1:1/0"), engine)
    with Session(for_writing(engine)) as session:
        call_after_commit(session, jobs)
        order(session)
        session.commit()
        assert session.scalars(sa.select(models.Mail)).one()
    jobs.sweep()
    assert len(list((tmp_path / "mails").iterdir())) == 1


def test_a_call_is_worked_off_from_the_queue(sqlite_url, tmp_path):
    engine = create_engine(sqlite_url)
    jobs = Jobs(settings(sqlite_url, tmp_path), engine)
    with Session(for_writing(engine)) as session, session.begin():
        order(session)
    jobs.deliver_soon()
    jobs.queue.execute(jobs.queue.dequeue())
    assert len(list((tmp_path / "mails").iterdir())) == 1
    assert (tmp_path / "test-jobs.sqlite").exists()
    engine.dispose()


def test_what_others_put_into_the_queue_is_not_read(sqlite_url, tmp_path):
    engine = create_engine(sqlite_url)
    ours = Jobs(settings(sqlite_url, tmp_path), engine)
    theirs = Jobs(replace(settings(sqlite_url, tmp_path), secret="x" * 32), engine)
    theirs.deliver_soon()
    with pytest.raises(ValueError, match="ignature"):
        ours.queue.dequeue()
    engine.dispose()


def test_the_sweep_orders_what_the_clock_asks_for_and_delivers_it(db, world, engine, tmp_path):
    world.round(db, RoundKind.COMMENT)
    jobs = Jobs(settings("sqlite://", tmp_path, queue_url=f"sqlite:///{tmp_path}/q"), engine)
    db.get_one(models.User, world.delegates[1].user_id).frequency = Frequency.IMMEDIATELY
    db.commit()
    jobs.sweep()  # from now on they are told
    comments.write(
        db,
        db.scalars(
            sa.select(models.Round).where(models.Round.version_id == world.version.id)
        ).one(),
        provision_key=None,
        body="Gut.",
        by=world.delegates[0],
        now=NOW,
    )
    db.commit()
    jobs.sweep()
    (mail,) = db.scalars(sa.select(models.Mail))
    assert mail.kind is MailKind.DIGEST
    assert mail.sent_at


def test_a_worker_that_is_killed_again_and_again_leaves_no_mail_behind(
    database_url, engine, tmp_path, mail_server
):
    """A kill between ordering and delivery, or in the midst of it; each mail arrives once."""
    server = mail_server()
    ini = tmp_path / "worker.ini"
    ini.write_text(INI.format(database_url=database_url, port=server.port))
    many = 40
    with Session(for_writing(engine)) as session, session.begin():
        for number in range(many):
            order(session, number)
    for pause in (0, 1.5, 2.5):
        worker = start(ini)
        time.sleep(pause)
        worker.send_signal(signal.SIGKILL)
        worker.wait()
        make_leases_end(engine)
    worker = start(ini)
    wait_for(lambda: unsent(engine) == 0)
    worker.send_signal(signal.SIGINT)
    assert worker.wait(PATIENCE) == 0
    recipients = [one.recipient for one in server.received()]
    assert set(recipients) == {f"p{number}@example.org" for number in range(many)}
    # at most the one that each kill met between the server's answer and our note
    assert len(recipients) <= many + 3
    ids = {one.message["Message-ID"] for one in server.received()}
    assert len(ids) == many


def test_a_worker_is_called_through_redis(  # noqa: PLR0917 -- five programs take part
    database_url, engine, new_session, tmp_path, mail_server, redis
):
    """As beyond one machine: the web process puts a call in, a worker of its own takes it out."""
    server, ini = mail_server(), tmp_path / "worker.ini"
    settings = {
        "gw.mail_url": f"smtp+plain://127.0.0.1:{server.port}",
        "gw.mail_from": "werkstatt@example.org",
        "gw.queue_url": redis.url,
    }
    text = INI.format(database_url=database_url, port=server.port)
    ini.write_text(f"{text}gw.queue_url = {redis.url}\n")
    with new_session() as session, session.begin():
        email = factories.user(session).email
    with serving(database_url, **settings) as web, requests.Session() as browser:
        queue = RedisHuey(NAME, url=redis.url)
        page = browser.get(f"{web.url}/password", timeout=PATIENCE)
        fields = {"email": email, "csrf_token": CSRF.search(page.content)[1].decode()}
        assert browser.post(page.url, fields, timeout=PATIENCE).status_code == 200
        assert (queue.pending_count(), unsent(engine), server.received()) == (1, 1, [])
        worker = start(ini)
        wait_for(lambda: unsent(engine) == 0)
        worker.send_signal(signal.SIGINT)
        assert worker.wait(PATIENCE) == 0
        assert queue.pending_count() == 0
    assert [one.recipient for one in server.received()] == [email]
    queue.storage.conn.close()


def test_neither_addresses_nor_names_add_a_recipient(engine, new_session, tmp_path, mail_server):
    """Threat 43: what came in by whatever way reaches one person or nobody."""
    server = mail_server()
    hostile = (
        "a@example.org,b@example.org",
        "a@example.org\nBcc: b@example.org",
        "a@x\r\nTo: b@y.org",
    )
    with new_session() as session, session.begin():
        for number in range(len(hostile) + 1):
            order(session, number)
        for mail, address in zip(
            session.scalars(sa.select(models.Mail)).all(), hostile, strict=False
        ):
            mail.address = address
    given = settings("sqlite://", tmp_path, queue_url=f"sqlite:///{tmp_path}/q")
    given = replace(given, mail_url=f"smtp+plain://127.0.0.1:{server.port}")
    Jobs(given, engine).deliver()
    (received,) = server.received()
    assert received.recipient == f"p{len(hostile)}@example.org"


def test_without_a_mail_server_a_worker_has_nothing_to_do(tmp_path, capsys):
    ini = tmp_path / "worker.ini"
    text = INI.format(database_url=f"sqlite:///{tmp_path}/w.sqlite", port=25)
    ini.write_text("\n".join(one for one in text.splitlines() if "mail_url" not in one))
    assert command(["worker", str(ini)]) == 1
    assert "GW_MAIL_URL" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("mail_url", "mail.example.org"),
        ("mail_url", "http://mail.example.org"),
        ("mail_url", "smtp://mail.example.org:many"),
        ("mail_url", "smtp://"),
        ("mail_from", ""),
        ("mail_from", "a@example.org, b@example.org"),
        ("queue_url", "mysql://localhost"),
    ],
)
def test_a_wrong_setting_of_mail_is_named(setting, value):
    right = {"mail_url": "smtp://mail.example.org", "mail_from": "a@example.org"}
    ini = {"database_url": "sqlite://", "secret": "x" * 32, **right, setting: value}
    with pytest.raises(InvalidSettings, match=f"gw.{setting}"):
        read_settings({f"gw.{name}": one for name, one in ini.items()}, {})


def start(ini: Path) -> subprocess.Popen[bytes]:
    program = [sys.executable, "-W", "ignore", "-m", "guideline_workshop.cli.main"]
    return subprocess.Popen(
        [*program, "worker", str(ini)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


def make_leases_end(engine: sa.Engine) -> None:
    with for_writing(engine).begin() as connection:
        connection.execute(
            sa.update(models.Mail).where(models.Mail.sent_at.is_(None)).values(due_at=NOW)
        )


def unsent(engine: sa.Engine) -> int:
    with engine.connect() as connection:
        query = sa.select(sa.func.count()).where(models.Mail.sent_at.is_(None))
        return connection.scalar(query) or 0


def wait_for(condition) -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.1)
