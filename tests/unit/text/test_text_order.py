"""Wordings that are taken one after the other."""

import pytest

from guideline_workshop.text.amendment import Amendment, Replace
from guideline_workshop.text.document import Document, Kind, Provision
from guideline_workshop.text.merge import Resolution, merge

BASE = Document((Provision("p1", Kind.PARAGRAPH, 0, "Der Kreis hilft."),))


def says(name: str, text: str) -> Amendment:
    """Make an amendment that gives the provision another text."""
    base = BASE["p1"]
    new = Provision("p1", Kind.PARAGRAPH, 0, text)
    return Amendment(name, BASE.digest, (Replace("p1", base.digest, (new,)),))


def taken(amendments: list[Amendment], *order: str) -> str:
    """Return the text when the only conflict is decided for `order`."""
    (conflict,) = merge(BASE, amendments).conflicts
    decided = merge(BASE, amendments, resolutions=[Resolution(conflict.id, order)])
    assert not decided.conflicts
    return decided.document["p1"].text


@pytest.mark.parametrize(
    ("order", "text"),
    [
        (("1", "2"), "Der Kreis hilft. Allen. Sofort."),
        (("2", "1"), "Der Kreis hilft. Sofort. Allen."),
        (("1",), "Der Kreis hilft. Allen."),
        ((), "Der Kreis hilft."),
    ],
)
def test_sentences_put_behind_the_last_one_follow_each_other(order, text):
    both = [says("1", "Der Kreis hilft. Allen."), says("2", "Der Kreis hilft. Sofort.")]
    assert taken(both, *order) == text
