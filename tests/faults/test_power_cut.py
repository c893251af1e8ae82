"""What was confirmed survives a power cut, with our settings of SQLite (threat 55).

The disk is a model: whatever SQLite did not sync may be lost, sector by sector. kill -9 does not
show this, because the operating system keeps what a killed process wrote. `GW_POWER_CUTS` says how
often the power goes.
"""

import os
import random
import sqlite3
from contextlib import closing

import apsw
import pytest
import sqlalchemy as sa
from support.disk import Disk, PowerCut

from guideline_workshop.models.engine import SQLITE_PRAGMAS, create_engine

CUTS = int(os.environ.get("GW_POWER_CUTS", "40"))
NORMAL = 1
DISK = "losing"


def rows_after_a_cut(folder, seed, pragmas):
    """Write until the power goes; return how many commits were confirmed, how many are there."""
    chance = random.Random(seed)  # noqa: S311 -- the same cuts every time
    disk = Disk(f"{DISK}{seed}", operations=chance.randrange(60, 6_000))
    connection = apsw.Connection("cut.sqlite", vfs=f"{DISK}{seed}")
    confirmed = 0
    try:
        connection.execute("PRAGMA locking_mode=EXCLUSIVE")  # the model has no shared memory
        for name, value in pragmas.items():
            connection.execute(f"PRAGMA {name}={value}")
        connection.execute("CREATE TABLE acts (number INTEGER PRIMARY KEY, words TEXT)")
        while not disk.off:
            words = "x" * chance.randrange(9_000)
            connection.execute("INSERT INTO acts VALUES (?, ?)", (confirmed + 1, words))
            confirmed += 1
    except PowerCut:
        pass
    finally:
        connection.close()
    path = disk.leave(folder, chance)
    with closing(sqlite3.connect(path)) as later:
        assert later.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        made = later.execute("SELECT count(*) FROM sqlite_schema").fetchone() != (0,)
        rows = later.execute("SELECT number FROM acts ORDER BY 1").fetchall() if made else []
    numbers = [number for (number,) in rows]
    assert numbers == list(range(1, len(numbers) + 1))
    return confirmed, len(numbers)


@pytest.mark.parametrize("seed", range(CUTS))
def test_nothing_that_was_confirmed_is_lost(tmp_path, seed):
    confirmed, found = rows_after_a_cut(tmp_path, seed, SQLITE_PRAGMAS)
    assert found in {confirmed, confirmed + 1}  # of the one under way nobody was told


def test_the_model_loses_what_a_weaker_setting_does_not_sync(tmp_path):
    lost = 0
    for seed in range(20):
        folder = tmp_path / str(seed)
        folder.mkdir()
        confirmed, found = rows_after_a_cut(folder, seed, SQLITE_PRAGMAS | {"synchronous": NORMAL})
        lost += confirmed - found
    assert lost > 0


def test_every_connection_is_asked_what_it_does(tmp_path, monkeypatch):
    monkeypatch.setitem(SQLITE_PRAGMAS, "synchronous", 7)  # which SQLite takes for another one
    engine = create_engine(f"sqlite:///{tmp_path}/one.sqlite")
    with pytest.raises(sa.exc.OperationalError, match="SQLite refuses synchronous"):
        engine.connect()
    engine.dispose()
