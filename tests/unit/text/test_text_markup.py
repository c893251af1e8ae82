import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from guideline_workshop.text.markup import (
    cells,
    escape,
    href,
    normalise,
    parse,
    plain,
    render,
    styled,
)
from guideline_workshop.text.tokens import KNOWN, LONGEST, Style, Token, pieces, tokens, words

ODD_PARTS = [
    *"ab*[]()|\\ -:.5=👨😀_/zB<ßİ",
    *"\u0301\u0338\u200d\ufe0f\u00ad\u1100\u1161\u11a8\u202e\u0600\x00\n",
    *(
        "](https://x.de/)",
        "**",
        "(https://x.de)",
        "https://x.de ",
        "z. B.",
        "🇩🇪",
        "🇩",
        " | ",
        "\\|",
    ),
    *(
        "a@b.de",
        "1.5",
        "*in",
        ":innen",
        "/-innen",
        "Kinder-",
        "[x](https://x.de)",
        "[*a*](mailto:b)",
    ),
]
odd_texts = st.lists(st.sampled_from(ODD_PARTS), max_size=25).map("".join)
styles = st.builds(
    Style, st.booleans(), st.booleans(), st.sampled_from(["", "https://x.de", "mailto:a@b.de"])
)
odd_words = st.sampled_from(["a", "b ", "(", ") ", "]", " ", "*", "|", "x*y", "\\", "é", "\u0338"])


def literal(text: str) -> str:
    shown = "".join("\ufffd" if c == "\x00" else c for c in text.replace("\u00ad", ""))
    return unicodedata.normalize("NFC", " ".join(shown.split()))


@given(odd_texts)
def test_normalised_markup_is_what_its_tokens_are_written_as(text):
    canonical = normalise(text)
    assert normalise(canonical) == canonical
    assert render(parse(canonical)) == canonical
    assert parse(canonical) == parse(text)
    assert plain(canonical) == "".join(words(plain(canonical)))


@given(odd_texts)
def test_escaped_text_reads_as_itself(text):
    assert plain(escape(text)) == literal(text)
    assert all(token == Token(token.text) for token in parse(escape(text)))


@given(odd_texts)
@example("1.5/ 2024/25/ a.b@c.de. z.B.c")
@example("u. a. (z. B. im Kreis e. V.) usw. und a. a. O. am 3. Mai")
def test_looking_pieces_up_gives_the_same_words_as_matching_the_whole_text(text):
    text = literal(text)
    assert [token.text for token in tokens(text)] == words(text)


def test_only_so_many_pieces_are_remembered():
    text = " ".join(f"Wort{n}" for n in range(KNOWN + 100))
    assert len(tokens(text)) == KNOWN + 100
    assert 0 < len(pieces) <= KNOWN
    tokens("x" * 1_000)
    assert max(map(len, pieces)) <= LONGEST


@given(st.lists(st.tuples(odd_words, styles, st.just(False)), max_size=8))
def test_styled_words_survive_being_written(pieces):
    tokens = styled(pieces)
    assert parse(render(tokens)) == tokens


@pytest.mark.parametrize(
    "word",
    [
        *(
            "Bürger*innen",
            "Bürger:innen",
            "BürgerInnen",
            "Bürger_innen",
            "Schüler/-innen",
            "jede:r",
        ),
        *("Main-Taunus-Kreis", "Kinder-", "-pflege", "geht’s", "z. B.", "z.B.", "i. d. R.", "Abs."),
        *("1.234,56", "12:30", "01.02.2026", "2024/25", "2.3.1", "-5", "https://kreis.de/a?b=c#d"),
        *(
            "amt@kreis-a.de",
            "www.kreis.de",
            "👨‍👩‍👧‍👦",
            "🇩🇪",
            "❤️",
            "e\u0323\u0302",
            "हिन्दी",
            "§",
            "5️⃣",
        ),
    ],
)
def test_what_a_reader_sees_as_one_thing_is_one_token(word):
    word = normalise(word)
    assert [token.text for token in parse(f"vor {word} nach")] == ["vor ", f"{word} ", "nach"]


def test_punctuation_is_a_token_of_its_own_and_blanks_belong_to_the_word_before():
    texts = [token.text for token in parse("Ja, das „Haus“ (alt).")]
    assert texts == ["Ja", ", ", "das ", "„", "Haus", "“ ", "(", "alt", ")", "."]


def test_the_three_marks_are_read():
    strong, plain_word, emphasis, link = parse("**fest** und *leicht* [hier](https://kreis.de)")
    assert strong == Token("fest ", strong=True)
    assert plain_word == Token("und ")
    assert emphasis == Token("leicht ", emphasis=True)
    assert link == Token("hier", href="https://kreis.de")


@pytest.mark.parametrize(
    "text",
    [
        "Bürger*innen und Schüler*innen",
        "constructor __proto__ ###INS_START### <ins>neu</ins> &amp;",
        "[sic] (a) {b} # keine Überschrift > kein Zitat",
        "Zeichen \u202e umgekehrt",
    ],
)
def test_ordinary_text_is_already_canonical(text):
    assert normalise(text) == text
    assert plain(text) == text


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("Bu\u0308rger", "Bürger"),
        ("Inte\u00adgration", "Integration"),
        ("a\u00a0b \t\n c\u2009d ", "a b c d"),
        ("**offen", r"\*\*offen"),
        ("***beides***", "***beides***"),
        ("5 * 3", r"5 \* 3"),
        ("[x](javascript:alert)", r"[x]\(javascript:alert)"),
        ("[x](http://unsicher.de)", r"[x]\(http://unsicher.de)"),
        (
            "[**x**](https://a.de/(b))",
            "[**x**](https://a.de/%28b%29)".replace("[**x**]", "**[x]") + "**",
        ),
        ("\x00", "\ufffd"),
    ],
)
def test_there_is_one_way_to_write_a_text(written, canonical):
    assert normalise(written) == canonical


def test_only_safe_targets_are_linked():
    assert href("https://kreis.de/ä b") == "https://kreis.de/%C3%A4%20b"
    assert href("mailto:amt@kreis.de") == "mailto:amt@kreis.de"
    assert [href(url) for url in ("javascript:x", "data:x", "http://a", "//a", "https://")] == [
        ""
    ] * 5


def test_cells_are_separated_by_pipes_between_blanks():
    assert cells(r"a | **b** | c \| d | e|f |") == ("a", "**b**", r"c \| d", "e|f", "")


@pytest.mark.parametrize(
    "part",
    ["[", "*a ", "* a", "**", "[a](https://", "a.", "-", "+", "1.", "a@", "| ", "\\", "x\u0301*"],
)
def test_hostile_text_is_read_in_linear_time(part):
    # with a quadratic pattern this takes minutes
    text = part * 40_000
    assert plain(escape(text)).replace(" ", "") == text.replace(" ", "")
