"""What pages of a round cost with many amendments, as CPU time: figures of one run."""

import time
from dataclasses import replace
from functools import partial

import factories
import pytest
from support.corpus import PARAGRAPH, prose
from support.goals import Within
from support.pages import Site
from support.prose import chance

from guideline_workshop.models import Amendment
from guideline_workshop.rules.states import AmendmentState
from guideline_workshop.services import amendments
from guideline_workshop.text.amendment import Replace, changes_as_json

pytestmark = pytest.mark.benchmark(timer=time.process_time, min_rounds=5)

ADDRESS = "/consultations/beteiligung"
COUNTS = (100, 1_000)
PROVISIONS = 200
PAGES = {
    "the list": "/amendments",
    "the list, filtered": "/amendments?state=submitted&page=2",
    "the list by place": "/amendments?sort=place",
    "an amendment": "/amendments/50",
    "the text": "/documents/leitlinien/versions/1",
}


def named(page, count):
    return f"{page}, {count:,} amendments"


@pytest.fixture(scope="module", params=COUNTS)
def round_with(request, sqlite_template, tmp_path_factory):
    """An open round of ten associations on a text of 200 provisions, and a visitor's browser."""
    path = tmp_path_factory.mktemp("pages") / "pages.sqlite"
    path.write_bytes(sqlite_template.read_bytes())
    site = Site(f"sqlite:///{path}")
    base, random = prose(PROVISIONS * PARAGRAPH), chance(5)
    with site.data() as db:
        moderator = factories.moderator(db)
        associations = [factories.association(db) for _ in range(10)]
        of = factories.consultation(db, moderator, associations, title="Beteiligung")
        _document, version = factories.document_with_version(db, of, moderator, content=base)
        round_ = factories.round_(db, version, moderator)
        delegates = [
            factories.identity(db, factories.member(db, association))
            for association in associations
        ]
        for number in range(1, request.param + 1):
            by = delegates[number % len(delegates)]
            db.add(submitted(round_, by, number, edit(base, number, random)))
    yield request.param, site.visitor()
    site.engine.dispose()
    site.application.registry.gw_engine.dispose()


def edit(base, number, random):
    """Change one word of a provision."""
    old = random.choice(base.provisions)
    words = old.text.split(" ")
    words[random.randrange(len(words) - 2)] = f"neu{number}"
    return Replace(old.key, old.digest, (replace(old, text=" ".join(words)),))


def submitted(round_, by, number, change):
    """Make the row that submitting makes, without a thousand times the way there."""
    made = Amendment(
        consultation=round_.consultation,
        round=round_,
        version=round_.version,
        association_id=by.acting_id,
        created_by_id=by.user_id,
        created_at=factories.NOW,
        updated_at=factories.NOW,
        submitted_at=factories.NOW,
        number=number,
        title=f"Antrag {number}",
        rationale="Weil es besser ist.",
        changes=changes_as_json([change]),
        state=AmendmentState.SUBMITTED,
    )
    made.digest = amendments.wording_digest(made)
    return made


@pytest.mark.parametrize("page", PAGES)
def test_a_page_that_was_read_before(benchmark, round_with, page):
    count, browser = round_with
    benchmark.name = named(page, count)
    answer = benchmark.pedantic(
        partial(browser.get, ADDRESS + PAGES[page]), rounds=15, warmup_rounds=2
    )
    benchmark.extra_info["bytes"] = len(answer.body)


GOALS = [
    Within(f"{page} of {COUNTS[1]:,}", named(page, COUNTS[1]), 20)
    for page in PAGES
    if page.startswith("the list")
]
