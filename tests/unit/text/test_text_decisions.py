"""Decisions: what is put to people, and what many decisions cost."""

from collections import Counter
from dataclasses import replace

import pytest

from guideline_workshop.text import desk
from guideline_workshop.text.amendment import Amendment, Insert, Replace
from guideline_workshop.text.document import Document, Kind, Provision
from guideline_workshop.text.merge import Notice, NoticeKind, Resolution, merge


def disputed(size: int) -> tuple[Document, list[Amendment]]:
    """Return a text and two amendments that do not agree about any provision of it."""
    text = "Der Kreis hilft allen Menschen gern und gut."
    base = Document(tuple(Provision(f"p{n}", Kind.PARAGRAPH, 0, text) for n in range(size)))
    return base, [rewording(base, "A", "oft"), rewording(base, "B", "nie")]


def rewording(base: Document, name: str, word: str) -> Amendment:
    edited = [(p, replace(p, text=p.text.replace("gern", word))) for p in base.provisions]
    changes = tuple(Replace(p.key, p.digest, (after,)) for p, after in edited)
    return Amendment(name, base.digest, changes)


def looks(monkeypatch: pytest.MonkeyPatch, size: int, *, own: bool) -> Counter[str]:
    """Return how often a merge with as many decided conflicts looks at edits and decisions."""
    base, amendments = disputed(size)
    decisions = [
        Resolution(c.id, ("A",), c.alternatives[0].provisions if own else None)
        for c in merge(base, amendments).conflicts
    ]
    counted: Counter[str] = Counter()
    with monkeypatch.context() as patch:
        for name in ("taken", "is_within", "beside", "signature"):
            patch.setattr(desk, name, counting(counted, name))
        assert not merge(base, amendments, resolutions=decisions).conflicts
    return counted


def counting(counted, name):
    function = getattr(desk, name)

    def call(*arguments):
        counted[name] += 1
        return function(*arguments)

    return call


@pytest.mark.parametrize("own", [False, True])
def test_decisions_are_not_looked_at_again_for_each_other(monkeypatch, own):
    few, many = looks(monkeypatch, 20, own=own), looks(monkeypatch, 40, own=own)
    assert few
    assert all(many[name] < 3 * few[name] for name in many)


def test_a_decision_of_joined_provisions_settles_what_is_inside():
    base = Document(tuple(Provision(k, Kind.PARAGRAPH, 0, f"Es gilt {k} {k}.") for k in "abcd"))
    first, second = base["b"], base["c"]
    joined = replace(first, text=f"{first.text} {second.text}")
    changes = (Replace("b", first.digest, (joined,)), Replace("c", second.digest, ()))
    amendments = [Amendment("J", base.digest, changes)]
    for name, word in (("A", "sofort"), ("B", "nie")):
        after = replace(second, text=second.text.replace("gilt", word))
        amendments.append(Amendment(name, base.digest, (Replace("c", second.digest, (after,)),)))
    (conflict,) = merge(base, amendments).conflicts
    assert [p.key for p in conflict.base] == ["b", "c"]
    own = Resolution(conflict.id, (), (replace(first, text="Anders."),))
    merged = merge(base, amendments, resolutions=[own])
    assert not merged.conflicts
    assert [p.text for p in merged.document.provisions][1] == "Anders."


def test_two_whole_new_wordings_are_one_conflict_without_mixtures():
    before = Provision("p1", Kind.PARAGRAPH, 0, "Der Kreis hilft allen Menschen im Kreis.")
    base = Document((before,))
    wordings = ("Ganz neuer Wortlaut im Kreis von Ada.", "Komplett anders im Kreis von Ben.")
    amendments = [
        Amendment(name, base.digest, (Replace("p1", before.digest, (replace(before, text=text),)),))
        for name, text in zip("AB", wordings, strict=True)
    ]
    (conflict,) = merge(base, amendments).conflicts
    assert tuple(a.provisions[0].text for a in conflict.alternatives) == wordings
    taken = merge(base, amendments, resolutions=[Resolution(conflict.id, ("B",))])
    assert taken.document["p1"].text == wordings[1]


def test_a_decision_of_a_conflict_that_does_not_arise_is_reported():
    base, amendments = disputed(1)
    (conflict,) = merge(base, amendments).conflicts
    idle = Resolution(conflict.id, ("B",))
    assert not merge(base, amendments, resolutions=[idle]).notices
    merged = merge(base, amendments[:1], resolutions=[idle])
    assert merged.notices == (Notice(NoticeKind.IDLE_RESOLUTION, ("B",), conflict.id),)
    assert merged.document == merge(base, amendments[:1]).document


def test_of_two_provisions_with_one_new_key_the_later_one_has_a_sign_behind_it():
    base, _ = disputed(2)
    amendments = [
        Amendment(name, base.digest, (Insert(after, (Provision("n1", Kind.PARAGRAPH, 0, name),)),))
        for name, after in (("B", "p0"), ("A", "p1"))
    ]
    merged = merge(base, amendments)
    texts = {p.key: p.text for p in merged.document.provisions if p.key not in base}
    assert texts == {"n1": "B", "n1+": "A"}
