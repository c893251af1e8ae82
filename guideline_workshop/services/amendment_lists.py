"""Lists of amendments: what each one touches, and with which others it overlaps."""

from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from guideline_workshop.models import Amendment, Consultation, Version
from guideline_workshop.rules.rounds import RoundKind
from guideline_workshop.services import overlaps, rounds, versions
from guideline_workshop.services.overlaps import keys_of
from guideline_workshop.text.numbering import Reference, numbering


@dataclass(frozen=True)
class Line:
    """An amendment in a list."""

    amendment: Amendment
    places: list[Reference] = field(default_factory=list)
    overlaps: list[int] = field(default_factory=list)
    """The numbers of other amendments that touch the same passages."""
    is_readable: bool = True
    """False when what is stored cannot be read; the list goes on without it."""


def lines_of(db: Session, amendments: list[Amendment]) -> list[Line]:
    """Add to each amendment what a list says about it."""
    of = {one.round.version_id: one.round.version for one in amendments}
    references = {key: numbering(versions.text_of(version)) for key, version in of.items()}
    numbers = overlaps.numbers_by_amendment(db, of.keys())
    return [
        _line(one, references[one.round.version_id], numbers.get(one.id, [])) for one in amendments
    ]


def amendable_versions(db: Session, consultation: Consultation) -> list[Version]:
    """List the versions that had or have an amendment round."""
    found = {
        one.version_id: one.version
        for one in rounds.all_of(db, consultation)
        if one.kind is RoundKind.AMENDMENT
    }
    return list(found.values())


def _line(amendment: Amendment, references: dict[str, Reference], numbers: list[int]) -> Line:
    keys = keys_of(amendment.changes)
    if keys is None:
        return Line(amendment, is_readable=False)
    order = [key for key in references if key in keys]
    return Line(amendment, [references[key] for key in order], numbers)
