"""The hard cases of comparing and merging, from the text to the lines that people read."""

import pytest
from support.tracked_laws import accepted, rejected, said

from guideline_workshop.text.amendment import Amendment, Replace, apply
from guideline_workshop.text.derive import changes_between, rekeyed
from guideline_workshop.text.diff import Op
from guideline_workshop.text.display import Comparison, compare
from guideline_workshop.text.document import Document, Kind, Provision
from guideline_workshop.text.markup import escape, normalise, plain
from guideline_workshop.text.merge import ConflictKind, NoticeKind, merge
from guideline_workshop.text.tracked import Run

HELP = "Der Landkreis hilft allen, die neu angekommen sind."
LEARN = "Er fördert Sprachkurse in allen Städten und Gemeinden."
REPORT = "Jedes Jahr berichtet er dem Kreistag über diese Arbeit."


def text_of(*texts: str, prefix: str = "p") -> Document:
    return Document(
        tuple(
            Provision(f"{prefix}{n}", Kind.PARAGRAPH, 0, normalise(text))
            for n, text in enumerate(texts)
        )
    )


def shown(comparison: Comparison) -> list[str]:
    """Write each line with what became of it: -struck-, +inserted+, ¶ for a new or gone end."""
    marks = {Op.EQUAL: "", Op.DELETED: "-¶-", Op.INSERTED: "+¶+"}
    return [
        f"{line.change} {written(line.edits or line.runs)}{marks[line.mark]}"
        for line in comparison.lines
        if line.change != "equal"
    ]


def written(runs: tuple[Run, ...]) -> str:
    signs = {Op.EQUAL: "", Op.DELETED: "-", Op.INSERTED: "+"}
    return "".join(f"{signs[run.op]}{run.text}{signs[run.op]}" for run in runs)


CASES = {
    "two provisions joined": (
        [HELP, LEARN, REPORT],
        [f"{HELP} {LEARN}", REPORT],
        [f"joined {HELP}+ +-¶-", f"joined {LEARN}"],
    ),
    "a provision split": (
        [f"{HELP} {LEARN}", REPORT],
        [HELP, LEARN, REPORT],
        [f"split {HELP}- -+¶+", f"split {LEARN}"],
    ),
    "moved and edited": (
        [HELP, LEARN, REPORT],
        [REPORT.replace("diese", "seine"), HELP, LEARN],
        [
            "moved Jedes Jahr berichtet er dem Kreistag über -diese-+seine+ Arbeit.+¶+",
            f"moved -{REPORT}--¶-",
        ],
    ),
    "sentences swapped": (
        [f"{HELP} {LEARN}"],
        [f"{LEARN} {HELP}"],
        [f"changed +{LEARN} +{HELP}- {LEARN}-"],
    ),
    "blanks and line breaks only": (["Der Kreis hilft."], ["Der  Kreis\nhilft. "], []),
    "an empty line only": ([HELP, LEARN], [HELP, "", LEARN], ["inserted +¶+"]),
    "the same word struck twice in a sentence": (
        ["Der sehr große Kreis hilft sehr gern."],
        ["Der große Kreis hilft gern."],
        ["changed Der -sehr -große Kreis hilft -sehr -gern."],
    ),
    "a plural": (
        ["Er hilft der Behörde."],
        ["Er hilft der Behörden."],
        ["changed Er hilft der Behörde+n+."],
    ),
    "a gendered form": (
        ["Alle Bürger wirken mit."],
        ["Alle Bürger\\*innen wirken mit."],
        ["changed Alle Bürger+*innen+ wirken mit."],
    ),
    "numbers, dates and paragraph signs": (
        ["§ 5 Abs. 2: am 01.02.2026 mindestens 1.500 Euro"],
        ["§ 6 Abs. 2: am 01.03.2026 mindestens 1.750 Euro"],
        ["changed § -5-+6+ Abs. 2: am -01.02.2026-+01.03.2026+ mindestens -1.500-+1.750+ Euro"],
    ),
    "a link to another page": (
        ["Mehr steht [hier](https://kreis.de/a)."],
        ["Mehr steht [hier](https://kreis.de/b)."],
        ["changed Mehr steht -hier-+hier+."],
    ),
    "composed against decomposed": (["Bürger"], ["Bu\u0308rger"], []),
    "soft hyphens": (["Integration"], ["Inte\u00adgra\u00adtion"], []),
    "emoji families": (
        ["Für 👨‍👩‍👧‍👦 da."],
        ["Für 👨‍👩‍👧 da."],
        ["changed Für -👨‍👩‍👧‍👦-+👨‍👩‍👧+ da."],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("by_key", [False, True])
def test_a_hard_case_is_shown_as_a_reader_would_mark_it(case, by_key):
    before, after, expected = CASES[case]
    old, foreign = text_of(*before), text_of(*after, prefix="q")
    new = rekeyed(old, foreign) if by_key else foreign
    comparison = compare(old, new, by_key=by_key)
    assert shown(comparison) == expected
    assert (accepted(comparison.lines), rejected(comparison.lines)) == (said(new), said(old))


HOSTILE = [
    *("constructor", "__proto__", "toString", "###INS_START###", "###DEL_END###", "[-x-]", "{+y+}"),
    *("<ins>neu</ins>", "<del>alt</del>", "<!-- x -->", "&lt;ins&gt;", "]]>", "{{ x }}", "%s {0}"),
    *("*", "**", "***fett***", "_kursiv_", "`code`", "\\", "\\*", "[a](javascript:x)", "| |"),
    *("# Titel", "- Punkt", "1. Punkt", "> Zitat", "---", "=== Conflict 1 ==="),
    *("\u202eegnaro", "\u2066x\u2069", "\u200b", "a\u00a0b", "e\u0301", "\U0010ffff"),
    *("👨‍👩‍👧‍👦", "🇩🇪"),
]  # fmt: skip


@pytest.mark.parametrize("sign", HOSTILE)
def test_no_text_is_taken_for_a_mark_of_the_tool(sign):
    literal = escape(sign)
    base = text_of(f"Vorher {literal} nachher.", "Der Kreis hilft.")
    amended = text_of(f"Vorher {literal} viel {literal} nachher.", f"{literal} Der Kreis hilft.")
    comparison = compare(base, amended)
    assert literally(accepted(comparison.lines)) == literally(said(amended))
    assert literally(rejected(comparison.lines)) == literally(said(base))
    amendment = Amendment("1", base.digest, changes_between(base, amended))
    other = Amendment("2", base.digest, changes_between(base, struck_of(base)))
    merged = merge(base, [amendment, other])
    assert not merged.conflicts
    assert plain(merged.document["p0"].text) == plain(amended["p0"].text)
    assert plain(merged.document["p1"].text).endswith("Der Kreis.")
    assert apply(base, amendment) == amended


def literally(texts: list[str]) -> list[str]:
    return [plain(text) for text in texts]


def struck_of(base: Document) -> Document:
    return Document((base["p0"], Provision("p1", Kind.PARAGRAPH, 0, "Der Kreis.")))


def says(name: str, text: str) -> Amendment:
    base = text_of(HELP)
    new = Provision("p0", Kind.PARAGRAPH, 0, text)
    return Amendment(name, base.digest, (Replace("p0", base["p0"].digest, (new,)),))


def test_identical_changes_by_two_associations_are_joint_and_no_conflict():
    text = HELP.replace("hilft", "dient")
    merged = merge(text_of(HELP), [says("A1", text), says("A2", text)])
    assert merged.document["p0"].text == text
    assert merged.conflicts == ()
    assert [(n.kind, n.amendments) for n in merged.notices] == [(NoticeKind.JOINT, ("A1", "A2"))]


@pytest.mark.parametrize("order", [("A1", "A2"), ("A2", "A1")])
def test_two_insertions_at_one_spot_are_a_conflict_and_never_put_in_order(order):
    words = {"A1": "immer ", "A2": "gern "}
    both = [says(name, HELP.replace("allen", f"{words[name]}allen")) for name in order]
    merged = merge(text_of(HELP), both)
    (conflict,) = merged.conflicts
    assert conflict.kind is ConflictKind.INSERTIONS
    assert merged.document == text_of(HELP)
    assert [one.amendments for one in conflict.alternatives] == [("A1",), ("A2",)]
