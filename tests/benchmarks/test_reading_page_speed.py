"""What reading a draft of 200 provisions costs, beside the same page built otherwise; CPU time."""

import time
from functools import partial

import pytest
from support.goals import Faster, Within
from support.page_peers import django_page, flask_page
from support.round_of_many import TEXT, VERSION, round_of_many

from guideline_workshop.services import overlaps, texts
from guideline_workshop.views import reading

pytestmark = pytest.mark.benchmark(timer=time.process_time, min_rounds=5)

COUNTS = (100, 1_000)
VISITOR, NOT_MODIFIED = "a visitor, read before, {:,}", "a visitor, not modified, {:,}"
MADE, COLD = "made anew from plain rows, {:,}", "the first reader, {:,}"
SIGNED_IN, QUERY = "somebody signed in, {:,}", "the query of the version, {:,}"
FLASK, DJANGO = "Flask with SQLAlchemy, {:,}", "Django with Jinja2, {:,}"


@pytest.fixture(scope="module", params=COUNTS)
def many(request, sqlite_template, tmp_path_factory):
    """An open round with so many amendments."""
    path = tmp_path_factory.mktemp("reading") / "reading.sqlite"
    path.write_bytes(sqlite_template.read_bytes())
    with round_of_many(path, request.param) as made:
        yield request.param, made


def measured(benchmark, name, count, act, setup=None):
    benchmark.name = name.format(count)
    return benchmark.pedantic(act, setup=setup, rounds=21, warmup_rounds=2)


def test_a_visitor(benchmark, many):
    count, made = many
    measured(benchmark, VISITOR, count, partial(made.site.visitor().get, TEXT))


def test_not_modified(benchmark, many):
    count, made = many
    visitor = made.site.visitor()
    tags = iter(())

    def ask():  # the tag of this minute: the next one has another
        nonlocal tags
        answer = visitor.get(TEXT, headers={"If-None-Match": next(tags)})
        assert answer.status_int in {200, 304}

    def setup():
        nonlocal tags
        tags = iter([visitor.get(TEXT).headers["ETag"]])

    measured(benchmark, NOT_MODIFIED, count, ask, setup)


def test_the_query(benchmark, many):
    count, made = many

    def ask():
        with made.site.data() as db:
            db.get(type(made.version), made.version.id)

    measured(benchmark, QUERY, count, ask)


def test_somebody_signed_in(benchmark, many):
    count, made = many
    measured(benchmark, SIGNED_IN, count, partial(made.site.signed_in(made.reader).get, TEXT))


def test_made_anew(benchmark, many):
    count, made = many
    visitor = made.site.visitor()

    def forget():
        made.site.application.registry.gw_pages = texts.Kept(64)
        reading._pages = texts.Kept(64)  # noqa: SLF001 -- as after the start

    measured(benchmark, MADE, count, partial(visitor.get, TEXT), forget)


def test_the_first_reader(benchmark, many):
    count, made = many
    visitor = made.site.visitor()

    def forget():
        made.site.application.registry.gw_pages = texts.Kept(64)
        reading._pages, texts._texts = texts.Kept(64), texts.Kept(64)  # noqa: SLF001
        overlaps._kept = texts.Kept(8192)  # noqa: SLF001

    measured(benchmark, COLD, count, partial(visitor.get, TEXT), forget)


@pytest.mark.parametrize("many", COUNTS[:1], indirect=True)
def test_flask(benchmark, many):
    count, made = many
    client = flask_page(f"sqlite:///{made.path}")
    answer = measured(benchmark, FLASK, count, partial(client.get, VERSION))
    assert answer.status_code == 200


@pytest.mark.parametrize("many", COUNTS[:1], indirect=True)
def test_django(benchmark, many):
    count, made = many
    client = django_page(made.path)
    answer = measured(benchmark, DJANGO, count, partial(client.get, VERSION))
    assert answer.status_code == 200


def of(name, count=COUNTS[0]):
    return name.format(count)


GOALS = [
    Faster("read before, times as fast as made from plain rows", of(VISITOR), of(MADE), 6),
    Faster("read before, times as fast as Django", of(VISITOR), of(DJANGO), 10),
    Faster("the first reader, times as fast as Flask", of(COLD), of(FLASK), 1 / 1.15),
    Faster("not modified, times as fast as the query", of(NOT_MODIFIED), of(QUERY), 1 / 2),
    Faster("1,000 amendments, times as fast as 100", of(VISITOR, 1_000), of(VISITOR), 1 / 3),
    Faster("1,000, signed in, times as fast as 100", of(SIGNED_IN, 1_000), of(SIGNED_IN), 1 / 3),
    Within("somebody signed in", of(SIGNED_IN), 20),
]
