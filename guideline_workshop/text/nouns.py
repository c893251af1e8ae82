"""What words, signs and provisions are called in German, with their articles, and back."""

import re
from collections.abc import Mapping
from enum import Enum
from typing import NamedTuple

from guideline_workshop.text.document import Field, Kind, Provision
from guideline_workshop.text.markup import normalise, parse, plain
from guideline_workshop.text.numbering import FIELD_NAMES
from guideline_workshop.text.ordinals import number_of, ordinal
from guideline_workshop.text.passages import EVERY
from guideline_workshop.text.quotation import quoted, quoted_words


class Gender(Enum):
    """The gender of a noun, by its article."""

    MASCULINE = "der"
    FEMININE = "die"
    NEUTER = "das"


M, F, N = Gender
_DATIVE = {M: "dem", F: "der", N: "dem"}
_NEW = {M: "ein", F: "eine", N: "ein"}
_NEW_ACCUSATIVE = {M: "einen", F: "eine", N: "ein"}
_FOLLOWING = {M: "folgender", F: "folgende", N: "folgendes"}
_BEGINNING = {M: "ein neuer", F: "eine neue", N: "ein neues"}

SIGNS = {
    ",": ("Komma", N),
    ".": ("Punkt", M),
    ";": ("Semikolon", N),
    ":": ("Doppelpunkt", M),
    "?": ("Fragezeichen", N),
    "!": ("Ausrufezeichen", N),
    "–": ("Gedankenstrich", M),
    "/": ("Schrägstrich", M),
}
_SIGN_OF = {name: sign for sign, (name, _) in SIGNS.items()}
_CITING = frozenset({"Abs", "Nr", "Nrn", "Art", "Buchst", "Kap", "Ziff", "Satz"})

_KINDS = {
    Kind.HEADING: ("Überschrift", "Überschriften", F),
    Kind.PARAGRAPH: ("Absatz", "Absätze", M),
    Kind.ITEM: ("Aufzählungspunkt", "Aufzählungspunkte", M),
    Kind.ROW: ("Zeile", "Zeilen", F),
    Kind.FIELD: ("Feld", "Felder", N),
}
PAIR = 2
"""With as many words between numbers it is a phrase, no longer a number: im Jahr 2026."""
MIXED = "Textstellen"
"""What provisions of several kinds are called together."""
_HEADER = ("Kopfzeile", "Kopfzeilen", F)
_USUAL_LEVEL = {Kind.ITEM: 1}
_FIELD_OF = {name: field for field, name in FIELD_NAMES.items()}


class Form(NamedTuple):
    """What a provision is, apart from its text."""

    kind: Kind
    level: int
    field: Field | None

    @property
    def _noun(self) -> tuple[str, str, Gender]:
        return _HEADER if self._is_header else _KINDS[self.kind]

    @property
    def _is_header(self) -> bool:
        return self.kind is Kind.ROW and self.level == 1

    @property
    def _detail(self) -> str:
        name = f" „{FIELD_NAMES[self.field]}“" if self.field else ""
        is_usual = self._is_header or self.level == _USUAL_LEVEL.get(self.kind, 0)
        return name if is_usual else f"{name} der Ebene {self.level}"

    def named(self) -> str:
        """Absatz, Überschrift der Ebene 2."""
        return self._noun[0] + self._detail

    def several(self) -> str:
        """Absätze, Überschriften der Ebene 2."""
        return self._noun[1] + self._detail

    def following(self) -> str:
        """Folgender Absatz."""
        return f"{_FOLLOWING[self._noun[2]]} {self.named()}"

    def beginning(self) -> str:
        """Ein neuer Absatz."""
        return f"{_BEGINNING[self._noun[2]]} {self.named()}"

    def goal(self) -> str:
        """Einen Absatz."""
        return f"{_NEW_ACCUSATIVE[self._noun[2]]} {self.named()}"


def form_of(provision: Provision) -> Form:
    """Return what a provision is."""
    return Form(provision.kind, provision.level, provision.field)


FORM = r"(?P<noun>\w+)(?: „(?P<field>[^“]+)“)?(?: der Ebene (?P<level>\d+))?"
"""The name of a form in a sentence, in the singular or the plural."""


def form_named(name: str, field: str | None, level: str | None) -> Form | None:
    """Return the form with a name, in the singular or the plural; None if there is none."""
    if name in _HEADER:
        return Form(Kind.ROW, 1, None)
    for kind, (one, several, _) in _KINDS.items():
        if name in {one, several}:
            usual = _USUAL_LEVEL.get(kind, 0)
            return Form(kind, int(level) if level else usual, _FIELD_OF.get(field or ""))
    return None


class Words(NamedTuple):
    """Some words in a sentence: what they are called, and how they are quoted."""

    noun: str
    gender: Gender | None
    """None for several words."""
    quotation: str
    lead: "tuple[str, Gender] | None" = None
    """A sign before the words, which is named instead of quoted: ein Komma und das Wort „X“."""

    @property
    def verb(self) -> str:
        """Wird or werden."""
        return "wird" if self.gender and not self.lead else "werden"

    def known(self, nth: int = 0) -> str:
        """Das zweite Wort „X“; the words stand there."""
        if nth == EVERY:
            return f"jeweils {self.known()}"
        lead = f"{self.lead[1].value} {self.lead[0]} und " if self.lead else ""
        return lead + self._with(self.gender.value if self.gender else "die", nth, "e")

    def behind(self, nth: int = 0) -> str:
        """Dem zweiten Wort „X“: in the dative."""
        said = self._with(_DATIVE[self.gender] if self.gender else "den", nth, "en")
        return said.replace("Wörter ", "Wörtern ", 1) if self.noun == "Wörter" else said

    def _with(self, article: str, nth: int, ending: str) -> str:
        said = f"{self.noun}{self.quotation}"
        if nth and self.gender is None:
            return f"{article} an {ordinal(nth, 'er')} Stelle stehenden {said}"
        return f"{article} {ordinal(nth, ending)} {said}" if nth else f"{article} {said}"

    def added(self) -> str:
        """Das Wort „X“, ein Komma; the words are new."""
        return self._new(_NEW)

    def instead(self) -> str:
        """Das Wort „X“, einen Punkt: in the accusative."""
        return self._new(_NEW_ACCUSATIVE)

    def _new(self, articles: Mapping[Gender, str]) -> str:
        if self.lead:
            noun, gender = self.lead
            return f"{articles[gender]} {noun} und {self._replace(lead=None).known()}"
        if self.quotation or not self.gender:
            return self.known()
        return f"{articles[self.gender]} {self.noun}"


def place_words(words: str) -> Words:
    """Return what plain words are called that only say where something stands."""
    return _sign(words) if words in SIGNS else Words(*_noun(words), f" {quoted_words(words)}")


def old_words(words: str, nth: int = 0) -> Words:
    """Return what plain words are called that stand in a text, once or in several places."""
    if nth > 0 or not _is_led(words):
        return place_words(words)
    return place_words(words[2:])._replace(lead=SIGNS[words[0]])


def new_words(markup: str) -> Words:
    """Return what new words are called."""
    if _is_led(markup) and normalise(markup[2:]) == markup[2:]:
        return new_words(markup[2:])._replace(lead=SIGNS[markup[0]])
    if markup in SIGNS:
        return _sign(markup)
    return Words(*_noun(plain(markup)), f" {quoted(markup)}")


def _is_led(text: str) -> bool:
    """Return whether a text is a sign and words."""
    return text[:1] in SIGNS and text[1:2] == " " and text[2:3] not in {"", *SIGNS}


def _sign(sign: str) -> Words:
    noun, gender = SIGNS[sign]
    return Words(noun, gender, "")


def _noun(words: str) -> tuple[str, Gender | None]:
    tokens = [token.word for token in parse(words)]
    spoken = [word for word in tokens if any(map(str.isalnum, word))]
    letters = [word for word in spoken if word.isalpha() and word not in _CITING]
    if any(any(map(str.isdigit, word)) for word in spoken) and len(letters) < PAIR:
        return "Angabe", F
    if len(spoken) > 1:
        return "Wörter", None
    if spoken:
        return "Wort", N
    return "Zeichen", N if len(tokens) == 1 else None


_KNOWN_SIGN = "|".join(_SIGN_OF)


def passage(name: str) -> str:
    """Return the pattern of some words in a sentence, quotations replaced by placeholders."""
    return (
        rf"(?P<{name}_every>jeweils )?"
        rf"(?:(?:d(?:as|er)|eine?n?) (?P<{name}_lead>{_KNOWN_SIGN}) und )?"
        rf"(?:d(?:as|ie|er|em|en)|eine?n?) "
        rf"(?:an (?P<{name}_place>\w+|\d+\.) Stelle stehenden |(?P<{name}_nth>\w+|\d+\.) )?"
        rf"(?:(?P<{name}_sign>{_KNOWN_SIGN})|(?P<{name}>(?:Wort|Wörtern?|Angabe|Zeichen) \0))"
    )


def lead_in(match: re.Match[str], name: str) -> str:
    """Return the sign that leads the words of a passage, and the blank behind it."""
    said = match[f"{name}_lead"]
    return f"{_SIGN_OF[said]} " if said else ""


def sign_in(match: re.Match[str], name: str) -> str:
    """Return the sign a passage names, "" if it quotes words."""
    said = match[f"{name}_sign"]
    return _SIGN_OF[said] if said else ""


def which_in(match: re.Match[str], name: str) -> int:
    """Return which of several places a passage names; ValueError if that is no number."""
    if match[f"{name}_every"]:
        return EVERY
    said = match[f"{name}_place"] or match[f"{name}_nth"]
    if not said:
        return 0
    if number := number_of(said):
        return number
    raise ValueError(said)
