"""The words that exports add to a text, in the language of the publication."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date

from guideline_workshop.exports.fragments import Words
from guideline_workshop.exports.publication import Language
from guideline_workshop.text.document import Field, Kind
from guideline_workshop.text.numbering import FIELD_NAMES

_BERLIN = ZoneInfo("Europe/Berlin")


@dataclass(frozen=True)
class Vocabulary:
    """What stands on covers, in margins and before fields."""

    locale: str
    version: str
    date: str
    digest: str
    against: str
    how: str
    page: str
    contents: str
    note: str
    end: str
    unknown_author: str
    editorial_author: str
    rearranged: str
    words: Words
    moved_here: str
    moved_away: str
    formerly: str
    kinds: dict[Kind, str]
    fields: dict[Field, str]

    def day(self, moment: datetime) -> str:
        """Write out the day of `moment` in Germany, such as "3. Mai 2026"."""
        return format_date(moment.astimezone(_BERLIN).date(), format="long", locale=self.locale)


_GERMAN = Vocabulary(
    locale="de_DE",
    version="Fassung",
    date="Stand",
    digest="Prüfsumme (SHA-256)",
    against="Änderungen gegenüber",
    how="So lesen Sie die Änderungen:",
    page="Seite {page} von {pages}",
    contents="Inhalt",
    note="Anmerkung",
    end="Ende des Textes",
    unknown_author="ohne Angabe",
    editorial_author="Redaktion",
    rearranged="{author} (umgestellt)",
    words=Words("gestrichen", "eingefügt", "Absatzumbruch"),
    moved_here="hierher verschoben",
    moved_away="an andere Stelle verschoben",
    formerly="bisher: {kind}",
    kinds={
        Kind.HEADING: "Überschrift, Ebene {level}",
        Kind.PARAGRAPH: "Absatz",
        Kind.ITEM: "Aufzählungspunkt, Ebene {level}",
        Kind.ROW: "Tabellenzeile",
        Kind.FIELD: "Feld „{field}“",
    },
    fields=FIELD_NAMES,
)

_ENGLISH = Vocabulary(
    locale="en_GB",
    version="Version",
    date="As of",
    digest="Checksum (SHA-256)",
    against="Changes against",
    how="How to read the changes:",
    page="Page {page} of {pages}",
    contents="Contents",
    note="Note",
    end="End of the text",
    unknown_author="not stated",
    editorial_author="Editorial hand",
    rearranged="{author} (rearranged)",
    words=Words("deleted", "inserted", "paragraph break"),
    moved_here="moved here",
    moved_away="moved elsewhere",
    formerly="formerly: {kind}",
    kinds={
        Kind.HEADING: "heading, level {level}",
        Kind.PARAGRAPH: "paragraph",
        Kind.ITEM: "list item, level {level}",
        Kind.ROW: "table row",
        Kind.FIELD: "field “{field}”",
    },
    fields={
        Field.FIELD_OF_ACTION: "Field of action",
        Field.GOAL: "Goal",
        Field.MEASURE: "Measure",
        Field.TARGET_GROUP: "Target group",
        Field.RESPONSIBLE: "Responsible",
        Field.PARTNERS: "Partners",
        Field.RESOURCES: "Resources and costs",
        Field.TIME_FRAME: "Time frame",
        Field.INDICATOR: "Indicator",
        Field.PRIORITY: "Priority",
        Field.EVIDENCE: "Evidence",
    },
)

VOCABULARIES: dict[Language, Vocabulary] = {"de": _GERMAN, "en": _ENGLISH}
