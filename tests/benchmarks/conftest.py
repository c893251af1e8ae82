"""The figures of a run beside their goals, from the run's own JSON.

A module of benchmarks lists its goals as `GOALS`. Nothing fails where one is missed: how long
something takes is not asserted.
"""

import gc

import pytest
from support.goals import report

MEDIANS = pytest.StashKey[dict[str, float]]()
WANTED = pytest.StashKey[list]()


@pytest.fixture(autouse=True)
def _settled():
    """Keep the collector away from what was there before, as the application does at its start."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


def pytest_collection_modifyitems(config, items):
    modules = dict.fromkeys(item.module for item in items)
    config.stash[WANTED] = [goal for m in modules for goal in getattr(m, "GOALS", ())]


def pytest_benchmark_update_json(config, benchmarks, output_json):  # noqa: ARG001 -- a hook
    config.stash[MEDIANS] = {b["name"]: b["stats"]["median"] for b in output_json["benchmarks"]}


def pytest_terminal_summary(terminalreporter, config):
    medians = config.stash.get(MEDIANS, {})
    if lines := list(report(config.stash.get(WANTED, []), medians)):
        terminalreporter.section("goals (median CPU time of this run)")
        for line in lines:
            terminalreporter.write_line(line)
