"""Conflicts of generated amendments: decided in every way, and what is then in the text."""

from dataclasses import replace

from hypothesis import given, note
from support.laws import chance_and_sizes, numbers
from support.prose import amendments, document
from support.tracked_laws import is_between

from guideline_workshop.text.amendment import Amendment, Move, Replace
from guideline_workshop.text.document import Document, Kind, Provision
from guideline_workshop.text.merge import ConflictKind, Resolution, merge

GAPS = {ConflictKind.MOVES, ConflictKind.INSERTIONS}


@given(number=numbers)
def test_every_conflict_can_be_decided_in_every_way(number):
    random, size, count = chance_and_sizes(number, 6, 5)
    base = document(random, size + 1)
    several = amendments(random, base, count)
    note(base)
    note(several)
    open_conflicts = merge(base, several).conflicts
    resolutions = []
    for conflict in open_conflicts:
        ids = [a.amendments[0] for a in conflict.alternatives]
        order = tuple(random.sample(ids, random.randrange(len(ids) + 1)))
        own = random.choice(conflict.alternatives).provisions if random.random() < 0.3 else None
        resolutions.append(Resolution(conflict.id, order, own))
    resolutions = [Resolution.from_json(r.as_json()) for r in resolutions]
    merged = merge(base, several, resolutions=resolutions)
    assert not merged.conflicts
    assert {c.id for c in merged.resolved} == {c.id for c in open_conflicts}
    assert is_between(merged.lines, base, merged.document)


def test_a_join_is_taken_before_a_strike_with_a_provision_moved_between_the_two():
    base = Document(tuple(Provision(f"p{n}", Kind.PARAGRAPH, 0, f"Es gilt {n}.") for n in range(3)))
    first, second, third = base.provisions
    joined = replace(first, text=f"{first.text} {second.text}")
    join = (Replace("p0", first.digest, (joined,)), Replace("p1", second.digest, ()))
    strike = (Replace("p0", first.digest, ()), Move("p2", third.digest, "p0"))
    both = [Amendment(name, base.digest, some) for name, some in (("J", join), ("S", strike))]
    (conflict,) = merge(base, both).conflicts
    merged = merge(base, both, resolutions=[Resolution(conflict.id, ("J", "S"))])
    assert not merged.conflicts
    assert is_between(merged.lines, base, merged.document)


@given(number=numbers)
def test_taking_one_alternative_gives_the_wording_that_was_shown(number):
    random, size, count = chance_and_sizes(number, 6, 5)
    base = document(random, size + 1)
    several = amendments(random, base, count)
    note(base)
    note(several)
    for conflict in merge(base, several).conflicts:
        for alternative in conflict.alternatives:
            taken = Resolution(conflict.id, alternative.amendments[:1])
            merged = merge(base, several, resolutions=[taken])
            own = Resolution(conflict.id, (), alternative.provisions)
            moves = any(a.after is not None for a in conflict.alternatives)
            if not moves and conflict.kind not in GAPS:
                assert merge(base, several, resolutions=[own]).document == merged.document
            shown = [p for p in alternative.provisions if p in merged.document.provisions]
            assert len(shown) == len(alternative.provisions)
