"""The Word files of `guideline-workshop diff` and `merge`, settled by LibreOffice."""

import pytest
from support.files import Desk
from support.libreoffice import LibreOffice
from support.word import read

OLD = """\
# Leitlinien

Der Kreis fördert Sprache. Er richtet dazu eine Stelle ein.

Die Gemeinden benennen feste Ansprechpersonen für alle Fragen der Ankunft.

- Kurse am Abend
- Kurse am Tag

## Zuständig

Kreis

Die Vereine wirken mit.

Sie erhalten dafür Zuschüsse.

| Wer | Wann |
| --- | --- |
| Kreis | 2026 |
| Stadt | 2026 |

Nur hier.
"""
NEW = """\
# Leitlinien und mehr

Der Kreis fördert Sprache.

Er richtet dazu zwei Stellen ein.

- Kurse am Abend und am Morgen

## Zuständig

Stadt

Die Vereine wirken mit. Sie erhalten dafür Zuschüsse.

| Wer | Wann |
| --- | --- |
| Kreis | 2027 |
| Verein | 2028 |
| Stadt | 2026 |

Die Gemeinden benennen zwei feste Ansprechpersonen für alle Fragen der Ankunft.

**Neu** & `<ins>`.
"""
OTHER = OLD.replace("Sprache", "*Sprachen*").replace("Nur hier.", "Nur dort.")
FILES = {"old.md": OLD, "new.md": NEW, "other.md": OTHER}
COMMANDS = {
    "compared": ("diff", "old.md", "new.md"),
    "compared backwards": ("diff", "new.md", "old.md"),
    "nothing changed": ("diff", "old.md", "old.md"),
    "one merged": ("merge", "old.md", "new.md"),
    "two merged, with conflicts": ("merge", "old.md", "new.md", "other.md"),
}


@pytest.fixture
def desk(tmp_path, monkeypatch, capfdbinary):
    monkeypatch.chdir(tmp_path)
    return Desk(tmp_path, capfdbinary)


def test_accepting_leaves_the_new_text_and_rejecting_the_old_one(desk, tmp_path):
    for name, text in FILES.items():
        desk.write(name, text)
    folder = tmp_path / "word"
    folder.mkdir()
    for name, command in COMMANDS.items():
        output = str(folder / f"{name}.docx")
        assert desk.run(*command, "--format", "docx", "--output", output)[0] < 2

    (tmp_path / "office").mkdir()
    LibreOffice(tmp_path / "office").settle(folder)

    for name, (command, old, *amended) in COMMANDS.items():
        new = amended[0]
        if command == "merge":
            new = "merged.md"
            assert desk.run("merge", old, *amended, "--format", "markdown", "--output", new)[0] < 2
        assert settled(folder, "accepted", name) == lines(desk, tmp_path, new)
        assert settled(folder, "rejected", name) == lines(desk, tmp_path, old)


def settled(folder, command, name):
    """Return the lines of a file once all its changes are accepted, or rejected."""
    return [line.text for line in read((folder / command / f"{name}.docx").read_bytes())]


def lines(desk, folder, name):
    """Return the lines of a text written to a Word file as it is."""
    output = folder / "as it is.docx"
    assert desk.run("diff", name, name, "--format", "docx", "--output", str(output))[0] == 0
    return [line.text for line in read(output.read_bytes())]
