from hypothesis import given
from hypothesis import strategies as st
from support.prose import amendment, document, randoms, revised

from guideline_workshop.text.amendment import Amendment, apply
from guideline_workshop.text.derive import changes_between, rekeyed
from guideline_workshop.text.document import Document
from guideline_workshop.text.merge import merge
from guideline_workshop.text.rebase import rebase

SIZES = st.integers(1, 6)
STEPS = st.integers(0, 5)


@given(randoms, st.integers(0, 8), st.integers(0, 8))
def test_derived_changes_lead_exactly_to_the_new_text(random, size, edits):
    old = document(random, size)
    new = revised(random, old, edits)
    assert apply(old, Amendment("1", old.digest, changes_between(old, new))) == new


@given(randoms, st.integers(0, 8), st.integers(0, 8))
def test_a_text_with_foreign_keys_gets_keys_that_lead_to_it(random, size, edits):
    old = document(random, size)
    new = revised(random, old, edits)
    foreign = Document(
        tuple(
            p.__class__(f"q{n}", p.kind, p.level, p.text, p.field)
            for n, p in enumerate(new.provisions)
        )
    )
    keyed = rekeyed(old, foreign)
    assert [p.text for p in keyed.provisions] == [p.text for p in new.provisions]
    assert apply(old, Amendment("1", old.digest, changes_between(old, keyed))) == keyed


@given(randoms, SIZES, STEPS, STEPS)
def test_rebasing_and_then_applying_is_merging(random, size, first, second):
    base = document(random, size)
    adopted = amendment(random, base, "1", first)
    target = apply(base, adopted)
    # a split in front of nothing looks like an insertion: what was adopted must be told by the text
    adopted = Amendment("1", base.digest, changes_between(base, target))
    pending = amendment(random, base, "2", second)
    rebased = rebase(base, pending, target)
    result = apply(target, rebased.amendment)
    merged = merge(base, [adopted, pending])
    assert rebased.is_certain == (not merged.conflicts)
    if rebased.is_certain:
        assert said(result) == said(merged.document)


@given(randoms, SIZES, STEPS)
def test_rebasing_on_the_same_text_changes_nothing(random, size, steps):
    base = document(random, size)
    pending = amendment(random, base, "2", steps)
    rebased = rebase(base, pending, base)
    assert rebased.is_certain
    assert apply(base, rebased.amendment) == apply(base, pending)


def said(document: Document) -> list[tuple[str, str]]:
    return [(p.kind, p.text) for p in document.provisions]
