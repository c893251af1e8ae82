"""Numbers: what a provision is called in one version. Derived, never stored, never an identity."""

from dataclasses import dataclass, replace
from string import ascii_lowercase

from guideline_workshop.text.document import Document, Field, Kind, Provision

FIELD_NAMES = {
    Field.FIELD_OF_ACTION: "Handlungsfeld",
    Field.GOAL: "Ziel",
    Field.MEASURE: "Maßnahme",
    Field.TARGET_GROUP: "Zielgruppe",
    Field.RESPONSIBLE: "Zuständig",
    Field.PARTNERS: "Beteiligte",
    Field.RESOURCES: "Ressourcen und Kosten",
    Field.TIME_FRAME: "Zeitrahmen",
    Field.INDICATOR: "Indikator",
    Field.PRIORITY: "Priorität",
    Field.EVIDENCE: "Grundlage",
}
"""What the fields of a recommendation are called in German papers."""
_DEPTHS = ("Buchst.", "Doppelbuchst.", "Dreifachbuchst.", "Ebene 4", "Ebene 5", "Ebene 6")
_DEPTHS_ENGLISH = ("letter", "sub-letter", "sub-sub-letter", "level 4", "level 5", "level 6")


@dataclass(frozen=True, slots=True)
class Reference:
    """Where a provision stands, as people cite it."""

    number: str = ""
    """The number of the heading it is or stands under: "2.3"."""
    paragraph: int = 0
    items: tuple[int, ...] = ()
    """The position at each depth of a list: (1, 2) is a) bb)."""
    table: int = 0
    row: int = 0
    """The row of the table; 0 is its header."""
    field: Field | None = None
    repeated: int = 1
    """2 for the second field of the same name, and so on."""

    @property
    def marker(self) -> str:
        """What stands before the text: "2.3", "(1)", "a)" or nothing."""
        if self.table or self.field:
            return ""
        if self.items:
            return f"{_letters(self.items[-1], len(self.items))})"
        return f"({self.paragraph})" if self.paragraph else self.number

    def german(self) -> str:
        """Return the reference as German papers write it: Nr. 2.3 Abs. 1 Buchst. a."""
        parts = [f"Nr. {self.number}"] if self.number else []
        parts += [f"Abs. {self.paragraph}"] if self.paragraph else []
        parts += [f"{_DEPTHS[d]} {_letters(n, d + 1)}" for d, n in enumerate(self.items) if n]
        if self.table:
            parts.append(f"Tabelle {self.table} {f'Zeile {self.row}' if self.row else 'Kopfzeile'}")
        if self.field:
            name = FIELD_NAMES[self.field]
            parts.append(f"{name} {self.repeated}" if self.repeated > 1 else name)
        return " ".join(parts)

    def english(self) -> str:
        """Return the reference in English: no. 2.3 para. 1 letter a."""
        parts = [f"no. {self.number}"] if self.number else []
        parts += [f"para. {self.paragraph}"] if self.paragraph else []
        levels = enumerate(self.items)
        parts += [f"{_DEPTHS_ENGLISH[d]} {_letters(n, d + 1)}" for d, n in levels if n]
        if self.table:
            parts.append(f"table {self.table} {f'row {self.row}' if self.row else 'header'}")
        if self.field:
            name = self.field.replace("_", " ")
            parts.append(name + (f" {self.repeated}" if self.repeated > 1 else ""))
        return " ".join(parts)


def numbering(document: Document) -> dict[str, Reference]:
    """Return the reference of each provision by its key."""
    references = {}
    counter = _Counter()
    for provision in document.provisions:
        references[provision.key] = counter.next(provision)
    return references


class _Counter:
    """Counts through a document in reading order."""

    def __init__(self) -> None:
        self._headings: list[tuple[int, int]] = []  # (level, count) of the headings above
        self._at = Reference()
        self._tables = 0
        self._fields: dict[Field, int] = {}

    def next(self, provision: Provision) -> Reference:
        """Return the reference of the next provision."""
        if provision.kind is Kind.HEADING:
            self._heading(provision.level)
        elif provision.kind is Kind.ITEM:
            self._item(provision.level)
        elif provision.kind is Kind.ROW:
            self._row(is_header=provision.level == 1)
        elif provision.field is not None:
            return self._field(provision.field)
        else:
            self._at = Reference(self._at.number, self._at.paragraph + 1)
        return self._at

    def _heading(self, level: int) -> None:
        count = 1
        while self._headings and self._headings[-1][0] >= level:
            count = self._headings.pop()[1] + 1
        self._headings.append((level, count))
        self._tables, self._fields = 0, {}
        self._at = Reference(".".join(str(number) for _, number in self._headings))

    def _item(self, level: int) -> None:
        above = self._at.items
        depth = max(level, 1)
        number = above[depth - 1] + 1 if len(above) >= depth else 1
        items = (*above[: depth - 1], *([0] * (depth - 1 - len(above))), number)
        self._at = replace(self._at, items=items, table=0, row=0)

    def _row(self, *, is_header: bool) -> None:
        row = 0 if is_header else self._at.row + 1
        if not self._at.table:
            self._tables += 1
        self._at = replace(self._at, table=self._tables, row=row)

    def _field(self, field: Field) -> Reference:
        self._fields[field] = self._fields.get(field, 0) + 1
        self._at = replace(self._at, table=0, row=0)
        return Reference(self._at.number, field=field, repeated=self._fields[field])


def _letters(number: int, depth: int) -> str:
    """Return a, b, c; aa, bb at depth 2. Beyond z the alphabet ends and numbers go on."""
    return ascii_lowercase[number - 1] * depth if number <= len(ascii_lowercase) else str(number)
