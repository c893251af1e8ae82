"""The house stays as it was laid out: packages complete, pure layers pure, files short."""

import ast
import configparser
import re
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "guideline_workshop"
CODE = [path for folder in ("guideline_workshop", "alembic", "bin", "tests")
        for path in sorted((ROOT / folder).rglob("*.py"))]  # fmt: skip

CLOCKS_AND_IO = {
    "asyncio", "io", "logging", "multiprocessing", "os", "pathlib", "random", "shutil", "socket",
    "sqlite3", "subprocess", "sys", "tempfile", "threading", "time", "urllib.request", "uuid",
}  # fmt: skip
ALLOWED = {"text": sys.stdlib_module_names | {"diff_match_patch"}, "rules": sys.stdlib_module_names}
NAMELESS = {"utils", "util", "helpers", "helper", "common", "manager", "handler", "misc"}


def packages_in_setup_cfg():
    setup = configparser.ConfigParser()
    setup.read(ROOT / "setup.cfg", encoding="utf-8")
    return set(setup["options"]["packages"].split())


def packages_on_disk():
    found = {".".join(path.parent.relative_to(ROOT).parts) for path in PACKAGE.rglob("*.py")}
    # these two live at the top of the repository and are installed into the package
    elsewhere = {"templates", "migrations", "migrations.versions"}
    return found | {f"guideline_workshop.{name}" for name in elsewhere}


def imported_modules(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path} imports relatively"
            yield node.module


def is_pure(module, layer):
    top = module.split(".")[0]
    return top in ALLOWED[layer] and not {top, module} & CLOCKS_AND_IO


def test_every_package_is_listed_for_the_wheel():
    assert packages_in_setup_cfg() == packages_on_disk()


@pytest.mark.parametrize("layer", ALLOWED)
def test_pure_layers_import_only_themselves_and_what_has_no_clock_and_no_files(layer):
    own = f"guideline_workshop.{layer}"
    strangers = {
        f"{path.relative_to(ROOT)}: {module}"
        for path in (PACKAGE / layer).rglob("*.py")
        for module in imported_modules(path)
        if not f"{module}.".startswith(f"{own}.") and not is_pure(module, layer)
    }
    assert not strangers


@pytest.mark.parametrize("layer", ALLOWED)
def test_pure_layers_are_told_the_time(layer):
    asked = {
        f"{path.relative_to(ROOT)}: {node.attr}"
        for path in (PACKAGE / layer).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in {"now", "utcnow", "today"}
    }
    assert not asked


def test_importing_the_text_core_does_not_load_the_web():
    # importing any module runs this file first
    assert list(imported_modules(PACKAGE / "__init__.py")) == []


def test_no_file_of_ours_is_long():
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines())
        for path in CODE
        if path.parent.name != "versions"  # a migration is as long as its tables
    }
    assert {path: length for path, length in lengths.items() if length > 400} == {}


def test_files_are_named_after_what_they_hold():
    assert [path for path in CODE if path.stem in NAMELESS] == []


def test_the_migrations_do_not_shadow_the_library():
    assert not (ROOT / "alembic" / "__init__.py").exists()


@pytest.mark.parametrize("document", ["README.md", "CONTRIBUTING.md", "docs/operations.md"])
def test_every_command_that_the_documents_name_exists(document):
    text = (ROOT / document).read_text(encoding="utf-8")
    named = set(re.findall(r"(?:^ *|`)make ([a-z]+)", text, re.MULTILINE))
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert named <= set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))


@pytest.mark.parametrize("document", [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")], ids=str)
def test_links_between_the_documents_lead_somewhere(document):
    targets = re.findall(r"\]\((?!https?:|mailto:|#)([^)#]+)", document.read_text(encoding="utf-8"))
    assert [target for target in targets if not (document.parent / target).exists()] == []
