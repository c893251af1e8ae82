from dataclasses import replace

from hypothesis import note
from support.laws import chance_and_sizes, law
from support.prose import document, revised
from support.tracked_laws import accepted, is_between, markup_of, rejected, said

from guideline_workshop.text.diff import Op
from guideline_workshop.text.display import (
    PairKind,
    compare,
    compare_texts,
    excerpts,
    lines_as_json,
    lines_from_json,
    side_by_side,
)
from guideline_workshop.text.document import Document, Kind, Provision


@law
def test_every_form_of_a_comparison_leads_from_the_old_text_to_the_new_one(number):
    random, size, edits = chance_and_sizes(number, 9, 9)
    old = document(random, size)
    new = revised(random, old, edits)
    note(old)
    note(new)
    comparison = compare(old, new, by_key=random.random() < 0.5)
    assert is_between(comparison.lines, old, new)
    assert is_between(comparison.exact, old, new)
    assert lines_from_json(lines_as_json(comparison.lines)) == comparison.lines
    each_column_holds_its_text(comparison)
    excerpts_leave_out_only_what_is_equal(comparison, random.randrange(3))
    texts_lead_to_each_other(comparison)


def each_column_holds_its_text(comparison):
    rows = side_by_side(comparison)
    old = [replace(row.line, runs=row.old or ()) for row in rows]
    new = [replace(row.line, runs=row.new or ()) for row in rows]
    assert not any(run.op is Op.INSERTED for line in old for run in line.runs)
    assert not any(run.op is Op.DELETED for line in new for run in line.runs)
    assert rejected(old) == said(comparison.old)
    assert accepted(new) == said(comparison.new)


def test_a_column_marks_no_lone_blank_where_a_provision_was_split():
    whole = Provision("p", Kind.PARAGRAPH, 0, "Der Kreis bietet Kurse an. Sie sind freiwillig.")
    first, second = (
        Provision(key, Kind.PARAGRAPH, 0, text)
        for key, text in (("p", "Der Kreis bietet Kurse an."), ("q", "Sie sind freiwillig."))
    )
    split, joined = Document((first, second)), Document((whole,))
    for old, new in ((joined, split), (split, joined)):
        for row in side_by_side(compare(old, new)):
            assert {run.op for run in (*row.old, *row.new)} == {Op.EQUAL}


def excerpts_leave_out_only_what_is_equal(comparison, context):
    groups = excerpts(comparison, context)
    shown = {id(line) for group in groups for line in group}
    in_order = [line for line in comparison.lines if id(line) in shown]
    hidden = [line for line in comparison.lines if id(line) not in shown]
    assert [line for group in groups for line in group] == in_order
    assert all(line.change is PairKind.EQUAL and line.old.text == line.new.text for line in hidden)
    assert [text for group in groups for text in accepted(group)] == accepted(in_order)
    assert [text for group in groups for text in rejected(group)] == rejected(in_order)


def texts_lead_to_each_other(comparison):
    """The live preview of a provision, and what was edited in one that moved."""
    for old, new in zip(said(comparison.old), said(comparison.new), strict=False):
        assert sides(compare_texts(old, new)) == (old, new)
    for line in comparison.lines:
        if line.edits:
            assert sides(line.edits) == (line.old.text, line.new.text)


def sides(runs):
    return markup_of(runs, without=Op.INSERTED), markup_of(runs, without=Op.DELETED)
