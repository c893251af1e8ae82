"""Threat 26: no regular expression of the imports stalls on long texts."""

import ast
import importlib
import inspect
import pkgutil
import re
import time

import pytest

from guideline_workshop import imports

SECONDS = 0.05  # of CPU time
LENGTH = 50_000
UNITS = ("a", "A", "1", "1.", " ", "\n", "\t", "\r", "(", "()", ")", "<a", "<a ", "</", ">", "-")
UNITS += ("*", "–\t", "a)", "§", "I", "1)", "/", " und ", ":r", "ü", "\x00", "\ud800", "ß,", "&")


def modules():
    for found in pkgutil.walk_packages(imports.__path__, f"{imports.__name__}."):
        yield importlib.import_module(found.name)


def patterns():
    """Every compiled pattern with the methods it is called by."""
    for module in modules():
        compiled = {n: v for n, v in vars(module).items() if isinstance(v, re.Pattern)}
        uses = {
            (node.func.value.id, node.func.attr)
            for node in ast.walk(ast.parse(inspect.getsource(module)))
            if isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and isinstance(node.func.value, ast.Name)
        }
        for name, pattern in compiled.items():
            methods = {attribute for variable, attribute in uses if variable == name}
            for method in methods or {"match"}:  # those kept in a table are matched
                yield pytest.param(pattern, method, id=f"{module.__name__}.{name}.{method}")


@pytest.mark.parametrize(("pattern", "method"), list(patterns()))
def test_a_pattern_takes_long_texts_quickly(pattern, method):
    act = getattr(pattern, method)
    arguments = ("",) if method in {"sub", "subn"} else ()
    for unit in UNITS:
        text = (unit * LENGTH)[:LENGTH]
        for case in (text, f"1{text}", f"({text}", f"{text}!"):
            started = time.process_time()
            act(*arguments, case)
            assert time.process_time() - started < SECONDS, (unit, case[:3])


def test_there_are_patterns_to_test():
    assert len(list(patterns())) > 8
