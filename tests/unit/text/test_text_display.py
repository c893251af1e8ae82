from hypothesis import given
from hypothesis import strategies as st
from support.prose import document, randoms, revised

from guideline_workshop.text.diff import Op
from guideline_workshop.text.display import Run, TrackedProvision, compare, side_by_side
from guideline_workshop.text.document import Document
from guideline_workshop.text.runs import markup_of

SIZES = st.integers(0, 8)


def texts(lines: tuple[TrackedProvision, ...], without: Op) -> list[str]:
    """Accept (without DELETED) or reject (without INSERTED) everything."""
    result: list[str] = []
    pending: list[Run] = []
    for line in lines:
        pending += line.runs
        if line.mark is not without:
            result.append(markup_of(pending, without=without))
            pending = []
    assert all(run.op is without for run in pending)
    return result


def said(document: Document) -> list[str]:
    return [provision.text for provision in document.provisions]


@given(randoms, SIZES, SIZES, st.booleans())
def test_accepting_gives_the_new_text_and_rejecting_the_old_one(random, size, edits, by_key):
    old = document(random, size)
    new = revised(random, old, edits)
    comparison = compare(old, new, by_key=by_key)
    for lines in (comparison.lines, comparison.exact):
        assert texts(lines, Op.DELETED) == said(new)
        assert texts(lines, Op.INSERTED) == said(old)


@given(randoms, SIZES, SIZES)
def test_the_columns_hold_both_texts(random, size, edits):
    old = document(random, size)
    new = revised(random, old, edits)
    rows = side_by_side(compare(old, new))
    ours = [run.text for row in rows for run in row.old or ()]
    theirs = [run.text for row in rows for run in row.new or ()]
    lines = compare(old, new).lines
    runs = [run for line in lines for run in line.runs]
    assert "".join(ours) == "".join(run.text for run in runs if run.op is not Op.INSERTED)
    assert "".join(theirs) == "".join(run.text for run in runs if run.op is not Op.DELETED)
