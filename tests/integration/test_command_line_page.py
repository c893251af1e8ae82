"""The page about the commands shows what they really print."""

import re
import shlex
from pathlib import Path

import pytest
from support.files import Desk

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "command-line.md").read_text(encoding="utf-8")
FILES = re.findall(r"^```text (\S+)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
BLOCKS = re.findall(r"^```console\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
COMMANDS = [
    re.match(r"\$ guideline-workshop ([^\n]*)\n(.*)", example, re.DOTALL).groups()
    for block in BLOCKS
    for example in re.split(r"^(?=\$ )", block, flags=re.MULTILINE)
    if example
]


@pytest.fixture
def desk(tmp_path, monkeypatch, capfdbinary):
    monkeypatch.chdir(tmp_path)
    desk = Desk(tmp_path, capfdbinary)
    for name, content in FILES:
        desk.write(name, content)
    return desk


@pytest.mark.parametrize(("command", "printed"), COMMANDS, ids=[c for c, _ in COMMANDS])
def test_an_example_prints_what_the_page_says(desk, command, printed):
    status, out, _ = desk.run(*shlex.split(command))

    assert out == printed
    assert status == int(command.startswith("merge"))


def test_the_page_has_examples_of_both_commands_and_the_readme_leads_to_it():
    assert {command.split()[0] for command, _ in COMMANDS} == {"diff", "merge"}
    assert "docs/command-line.md" in (ROOT / "README.md").read_text(encoding="utf-8")
