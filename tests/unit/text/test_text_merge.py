from hypothesis import example, given
from hypothesis import strategies as st
from support.prose import amendment, chance, document, randoms
from support.tracked_laws import accepted, rejected, said

from guideline_workshop.text.amendment import apply
from guideline_workshop.text.markup import parse
from guideline_workshop.text.merge import ConflictKind, Provenance, Resolution, merge

SIZES = st.integers(1, 6)
GAPS = {ConflictKind.MOVES, ConflictKind.INSERTIONS}
STEPS = st.integers(0, 5)


@given(randoms, SIZES, STEPS)
def test_merging_one_amendment_is_applying_it(random, size, steps):
    base = document(random, size)
    one = amendment(random, base, "7", steps)
    merged = merge(base, [one])
    assert merged.document == apply(base, one)
    assert not merged.conflicts
    assert accepted(merged.lines) == said(merged.document)
    assert rejected(merged.lines) == said(base)


@given(randoms, SIZES, st.lists(STEPS, max_size=4))
def test_the_lines_lead_from_the_base_to_the_result(random, size, steps):
    base = document(random, size)
    merged = merge(base, [amendment(random, base, str(n), k) for n, k in enumerate(steps)])
    assert accepted(merged.lines) == said(merged.document)
    assert rejected(merged.lines) == said(base)


@given(randoms, SIZES, st.lists(STEPS, max_size=4))
def test_the_order_of_the_amendments_plays_no_part(random, size, steps):
    base = document(random, size)
    amendments = [amendment(random, base, str(n), k) for n, k in enumerate(steps)]
    first = merge(base, amendments)
    random.shuffle(amendments)
    assert merge(base, amendments) == first


@example(chance(437), 4, [5, 4])  # a join, then a strike with a provision moved between the two
@given(randoms, SIZES, st.lists(STEPS, max_size=4))
def test_every_conflict_can_be_decided_in_every_way(random, size, steps):
    base = document(random, size)
    amendments = [amendment(random, base, str(n), k) for n, k in enumerate(steps)]
    open_conflicts = merge(base, amendments).conflicts
    resolutions = []
    for conflict in open_conflicts:
        ids = [a.amendments[0] for a in conflict.alternatives]
        order = tuple(random.sample(ids, random.randrange(len(ids) + 1)))
        own = random.choice(conflict.alternatives).provisions if random.random() < 0.3 else None
        resolutions.append(Resolution(conflict.id, order, own))
    resolutions = [Resolution.from_json(r.as_json()) for r in resolutions]
    merged = merge(base, amendments, resolutions=resolutions)
    assert not merged.conflicts
    assert {c.id for c in merged.resolved} == {c.id for c in open_conflicts}
    assert accepted(merged.lines) == said(merged.document)
    assert rejected(merged.lines) == said(base)


@given(randoms, SIZES, st.lists(STEPS, max_size=4))
def test_taking_one_alternative_gives_the_wording_that_was_shown(random, size, steps):
    base = document(random, size)
    amendments = [amendment(random, base, str(n), k) for n, k in enumerate(steps)]
    for conflict in merge(base, amendments).conflicts:
        for alternative in conflict.alternatives:
            taken = Resolution(conflict.id, alternative.amendments[:1])
            merged = merge(base, amendments, resolutions=[taken])
            own = Resolution(conflict.id, (), alternative.provisions)
            moves = any(a.after is not None for a in conflict.alternatives)
            if not moves and conflict.kind not in GAPS:
                assert merge(base, amendments, resolutions=[own]).document == merged.document
            shown = [p for p in alternative.provisions if p in merged.document.provisions]
            assert len(shown) == len(alternative.provisions)


@given(randoms, SIZES, st.lists(STEPS, max_size=4))
def test_provenance_covers_every_word_and_survives_json(random, size, steps):
    base = document(random, size)
    merged = merge(base, [amendment(random, base, str(n), k) for n, k in enumerate(steps)])
    provenance = Provenance.from_json(merged.provenance.as_json())
    assert provenance == merged.provenance
    for provision in merged.document.provisions:
        tokens = parse(provision.text)
        for start, end, origin in provenance.spans.get(provision.key, ()):
            assert 0 <= start < end <= len(tokens)
            assert origin in {"0", "1", "2", "3"}
