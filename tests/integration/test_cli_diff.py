"""`guideline-workshop diff` as somebody types it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from support.files import Desk
from support.prose import chance, document, revised
from support.word import read, revisions

from guideline_workshop.exports.markdown import text_as_markdown
from guideline_workshop.imports.limits import MAX_UPLOAD_BYTES
from guideline_workshop.text.document import Kind
from guideline_workshop.text.markup import plain

DATA = Path(__file__).parents[1] / "data"
OLD = "Der Kreis fördert Sprache.\n\nEr berichtet jährlich.\n"
NEW = "Der Kreis fördert Arbeit und Sprache.\n\nEr berichtet jährlich.\n"
COMMAND = (sys.executable, "-m", "guideline_workshop.cli.main")
LONG = "Der Landkreis fördert den Erwerb der deutschen Sprache in allen Städten und Gemeinden."
OTHER = "Die Vereine erhalten dafür jedes Jahr einen Zuschuss aus dem Haushalt der Schulen."


@pytest.fixture
def desk(tmp_path, monkeypatch, capfdbinary):
    monkeypatch.chdir(tmp_path)
    return Desk(tmp_path, capfdbinary)


def changes(found):
    return [(one["change"], one["old"], one["new"]) for one in found["provisions"]]


def sides(pair):
    old = "".join(text for op, text in pair["segments"] if op != "inserted")
    new = "".join(text for op, text in pair["segments"] if op != "deleted")
    return old, new


def compared(desk, old, new, extension="txt"):
    return desk.json(
        "diff", desk.write(f"old.{extension}", old), desk.write(f"new.{extension}", new)
    )


def test_words_that_come_are_segments_of_a_changed_provision(desk):
    found = compared(desk, OLD, NEW)

    assert found["provisions"] == [
        {
            "change": "changed",
            "old": [0],
            "new": [0],
            "segments": [
                ["equal", "Der Kreis fördert "],
                ["inserted", "Arbeit und "],
                ["equal", "Sprache."],
            ],
        },
        {
            "change": "equal",
            "old": [1],
            "new": [1],
            "segments": [["equal", "Er berichtet jährlich."]],
        },
    ]
    assert found["stats"] == {"words_added": 2, "words_struck": 0, "provisions_touched": 1}


def test_what_comes_and_goes_has_no_partner(desk):
    found = compared(desk, f"{LONG}\n\nErstens.\n", f"Ganz anderes.\n\n{LONG}\n")

    assert changes(found) == [("inserted", [], [0]), ("equal", [0], [1]), ("deleted", [1], [])]


def test_what_is_said_anew_at_one_place_is_a_change(desk):
    found = compared(desk, f"Ganz kurz.\n\n{LONG}\n", f"Völlig anders!\n\n{LONG}\n")

    assert changes(found) == [("changed", [0], [0]), ("equal", [1], [1])]
    assert sides(found["provisions"][0]) == ("Ganz kurz.", "Völlig anders!")


def test_a_move_says_where_from_and_where_to(desk):
    found = compared(desk, f"{LONG}\n\n{OTHER}\n\nEnde.", f"{OTHER}\n\nEnde.\n\n{LONG}")

    moved = [one for one in found["provisions"] if one["change"] == "moved"]
    assert [(one["old"], one["new"], one["segments"]) for one in moved] == [
        ([0], [2], [["equal", LONG]])
    ]


def test_a_split_and_a_join_show_the_boundary_as_a_blank_line(desk):
    apart, together = f"{LONG}\n\n{OTHER}", f"{LONG} {OTHER}"

    [split] = compared(desk, together, apart)["provisions"]
    [joined] = compared(desk, apart, together)["provisions"]

    assert (split["change"], split["old"], split["new"]) == ("split", [0], [0, 1])
    assert sides(split) == (together, apart)
    assert (joined["change"], joined["old"], joined["new"]) == ("joined", [0, 1], [0])
    assert sides(joined) == (apart, together)


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("extension", ["txt", "md"])
def test_the_segments_of_any_files_give_both_texts(desk, seed, extension):
    random = chance(seed)
    base = document(random, 6)
    texts = []
    for version in (base, revised(random, base, 4)):
        kept = [p for p in version.provisions if p.kind in {Kind.PARAGRAPH, Kind.HEADING}]
        kept = [p for p in kept if p.text]
        texts.append([plain(p.text) for p in kept] or ["Nichts."])
        is_plain = extension == "txt" or not kept
        desk.write(
            f"{len(texts)}.{extension}",
            "\n\n".join(texts[-1]) if is_plain else text_as_markdown(kept),
        )

    found = desk.json("diff", f"1.{extension}", f"2.{extension}")

    for pair in found["provisions"]:
        old, new = (
            "\n\n".join(text[n] for n in pair[side])
            for text, side in zip(texts, ("old", "new"), strict=True)
        )
        assert sides(pair) == (old, new)
    for side, text in zip(("old", "new"), texts, strict=True):
        assert sorted(n for p in found["provisions"] for n in p[side]) == [*range(len(text))]


def test_files_that_say_the_same_have_no_differences(desk):
    desk.write("one.txt", OLD)
    desk.write("same.txt", b"\xef\xbb\xbf" + OLD.replace("\n", "\r\n").rstrip().encode())

    assert desk.run("diff", "one.txt", "same.txt") == (0, "No differences.\n", "")
    assert {c for c, _, _ in changes(desk.json("diff", "one.txt", "same.txt"))} == {"equal"}


def test_the_text_form_shows_changes_with_what_stands_around_them(desk):
    old = f"Eins.\n\nZwei.\n\nDrei.\n\n{LONG}\n\nFünf."
    desk.write("old.txt", old)
    desk.write("new.txt", old.replace("Sprache", "Sprache\u202e"))

    status, out, err = desk.run("diff", "old.txt", "new.txt")

    assert (status, err) == (0, "")
    assert out.splitlines()[:4] == ["--- old.txt", "+++ new.txt", "", "  Drei."]
    assert "Sprache{+[U+202E]+} in allen" in out
    assert "Zwei" not in out
    assert out.endswith("1 provision touched, 1 word added, 0 words struck\n")


def test_marks_mean_nothing_in_plain_text(desk):
    text = "# Kein *Titel* [x](https://a.de)\n\n1. Punkt\nZiel: offen\n"

    found = compared(desk, text, text)

    assert [sides(pair)[0] for pair in found["provisions"]] == [
        "# Kein *Titel* [x](https://a.de)",
        "1. Punkt Ziel: offen",
    ]


def test_a_title_and_typed_numbers_are_part_of_what_is_compared(desk):
    found = compared(desk, f"# Entwurf\n\n## 1. Ziele\n\n{LONG}\n", f"# Entwurf\n\n{LONG}\n", "md")

    assert [sides(pair)[0] for pair in found["provisions"]] == ["Entwurf", "1. Ziele", LONG]
    assert changes(found)[1] == ("deleted", [1], [])


def test_formats_can_be_compared_with_each_other(desk):
    found = desk.json("diff", str(DATA / "draft.docx"), str(DATA / "draft.odt"))

    assert len(found["provisions"]) > 10
    assert changes(found)[0] == ("equal", [0], [0])


def test_the_page_stands_alone_and_escapes(desk):
    desk.write("a&b.txt", OLD)
    desk.write("<b>.txt", NEW.replace("Arbeit", "<script>alert(1)</script>"))

    status, out, _ = desk.run("diff", "a&b.txt", "<b>.txt", "--format", "html")

    assert status == 0
    assert out.startswith("<!DOCTYPE html>")
    assert out.rstrip().endswith("</html>")
    assert "&lt;script&gt;" in out
    assert "<script" not in out
    assert "<b>" not in out


def test_the_word_file_has_tracked_changes_by_the_new_file(desk):
    desk.write("old.txt", OLD)
    desk.write("new.txt", NEW)

    assert desk.run("diff", "old.txt", "new.txt", "--format", "docx", "--output", "o.docx")[0] == 0

    data = (desk.folder / "o.docx").read_bytes()
    assert [line.text for line in read(data, "old")] == OLD.strip().split("\n\n")
    assert [line.text for line in read(data, "new")] == NEW.strip().split("\n\n")
    assert {author for _, _, author, _ in revisions(data)} == {"new.txt"}


def test_instructions_count_below_the_title(desk):
    desk.write("old.md", "# Entwurf\n\n## Ziele\n\nDer Kreis fördert Sprache.\n")
    desk.write("new.md", "# Leitlinien\n\n## Ziele\n\nDer Kreis fördert die Sprache.\n")

    status, out, _ = desk.run("diff", "old.md", "new.md", "--format", "instructions")

    assert status == 0
    assert out.splitlines() == [
        "1. Der Titel erhält folgende Fassung: „Leitlinien“",
        "2. In Nr. 1 Abs. 1 wird nach dem Wort „fördert“ das Wort „die“ eingefügt.",
    ]


def test_instructions_below_one_heading_are_listed(desk):
    old = "# Entwurf\n\n## Ziele\n\nDer Kreis fördert Sprache.\n\nEr hilft allen.\n"
    desk.write("old.md", old)
    desk.write("new.md", old.replace("Sprache", "die Sprache").replace("allen", "**allen**"))

    status, out, _ = desk.run("diff", "old.md", "new.md", "--format", "instructions")

    assert status == 0
    assert out == (
        "1. Nr. 1 wird wie folgt geändert:\n"
        "   a) In Abs. 1 wird nach dem Wort „fördert“ das Wort „die“ eingefügt.\n"
        "   b) In Abs. 2 wird das Wort „allen“ fett hervorgehoben.\n"
    )


HOSTILE = {
    "empty.txt": b"",
    "blank.md": b" \n\r\n\t",
    "bom.txt": b"\xef\xbb\xbf",
    "nul.txt": b"a\0b",
    "picture.md": b"\x89PNG\r\n\x1a\n",
    "text.pdf": b"%PDF-1.7",
    "zip.docx": b"PK\x03\x04 not really",
    "noextension": b"Text",
    "large.txt": b"a " * MAX_UPLOAD_BYTES,
    "long.txt": b"wort " * 10_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_bad_file_is_one_clear_line(desk, name):
    desk.write("good.txt", OLD)
    desk.write(name, HOSTILE[name])

    for arguments in (("diff", "good.txt", name), ("merge", "good.txt", name)):
        status, out, err = desk.run(*arguments)
        assert (status, out, err.count("\n")) == (2, "", 1)
        assert err.startswith(f"guideline-workshop: cannot read {name}: ")


@pytest.mark.parametrize("name", ["missing.txt", ".", "a\0b", "x" * 300, "/dev/zero", ""])
def test_what_is_no_file_is_one_clear_line(desk, name):
    desk.write("good.txt", OLD)

    status, out, err = desk.run("diff", name, "good.txt")

    assert (status, out, err.count("\n")) == (2, "", 1)
    assert err.startswith("guideline-workshop: cannot read ")


def test_a_file_that_cannot_be_opened_is_one_clear_line(desk):
    """A link to itself: unlike a file without permissions, root cannot open it either."""
    desk.write("good.txt", OLD)
    (desk.folder / "loop.txt").symlink_to("loop.txt")

    status, out, err = desk.run("diff", "good.txt", "loop.txt")

    assert (status, out, err.count("\n")) == (2, "", 1)
    assert err.startswith("guideline-workshop: cannot read ")


@pytest.mark.parametrize("output", ["no/such/folder", ".", "a\0b"])
@pytest.mark.parametrize("form", ["text", "json", "docx"])
def test_an_output_that_cannot_be_written_is_one_clear_line(desk, output, form):
    desk.write("a.txt", OLD)

    status, out, err = desk.run("diff", "a.txt", "a.txt", "--format", form, "--output", output)

    assert (status, out, err.count("\n")) == (2, "", 1)
    assert err.startswith("guideline-workshop: cannot write ")


@pytest.mark.parametrize("name", ["-dash.txt", "a b.txt", "\x1b[31mred.txt", "zeile\numbruch.txt"])
def test_names_of_files_may_be_anything(desk, name):
    desk.write(name, NEW)
    desk.write("a.txt", OLD)

    status, out, err = desk.run("diff", "--", "a.txt", name)

    assert (status, err) == (0, "")
    assert "\x1b" not in out
    assert [line[:4] for line in out.split("\n")[:3]] == ["--- ", "+++ ", ""]


def test_a_terminal_that_shows_little_is_no_error(tmp_path):
    odd = os.fsdecode(b"\xff.txt")
    (tmp_path / odd).write_text(OLD, encoding="utf-8")
    (tmp_path / "b.txt").write_text(f"{NEW}\n\nمرحبا\n", encoding="utf-8")
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    for form in ("text", "json", "html", "instructions"):
        done = subprocess.run(
            [*COMMAND, "diff", odd, "b.txt", "--format", form],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            check=False,
        )
        assert (done.returncode, done.stderr) == (0, b"")
        if form == "json":
            assert sides(json.loads(done.stdout)["provisions"][-1])[1] == "مرحبا"


def test_a_word_file_is_not_shown_on_a_terminal(tmp_path):
    (tmp_path / "a.txt").write_text(OLD, encoding="utf-8")
    ours, theirs = os.openpty()
    with os.fdopen(ours, "rb"), os.fdopen(theirs, "wb") as terminal:
        done = subprocess.run(
            [*COMMAND, "diff", "a.txt", "a.txt", "--format", "docx"],
            cwd=tmp_path,
            stdout=terminal,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert done.returncode == 2
    assert b"--output" in done.stderr


@pytest.mark.parametrize("form", ["text", "json", "docx"])
def test_a_closed_standard_output_is_one_clear_line(desk, form):
    desk.write("a.txt", OLD)

    done = in_shell('exec "$@" >&-', "diff", "a.txt", "a.txt", "--format", form)

    expected = b"guideline-workshop: cannot write to standard output: it is closed\n"
    assert (done.returncode, done.stderr) == (2, expected)


def test_a_closed_standard_error_does_not_change_the_exit_status(desk):
    desk.write("a.txt", OLD)

    assert in_shell('exec "$@" 2>&-', "diff", "a.txt", "no.txt").returncode == 2
    assert in_shell('exec "$@" 2>&-', "diff", "a.txt", "a.txt").stdout == b"No differences.\n"


def in_shell(script, *arguments):
    return subprocess.run(
        ["/bin/sh", "-c", script, "sh", *COMMAND, *arguments], capture_output=True, check=False
    )


def test_neither_the_web_nor_a_database_is_loaded():
    script = (
        "import sys\n"
        "from guideline_workshop.cli.main import main\n"
        "import guideline_workshop.cli.diff, guideline_workshop.cli.merge\n"
        "assert main(['diff', 'no', 'files']) == 2\n"
        "sys.exit(bool({'pyramid', 'sqlalchemy', 'alembic'} & {*sys.modules}))\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
