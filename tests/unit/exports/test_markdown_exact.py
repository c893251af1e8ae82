"""A text written alone as Markdown is read again as the same text, and escapes little."""

import pytest
from support.prose import chance

from guideline_workshop.exports.markdown import text_as_markdown
from guideline_workshop.imports.guard import Format
from guideline_workshop.imports.parse import parser_for
from guideline_workshop.imports.structure import as_written
from guideline_workshop.text.document import Kind, Provision
from guideline_workshop.text.markup import escape, normalise, plain

SIGNS = [
    *("Der", "Bürger*innen", "a_b", "_x_", "*", "**", "`", "[x]", "[x](y)", "]", "[", "](", "***"),
    *("<b>", "<", "&amp;", "&", "#", "##", "-", "+", "1.", "1)", "2024", "\\", "\\*", "~~", "~~~"),
    *(
        "$",
        "!",
        "![a](b)",
        "===",
        "---",
        "> q",
        "\u202e",
        "👨‍👩‍👧",
        "[a]: b",
        "x:",
        "C#",
        "__",
        "|",
    ),
    *("https://x.y/a_b", "a*b*c", "\u200b", "=", "'", '"'),
]
STYLED = ["**stark**", "*kursiv*", "[Seite](https://kreis.de/a_b?x=1&y=2)", "***beides***"]
SHAPES = [(Kind.PARAGRAPH, 0), (Kind.PARAGRAPH, 0), (Kind.ITEM, 1), (Kind.ROW, 1)]
SHAPES += [(Kind.HEADING, level) for level in range(1, 7)]


def words(random, *, is_row):
    size = random.randint(1, 6)
    if is_row:
        return f"{escape(random.choice(SIGNS))} | {escape(random.choice(SIGNS))}"
    if random.random() < 0.5:
        return escape(random.choice(["", " "]).join(random.choices(SIGNS, k=size)).strip())
    signs = [sign for sign in SIGNS if sign != "|"]
    return normalise(" ".join(random.choices([*signs, *STYLED], k=size)))


def provisions(random):
    found = []
    for n in range(random.randint(1, 5)):
        kind, level = random.choice(SHAPES)
        if kind is Kind.ROW and found and found[-1].kind is Kind.ROW:
            level = 0
        text = words(random, is_row=kind is Kind.ROW)
        if plain(text).strip(" |"):
            found.append(Provision(f"p{n}", kind, level, text))
    return found


def said(found):
    return [(p.kind, p.level, p.text) for p in found]


@pytest.mark.parametrize("seed", range(150))
def test_what_is_written_is_read_again(seed):
    written = provisions(chance(seed)) or [Provision("p", Kind.PARAGRAPH, 0, "Text")]

    read = parser_for(Format.MARKDOWN, as_written)(text_as_markdown(written).encode())

    assert said(read.provisions) == said(written)


@pytest.mark.parametrize(
    "text",
    ["Bürger*innen", "R&D", "a_b", "5 < 6 > 4", "[x] offen", "1. Ziel", "C#", "a | b", "~ 5"],
)
def test_a_heading_has_no_escapes_it_does_not_need(text):
    provision = Provision("p", Kind.HEADING, 2, escape(text))

    assert text_as_markdown([provision]) == f"## {text}\n"


def test_no_text_is_an_empty_file():
    assert text_as_markdown([]) == ""
