"""What leaves the procedure says where the journal stood, so that it cannot be rewritten unseen.

Threat 37: who holds a printed result holds the checksum of all that was recorded up to then.
"""

import factories
import pytest
from sqlalchemy import select
from support.world import make_world

from guideline_workshop.models import JournalEntry
from guideline_workshop.rules.acts import Act
from guideline_workshop.rules.roles import GlobalRole
from guideline_workshop.rules.rounds import RoundKind


def row_of(site, act):
    with site.data() as db:
        return db.scalars(
            select(JournalEntry)
            .where(JournalEntry.act == act)
            .order_by(JournalEntry.sequence.desc())
        ).first()


@pytest.fixture
def result(site):
    """A ballot that the moderation has closed, and one that is open; returns their addresses."""
    with site.data() as db:
        world = make_world(db)
        rounds = (world.round(db), world.round(db, RoundKind.BALLOT))
        closed = world.adopted(db, rounds, "p2", "Alles neu.").number
        still = world.amendment(db, rounds[0], "p3", "Auch neu.")
        factories.ballot(db, rounds[1], still, world.moderator)
        base = f"/consultations/{world.consultation.slug}/ballots"
        return f"{base}/{closed}", f"{base}/{still.number}"


def test_a_result_carries_the_checksum_of_the_journal_at_its_close(site, result):
    closed, still_open = result
    row = row_of(site, Act.BALLOT_CLOSED)
    page = site.visitor().get(closed)
    (line,) = page.html.select("#result ~ .gw-digest")
    assert row.hash in line.text
    assert f" {row.sequence}:" in line.text
    assert not site.visitor().get(still_open).html.select("#result ~ .gw-digest")


@pytest.mark.parametrize("form", ["html", "markdown"])
def test_an_adopted_version_carries_the_checksum_of_the_journal(site, form):
    with site.data() as db:
        world = make_world(db)
        board = factories.user(db, roles=[GlobalRole.BOARD])
        slug = world.consultation.slug
        url = f"/consultations/{slug}/documents/{world.document.slug}/versions/1"
    browser = site.signed_in(board)
    assert "Verfahrensjournal" not in browser.get(f"{url}/export/{form}", status=200)
    with site.data() as db:
        factories.adopted(db, world.on(db).version, factories.identity(db, board))
    row = row_of(site, Act.VERSION_ADOPTED)
    assert row.hash in browser.get(url)
    said = f"Prüfsumme des Verfahrensjournals nach Zeile {row.sequence}: {row.hash}"
    assert said in browser.get(f"{url}/export/{form}").text
