from dataclasses import replace

from hypothesis import note
from support.laws import chance_and_sizes, law
from support.prose import amendment, amendments, document
from support.tracked_laws import is_between

from guideline_workshop.text.amendment import Amendment, Replace, apply
from guideline_workshop.text.diff import Op
from guideline_workshop.text.document import Document, Kind, Provision
from guideline_workshop.text.markup import parse
from guideline_workshop.text.merge import Provenance, merge


@law
def test_merging_one_amendment_is_applying_it(number):
    random, size, steps = chance_and_sizes(number, 6, 6)
    base = document(random, size + 1)
    one = amendment(random, base, "7", steps)
    note(base)
    note(one)
    merged = merge(base, [one])
    assert merged.document == apply(base, one)
    assert not merged.conflicts
    assert is_between(merged.lines, base, merged.document)


def test_a_text_whose_last_words_are_struck_behind_new_ones_ends_without_a_blank():
    before = Provision("p1", Kind.PARAGRAPH, 0, "Sofort.")
    base = Document((before,))
    both = [
        Amendment(name, base.digest, (Replace("p1", before.digest, (replace(before, text=text),)),))
        for name, text in (("1", "Es gilt sofort. Sofort."), ("2", ""))
    ]
    merged = merge(base, both)
    (line,) = merged.lines
    assert [(run.op, run.text) for run in line.runs] == [
        (Op.INSERTED, "Es gilt sofort."),
        (Op.DELETED, "Sofort."),
    ]


@law
def test_the_order_of_the_amendments_plays_no_part(number):
    random, size, count = chance_and_sizes(number, 6, 5)
    base = document(random, size + 1)
    several = amendments(random, base, count)
    note(base)
    note(several)
    merged = merge(base, several)
    random.shuffle(several)
    again = merge(base, several)
    assert again == merged
    assert (again.conflicts, again.notices) == (merged.conflicts, merged.notices)
    assert again.lines == merged.lines
    assert is_between(merged.lines, base, merged.document)
    every_word_has_an_origin(merged, {one.id for one in several})


def every_word_has_an_origin(merged, ids):
    provenance = Provenance.from_json(merged.provenance.as_json())
    assert provenance == merged.provenance
    for provision in merged.document.provisions:
        words = len(parse(provision.text))
        for start, end, origin in provenance.spans.get(provision.key, ()):
            assert 0 <= start < end <= words
            assert origin in ids
