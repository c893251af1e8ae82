"""Adoption: the district board decides on a version."""

import datetime as dt

from sqlalchemy.orm import Session

from guideline_workshop.i18n import _
from guideline_workshop.models import Adoption, JournalEntry, Version
from guideline_workshop.rules.acts import Act
from guideline_workshop.services import journal, versions
from guideline_workshop.services.errors import Conflict
from guideline_workshop.services.identities import Identity


def recorded(db: Session, version: Version) -> JournalEntry | None:
    """Return the journal's row of the adoption, if the version is adopted."""
    return journal.row_of(
        db,
        Act.VERSION_ADOPTED,
        subject=versions.subject(version),
        consultation_id=version.document.consultation_id,
    )


def adopt(  # noqa: PLR0913 -- what is entered, and who and when
    db: Session,
    version: Version,
    *,
    resolution_number: str,
    note: str,
    by: Identity,
    now: dt.datetime,
) -> Adoption:
    """Adopt a version. Raises Conflict when it is adopted already or not the newest one."""
    newest = versions.latest(db, version.document)
    if newest is None or newest.id != version.id:
        raise Conflict(_("There is a newer draft of this document."))
    if versions.adoption_of(db, version):
        raise Conflict(_("This draft has already been adopted."))
    adoption = Adoption(
        version=version,
        adopted_at=now,
        adopted_by_id=by.user_id,
        resolution_number=resolution_number.strip(),
        note=note.strip(),
    )
    db.add(adoption)
    db.flush()
    journal.record(
        db,
        Act.VERSION_ADOPTED,
        by=by,
        now=now,
        subject=versions.subject(version),
        consultation_id=version.document.consultation_id,
        details={"digest": version.digest, "resolution_number": adoption.resolution_number},
    )
    return adoption
