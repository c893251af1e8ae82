"""Processes are killed while people write: nothing they were told is lost, nothing is there twice.

Threats 54 to 59. `GW_KILL_ROUNDS` says how often, `GW_WRITING_SECONDS` how long fifty people write.
"""

import os
import resource
import threading
from collections import Counter
from contextlib import ExitStack
from pathlib import Path

import pytest
import requests
import sqlalchemy as sa
from support.databases import migrate
from support.load import PATIENCE, stored, writers_of, writing
from support.nginx import NAME, in_front_of
from support.ports import free_port
from support.postgresql import DURABLE, running_cluster
from support.process import Node

ROUNDS = int(os.environ.get("GW_KILL_ROUNDS", "3"))
SECONDS = float(os.environ.get("GW_WRITING_SECONDS", "2"))
BACK_WITHIN = 10
"""Seconds after which the application writes again, once its database answers."""
AWAY = "Zurzeit nicht erreichbar"


@pytest.fixture(scope="module")
def cluster():
    """A PostgreSQL that loses nothing, and that tests may kill."""
    with running_cluster(DURABLE) as running:
        yield running


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, sqlite_template, tmp_path):
    """The address of a migrated database."""
    if request.param == "sqlite":
        path = tmp_path / "killed.sqlite"
        path.write_bytes(sqlite_template.read_bytes())
        yield f"sqlite:///{path}"
        return
    yield request.getfixturevalue("killed_url")


@pytest.fixture
def killed_url(cluster):
    """The address of a migrated database in that PostgreSQL."""
    cluster.execute("CREATE DATABASE gw_killed")
    migrate(cluster.url("gw_killed"))
    yield cluster.url("gw_killed")
    cluster.execute("DROP DATABASE gw_killed WITH (FORCE)")


@pytest.fixture
def node(url, tmp_path):
    made = Node(url, tmp_path)
    made.start()
    yield made
    made.kill()


def require_all_kept(load, url):
    """Hold what people were told against what is there."""
    with load.changed:
        told = set(load.acknowledged)  # they write on
    found = stored(url)
    assert told - set(found) == set()
    assert {words: times for words, times in found.items() if times > 1} == {}


def require_each_once(load, url):
    """After all have come to an end: what was sent until it was accepted is there once."""
    found = stored(url)
    assert Counter(load.acknowledged) == Counter({w: found[w] for w in load.acknowledged})
    assert set(found) <= load.sent


def test_the_application_is_killed(node, url):
    with writing(node.url, writers_of(url, 4)) as load:
        for number in range(ROUNDS):
            load.wait_for(5 + number % 7)
            node.kill()
            require_all_kept(load, url)
            node.start()
    require_each_once(load, url)
    assert set(load.answers) <= {0, 303}
    assert "Traceback" not in node.log.read_text("utf-8")


def test_postgresql_is_killed(cluster, killed_url, tmp_path):
    node = Node(killed_url, tmp_path)
    node.start()
    try:
        with writing(node.url, writers_of(killed_url, 4)) as load:
            for number in range(ROUNDS):
                load.wait_for(5 + number % 7)
                cluster.kill()
                load.wait_for(2, status=503)
                cluster.start()
                load.wait_for(1, within=BACK_WITHIN)
                require_all_kept(load, killed_url)
    finally:
        node.kill()
    require_each_once(load, killed_url)
    assert set(load.answers) == {303, 503}
    assert AWAY in load.pages[503]


def test_one_of_two_nodes_behind_nginx_is_killed(killed_url, certificates, tmp_path):
    port = free_port()
    nodes = [Node(killed_url, tmp_path, public_url=f"https://{NAME}:{port}") for _ in range(2)]
    servers = "".join(f"server 127.0.0.1:{one.port} fail_timeout=1s; " for one in nodes)
    with ExitStack() as stack:
        for one in nodes:
            one.start()
            stack.callback(one.kill)
        front = stack.enter_context(
            in_front_of(
                "workshop", port, tmp_path, authority=certificates.authority,
                certificate=certificates.ours, more=f"upstream workshop {{ {servers} }}",
            )
        )  # fmt: skip
        writers = writers_of(killed_url, 4)
        with writing(front.url, writers, verify=front.authority, pause=0.1) as load:
            for number in range(ROUNDS):
                load.wait_for(5 + number % 7)
                nodes[number % 2].kill()
                load.wait_for(5)  # the other one goes on
                require_all_kept(load, killed_url)
                nodes[number % 2].start()
    require_each_once(load, killed_url)
    assert set(load.answers) <= {303, 502}
    assert AWAY in load.pages.get(502, AWAY)


def test_fifty_people_write_and_nobody_is_refused(node, url):
    """Threat 59: the database is never "locked"."""
    with writing(node.url, writers_of(url, 50)) as load:
        load.wait_for(50)
        threading.Event().wait(SECONDS)
    require_each_once(load, url)
    assert set(load.answers) == {303}
    assert "locked" not in node.log.read_text("utf-8")


def test_the_disk_is_full(sqlite_template, tmp_path):
    """Threat 57: reading goes on, writing says what is the matter, and works again afterwards."""
    path = tmp_path / "full.sqlite"
    path.write_bytes(sqlite_template.read_bytes())
    url = f"sqlite:///{path}"
    node = Node(url, tmp_path)
    node.start()
    try:
        with writing(node.url, writers_of(url, 4)) as load:
            load.wait_for(8)
            # no file may grow any more: the log, to which every commit is written, soon cannot
            full = Path(f"{path}-wal").stat().st_size
            of = resource.RLIMIT_FSIZE
            before = resource.prlimit(node.process.pid, of, (full, resource.RLIM_INFINITY))
            load.wait_for(4, status=503)
            page = requests.get(node.url, timeout=PATIENCE)
            assert page.status_code == 200
            require_all_kept(load, url)
            resource.prlimit(node.process.pid, of, before)
            load.wait_for(4)
    finally:
        node.kill()
    require_each_once(load, url)
    assert set(load.answers) == {303, 503}
    assert AWAY in load.pages[503]
    engine = sa.create_engine(url)
    with engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA integrity_check").fetchall() == [("ok",)]
    engine.dispose()
