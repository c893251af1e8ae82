"""PDF, as poppler's tools read it (threats 16, 18, 23, 24)."""

import re
import shutil
import subprocess
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.tracked import (
    CASES,
    HOSTILE,
    A,
    H,
    X,
    heading,
    item,
    paragraph,
    publication,
    row,
    same,
)

from guideline_workshop.exports import pdf
from guideline_workshop.exports.characters import visible
from guideline_workshop.exports.pdf import PdfUnavailable, to_pdf
from guideline_workshop.exports.pdf.glyphs import printable


def poppler(tool, data, *arguments):
    path = shutil.which(tool)
    assert path, "poppler-utils is needed: bin/install-system-packages"
    done = subprocess.run(
        [path, *arguments, "-", "-"] if tool == "pdftotext" else [path, *arguments, "-"],
        input=data,
        capture_output=True,
        check=True,
    )
    return done.stdout.decode()


def text_of(data) -> str:
    """All words of all pages in reading order; breaks and the hyphens at them are undone."""
    text = poppler("pdftotext", data, "-raw", "-nopgbrk")
    return " ".join(re.sub("\u00ad\n", "", text).split())


def text_with(*provisions, **overrides):
    return text_of(to_pdf(publication(tuple(map(same, provisions)), **overrides)))


def test_it_is_tagged_titled_and_in_its_language():
    data = to_pdf(publication((same(A),)))
    facts = poppler("pdfinfo", data)
    assert re.search("Title: +Leitlinien für Integration\n", facts)
    assert re.search("Tagged: +yes\n", facts)
    assert b"/Lang(de-DE)" in data.replace(b" ", b"")


def test_it_claims_both_standards():
    metadata = poppler("pdfinfo", to_pdf(publication((same(A),))), "-meta")
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
    assert "<pdfaid:part>2</pdfaid:part>" in metadata
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in metadata


def test_the_same_text_is_the_same_file():
    lines = CASES["strong and links"]
    assert to_pdf(publication(lines)) == to_pdf(publication(lines))


def test_all_fonts_are_ours_and_embedded():
    fonts = poppler(
        "pdffonts", to_pdf(publication((same(paragraph("a", "a **b** *c* مرحبا 👍")),)))
    )
    rows = [line.split() for line in fonts.splitlines()[2:]]
    assert {name.partition("+")[2].partition("-")[0] for name, *_ in rows} == {
        "FiraSans",
        "NotoSansArabic",
        "NotoEmoji",
    }
    assert all(embedded == "yes" for *_, embedded, _, _, _, _ in rows)


def test_cover_footer_and_text_are_there():
    text = text_with(H, A)
    for words in ("Landkreis Musterbach", "Entwurf 2 · Stand 22. November 2026", "Seite 1 von 1"):
        assert words in text
    assert text.count(publication((same(H), same(A))).digest) == 2
    assert "1 Sprache (1) Erster Absatz." in text


def test_the_cover_says_where_the_adoption_is_recorded():
    said = "Beschlossen am 3. Mai 2027. #strong[Zeile] 7: abc"
    assert said in text_with(A, resolution=said)


def test_english_is_english():
    assert "Page 1 of 1" in text_with(A, language="en")


def test_headings_that_skip_levels_do_not_stop_it():
    text = text_with(heading("a", "Drei", 3), heading("b", "Sechs", 6), heading("c", "Eins", 1))
    assert "1 Drei 1.1 Sechs 2 Eins" in text


def test_a_long_document_has_contents():
    provisions = [heading(f"h{n}", f"Abschnitt {n}") for n in range(12)]
    assert "Inhalt" in text_with(*provisions)
    assert "Inhalt" not in text_with(*provisions[:3])


@pytest.mark.parametrize("name", CASES)
def test_every_case_can_be_printed(name):
    assert text_of(to_pdf(publication(CASES[name])))


def test_changes_are_told_by_signs():
    text = text_of(to_pdf(publication(CASES["changed words"])))
    assert "[−Erster] [+Letzter] Absatz[−.] [+hier.]" in text
    assert "So lesen Sie die Änderungen: [−gestrichen] [+eingefügt]" in text


def test_the_clean_text_has_no_signs():
    text = text_of(to_pdf(replace(publication(CASES["changed words"]), lines=None)))
    assert "Letzter Absatz hier." in text
    assert "[" not in text


def test_hostile_text_is_only_text():
    data = to_pdf(publication((same(X),), title=HOSTILE, consultation=HOSTILE, version=HOSTILE))
    assert "#eval(1) $x$ ]]>" in text_of(data)
    assert "{{ 7*7 }}" in text_of(data)
    assert "[U+202E]" in text_of(data)
    assert b"/JavaScript" not in data
    assert b"/EmbeddedFile" not in data


@settings(max_examples=15, deadline=None)
@given(st.lists(st.text(min_size=1), min_size=1, max_size=40))
def test_any_characters_can_be_printed(texts):
    provisions = [paragraph(f"p{n}", text) for n, text in enumerate(texts)]
    provisions += [row("r", " | ".join(texts)), item("i", texts[0], 3)]
    assert to_pdf(publication(tuple(map(same, provisions)), title=texts[0])).startswith(b"%PDF")


@pytest.mark.parametrize(
    ("text", "wanted"), [("漢", "[U+6F22]"), ("ä", "ä"), ("👨\u200d👩", "👨\u200d👩")]
)
def test_what_our_fonts_lack_is_named(text, wanted):
    assert printable(text) == wanted


def test_what_our_fonts_have_is_as_everywhere():
    assert printable(HOSTILE) == visible(HOSTILE)


def test_a_text_that_takes_too_long_has_no_pdf():
    with pytest.raises(PdfUnavailable) as refused:
        to_pdf(publication((same(A),)), seconds=0.001)
    assert refused.value.reason in ("limit", "busy")


def test_one_is_made_at_a_time():
    with pdf._ONE_AT_A_TIME, pytest.raises(PdfUnavailable) as refused:  # noqa: SLF001
        to_pdf(publication((same(A),)), seconds=0.01)
    assert refused.value.reason == "busy"


def test_what_typst_refuses_is_said():
    with pytest.raises(PdfUnavailable) as refused:
        pdf._typeset(b'{"publication": {}}', 30)  # noqa: SLF001
    assert refused.value.reason == "failed"
    assert "KeyError" in refused.value.detail


def test_a_wide_table_is_printed():
    rows = [row(f"r{n}", " | ".join(f"{n}.{m}" for m in range(20))) for n in range(120)]
    assert "119.19" in text_with(*rows)
