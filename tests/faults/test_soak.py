"""Hours of work do not make the application grow.

`GW_SOAK_MINUTES` says how long; two hours are what an operator may rely on. Memory is that of the
process; a slope says something after an hour only, so that a short run allows a sum instead.
"""

import logging
import os
import random
import re
import threading
import time
from pathlib import Path

import pytest
import requests
from support.load import LIST, NEW, writers_of, writing
from support.process import Node

log = logging.getLogger(__name__)
MINUTES = float(os.environ.get("GW_SOAK_MINUTES", "0.2"))
WARM_UP = 0.3
"""The share of the time after which everything that is kept has been kept once."""
READERS = 3
LONG = 0.5
"""Hours after which a slope says something."""
MIB_AN_HOUR = 1
MIB_AT_ONCE = 12
PAGES = ("/", LIST, LIST.removesuffix("/comments"), NEW.removesuffix("/comments/new"),
         "/consultations/beteiligung", "/consultations/beteiligung/journal", "/pages/datenschutz",
         "/nothing", "/healthz")  # fmt: skip


def memory(pid):
    """Return what the process holds, in MiB."""
    found = re.search(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text("ascii"))
    return int(found[1]) / 1024


@pytest.fixture
def node(sqlite_url, tmp_path):
    made = Node(sqlite_url, tmp_path)
    made.start()
    yield made
    made.kill()


def test_memory_does_not_grow(node, sqlite_url):
    tokens = writers_of(sqlite_url, 1)
    stop, statuses = threading.Event(), set()

    def read(seed):
        chance = random.Random(seed)  # noqa: S311 -- the same pages every time
        with requests.Session() as session:
            session.trust_env = False
            while not stop.is_set():
                statuses.add(session.get(node.url + chance.choice(PAGES), timeout=60).status_code)

    readers = [threading.Thread(target=read, args=(seed,)) for seed in range(READERS)]
    with writing(node.url, tokens, pause=1) as load:
        for one in readers:
            one.start()
        load.stopping.wait(MINUTES * 60 * WARM_UP)
        before, since = memory(node.process.pid), time.monotonic()
        load.stopping.wait(MINUTES * 60 * (1 - WARM_UP))
        after, hours = memory(node.process.pid), (time.monotonic() - since) / 3600
        stop.set()
        for one in readers:
            one.join()
    log.info("%.1f MiB, then %.1f MiB, in %.2f h", before, after, hours)
    assert after - before <= (MIB_AN_HOUR * hours if hours > LONG else MIB_AT_ONCE)
    assert statuses == {200, 404}
