"""New editions of submitted amendments: what was submitted before stays readable as it was."""

import datetime as dt
import hashlib
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from guideline_workshop.models import Amendment, Submission, Version
from guideline_workshop.rules.submissions import SubmissionKind
from guideline_workshop.services import searching
from guideline_workshop.services.identities import Identity
from guideline_workshop.services.texts import text_of
from guideline_workshop.text import amendment as text
from guideline_workshop.text.amendment import (
    Change,
    InvalidAmendmentError,
    StaleBaseError,
    apply,
    changes_as_json,
    changes_from_json,
)
from guideline_workshop.text.display import Comparison, compare
from guideline_workshop.text.document import Document, canonical_json


def renew(  # noqa: PLR0913 -- what an edition consists of
    db: Session,
    amendment: Amendment,
    kind: SubmissionKind,
    *,
    changes: Sequence[Change] | None = None,
    title: str | None = None,
    rationale: str | None = None,
    association_id: int | None = None,
    version: Version | None = None,
    by: Identity,
    now: dt.datetime,
) -> None:
    """Give a submitted amendment its next edition; what is not named stays as it is.

    The caller has locked the amendment, decided that it may be done, and writes the one journal
    row. Number, round and relations stay; the state is the caller's too.
    """
    with db.no_autoflush:  # the database takes an edition as a whole only
        if changes is not None:
            amendment.changes = changes_as_json(changes)
        if title is not None:
            amendment.title = title
        if rationale is not None:
            amendment.rationale = rationale
        if association_id is not None:
            amendment.association_id = association_id
        if version is not None:
            amendment.version = version
        amendment.edition += 1
        amendment.digest = wording_digest(amendment)
        if kind is not SubmissionKind.CARRIED:  # then nobody has submitted anything
            amendment.submitted_at = now
    db.flush()
    keep(db, amendment, kind, by=by, now=now)


def keep(
    db: Session, amendment: Amendment, kind: SubmissionKind, *, by: Identity, now: dt.datetime
) -> None:
    """Keep the amendment's present edition as it is, and let it be found by its words."""
    db.add(edition_of(amendment, kind, by=by, now=now))
    db.flush()
    searching.remember(db, amendment)


def edition_of(
    amendment: Amendment, kind: SubmissionKind, *, by: Identity, now: dt.datetime
) -> Submission:
    """Make the row that keeps the amendment's present edition as it is."""
    return Submission(
        amendment_id=amendment.id,
        edition=amendment.edition,
        kind=kind,
        version=amendment.version,
        association_id=amendment.association_id,
        title=amendment.title,
        rationale=amendment.rationale,
        changes=amendment.changes,
        digest=amendment.digest,
        submitted_at=now,
        submitted_by_id=by.user_id,
    )


def wording_digest(amendment: Amendment, changes: list[Any] | None = None) -> str:
    """SHA-256 of exactly what is proposed: base, changes, title and rationale.

    `changes` are other ones than the stored, as `changes_as_json` writes them.
    """
    facts = [
        amendment.version.digest,
        amendment.changes if changes is None else changes,
        amendment.title,
        amendment.rationale,
    ]
    return hashlib.sha256(canonical_json(facts)).hexdigest()


def all_of(db: Session, amendment: Amendment) -> list[Submission]:
    """List the editions of an amendment, the first one first."""
    return list(
        db.scalars(
            select(Submission)
            .where(Submission.amendment_id == amendment.id)
            .order_by(Submission.edition)
            .options(joinedload(Submission.association), joinedload(Submission.version))
        )
    )


def compared(earlier: Submission, later: Submission) -> Comparison | None:
    """Compare what two editions make of the text; None where one of them does not fit its text."""
    try:
        return compare(_made_of(earlier), _made_of(later))
    except (StaleBaseError, InvalidAmendmentError, AttributeError, KeyError, TypeError, ValueError):
        return None


def says_why_differently(earlier: Submission, later: Submission) -> bool:
    """Say whether a rationale was changed, of the whole or of a single change."""
    return _reasons(earlier) != _reasons(later)


def _reasons(submission: Submission) -> tuple[str, list[str]]:
    try:
        changes = changes_from_json(submission.changes)
    except (AttributeError, KeyError, TypeError, ValueError):
        return submission.rationale, []
    return submission.rationale, sorted(one.rationale for one in changes if one.rationale)


def _made_of(submission: Submission) -> Document:
    base = text_of(submission.version).document
    changes = changes_from_json(submission.changes)
    return apply(base, text.Amendment(str(submission.id), base.digest, changes))
