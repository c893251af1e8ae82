"""Whatever comes in: the documented errors, or a result that keeps the laws."""

from hypothesis import given
from hypothesis import strategies as st
from support.tracked_laws import accepted, rejected, said

from guideline_workshop.text.amendment import (
    Amendment,
    Insert,
    InvalidAmendment,
    Move,
    Replace,
    StaleBase,
    apply,
)
from guideline_workshop.text.display import compare
from guideline_workshop.text.document import Document, Field, Kind, Provision
from guideline_workshop.text.markup import normalise
from guideline_workshop.text.merge import Resolution, merge
from guideline_workshop.text.rebase import rebase

KEYS = st.sampled_from(["", "p1", "p2", "p3", "n1", "n2"])
TEXTS = st.sampled_from(["", "a", "a b c", "b c a b", "*a* b", "a | b", "c b a.", "a *", "(", "."])
wild = st.builds(
    Provision,
    KEYS,
    st.sampled_from(Kind),
    st.integers(-1, 7),
    TEXTS.map(normalise) | st.text(max_size=8),
    st.none() | st.sampled_from(Field),
)
tame = st.builds(
    Provision,
    st.sampled_from([f"n{n}" for n in range(20)]),
    st.sampled_from([Kind.PARAGRAPH, Kind.ITEM]),
    st.just(1),
    TEXTS.map(normalise),
)
provisions = wild | tame | tame | tame
some = st.lists(provisions, max_size=3).map(tuple)
BASE = Document(
    (
        Provision("p1", Kind.HEADING, 1, "a b"),
        Provision("p2", Kind.PARAGRAPH, 0, "a b c. b c a."),
        Provision("p3", Kind.PARAGRAPH, 0, ""),
    )
)
digests = st.sampled_from([provision.digest for provision in BASE.provisions])


@st.composite
def changes(draw):
    kind = draw(st.sampled_from([Replace, Insert, Move]))
    key = draw(KEYS | st.sampled_from(["p1", "p2", "p3"]))
    known = BASE[key].digest if key in BASE else draw(digests)
    if kind is Insert:
        return Insert(key, draw(some))
    if kind is Move:
        return Move(key, known, draw(KEYS))
    first = draw(st.sampled_from([(), (Provision(key, Kind.PARAGRAPH, 0, draw(TEXTS)),)]))
    return Replace(key, known, first + draw(some))


amendments = st.builds(
    Amendment,
    st.sampled_from("123"),
    st.just(BASE.digest),
    st.lists(changes(), max_size=4).map(tuple),
)


def is_refused(amendment: Amendment) -> bool:
    try:
        apply(BASE, amendment)
    except (StaleBase, InvalidAmendment):
        return True
    return False


@given(amendments)
def test_an_amendment_is_refused_or_merges_alone_as_it_is_applied(amendment):
    if not is_refused(amendment):
        merged = merge(BASE, [amendment])
        assert not merged.conflicts
        assert merged.document == apply(BASE, amendment)


@given(st.lists(amendments, max_size=3, unique_by=lambda amendment: amendment.id))
def test_a_merge_keeps_its_laws(several):
    several = [amendment for amendment in several if not is_refused(amendment)]
    merged = merge(BASE, several)
    resolutions = [Resolution(c.id, c.alternatives[0].amendments) for c in merged.conflicts]
    decided = merge(BASE, several, resolutions=resolutions)
    for result in (merged, decided):
        assert accepted(result.lines) == [normalise(text) for text in said(result.document)]
        assert rejected(result.lines) == said(BASE)
    assert not decided.conflicts
    if several:
        target = apply(BASE, several[0])
        for other in several[1:]:
            apply(target, rebase(BASE, other, target).amendment)


@given(some, some)
def test_any_two_texts_can_be_compared(old, new):
    old, new = (Document(tuple({p.key: p for p in side}.values())) for side in (old, new))
    for by_key in (True, False):
        comparison = compare(old, new, by_key=by_key)
        assert accepted(comparison.lines) == [normalise(text) for text in said(new)]
        assert rejected(comparison.exact) == [normalise(text) for text in said(old)]
