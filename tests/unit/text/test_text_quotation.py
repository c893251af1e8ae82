"""A quotation is readable, and nothing of the text is lost in it."""

import pytest
from support import paragraphs
from support.laws import chance_and_sizes, minor_law

from guideline_workshop.text.markup import escape, normalise
from guideline_workshop.text.quotation import UnreadableQuotation, quoted, unquoted

SIGNS = "„“‚‘”’»«\\|*[]() ab.,"


@pytest.mark.parametrize(
    ("markup", "quotation"),
    [
        ("Der Kreis hilft.", "„Der Kreis hilft.“"),
        ("Der „Kreis“ hilft.", "„Der ‚Kreis‘ hilft.“"),
        ("Der „große ‚Kreis‘“ hilft.", "„Der ‚große „Kreis“‘ hilft.“"),
        ("Das ‚gilt halb.", r"„Das \„gilt halb.“"),
        ("Wie geht‘s?", r"„Wie geht\“s?“"),
        ("Kurs | Jahr", "„Kurs | Jahr“"),
        (r"Kurs \| Jahr", r"„Kurs \| Jahr“"),
        (r"C:\\neu", r"„C:\\neu“"),
        ("**Der Kreis**", "„Der Kreis“ (fett)"),
        ("***Der Kreis***", "„Der Kreis“ (fett und kursiv)"),
        ("[Der Kreis](https://kreis.de)", "„Der Kreis“ (verknüpft mit „https://kreis.de“)"),
        (
            "Der **Kreis** und der *Kreis*",
            (
                "„Der Kreis und der Kreis“ "
                "(fett: „Kreis“ an erster Stelle; kursiv: „Kreis“ an zweiter Stelle)"
            ),
        ),
        ("", "„“"),
    ],
)
def test_marks_change_places_and_styles_are_named(markup, quotation):
    assert quoted(markup) == quotation
    skeleton, (said,) = unquoted(f"Es gilt: {quotation} ab jetzt.")
    assert (skeleton, said.markup) == ("Es gilt: \0 ab jetzt.", markup)


@minor_law
def test_every_text_is_read_back_from_its_quotation(number):
    random, size, words = chance_and_sizes(number, 12, 4)
    signs = "".join(random.choice(SIGNS) for _ in range(size))
    texts = [escape(signs), signs, *random.choices(paragraphs.SENTENCES, k=words)]
    random.shuffle(texts)
    markup = normalise(" ".join(texts))
    skeleton, (said,) = unquoted(quoted(markup))
    assert (skeleton, said.markup) == ("\0", markup)


def test_the_name_of_a_field_is_no_quotation():
    assert unquoted("Im Feld „Ziel“ gilt „das“.")[0] == "Im Feld „Ziel“ gilt \0."


@pytest.mark.parametrize(
    "wrong", ["„ohne Ende", "„a“ (fett: „b“)", "„a a“ (fett: „a“)", "„a“ (fett", "„a\\“"]
)
def test_a_quotation_that_cannot_be_read_is_refused(wrong):
    with pytest.raises(UnreadableQuotation):
        unquoted(wrong)
