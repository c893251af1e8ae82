"""The labels by which people write the fields of a recommendation, in German and English."""

import re
from typing import Final

from guideline_workshop.imports.blocks import Spans, cut, is_blank, literal
from guideline_workshop.text.document import Field

LONGEST: Final = 60

_SYNONYMS: Final = {
    Field.FIELD_OF_ACTION: "handlungsfeld handlungsfelder themenfeld aktionsfeld "
    "field_of_action action_area",
    Field.GOAL: "ziel ziele zielsetzung zielsetzungen oberziel teilziel teilziele wirkungsziel "
    "zweck goal goals aim aims objective objectives",
    Field.MEASURE: "maßnahme maßnahmen massnahme massnahmen empfehlung handlungsempfehlung "
    "umsetzung umsetzungsschritte vorgehen beschreibung maßnahmenbeschreibung "
    "beschreibung_der_maßnahme measure measures action actions",
    Field.TARGET_GROUP: "zielgruppe zielgruppen adressaten adressat target_group target_groups "
    "audience",
    Field.RESPONSIBLE: "zuständig zuständige zuständige_stelle zuständige_stellen zuständigkeit "
    "zuständigkeiten verantwortlich verantwortliche verantwortlicher verantwortung "
    "verantwortlichkeit federführung federführend träger umsetzung_durch responsible "
    "responsibility lead",
    Field.PARTNERS: "beteiligte beteiligt beteiligte_akteure beteiligte_stellen akteure partner "
    "kooperation kooperationen kooperationspartner kooperationspartnerinnen kooperationspartnerin "
    "netzwerkpartner mitwirkende mitwirkung partners cooperation involved stakeholders",
    Field.RESOURCES: "ressourcen ressource ressourcenbedarf kosten kostenschätzung "
    "voraussichtliche_kosten finanzierung finanzbedarf mittel mittelbedarf finanzielle_mittel "
    "personal personalbedarf personelle_ressourcen budget aufwand resources costs cost funding",
    Field.TIME_FRAME: "zeitrahmen zeitraum zeitplan zeithorizont zeit frist fristen termin termine "
    "laufzeit dauer umsetzungszeitraum umsetzung_bis beginn time_frame timeframe timeline period "
    "deadline schedule",
    Field.INDICATOR: "indikator indikatoren messgröße messgrößen kennzahl kennzahlen "
    "erfolgsindikator erfolgsindikatoren erfolgskriterium erfolgskriterien zielindikator "
    "indicator indicators",
    Field.PRIORITY: "priorität prioritäten priorisierung dringlichkeit priority",
    Field.EVIDENCE: "stand umsetzungsstand sachstand aktueller_stand beleg belege nachweis "
    "nachweise evidenz datenlage datengrundlage grundlage quelle quellen evidence source sources "
    "status",
}
# words that head paragraphs elsewhere, too: a source below a table, a description
_VAGUE: Final = (
    "beginn beschreibung budget dauer empfehlung grundlage laufzeit mittel personal quelle quellen "
    "source sources status termin termine umsetzung vorgehen zeit zweck aufwand action actions "
    "period cost costs lead involved audience beteiligt"
)
VAGUE: Final = frozenset(_VAGUE.split())
FIELDS: Final = {
    synonym.replace("_", " "): field
    for field, synonyms in _SYNONYMS.items()
    for synonym in synonyms.split()
}
# the column heads of a table that lists fields below one another
HEADS: Final = frozenset(
    {"", "feld", "merkmal", "kategorie", "angabe", "angaben", "inhalt", "beschreibung", "punkt"}
    | {"erläuterung", "field", "content", "text"}
)

_BRACKETS = re.compile(r"\([^()]{0,40}\)")
_GENDERED = re.compile(r"[*:_/·]-?(?:innen|in|r|n|e|s)\b")
_AND = re.compile(r" ?[/,&+] ?| und | and | bzw\. ")


def field_named(label: str) -> Field | None:
    """Return the field that a label means. "Ressourcen / Kosten" is one, "Ziel/Maßnahme" none."""
    if len(label) > LONGEST:
        return None
    text = " ".join(label.casefold().replace("ß", "ss").split()).strip(" :")
    parts = _AND.split(_GENDERED.sub("", _BRACKETS.sub("", text)).strip())
    fields = {_FOLDED.get(part.strip()) for part in parts}
    return fields.pop() if len(fields) == 1 else None


_FOLDED = {synonym.casefold(): field for synonym, field in FIELDS.items()}


def is_head(cell: str) -> bool:
    """Whether a table cell is only the head of a column of fields or of their contents."""
    return cell.strip().casefold().rstrip(":") in HEADS


def split_label(spans: Spans) -> tuple[Field, Spans] | None:
    """Cut "Ziel: ..." or a bold "Ziel" from the text after it, where it names a field."""
    text = literal(spans)
    head = text[: LONGEST + 2].replace("\n", " ").replace("\t", " ")
    colon = f"{head} ".find(": ")
    if colon < 0:
        return _split_bold_label(spans)
    found = field_named(head[:colon])
    return (found, cut(spans, colon + 1)) if found else None


def is_sure_label(spans: Spans) -> bool:
    """Whether the text begins with a label that hardly stands anywhere but in recommendations."""
    text = literal(spans)[: LONGEST + 2].strip()
    word = text.partition(":")[0].strip().casefold()
    return word not in VAGUE and split_label(spans) is not None


def _split_bold_label(spans: Spans) -> tuple[Field, Spans] | None:
    """Cut a label that only its style sets off; without text after it, it is no label."""
    length = 0
    for span in spans:
        if not span.strong and span.text.strip():
            break
        length += len(span.text)
    rest = cut(spans, length)
    found = field_named(literal(cut(spans, 0, length)))
    return (found, rest) if found and not is_blank(rest) else None
