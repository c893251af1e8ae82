"""Templates, views and routes fit together, those that nobody happens to visit included."""

from pathlib import Path

import jinja2
import pytest
from jinja2 import meta, nodes
from pyramid_jinja2 import IJinja2Environment

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
NAMES = sorted(str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.jinja2"))
LAYOUT = "layout.jinja2"


@pytest.fixture
def environment(site):
    return site.application.registry.getUtility(IJinja2Environment, name=".jinja2")


def known(site, category):
    found = site.application.registry.introspector.get_category(category)
    return [entry["introspectable"] for entry in found]


def parsed(name):
    environment = jinja2.Environment(extensions=["jinja2.ext.i18n", "jinja2.ext.do"])  # noqa: S701 - only parsed
    return environment.parse((TEMPLATES / name).read_text(encoding="utf-8"))


def rendered(site):
    return {template["name"] for template in known(site, "templates")} - {"json", "string"}


def test_every_template_compiles_with_the_filters_that_the_application_has(environment):
    # one test for all: making the application takes longer than compiling them
    for name in NAMES:
        environment.get_template(name)


def test_every_page_has_a_title_of_its_own():
    pages = [name for name in NAMES if any(
        isinstance(extends.template, nodes.Const) and extends.template.value == LAYOUT
        for extends in parsed(name).find_all(nodes.Extends)
    )]  # fmt: skip
    assert pages
    untitled = [
        name for name in pages
        if "title" not in {block.name for block in parsed(name).find_all(nodes.Block)}
    ]  # fmt: skip
    assert not untitled


def test_every_view_names_a_template_that_exists(site):
    assert rendered(site)
    assert rendered(site) <= set(NAMES)


def test_every_template_is_used(site):
    used = rendered(site)
    for name in NAMES:
        used |= set(meta.find_referenced_templates(parsed(name)))
    code = [
        path.read_text(encoding="utf-8")
        for path in (TEMPLATES.parent / "guideline_workshop").rglob("*.py")
    ]
    used |= {name for name in NAMES if any(f'"{name}"' in text for text in code)}
    assert set(NAMES) - used == set()


def test_every_route_has_a_view(site):
    answered = {view["route_name"] for view in known(site, "views")}
    names = {route["name"] for route in known(site, "routes")}
    assert names
    assert names - answered == set()
