from dataclasses import replace

from hypothesis import given, note
from support.laws import chance_and_sizes, law, numbers
from support.prose import amendment, document, revised

from guideline_workshop.text.amendment import Amendment, Replace, apply
from guideline_workshop.text.derive import changes_between, rekeyed
from guideline_workshop.text.document import Document, Kind, Provision
from guideline_workshop.text.merge import NoticeKind, Resolution, merge
from guideline_workshop.text.rebase import NEXT, rebase


@law
def test_derived_changes_lead_exactly_to_the_new_text(number):
    random, size, edits = chance_and_sizes(number, 9, 9)
    old = document(random, size)
    new = revised(random, old, edits)
    note(old)
    note(new)
    assert apply(old, Amendment("1", old.digest, changes_between(old, new))) == new
    foreign = Document(
        tuple(
            Provision(f"q{n}", p.kind, p.level, p.text, p.field)
            for n, p in enumerate(new.provisions)
        )
    )
    keyed = rekeyed(old, foreign)
    assert said(keyed) == said(new)
    assert apply(old, Amendment("1", old.digest, changes_between(old, keyed))) == keyed


def test_what_stands_behind_joined_provisions_is_put_behind_the_last_of_them():
    base = Document(tuple(Provision(f"p{n}", Kind.PARAGRAPH, 0, f"Es gilt {n}.") for n in range(4)))
    first, second, third, fourth = base.provisions
    joined = replace(first, text="Es gilt 0. Es gilt 1.")
    inserted = Document((joined, replace(third, key="n1", text="Neu."), third, fourth))
    moved = Document((joined, fourth, third))
    edited = replace(second, text="Es gilt sofort 1.")
    pending = Amendment("2", base.digest, (Replace("p1", second.digest, (edited,)),))
    for target in (inserted, moved):
        rebased = rebase(base, pending, target)
        assert rebased.is_certain
        assert apply(target, rebased.amendment)["p0"].text == "Es gilt 0. Es gilt sofort 1."


@law
def test_rebasing_and_then_applying_is_merging(number):
    random, size, first, second = chance_and_sizes(number, 6, 6, 6)
    base = document(random, size + 1)
    adopted = amendment(random, base, "1", first)
    target = apply(base, adopted)
    # a split in front of nothing looks like an insertion: what was adopted must be told by the text
    adopted = Amendment("1", base.digest, changes_between(base, target))
    pending = amendment(random, base, "2", second)
    note(base)
    note(adopted)
    note(pending)
    rebased = rebase(base, pending, target)
    merged = merge(base, [adopted, pending])
    assert rebased.is_certain == (not merged.conflicts)
    stays = [Resolution(conflict.id, ("1",)) for conflict in merged.conflicts]
    decided = merge(base, [adopted, pending], resolutions=stays)
    assert said(apply(target, rebased.amendment)) == said(decided.document)
    unmoved = rebase(base, pending, base)
    assert unmoved.is_certain
    assert apply(base, unmoved.amendment) == apply(base, pending)


@law
def test_a_doubt_that_is_decided_for_the_amendment_is_merged_as_it_says(number):
    random, size, edits, steps = chance_and_sizes(number, 6, 6, 6)
    base = document(random, size + 1)
    target = revised(random, base, edits)
    pending = amendment(random, base, "2", steps)
    note(base)
    note(target)
    note(pending)
    doubts = rebase(base, pending, target).doubts
    for order in ((NEXT,), ("2",)):
        ways = [Resolution(doubt.id, order) for doubt in doubts]
        rebased = rebase(base, pending, target, resolutions=ways)
        assert rebased.is_certain
        assert {one.id for one in rebased.decided} == {one.id for one in doubts}
        everything = Amendment(NEXT, base.digest, changes_between(base, target))
        decided = merge(base, [everything, pending], resolutions=ways)
        assert said(apply(target, rebased.amendment)) == said(decided.document)


@given(number=numbers)
def test_what_changed_far_from_an_amendment_makes_no_difference(number):
    random, size, edits, steps = chance_and_sizes(number, 20, 12, 4)
    base = document(random, size + 1)
    target = revised(random, base, edits)
    pending = amendment(random, base, "2", steps)
    note(base)
    note(target)
    note(pending)
    rebased = rebase(base, pending, target)
    everything = Amendment(NEXT, base.digest, changes_between(base, target))
    merged = merge(base, [everything, pending])
    assert rebased.doubts == merged.conflicts
    assert rebased.done == tuple(n for n in merged.notices if n.kind is NoticeKind.JOINT)
    stays = [Resolution(conflict.id, (NEXT,)) for conflict in merged.conflicts]
    decided = merge(base, [everything, pending], resolutions=stays)
    assert rebased.amendment.changes == changes_between(target, decided.document)


def said(document):
    return [(p.kind, p.level, p.field, p.text) for p in document.provisions]
