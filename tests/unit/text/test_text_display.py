from hypothesis import given
from hypothesis import strategies as st
from support.prose import document, randoms, revised
from support.tracked_laws import accepted, rejected, said

from guideline_workshop.text.diff import Op
from guideline_workshop.text.display import compare, side_by_side

SIZES = st.integers(0, 8)


@given(randoms, SIZES, SIZES, st.booleans())
def test_accepting_gives_the_new_text_and_rejecting_the_old_one(random, size, edits, by_key):
    old = document(random, size)
    new = revised(random, old, edits)
    comparison = compare(old, new, by_key=by_key)
    for lines in (comparison.lines, comparison.exact):
        assert accepted(lines) == said(new)
        assert rejected(lines) == said(old)


@given(randoms, SIZES, SIZES)
def test_the_columns_hold_both_texts(random, size, edits):
    old = document(random, size)
    comparison = compare(old, revised(random, old, edits))
    rows = side_by_side(comparison)
    ours = [run.text for row in rows for run in row.old or ()]
    theirs = [run.text for row in rows for run in row.new or ()]
    runs = [run for line in comparison.lines for run in line.runs]
    assert "".join(ours) == "".join(run.text for run in runs if run.op is not Op.INSERTED)
    assert "".join(theirs) == "".join(run.text for run in runs if run.op is not Op.DELETED)
