"""What the page on the text core shows is run; what it says is read."""

import doctest
import re
from pathlib import Path

from guideline_workshop import text

PAGE = Path(__file__).parents[3] / "docs" / "text-core.md"
FENCED = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def examples_of(page: str) -> str:
    """Return the fenced Python with every line where it stands in the page."""
    lines = [""] * page.count("\n")
    for block in FENCED.finditer(page):
        first = page.count("\n", 0, block.start(1))
        code = block[1].splitlines()
        lines[first : first + len(code)] = code
    return "\n".join(lines)


def test_every_example_of_the_page_gives_what_it_shows():
    code = examples_of(PAGE.read_text(encoding="utf-8"))
    session = doctest.DocTestParser().get_doctest(code, {}, PAGE.name, str(PAGE), 0)
    told: list[str] = []
    results = doctest.DocTestRunner(verbose=False).run(session, out=told.append)
    assert results.attempted > 40
    assert not results.failed, "\n".join(told)


def test_every_block_of_python_in_the_page_is_an_example():
    blocks = FENCED.findall(PAGE.read_text(encoding="utf-8"))
    assert blocks
    assert all(block.startswith(">>> ") for block in blocks)


def test_the_page_names_tests_that_exist():
    named = set(re.findall(r"`(test_\w+\.py)`", PAGE.read_text(encoding="utf-8")))
    assert named
    assert named <= {path.name for path in Path(__file__).parent.iterdir()}


def test_the_package_lists_its_modules():
    modules = {path.stem for path in Path(text.__file__).parent.glob("*.py")} - {"__init__"}
    listed = re.findall(r"^- (\w+):", text.__doc__ or "", re.MULTILINE)
    assert sorted(listed) == sorted(modules)
