"""Markdown, read back with an ordinary CommonMark parser."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from support.tracked import (
    CASES,
    F1,
    HOSTILE,
    I1,
    I2,
    I3,
    R0,
    R1,
    A,
    H,
    X,
    heading,
    item,
    publication,
    row,
    same,
)

from guideline_workshop.exports.characters import visible
from guideline_workshop.exports.commonmark import inline
from guideline_workshop.exports.markdown import to_markdown
from guideline_workshop.text.diff import Op
from guideline_workshop.text.tracked import Run

PARSER = MarkdownIt("commonmark").enable("table")


def written(*provisions, **overrides) -> str:
    return to_markdown(publication(tuple(map(same, provisions)), **overrides)).decode()


def body(*provisions) -> str:
    return written(*provisions).split("\n\n", 3)[3]


def read(markdown: str) -> list[tuple[str, str]]:
    """Return each inline text with the elements around it."""
    found, around = [], []
    for token in PARSER.parse(markdown):
        if token.nesting == 1:
            around.append(token.tag)
        elif token.nesting == -1:
            around.pop()
        elif token.type == "inline":
            text = "".join(child.content for child in token.children)
            found.append((" ".join(around), text))
        else:
            raise AssertionError(f"{token.type} was not meant: {token.content}")
    return found


def test_the_cover_names_version_date_and_digest():
    text = written(A)
    assert "22. November 2026" in text
    assert text.startswith("# Leitlinien für Integration\n\n*Landkreis Musterbach · Entwurf 2")
    assert publication((same(A),)).digest in text


def test_everything_reads_as_what_it_is():
    found = read(body(H, heading("h2", "Zwei", 2), A, I1, I2, I3, F1, R0, R1))
    assert found == [
        ("h2", "Sprache"),
        ("h3", "Zwei"),
        ("p", "Erster Absatz."),
        ("ul li p", "Kitas,"),
        ("ul li ul li p", "freie Träger,"),
        ("ul li p", "Beratung."),
        ("p", "Ziel: Eltern kennen die Angebote."),
        ("table thead tr th", "Jahr"),
        ("table thead tr th", "Ziel"),
        ("table tbody tr td", "2027"),
        ("table tbody tr td", "zehn"),
    ]


def test_fields_are_named_in_bold():
    assert body(F1) == "**Ziel:** Eltern kennen die Angebote.\n"


def test_a_pipe_in_a_cell_separates_nothing():
    found = read(body(R0, row("r", r"a \| b | c")))
    assert ("table tbody tr td", "a | b") in found


def test_an_item_that_skips_a_level_is_no_code():
    assert read(body(item("a", "tief", 5), item("b", "hoch"))) == [
        ("ul li p", "tief"),
        ("ul li p", "hoch"),
    ]


LOOKALIKES = """# x|- x|+ x|1. x|1) x|12. Mai|===|---|> x|```|    x|20.000 €|<script>x</script>
|&amp;|![x](y)|[a]: b|a_b_c|~~~|http://a.example|\\|<!-- x|$x$|***|a  b"""


@pytest.mark.parametrize("text", [*LOOKALIKES.replace("\n", "").split("|"), "| a |"])
def test_what_looks_like_markdown_stays_text(text):
    assert read(inline([Run(Op.EQUAL, text)])) == [("p", text.strip())]


def test_hostile_text_stays_text():
    assert read(body(X)) == [("p", visible(HOSTILE.replace("\u00a0", "")))]


def test_hostile_titles_stay_text():
    text = written(A, title=HOSTILE, consultation="", version="<b>")
    assert read(text)[0] == ("h1", visible(HOSTILE))


PIECES = st.lists(
    st.tuples(
        st.text(st.sampled_from("ab .,!()[]*_#-1\\`<&|:ä"), min_size=1, max_size=5),
        st.booleans(),
        st.booleans(),
        st.sampled_from(["", "", "https://a.example/x", "https://a.example/(y)"]),
    ),
    min_size=1,
    max_size=5,
)


@settings(deadline=None)
@given(PIECES)
def test_styled_text_reads_back_with_its_styles(pieces):
    """Blanks are let go: CommonMark strips them at the ends and inside marks."""
    runs = [Run(Op.EQUAL, text, strong, emphasis, href) for text, strong, emphasis, href in pieces]
    wanted = [
        (character, run.strong, run.emphasis, run.href)
        for run in runs
        for character in run.text
        if character != " "
    ]
    assert list(styled_characters(inline(runs))) == wanted


def styled_characters(markdown):
    for block in PARSER.parse(markdown):
        strong = emphasis = 0
        href = ""
        for token in block.children or ():
            if token.tag == "strong":
                strong += token.nesting
            elif token.tag == "em":
                emphasis += token.nesting
            elif token.tag == "a":
                href = token.attrGet("href") if token.nesting == 1 else ""
            yield from (
                (character, bool(strong), bool(emphasis), href)
                for character in token.content
                if character != " " and token.type in ("text", "text_special")
            )


def test_changes_are_not_shown():
    found = to_markdown(publication(CASES["changed words"])).decode()
    assert "Letzter Absatz hier." in found
    assert "Erster" not in found
