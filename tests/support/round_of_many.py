"""A round with very many amendments, as rows, for measuring pages."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

import factories
from support.corpus import PARAGRAPH, prose
from support.pages import Site
from support.prose import chance

from guideline_workshop.models import Amendment, Round, User, Version
from guideline_workshop.rules.states import AmendmentState
from guideline_workshop.services import new_editions, searching
from guideline_workshop.services.identities import Identity
from guideline_workshop.text.amendment import Replace, changes_as_json
from guideline_workshop.text.document import Document

ADDRESS = "/consultations/beteiligung"
TEXT = f"{ADDRESS}/documents/leitlinien/versions/1"
VERSION = "/versions/1"
PROVISIONS = 200


@dataclass
class Many:
    """The application with the round."""

    site: Site
    path: Path
    version: Version
    reader: User
    moderator: User


@contextmanager
def round_of_many(path: Path, count: int) -> Iterator[Many]:
    """Fill the migrated SQLite database at `path` and run the application over it.

    Ten associations have made `count` amendments of one word each to a text of 200 provisions.
    """
    site = Site(f"sqlite:///{path}")
    base, random = prose(PROVISIONS * PARAGRAPH), chance(5)
    with site.data() as db:
        moderator = factories.moderator(db)
        associations = [factories.association(db) for _ in range(10)]
        of = factories.consultation(db, moderator, associations, title="Beteiligung")
        _document, version = factories.document_with_version(db, of, moderator, content=base)
        round_ = factories.round_(db, version, moderator)
        people = [factories.member(db, association) for association in associations]
        delegates = [factories.identity(db, one) for one in people]
        for number in range(1, count + 1):
            by = delegates[number % len(delegates)]
            made = submitted(round_, by, number, edit(base, number, random))
            db.add(made)
            db.flush()
            searching.remember(db, made)
        leading = db.get_one(User, moderator.user_id)
    yield Many(site, path, version, people[0], leading)
    site.engine.dispose()
    site.application.registry.gw_engine.dispose()


def edit(base: Document, number: int, random: Random) -> Replace:
    """Change one word of a provision."""
    old = random.choice(base.provisions)
    words = old.text.split(" ")
    words[random.randrange(len(words) - 2)] = f"neu{number}"
    return Replace(old.key, old.digest, (replace(old, text=" ".join(words)),))


def submitted(round_: Round, by: Identity, number: int, change: Replace) -> Amendment:
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
    made.digest = new_editions.wording_digest(made)
    return made
