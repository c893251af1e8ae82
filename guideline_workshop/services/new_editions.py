"""New editions of submitted amendments: what was submitted before stays readable as it was."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from guideline_workshop.models import Amendment, Version
from guideline_workshop.rules.submissions import SubmissionKind
from guideline_workshop.services import amendments
from guideline_workshop.services.identities import Identity
from guideline_workshop.text.amendment import Change, changes_as_json


def renew(  # noqa: PLR0913 -- what an edition consists of
    db: Session,
    amendment: Amendment,
    kind: SubmissionKind,
    *,
    changes: Sequence[Change] | None = None,
    title: str | None = None,
    rationale: str | None = None,
    rationales: Mapping[str, Any] | None = None,
    association_id: int | None = None,
    version: Version | None = None,
    by: Identity,
    now: dt.datetime,
) -> None:
    """Give a submitted amendment its next edition; what is not named stays as it is.

    The caller has locked the amendment, decided that it may be done, and writes the one journal
    row. Number, round and relations stay; the state is the caller's too.
    """
    if changes is not None:
        amendment.changes = changes_as_json(changes)
    if title is not None:
        amendment.title = title
    if rationale is not None:
        amendment.rationale = rationale
    if rationales is not None:
        amendment.rationales = dict(rationales)
    if association_id is not None:
        amendment.association_id = association_id
    if version is not None:
        amendment.version = version
    amendment.edition += 1
    amendment.digest = amendments.wording_digest(amendment)
    amendment.submitted_at = now
    db.flush()
    db.add(amendments.edition_of(amendment, kind, by=by))
    db.flush()
