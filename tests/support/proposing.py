"""An open amendment round, people in it, and what their browsers send."""

from dataclasses import dataclass, replace
from typing import Any

import factories
import pytest
from factories import NOW
from sqlalchemy.orm import Session

from guideline_workshop import models
from guideline_workshop.models import Amendment, Round, User
from guideline_workshop.rules.dispositions import Outcome
from guideline_workshop.rules.relations import RelationKind
from guideline_workshop.rules.roles import MembershipRole
from guideline_workshop.services import (
    amendment_relations,
    amendments,
    handling,
    place_corrections,
    proposed_decisions,
    saved_filters,
    versions,
)
from guideline_workshop.services.drafting import Edit, Place, to_changes
from guideline_workshop.services.handling import Arrangement
from guideline_workshop.services.identities import Identity
from guideline_workshop.services.proposed_decisions import Proposal
from guideline_workshop.text.document import Document

ADDRESS = "/consultations/beteiligung/amendments"


@dataclass
class Proposing:
    """A consultation with an open amendment round, and people in it."""

    site: Any
    moderator: User
    delegate: User
    drafter: User
    stranger: User
    """A delegate of another association that takes part."""
    round_number: int
    round_id: int

    def begin(self, browser: Any, place: str = "replace", key: str = "p2", **more: Any) -> Any:
        """Press "propose a change" on the reading page."""
        token = token_of(browser.get(ADDRESS))
        fields = {"csrf_token": token, "place": place, "key": key, **more}
        address = f"/consultations/beteiligung/rounds/{self.round_number}/amendments/new"
        return browser.post(address, fields, status="*")

    def stored(self, amendment_id: int) -> Amendment:
        with self.site.data() as db:
            return db.get_one(Amendment, amendment_id)

    def submitted(self, user: User, *edits: Edit, title: str = "") -> Amendment:
        with self.site.data() as db:
            round_ = db.get_one(factories.Round, self.round_id)
            return factories.submitted(db, round_, factories.identity(db, user), edits, title=title)

    def drafted(self, user: User, *edits: Edit, **more: Any) -> Amendment:
        with self.site.data() as db:
            round_ = db.get_one(factories.Round, self.round_id)
            return factories.draft(db, round_, factories.identity(db, user), edits, **more)


@pytest.fixture
def proposing(site):
    with site.data() as db:
        moderator = factories.moderator(db, "Mo Deration")
        ours = factories.association(db, "Sprachverein")
        theirs = factories.association(db, "Wohnverein")
        of = factories.consultation(db, moderator, [ours, theirs], title="Beteiligung")
        _document, version = factories.document_with_version(db, of, moderator)
        round_ = factories.round_(db, version, moderator)
        return Proposing(
            site,
            db.get_one(User, moderator.user_id),
            factories.member(db, ours),
            factories.member(db, ours, MembershipRole.DRAFTER),
            factories.member(db, theirs),
            round_.number,
            round_.id,
        )


def token_of(page):
    return page.html.find("input", attrs={"name": "csrf_token"})["value"]


def editor(browser, draft):
    page = browser.get(f"{ADDRESS}/d{draft.id}/edit")
    return page.forms["draft"]


def fields_of(form, **changed):
    """Return what the form would send when somebody types."""
    fields = [(name, value) for name, value in form.submit_fields() if name not in changed]
    return fields + list(changed.items())


def propose_decisions(db: Session, round_: Round, own: Identity, moderator: Identity) -> Amendment:
    """Publish a modified wording of one amendment, and write a proposal on another one."""
    modified, internal = (factories.submitted(db, round_, own) for _ in range(2))
    changes = to_changes(
        amendments.base_of(modified), [Edit(Place.REPLACE, "p2", "Der Kreis fördert.")], "m"
    )  # fmt: skip
    proposal = Proposal(Outcome.ADOPT_MODIFIED, "Kürzer.", None, changes)
    proposed_decisions.write(db, modified, proposal, last_seen="0", by=moderator, now=NOW)
    proposed_decisions.publish(db, round_.version, None, by=moderator, now=NOW)
    secret = Proposal(Outcome.REJECT, "Noch nicht öffentlich.")
    proposed_decisions.write(db, internal, secret, last_seen="0", by=moderator, now=NOW)
    return modified


def handle(
    db: Session, amendment: Amendment, other: Amendment, misplaced: Amendment, *, by: Identity
) -> dict[str, int]:
    """Arrange all that the moderation can for an amendment, and propose a place for another one.

    Returns the ids of what can be asked for.
    """
    wanted = Arrangement(by.user_id, NOW.date(), ("Finanzen",))
    handling.arrange(db, amendment, wanted, revision=0)
    handling.note(db, amendment, "Rückfrage beim Fachamt.", by=by, now=NOW)
    here = amendment.consultation
    saved = saved_filters.save(db, here, name="Finanzen", query="tag=Finanzen", by=by)
    relation = amendment_relations.set_(
        db, amendment, RelationKind.DEPENDS, other.number or 0, by=by, now=NOW
    )
    correction = place_corrections.propose(
        db, misplaced, 0, "p3", reason="Gehört dorthin.", by=by, now=NOW
    )
    return {"saved_filter": saved.id, "relation": relation.id, "correction": correction.id}


def odd_searches() -> list[str]:
    """Return what people and scripts put into a search, and what means something to a database."""
    return [
        "'",
        '"',
        '"offen',
        "kurs*",
        "*",
        "kurs AND",
        "NEAR(kurs, 2)",
        "title:kurs",
        "-kurs",
        "^kurs",
        "kurs OR 1=1",
        "' OR '1'='1",
        "'; DROP TABLE amendments; --",
        "kurs & !mehr | (",
        "kurs <-> mehr",
        "kurs:*",
        "\\",
        "%",
        "_",
        "§ 5",
        "a\x00b",
        "\u202ekurs",
        "🙂",
        "İ",
        "ﬁ",
        "kurs " * 2000,
        "x" * 10_000,
    ]


def second(
    db: Session, of: models.Consultation, by: Identity, own: Identity
) -> tuple[models.Document, Amendment]:
    """Add a document with two versions, and an amendment to the first which is to be checked."""
    document, first = factories.document_with_version(db, of, by, title="Zwei")
    open_ = factories.submitted(db, factories.round_(db, first, by), own)
    text = [
        replace(one, text="Der Kreis fördert tägliche Sprachkurse.") if one.key == "p2" else one
        for one in factories.CONTENT.provisions
    ]
    versions.publish(
        db, document, title="Zwei", content=Document(tuple(text)), by=by, now=NOW, base=first
    )
    return document, open_
