"""The database's clock decides on deadlines, whatever that of the web process says (threat 53)."""

import datetime as dt

import factories
import pytest
import time_machine
from support.pages import URL

from guideline_workshop.models import Round
from guideline_workshop.rules.rounds import RoundKind

LIST = "/consultations/beteiligung/documents/leitlinien/versions/1/comments"
MINUTES = dt.timedelta(minutes=5)


@pytest.fixture
def delegate(site):
    """Somebody who may comment in a round that began a minute ago and has another one to go."""
    now, minute = dt.datetime.now(dt.UTC), dt.timedelta(minutes=1)
    with site.data() as db:
        moderator = factories.moderator(db)
        ours = factories.association(db)
        of = factories.consultation(db, moderator, [ours], title="Beteiligung")
        _document, version = factories.document_with_version(db, of, moderator)
        factories.round_(
            db, version, moderator, RoundKind.COMMENT, opens_at=now - minute, closes_at=now + minute
        )
        return factories.member(db, ours)


@pytest.mark.parametrize("shift", [-MINUTES, MINUTES])
def test_a_clock_that_is_wrong_neither_ends_nor_prolongs_a_round(site, delegate, shift):
    browser = site.signed_in(delegate)
    form = next(f for f in browser.get(LIST).forms.values() if f.action.endswith("/comments/new"))
    form["body"] = "Gut."
    right = dt.datetime.now(dt.UTC)
    with time_machine.travel(right + shift):
        assert abs(_clock_of(site) - right) < MINUTES / 5
        form.submit(status=303)
        with site.data() as db:
            round_ = db.query(Round).one()
            round_.closes_at = round_.opens_at + dt.timedelta(seconds=1)
        form["body"] = "Zu spät."
        form.submit(status=403)


def _clock_of(site):
    return dt.datetime.fromisoformat(site.visitor().get(f"{URL}/healthz").json["now"])
