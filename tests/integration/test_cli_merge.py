"""`guideline-workshop merge` as somebody types it."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from support.files import Desk
from support.prose import chance, document, revised
from support.word import read, revisions

from guideline_workshop.exports.markdown import text_as_markdown
from guideline_workshop.text.document import Kind
from guideline_workshop.text.markup import plain

DATA = Path(__file__).parents[1] / "data"
BASE = "Der Kreis fördert Sprache.\n\nEr berichtet jährlich.\n\nEr plant.\n"
COMMAND = (sys.executable, "-m", "guideline_workshop.cli.main")


@pytest.fixture
def desk(tmp_path, monkeypatch, capfdbinary):
    monkeypatch.chdir(tmp_path)
    return Desk(tmp_path, capfdbinary)


def given(desk, base, *amended, extension="txt"):
    """Write the base and what became of it by the replacements; returns the names."""
    names = [desk.write(f"base.{extension}", base)]
    for letter, replacements in zip("abcdef", amended, strict=False):
        text = base
        for old, new in replacements.items():
            assert old in text
            text = text.replace(old, new)
        names.append(desk.write(f"{letter}.{extension}", text))
    return names


def test_changes_of_different_words_merge(desk):
    names = given(desk, BASE, {"Sprache": "Sprachen"}, {"jährlich": "monatlich"}, {"plant": "baut"})

    assert desk.run("merge", *names) == (
        0,
        "Der Kreis fördert Sprachen.\n\nEr berichtet monatlich.\n\nEr baut.\n",
        "",
    )


def test_a_conflict_is_told_at_its_spot_and_the_base_stays(desk):
    names = given(desk, BASE, {"jährlich": "monatlich"}, {"jährlich": "täglich", "plant": "baut"})

    status, out, err = desk.run("merge", *names)

    assert status == 1
    assert out == (
        "Der Kreis fördert Sprache.\n\n"
        "Er berichtet jährlich.\n\n"
        "=== Conflict 1 (overlap): the wording above stays ===\n"
        "--- a.txt:\n"
        "Er berichtet monatlich.\n"
        "--- b.txt:\n"
        "Er berichtet täglich.\n"
        "=== End of conflict 1 ===\n\n"
        "Er baut.\n"
    )
    assert err == "guideline-workshop: 1 conflict: the wording of base.txt stays there\n"


def test_conflicts_as_data_name_the_files(desk):
    names = given(desk, BASE, {"jährlich": "monatlich"}, {"jährlich": "täglich", "plant": "baut"})

    found = desk.json("merge", *names)

    assert found == {
        "merged": "Der Kreis fördert Sprache.\n\nEr berichtet jährlich.\n\nEr baut.\n",
        "conflicts": [
            {
                "kind": "overlap",
                "base": "Er berichtet jährlich.",
                "alternatives": [
                    {"from": "a.txt", "text": "Er berichtet monatlich."},
                    {"from": "b.txt", "text": "Er berichtet täglich."},
                ],
            }
        ],
        "notices": [],
        "provenance": [{"provision": 2, "start": 3, "end": 7, "text": "baut", "from": "b.txt"}],
    }
    assert desk.run("merge", *names, "--format", "json")[0] == 1


def test_the_same_change_by_two_is_a_joint_notice(desk):
    names = given(desk, BASE, {"plant": "baut"}, {"plant": "baut"})

    found = desk.json("merge", *names)
    status, out, err = desk.run("merge", *names)

    assert found["merged"] == out == BASE.replace("plant", "baut")
    assert found["conflicts"] == []
    assert found["notices"] == [{"kind": "joint", "from": "a.txt, b.txt", "text": "Er plant."}]
    assert (status, err) == (
        0,
        "guideline-workshop: notice: a.txt, b.txt make the same change at: Er plant.\n",
    )


def test_two_who_agree_are_one_alternative(desk):
    change = {"jährlich": "monatlich"}
    names = given(desk, BASE, change, {"jährlich": "täglich"}, change)

    [conflict] = desk.json("merge", *names)["conflicts"]

    assert [one["from"] for one in conflict["alternatives"]] == ["a.txt, c.txt", "b.txt"]


def test_two_insertions_at_one_spot_are_a_conflict_and_never_put_in_order(desk):
    end = "Er plant.\n"
    names = given(desk, BASE, {end: f"{end}\nMein Satz.\n"}, {end: f"{end}\nDein Wort.\n"})

    found = desk.json("merge", *names)
    status, out, _ = desk.run("merge", *names)

    [conflict] = found["conflicts"]
    assert (conflict["kind"], conflict["base"]) == ("insertions", "")
    assert [one["text"] for one in conflict["alternatives"]] == ["Mein Satz.", "Dein Wort."]
    assert found["merged"] == BASE
    assert status == 1
    assert "(insertions): nothing is inserted here ===\n--- a.txt:\nMein Satz.\n" in out


def test_striking_against_editing_shows_that_one_says_nothing(desk):
    names = given(desk, BASE, {"\n\nEr plant.": ""}, {"plant": "baut"})

    [conflict] = desk.json("merge", *names)["conflicts"]

    assert conflict["kind"] == "deletion"
    assert [one["text"] for one in conflict["alternatives"]] == ["", "Er baut."]
    assert "--- a.txt:\n(nothing)\n" in desk.run("merge", *names)[1]


def test_striking_what_another_rewords_is_a_conflict_however_little_is_left_of_it(desk):
    names = given(desk, BASE, {"\n\nEr plant.": ""}, {"Er plant": "Die Vereine entscheiden"})

    [conflict] = desk.json("merge", *names)["conflicts"]

    assert [one["text"] for one in conflict["alternatives"]] == ["", "Die Vereine entscheiden."]


def test_two_moves_of_one_provision_say_where_to(desk):
    long = "Der Landkreis fördert den Erwerb der deutschen Sprache in allen Gemeinden."
    desk.write("base.txt", f"{long}\n\nEins.\n\nZwei.\n\nDrei.\n")
    desk.write("a.txt", f"Eins.\n\n{long}\n\nZwei.\n\nDrei.\n")
    desk.write("b.txt", f"Eins.\n\nZwei.\n\nDrei.\n\n{long}\n")

    status, out, _ = desk.run("merge", "base.txt", "a.txt", "b.txt")

    [conflict] = desk.json("merge", "base.txt", "a.txt", "b.txt")["conflicts"]
    assert status == 1
    assert "--- a.txt behind “Eins.”:\n" in out
    assert conflict["kind"] == "moves"
    assert [one["after"] for one in conflict["alternatives"]] == ["Eins.", "Drei."]


MARKDOWN = """\
# Leitlinien

## 1. Ziele

Der Kreis fördert **Sprache** und R&D_x, *bald* auch [Kurse](https://kreis.de/a_b).

Ziel: Alle Bürger*innen [x] lernen # Deutsch < 5.

1\\. Kein Punkt

- eins
  - tiefer
- zwei

## 2. C# \\#

| Wer | Was |
| --- | --- |
| Kreis | a \\| b |
"""


def test_markdown_nobody_changed_comes_back_as_it_was(desk):
    names = given(desk, MARKDOWN, {"tiefer": "noch tiefer"}, {"# Leitlinien": "# Die Leitlinien"},
                  extension="md")  # fmt: skip

    status, out, err = desk.run("merge", *names)

    expected = MARKDOWN.replace("tiefer", "noch tiefer").replace("Leit", "Die Leit", 1)
    assert (status, out, err) == (0, expected, "")
    assert desk.json("merge", *names)["merged"] == expected


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("extension", ["txt", "md"])
def test_merging_one_revision_gives_that_revision(desk, seed, extension):
    random = chance(seed)
    base = document(random, 5)
    for name, version in (("base", base), ("a", revised(random, base, 4))):
        kept = [p for p in version.provisions if p.text and p.kind is Kind.PARAGRAPH]
        plain_text = "\n\n".join(plain(p.text) for p in kept) or "Nichts."
        text = plain_text if extension == "txt" else text_as_markdown(kept) or "Nichts."
        desk.write(f"{name}.{extension}", text)

    status, out, _ = desk.run("merge", f"base.{extension}", f"a.{extension}")

    expected = (desk.folder / f"a.{extension}").read_text(encoding="utf-8").strip()
    assert (status, out.strip()) == (0, expected)


def test_line_ends_and_byte_order_marks_make_no_difference(desk):
    names = given(desk, BASE, {"plant": "baut"})
    desk.write("a.txt", BASE.replace("plant", "baut").replace("\n", "\r\n").encode("utf-8-sig"))
    desk.write("b.txt", BASE.rstrip().encode("utf-16"))

    assert desk.run("merge", *names, "b.txt") == (0, BASE.replace("plant", "baut"), "")


WRITTEN = {
    "wrapped.txt": ["Der Kreis\nhilft.\n\n\n  Er plant.", "Der Kreis\nplant.\n\n\n\nEr baut."],
    "ended.txt": ["Er plant.", "Er baut.\n"],
    "not ended.txt": ["Er plant.\n", "Er baut."],
    "marks.txt": ["# Er plant.\n", "\n* Er \u202ebaut <ins>.\n\n\n"],
    "decomposed.txt": ["Bu\u0308rger planen.\n", "Bürger bau\u00aden.\n"],
    "windows.txt": ["Bürger planen.\n".encode("cp1252"), "Bürger bauen.\n"],
    "numbered.md": ["1. Er plant.\n", "1. Er plant.\n2. Er\n   _baut_.\n"],
    "underlined.md": ["Ziele\n=====\n\nEr plant.\n", "Ziele\n=====\n\n* Er baut.\n"],
    "referred.md": ["Er plant.\n", "Er [baut][1].\n\n[1]: https://kreis.de\n"],
}  # fmt: skip


@pytest.mark.parametrize("name", WRITTEN)
def test_one_revision_alone_comes_back_byte_for_byte(desk, name):
    base, amended = WRITTEN[name]
    desk.write(f"base.{name}", base)
    desk.write(name, amended)

    assert desk.run("merge", f"base.{name}", name) == (0, amended, "")
    assert desk.json("merge", f"base.{name}", name, f"base.{name}")["merged"] == amended
    assert desk.run("merge", name, name) == (0, amended, "")


def test_provisions_in_several_lines_keep_their_lines(desk):
    wrapped = "Der Kreis\nfördert\nSprache.\n\nEr berichtet\njährlich.\n\nEr\nplant.\n"
    names = given(desk, wrapped, {"Sprache": "Sprachen"}, {"\nplant": "\nbaut"})

    merged = wrapped.replace("Sprache", "Sprachen").replace("plant", "baut")
    assert desk.run("merge", *names) == (0, merged, "")


def test_a_last_line_stays_without_an_end(desk):
    names = given(desk, BASE.rstrip(), {"Sprache": "Sprachen"}, {"jährlich": "monatlich"})

    merged = desk.run("merge", *names)[1]

    assert merged == BASE.rstrip().replace("Sprache", "Sprachen").replace("jährlich", "monatlich")


def test_plain_text_is_never_escaped(desk):
    text = "# *a* [b](c) _d_ & <e>\n\n1. Zeile\n"
    names = given(desk, text, {"Zeile": "Zeile | mehr"})

    assert desk.run("merge", *names)[1] == text.replace("Zeile", "Zeile | mehr")


def test_a_word_file_gives_markdown_back(desk):
    status, out, _ = desk.run("merge", str(DATA / "draft.docx"), str(DATA / "draft.odt"))

    assert status == 0
    assert re.search(r"^# \S", out, re.MULTILINE)


def test_the_word_file_names_the_file_behind_each_change(desk):
    names = given(desk, BASE, {"Sprache": "Arbeit"}, {"plant": "baut"})

    assert desk.run("merge", *names, "--format", "docx", "--output", "o.docx")[0] == 0

    data = (desk.folder / "o.docx").read_bytes()
    merged = BASE.replace("Sprache", "Arbeit").replace("plant", "baut")
    assert [line.text for line in read(data, "old")] == BASE.strip().split("\n\n")
    assert [line.text for line in read(data, "new")] == merged.strip().split("\n\n")
    assert {author for _, _, author, _ in revisions(data)} == {"a.txt", "b.txt"}


def test_the_page_and_the_markdown_have_the_merged_text(desk):
    names = given(desk, BASE, {"plant": "baut"}, {"plant": "malt"})

    status, page, err = desk.run("merge", *names, "--format", "html", "--output", "o.html")
    assert (status, page) == (1, "")
    assert "1 conflict" in err
    assert "Er plant." in (desk.folder / "o.html").read_text(encoding="utf-8")
    assert desk.run("merge", *names, "--format", "markdown")[:2] == (1, BASE)


def test_the_same_file_may_be_given_twice_or_as_the_base(desk):
    names = given(desk, BASE, {"plant": "baut"})

    assert desk.run("merge", *names, names[1], names[0])[:2] == (0, BASE.replace("plant", "baut"))


def test_the_output_may_be_one_of_the_files(desk):
    names = given(desk, BASE, {"plant": "baut"})

    assert desk.run("merge", *names, "--output", "base.txt")[:2] == (0, "")
    assert (desk.folder / "base.txt").read_text(encoding="utf-8") == BASE.replace("plant", "baut")


def test_what_is_left_out_is_said(desk):
    names = given(desk, "Ein Bild: ![Karte](karte.png) da.\n", {"da": "dort"}, extension="md")

    _, _, err = desk.run("merge", *names)

    assert err.splitlines()[0] == "guideline-workshop: base.md: left out: images (1)"


@pytest.mark.parametrize("number", [1, 2])
def test_the_exit_status_says_whether_there_are_conflicts(desk, number):
    names = given(desk, BASE, {"plant": "baut"}, {"plant": "malt"})[: number + 1]

    done = subprocess.run([*COMMAND, "merge", *names], capture_output=True, check=False)

    assert done.returncode == number - 1


def test_the_rest_of_a_text_may_go_unread(desk):
    names = given(desk, BASE * 5000, {"plant": "baut"})
    with subprocess.Popen(
        [*COMMAND, "merge", *names], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        process.stdout.read(10)
        process.stdout.close()
        assert process.stderr.read() == b""
