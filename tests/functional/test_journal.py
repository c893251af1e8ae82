"""The journal as participants read it, narrow it down and take it away."""

import csv
import hashlib
import io
import json

import factories
import pytest
from factories import NOW

from guideline_workshop.rules.acts import Act
from guideline_workshop.services import journal
from guideline_workshop.text.document import canonical_json

BASE = "/consultations/beteiligung/journal"


@pytest.fixture
def recorded(proposing):
    """A submitted amendment, and acts with subjects that a spreadsheet would take for formulas."""
    proposing.submitted(proposing.delegate, title="Mehr Kurse")
    with proposing.site.data() as db:
        round_ = db.get_one(factories.Round, proposing.round_id)
        for subject in ("=1+1", "@SUMME(1)", "-2", "Ä 7"):
            journal.record(
                db,
                Act.DOCUMENT_CREATED,
                by=factories.identity(db, proposing.moderator),
                now=NOW,
                subject=subject,
                consultation_id=round_.consultation_id,
                reason="Darum; „so“",
            )
    return proposing


def acts_shown(page):
    return {one.get_text(strip=True) for one in page.html.select("td[data-label=Was] strong")}


def test_it_can_be_narrowed_to_an_act_and_to_an_association(recorded):
    browser = recorded.site.signed_in(recorded.moderator)
    assert {"=1+1", "Ä 7"} <= acts_shown(browser.get(BASE))
    assert acts_shown(browser.get(f"{BASE}?act=document_created")) >= {"=1+1"}
    only = browser.get(f"{BASE}?act=amendment_submitted")
    assert len(acts_shown(only)) == 1
    with recorded.site.data() as db:
        association = factories.identity(db, recorded.delegate).acting_id
    shown = acts_shown(browser.get(f"{BASE}?association={association}"))
    assert shown == acts_shown(only)


@pytest.mark.parametrize("query", ["act=nonsense", "association=999", "association=%27", "act=1&1"])
@pytest.mark.parametrize("what", ["", "/export/csv", "/export/json"])
def test_a_filter_that_does_not_exist_is_refused(recorded, query, what):
    """Threat 48."""
    recorded.site.signed_in(recorded.moderator).get(f"{BASE}{what}?{query}", status=422)


def test_the_table_for_spreadsheets_holds_no_formulas(recorded):
    """Threat 42."""
    answer = recorded.site.signed_in(recorded.moderator).get(f"{BASE}/export/csv")
    assert "attachment" in answer.headers["Content-Disposition"]
    rows = list(csv.reader(io.StringIO(answer.body.decode("utf-8-sig")), delimiter=";"))
    subjects = [row[3] for row in rows[1:]]
    assert {"'=1+1", "'@SUMME(1)", "'-2", "Ä 7"} <= set(subjects)
    assert not [cell for row in rows for cell in row if cell[:1] in "=+-@\t\r" and cell]


def test_anybody_can_check_the_checksums_of_what_was_taken_away(recorded):
    """Threat 37."""
    browser = recorded.site.signed_in(recorded.moderator)
    rows = json.loads(browser.get(f"{BASE}/export/json").body)
    assert len(rows) >= 5
    for row in rows:
        names = ("sequence", "at", "act", "consultation", "actor", "association", "subject")
        facts = [row[name] for name in (*names, "details", "reason", "previous_hash")]
        assert hashlib.sha256(canonical_json(facts)).hexdigest() == row["hash"]
    only = json.loads(browser.get(f"{BASE}/export/json?act=amendment_submitted").body)
    assert [one["act"] for one in only] == ["amendment_submitted"]
