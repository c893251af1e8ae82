"""What pages of a round cost with many amendments, as CPU time: figures of one run."""

import time
from functools import partial

import pytest
from support.goals import Within
from support.round_of_many import ADDRESS, round_of_many

pytestmark = pytest.mark.benchmark(timer=time.process_time, min_rounds=5)

COUNTS = (100, 1_000)
PAGES = {
    "the list": "/amendments",
    "the list, filtered": "/amendments?state=submitted&page=2",
    "the list, searched": "/amendments?q=Antrag%20bess",
    "the list of a section": "/amendments?section=p1",
    "the list by association": "/amendments?sort=association",
    "the list by place": "/amendments?sort=place",
    "an amendment": "/amendments/50",
    "the text": "/documents/leitlinien/versions/1",
    "the inbox": "/inbox",
    "the inbox, filtered": "/inbox?state=open&assignee=nobody&page=2",
    "the inbox by place": "/inbox?sort=place",
}


def named(page, count):
    return f"{page}, {count:,} amendments"


@pytest.fixture(scope="module", params=COUNTS)
def round_with(request, sqlite_template, tmp_path_factory):
    """An open round of ten associations on a text of 200 provisions, and two people's browsers."""
    path = tmp_path_factory.mktemp("pages") / "pages.sqlite"
    path.write_bytes(sqlite_template.read_bytes())
    with round_of_many(path, request.param) as made:
        browsers = [made.site.signed_in(one) for one in (made.reader, made.moderator)]
        yield request.param, *browsers


@pytest.mark.parametrize("page", PAGES)
def test_a_page_that_was_read_before(benchmark, round_with, page):
    count, reader, moderator = round_with
    browser = moderator if page.startswith("the inbox") else reader
    benchmark.name = named(page, count)
    answer = benchmark.pedantic(
        partial(browser.get, ADDRESS + PAGES[page]), rounds=15, warmup_rounds=2
    )
    benchmark.extra_info["bytes"] = len(answer.body)


GOALS = [
    Within(f"{page} of {COUNTS[1]:,}", named(page, COUNTS[1]), 20)
    for page in PAGES
    if page.startswith(("the list", "the inbox"))
]
