"""The cells of tracked rows: both sides read as their own row."""

import pytest
from support.tracked import R1, changed, deleted, inserted, marked, row

from guideline_workshop.exports.rows import keeps_columns, tracked_cells
from guideline_workshop.text.diff import Op


def sides(cells):
    kept = [
        [
            "".join(run.text for run in cell if run.op is not without)
            for without in (Op.INSERTED, Op.DELETED)
        ]
        for cell in cells
    ]
    return [list(side) for side in zip(*kept, strict=True)]


@pytest.mark.parametrize(
    ("old", "new", "text"),
    [
        ("a | b", "a | c", "a | [-b-]{+c+}"),
        ("a | b", "a x | b", "a {+x +}| b"),
        ("a | b | c", "| b | c", "[-a -]| b | c"),
        ("a | b |", "a | b | c", "a | b |{+ c+}"),
    ],
)
def test_cells_read_as_either_row(old, new, text):
    line = changed(row("r", old), row("r", new), text)
    assert keeps_columns(line)
    expected = [[cell.strip() for cell in side.split("|")] for side in (old, new)]
    assert sides(tracked_cells(line)) == expected


def test_a_literal_pipe_separates_nothing():
    line = changed(row("r", r"a \| b | c"), row("r", r"a \| b | d"), "a | b | [-c-]{+d+}")
    assert sides(tracked_cells(line)) == [["a | b", "c"], ["a | b", "d"]]


def test_a_new_column_is_noticed():
    assert not keeps_columns(changed(row("r", "a | b"), row("r", "a | b | c"), "a | b{+ | c+}"))


@pytest.mark.parametrize("line", [inserted(R1), deleted(R1)])
def test_a_row_that_comes_or_goes_has_its_cells(line):
    assert [len(cell) for cell in tracked_cells(line)] == [1, 1]


def test_runs_keep_their_origin():
    line = changed(row("r", "a"), row("r", "a b"), "a{+ b+}")
    assert [run.origin for run in tracked_cells(line)[0]] == ["", "7"]
    assert marked("a{+ b+}")[1].origin == "7"
