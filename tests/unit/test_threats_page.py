"""The page of threats names tests that there are, for every threat it must answer."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROW = re.compile(r"^\| (\d+) \|(?:[^|]*\|){2}(.*)\|$", re.MULTILINE)
TEST = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
ROWS = dict(ROW.findall((ROOT / "docs" / "threats.md").read_text("utf-8")))
NEEDED = [*range(1, 18), *range(36, 41), *range(42, 62), 63, 64]


def names_in(path):
    if not path.is_file():
        return set()
    nodes = ast.walk(ast.parse(path.read_text("utf-8")))
    return {node.name for node in nodes if isinstance(node, ast.FunctionDef)}


def test_no_threat_is_left_out():
    assert [number for number in NEEDED if str(number) not in ROWS] == []


@pytest.mark.parametrize("number", sorted(ROWS, key=int))
def test_a_threat_is_answered_by_tests_that_exist(number):
    named = TEST.findall(ROWS[number])
    assert named
    assert [one for one in named if one[1] not in names_in(ROOT / one[0])] == []
