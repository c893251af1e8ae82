"""The register of associations: what the administration knows of each, entered or imported."""

import csv
import datetime as dt
import io
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session
from translationstring import TranslationString

from guideline_workshop.i18n import _
from guideline_workshop.models import Association
from guideline_workshop.rules.acts import Act
from guideline_workshop.services import addresses, journal, people
from guideline_workshop.services.errors import Conflict, Invalid
from guideline_workshop.services.identities import Identity

FIELDS = ("name", "short_name", "kind", "postal_address", "contact_name", "contact_email", "weight")
HEADINGS = {
    "name": "name",
    "verband": "name",
    "association": "name",
    "short_name": "short_name",
    "short name": "short_name",
    "kürzel": "short_name",
    "kurzname": "short_name",
    "kind": "kind",
    "art": "kind",
    "postal_address": "postal_address",
    "address": "postal_address",
    "anschrift": "postal_address",
    "adresse": "postal_address",
    "contact_name": "contact_name",
    "contact": "contact_name",
    "ansprechperson": "contact_name",
    "kontakt": "contact_name",
    "contact_email": "contact_email",
    "email": "contact_email",
    "e-mail": "contact_email",
    "weight": "weight",
    "gewicht": "weight",
    "stimmen": "weight",
}
"""What the first line of a file may call the columns."""
MOST_ROWS = 2_000
HEAVIEST = 1_000


class Change(StrEnum):
    """What a row of a file does."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    WRONG = "wrong"


@dataclass(frozen=True)
class Row:
    """A row of a file: what stands there, and what it does or why it does nothing."""

    number: int
    entered: Mapping[str, str]
    change: Change
    problem: TranslationString | None = None


def all_of(db: Session) -> list[Association]:
    """List all associations by name."""
    return list(db.scalars(select(Association).order_by(Association.name)))


def find(db: Session, association_id: int) -> Association | None:
    """Load an association."""
    return db.get(Association, association_id)


def create(
    db: Session, entered: Mapping[str, str], *, by: Identity | None, now: dt.datetime
) -> Association:
    """Enter a new association by the fields of the register; an operator is nobody.

    Raises Invalid for what cannot be stored, Conflict for a name that is taken.
    """
    values = _checked(entered)
    _refuse_taken(db, values, None)
    made = Association(**values)
    db.add(made)
    db.flush()
    _record(db, Act.ASSOCIATION_CREATED, made, {"short_name": made.short_name}, by=by, now=now)
    return made


def change(
    db: Session,
    association: Association,
    entered: Mapping[str, str],
    *,
    by: Identity,
    now: dt.datetime,
) -> None:
    """Change what is known of an association; raises Invalid or Conflict as `create` does."""
    values = _checked(entered)
    _refuse_taken(db, values, association.id)
    changed = sorted(field for field in values if getattr(association, field) != values[field])
    if not changed:
        return
    public = [field for field in changed if field in {"name", "short_name", "kind", "weight"}]
    before = {field: getattr(association, field) for field in public}
    for field in changed:
        setattr(association, field, values[field])
    db.flush()
    # contacts are people: the journal says that they changed, not to whom
    details = {"changed": changed, "before": before, "after": {f: values[f] for f in public}}
    _record(db, Act.ASSOCIATION_CHANGED, association, details, by=by, now=now)


def previewed(db: Session, text: str) -> list[Row]:
    """Say what importing a file would do, row by row; raises Invalid for what is no such file."""
    known = {one.short_name.casefold(): one for one in all_of(db)}
    owners = {one.name.casefold(): key for key, one in known.items()}
    seen: set[str] = set()
    rows = []
    for number, entered in _read(text):
        key = entered.get("short_name", "").casefold()
        try:
            values = _checked(_completed(known.get(key), entered))
            _refuse_repeated(key, seen, owners.setdefault(values["name"].casefold(), key))
        except (Invalid, Conflict) as problem:
            rows.append(Row(number, entered, Change.WRONG, problem.message))
        else:
            rows.append(Row(number, entered, _change(known.get(key), values)))
        seen.add(key)
    return rows


def _refuse_repeated(key: str, seen: Container[str], owner: str) -> None:
    if key in seen:
        raise Conflict(_("This short name stands in the file twice."))
    if owner != key:
        raise Conflict(_("Another association has this name."))


def take_over(db: Session, text: str, *, by: Identity, now: dt.datetime) -> list[Row]:
    """Import a file: short names say which association is meant, so that it can be repeated.

    What a file does not say stays as it is. Raises Invalid unless every row is right.
    """
    rows = previewed(db, text)
    if any(row.change is Change.WRONG for row in rows):
        raise Invalid(_("Nothing was imported. Please correct the rows that are wrong."))
    known = {one.short_name.casefold(): one for one in all_of(db)}
    for row in rows:
        association = known.get(row.entered["short_name"].casefold())
        entered = _completed(association, row.entered)
        if association is None:
            create(db, entered, by=by, now=now)
        else:
            change(db, association, entered, by=by, now=now)
    return rows


def _read(text: str) -> Iterable[tuple[int, dict[str, str]]]:
    """Return the rows of a file with their line numbers, by the names of our fields."""
    start = text.lstrip("\ufeff").lstrip()
    first, _newline, _rest = start.partition("\n")
    delimiter = max(";\t,", key=first.count)
    try:
        lines = list(csv.reader(io.StringIO(start), delimiter=delimiter, strict=True))
    except csv.Error:
        raise Invalid(_("This is no table: a quotation mark is missing somewhere.")) from None
    columns = [HEADINGS.get(cell.strip().casefold()) for cell in lines[0]] if lines else []
    if "name" not in columns or "short_name" not in columns:
        raise Invalid(_("The first line must name the columns, at least name and short_name."))
    if len(lines) > MOST_ROWS:
        raise Invalid(_("At most ${most} rows at once.", mapping={"most": MOST_ROWS}))
    for number, cells in enumerate(lines[1:], start=2):
        found = {name: cell for name, cell in zip(columns, cells, strict=False) if name}
        if any(cell.strip() for cell in cells):
            # an apostrophe before a formula is how such a file keeps text from being one
            yield number, {name: cell.removeprefix("'").strip() for name, cell in found.items()}


def _completed(association: Association | None, entered: Mapping[str, str]) -> dict[str, str]:
    """Return what is entered, with what is known where nothing is."""
    known = {field: str(getattr(association, field)) for field in FIELDS} if association else {}
    return {**known, **entered}


def _checked(entered: Mapping[str, str]) -> dict[str, Any]:
    email = entered.get("contact_email", "").strip()
    return {
        "name": people.line(entered.get("name", ""), longest=200),
        "short_name": people.line(entered.get("short_name", ""), longest=40),
        "kind": people.line(entered.get("kind", ""), longest=80, required=False),
        "postal_address": _address(entered.get("postal_address", "")),
        "contact_name": people.line(entered.get("contact_name", ""), longest=200, required=False),
        "contact_email": addresses.checked(email) if email else "",
        "weight": _weight(entered.get("weight", "") or "1"),
    }


def _address(entered: str) -> str:
    lines = (people.line(one, longest=1000, required=False) for one in entered.splitlines()[:10])
    return "\n".join(one for one in lines if one)


def _weight(entered: str) -> int:
    entered = entered.strip()
    if not (entered.isdecimal() and len(entered) < 5 and 1 <= int(entered) <= HEAVIEST):
        raise Invalid(
            _("A weight is a whole number from 1 to ${most}.", mapping={"most": HEAVIEST})
        )
    return int(entered)


def _refuse_taken(db: Session, values: Mapping[str, Any], own_id: int | None) -> None:
    # few enough to compare here: SQLite's lower() knows no umlauts
    others = [one for one in all_of(db) if one.id != own_id]
    taken = {name.casefold() for one in others for name in (one.name, one.short_name)}
    if taken & {values["name"].casefold(), values["short_name"].casefold()}:
        raise Conflict(_("There is an association with this name or short name already."))


def _change(association: Association | None, values: Mapping[str, Any]) -> Change:
    if association is None:
        return Change.NEW
    same = all(getattr(association, field) == value for field, value in values.items())
    return Change.UNCHANGED if same else Change.CHANGED


def _record(  # noqa: PLR0913 -- the facts of a row
    db: Session,
    act: Act,
    association: Association,
    details: dict[str, Any],
    *,
    by: Identity | None,
    now: dt.datetime,
) -> None:
    journal.record(
        db,
        act,
        by=by,
        now=now,
        subject=association.name,
        consultation_id=None,
        details={"association": association.id, **details},
    )
