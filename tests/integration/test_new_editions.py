"""A submitted amendment gets another edition; what was submitted before stays as it was."""

import dataclasses

import factories
import pytest
import sqlalchemy as sa
from factories import DAY, NOW

from guideline_workshop.models import Amendment, Submission
from guideline_workshop.rules.submissions import SubmissionKind
from guideline_workshop.services import amendments, new_editions
from guideline_workshop.services.drafting import Edit, Place, to_changes
from guideline_workshop.text.amendment import changes_from_json

FIRST = Edit(Place.REPLACE, "p2", "Der Kreis fördert kostenlose Sprachkurse.")
SECOND = Edit(Place.REPLACE, "p2", "Der Kreis bezahlt Sprachkurse.")


@pytest.fixture
def submitted(db, world):
    return factories.submitted(db, world.round(db), world.delegates[0], [FIRST], title="Kostenlos")


def kept(db, amendment):
    query = sa.select(Submission).where(Submission.amendment_id == amendment.id)
    return db.scalars(query.order_by(Submission.edition)).all()


def test_the_new_edition_counts_and_the_former_one_is_kept(db, world, submitted):
    before = (submitted.digest, submitted.changes, submitted.number)
    changes = to_changes(amendments.base_of(submitted), [SECOND], "n")
    new_editions.renew(
        db,
        submitted,
        SubmissionKind.REVISED,
        changes=changes,
        title="Bezahlt",
        by=world.delegates[0],
        now=NOW + DAY,
    )
    db.expire_all()
    first, second = kept(db, submitted)
    assert (first.digest, first.changes) == before[:2]
    assert (first.edition, first.title, first.kind) == (1, "Kostenlos", SubmissionKind.SUBMITTED)
    assert (second.edition, second.title, second.kind) == (2, "Bezahlt", SubmissionKind.REVISED)
    assert submitted.number == before[2]
    assert submitted.digest == second.digest == new_editions.wording_digest(submitted) != before[0]
    assert submitted.submitted_at == second.submitted_at == NOW + DAY


def test_somebody_else_goes_on_with_the_same_words(db, world, submitted):
    taker = world.delegates[1]
    new_editions.renew(
        db,
        submitted,
        SubmissionKind.TAKEN_OVER,
        association_id=taker.acting_id,
        by=taker,
        now=NOW + DAY,
    )
    first, second = kept(db, submitted)
    assert first.association_id != second.association_id == submitted.association_id
    assert first.digest == second.digest


def test_the_rationale_of_a_change_goes_into_the_editions_and_cannot_be_altered(db, world):
    said = dataclasses.replace(FIRST, rationale="Das steht sonst niemandem offen.")
    made = factories.submitted(db, world.round(db), world.delegates[0], [said])
    taker = world.delegates[1]
    new_editions.renew(db, made, SubmissionKind.TAKEN_OVER, by=taker, now=NOW + DAY)
    why = [one.changes[0]["rationale"] for one in kept(db, made)]
    assert why == ["Das steht sonst niemandem offen."] * 2
    silent = [{**made.changes[0], "rationale": ""}]
    update = sa.update(Amendment).where(Amendment.id == made.id).values(changes=silent)
    with pytest.raises(sa.exc.DBAPIError, match="immutable"), db.begin_nested():
        db.execute(update)


def test_it_is_said_when_only_the_rationale_of_a_change_is_another_one(db, world, submitted):
    changes = [{**submitted.changes[0], "rationale": "Neu gesagt."}]
    new_editions.renew(
        db,
        submitted,
        SubmissionKind.REVISED,
        changes=changes_from_json(changes),
        by=world.delegates[0],
        now=NOW + DAY,
    )
    first, second = kept(db, submitted)
    assert new_editions.says_why_differently(first, second)
    assert not new_editions.says_why_differently(first, first)
