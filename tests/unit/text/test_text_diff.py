import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.prose import chance

from guideline_workshop.text.diff import Codes, Op, blocks, exact, matching
from guideline_workshop.text.display import compare_texts
from guideline_workshop.text.markup import parse, plain
from guideline_workshop.text.tokens import Token

few_letters = st.text(alphabet="abcd", max_size=20)


def shown(old: str, new: str) -> str:
    """Write a display diff as -struck- and +inserted+."""
    sign = {Op.EQUAL: "", Op.DELETED: "-", Op.INSERTED: "+"}
    runs = compare_texts(old, new)
    return "".join(f"{sign[run.op]}{run.text}{sign[run.op]}" for run in runs)


def longest(old: str, new: str) -> int:
    """Return the length of a longest common subsequence, the textbook way."""
    row = [0] * (len(new) + 1)
    for one in old:
        before = 0
        for j, other in enumerate(new):
            above = row[j + 1]
            row[j + 1] = before + 1 if one == other else max(above, row[j])
            before = above
    return row[-1]


@given(few_letters, few_letters)
def test_the_word_diff_is_minimal_and_true(old, new):
    found = matching(old, new)
    assert sum(block.size for block in found) == longest(old, new)
    i = j = 0
    for block in found:
        assert block.old >= i
        assert block.new >= j
        i, j = block.old + block.size, block.new + block.size
        assert old[block.old : i] == new[block.new : j]


def test_beyond_the_bound_the_diff_is_still_true(monkeypatch):
    monkeypatch.setattr("guideline_workshop.text.diff.WORK", 50)
    random = chance(1)
    old, new = ("".join(random.choices("abcdef", k=200)) for _ in range(2))
    for block in matching(old, new):
        assert old[block.old :][: block.size] == new[block.new :][: block.size]


def test_more_words_than_there_are_characters_below_the_surrogates_can_be_told_apart():
    tokens = [Token(f"w{n}") for n in range(60_000)]
    text = Codes().text(tokens)
    assert len(set(text)) == len(tokens)
    text.encode()


def test_words_match_whatever_blank_follows_but_the_merge_diff_knows():
    old, new = parse("am Ende"), parse("am Ende der Welt")
    assert [tuple(block) for block in blocks(old, new)] == [(0, 0, 2)]
    assert [tuple(hunk) for hunk in exact(old, new, blocks(old, new))] == [(1, 2, 1, 4)]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("Die Behörde hilft.", "Die Behörden hilft.", "Die Behörde+n+ hilft."),
        ("Alle Bürger sind", "Alle Bürger*innen sind", "Alle Bürger+*innen+ sind"),
        ("in den zehn Sprachen", "in den fünfzehn Sprachen", "in den -zehn-+fünfzehn+ Sprachen"),
        ("nach acht Tagen", "nach achtzehn Tagen", "nach -acht-+achtzehn+ Tagen"),
        ("mit drei Stimmen", "mit dreißig Stimmen", "mit -drei-+dreißig+ Stimmen"),
        ("eine Frist gilt", "keine Frist gilt", "-eine-+keine+ Frist gilt"),
        ("wer Hilfen sucht", "wer IT-Hilfen sucht", "wer +IT-+Hilfen sucht"),
        ("am Ende.", "am Ende der Welt.", "am Ende+ der Welt+."),
        ("Wort, das zählt", "Wort das zählt", "Wort-,- das zählt"),
        ("Wort das zählt", "Wort, das zählt", "Wort+,+ das zählt"),
        ("der Kreis und der Rat", "Kreis und Rat", "-der -Kreis und -der -Rat"),
        ("[Amt](https://a.de) öffnet", "[Amt](https://b.de) öffnet", "-Amt-+Amt+ öffnet"),
        ("das ist wichtig", "das ist **wichtig**", "das ist -wichtig-+wichtig+"),
        (
            "Hier steht der erste Satz. Nun folgt ein anderer.",
            "Nun folgt ein anderer. Hier steht der erste Satz.",
            "+Nun folgt ein anderer. +Hier steht der erste Satz.- Nun folgt ein anderer.-",
        ),
        (
            "Der Kreis fördert Sprachkurse.",
            "Alle Gemeinden unterstützen ihre Vereine.",
            "-Der Kreis fördert Sprachkurse.-+Alle Gemeinden unterstützen ihre Vereine.+",
        ),
        (
            "Eins zwei drei. Vier fünf sechs.",
            "Sieben acht neun. Zehn elf zwölf.",
            "-Eins zwei drei.-+Sieben acht neun.+ -Vier fünf sechs.-+Zehn elf zwölf.+",
        ),
        ("ab § 5 Abs. 2", "ab § 6 Abs. 2", "ab § -5-+6+ Abs. 2"),
        ("bis 1.500 Euro", "bis 1.750 Euro", "bis -1.500-+1.750+ Euro"),
        ("am 01.02.2026", "am 01.03.2026", "am -01.02.2026-+01.03.2026+"),
        ("Jahr 2024", "Jahr 20245", "Jahr -2024-+20245+"),
        ("<ins>x</ins> constructor", "<ins>y</ins> constructor", "<ins>-x-+y+</ins> constructor"),
        ("Familie 👨‍👩‍👧‍👦 da", "Familie 👨‍👩‍👧 da", "Familie -👨‍👩‍👧‍👦-+👨‍👩‍👧+ da"),
        ("Bu\u0308rger", "Bürger", "Bürger"),
        ("Inte\u00adgration  und\nmehr", "Integration und mehr", "Integration und mehr"),
        ("Land und Leute", "Länder und Menschen", "-Land und Leute-+Länder und Menschen+"),
        (
            "Kinder spielen. Kinder lernen.",
            "Kinder spielen. Kinder essen. Kinder lernen.",
            "Kinder spielen. +Kinder essen. +Kinder lernen.",
        ),
        ("Zeichen ### INS_START", "Zeichen \u202e INS_START", "Zeichen -###-+\u202e+ INS_START"),
        ("", "Neu.", "+Neu.+"),
        ("Alt.", "", "-Alt.-"),
    ],
)
def test_a_change_is_shown_as_a_reader_would_mark_it(old, new, expected):
    assert shown(old, new) == expected


def test_swallowed_words_keep_both_texts():
    runs = compare_texts("Land und Leute", "Länder und Menschen")
    assert "".join(r.text for r in runs if r.op is not Op.INSERTED) == "Land und Leute"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("ab" * 25_000, "ba" * 25_000),
        ("a b " * 12_500, "b a " * 12_500),
        ("x" * 100_000, "y" + "x" * 100_000),
        ("a " * 30_000 + "b", "c " + "a " * 29_000),
    ],
)
def test_no_two_texts_stall_the_diff(old, new):
    runs = compare_texts(old, new)
    assert "".join(r.text for r in runs if r.op is not Op.DELETED) == plain(new)
    assert "".join(r.text for r in runs if r.op is not Op.INSERTED) == plain(old)
