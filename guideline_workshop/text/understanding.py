"""What a German amending instruction says: a sentence taken apart by the forms there are."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count

from guideline_workshop.text.document import Document, Provision
from guideline_workshop.text.instruction import Action, Instruction
from guideline_workshop.text.markup import parse
from guideline_workshop.text.naming import Names, named_by
from guideline_workshop.text.nouns import (
    FORM,
    MIXED,
    form_named,
    lead_in,
    passage,
    sign_in,
    which_in,
)
from guideline_workshop.text.quotation import Quotation, UnreadableQuotation, unquoted
from guideline_workshop.text.restyled import DONE, as_said
from guideline_workshop.text.sentences import sentences

_SECTION = re.compile(r"Nr\. ([\d.]+) wird gestrichen\.")
_LINE = re.compile(r"(?:([^\0\n]+): )?\0")


class NotUnderstoodError(Exception):
    """A sentence has none of the known forms, or names what is not there."""


NotUnderstood = NotUnderstoodError


class Reader:
    """Reads sentences about one text; new provisions get keys that no other one has."""

    def __init__(self, base: Document, known: Names) -> None:
        self.base = base
        self._known = known
        self._keys = {name: key for key, name in known.full.items()}
        self.fresh = (key for n in count(1) if (key := f"neu{n}") not in base)

    def read(self, sentence: str, number: str = "") -> list[Instruction]:
        """Return what a sentence says that is listed under a number, or under none.

        Raises NotUnderstood.
        """
        if section := _SECTION.fullmatch(sentence):
            return self._section(section[1])
        try:
            skeleton, quotations = unquoted(sentence)
        except UnreadableQuotation as error:
            raise NotUnderstood(str(error)) from error
        keys = self._below(number) if number else self._keys
        for pattern, understood in _FORMS:
            if parts := pattern.fullmatch(skeleton):
                return list(understood(_Match(self, parts, quotations, keys)))
        raise NotUnderstood("not understood")

    def _section(self, number: str) -> list[Instruction]:
        keys = self._known.numbered(number)
        if not keys:
            raise NotUnderstood(f"there is no Nr. {number}")
        return [Instruction(Action.STRIKE, key) for key in keys]

    def _below(self, number: str) -> dict[str, str]:
        known = self._known
        return {known.below[k]: k for k, r in known.references.items() if r.number == number}


@dataclass(frozen=True)
class _Match:
    """A sentence that has one of the forms: its parts, its quotations, the names it may use."""

    reader: Reader
    parts: re.Match[str]
    quotations: Sequence[Quotation]
    keys: dict[str, str]

    def key(self, part: str = "place") -> str:
        """Return the key of the provision named in a part of the sentence."""
        name = named_by(self.parts[part])
        if name not in self.keys:
            raise NotUnderstood(f"there is no {name}")
        return self.keys[name]

    def key_before(self) -> str:
        """Return the key of the provision behind which something is put, "" at the beginning."""
        if not self.parts["side"]:
            return ""
        key = self.key("beside")
        if self.parts["side"].lower() == "nach":
            return key
        place = self.reader.base.positions[key]
        return self.reader.base.provisions[place - 1].key if place else ""

    def sentence(self, action: Action) -> Instruction:
        """Return an instruction for the sentence meant; a sole one need not be counted."""
        key = self.key()
        if not self.parts["sentence"] and self.count() != 1:
            raise NotUnderstood("which sentence is meant?")
        return Instruction(action, key, int(self.parts["sentence"] or 1))

    def count(self) -> int:
        """Return how many sentences the provision has."""
        return len(sentences(parse(self.reader.base[self.key()].text)))

    def quoted(self, part: str) -> Quotation:
        """Return the words in a part of the sentence: a sign, a quotation, or both."""
        if sign := sign_in(self.parts, part):
            return Quotation(sign, sign)
        if self.parts[part] is None:
            return Quotation("", "")
        lead = lead_in(self.parts, part)
        said = self.quotations[self.parts.string.count("\0", 0, self.parts.start(part))]
        return Quotation(lead + said.words, lead + said.markup)

    def nth(self, *parts: str) -> int:
        """Return which of several places is meant, as the one of some parts that says so."""
        try:
            return next((nth for part in parts if (nth := which_in(self.parts, part))), 0)
        except ValueError as error:
            raise NotUnderstood(f"which one is meant by {error}?") from error

    def form(self, key: str, text: str = "") -> Provision:
        """Return a provision of the form that is named."""
        return _provision(key, text, *self.parts.group("noun", "field", "level"))

    def provisions(self, key: str = "") -> tuple[Provision, ...]:
        """Return the provisions that are quoted; the first one has the key, if one is given."""
        found: list[Provision] = []
        at = self.parts.start("texts")
        for line, quotation in zip(
            _LINE.finditer(self.parts.string, at), self.quotations, strict=True
        ):
            own = key if key and not found else next(self.reader.fresh)
            if self.parts["noun"] != MIXED:
                found.append(self.form(own, quotation.markup))
            elif named := re.fullmatch(FORM, line[1] or ""):
                found.append(_provision(own, quotation.markup, *named.groups()))
            else:
                raise NotUnderstood(f"what is {line[1]}?")
        return tuple(found)


def _provision(key: str, text: str, noun: str, field: str | None, level: str | None) -> Provision:
    form = form_named(noun, field, level)
    if form is None:
        raise NotUnderstood(f"what is {noun}?")
    return Provision(key, form.kind, form.level, text, form.field)


def _inserted_words(match: _Match) -> Iterator[Instruction]:
    at = match.sentence(Action.INSERT_WORDS)
    after, before = match.quoted("after").words, match.quoted("before").words
    nth = match.nth("after", "before")
    yield replace(at, after=after, before=before, nth=nth, new=match.quoted("new").markup)


def _blank(match: _Match) -> Iterator[Instruction]:
    action = Action.INSERT_BLANK if match.parts["verb"] == "ein" else Action.STRIKE_BLANK
    after = match.quoted("after").words
    yield replace(match.sentence(action), after=after, nth=match.nth("after"))


def _old_words(match: _Match, action: Action) -> Instruction:
    old, after = match.quoted("old").words, match.quoted("after").words
    return replace(match.sentence(action), old=old, after=after, nth=match.nth("old"))


def _struck_words(match: _Match) -> Iterator[Instruction]:
    yield _old_words(match, Action.STRIKE_WORDS)


def _replaced_words(match: _Match) -> Iterator[Instruction]:
    yield replace(_old_words(match, Action.REPLACE_WORDS), new=match.quoted("new").markup)


def _restyled_words(match: _Match) -> Iterator[Instruction]:
    done = DONE.fullmatch(match.parts["done"])
    if done and done[0]:
        restyle = as_said(done, match.quotations)
        yield replace(_old_words(match, Action.RESTYLE_WORDS), restyle=restyle)


def _struck_sentence(match: _Match) -> Iterator[Instruction]:
    yield match.sentence(Action.STRIKE_SENTENCE)


def _recast_sentence(match: _Match) -> Iterator[Instruction]:
    yield replace(match.sentence(Action.RECAST_SENTENCE), new=match.quotations[0].markup)


def _moved_sentence(match: _Match) -> Iterator[Instruction]:
    yield replace(match.sentence(Action.MOVE_SENTENCE), to=int(match.parts["to"] or 0))


def _added_sentences(match: _Match) -> Iterator[Instruction]:
    new = match.quotations[0].markup
    if not match.parts["sentence"]:
        yield Instruction(Action.INSERT_SENTENCES, match.key(), match.count(), new=new)
    elif match.parts["side"] == "nach":
        yield replace(match.sentence(Action.INSERT_SENTENCES), new=new)
    else:
        yield replace(match.sentence(Action.INSERT_SENTENCES_BEFORE), new=new)


def _split(match: _Match) -> Iterator[Instruction]:
    part = match.form(next(match.reader.fresh))
    yield replace(match.sentence(Action.SPLIT), provisions=(part,))


def _joined(match: _Match) -> Iterator[Instruction]:
    yield Instruction(Action.JOIN, match.key(), after=match.key("beside"))


def _reformed(match: _Match) -> Iterator[Instruction]:
    yield Instruction(Action.REFORM, match.key(), provisions=(match.form(match.key()),))


def _recast(match: _Match) -> Iterator[Instruction]:
    key, text = match.key(), match.quotations[0].markup
    same = replace(match.reader.base[key], text=text)
    anew = match.form(key, text) if match.parts["noun"] else same
    yield Instruction(Action.RECAST, key, provisions=(anew,))


def _replaced(match: _Match) -> Iterator[Instruction]:
    yield Instruction(Action.RECAST, match.key(), provisions=match.provisions(match.key()))


def _inserted(match: _Match) -> Iterator[Instruction]:
    yield Instruction(Action.INSERT, match.key_before(), provisions=match.provisions())


def _moved(match: _Match) -> Iterator[Instruction]:
    yield Instruction(Action.MOVE, match.key(), after=match.key_before())


def _struck(match: _Match) -> Iterator[Instruction]:
    yield Instruction(Action.STRIKE, match.key())


_Understood = Callable[[_Match], Iterator[Instruction]]
_PLACE = r"(?P<place>[^\0]+?)"
_IN = rf"I[nm] {_PLACE}(?: Satz (?P<sentence>\d+))? (?:wird|werden) "
_AFTER = rf"(?:nach {passage('after')} )?"
_BEHIND = rf"(?:nach {passage('after')}|vor {passage('before')})"
_OLD, _NEW = passage("old"), passage("new")
_BESIDE = r"(?:(?P<side>[Nn]ach|[Vv]or) (?P<beside>[^\0]+?)|Am Anfang|an den Anfang)"
_TEXTS = r":(?P<texts>(?:[ \n](?:[^\0\n]+: )?\0)+)"
_ANEW = r"(?:erhält folgende Fassung|wird durch folgende Sätze ersetzt)"
_TO = r"(?:nach Satz (?P<to>\d+)|an den Anfang)"
_BESIDE_SENTENCE = r"(?:(?P<side>nach|vor) Satz (?P<sentence>\d+) )?"
_NOUN, _VERB = "(?:Satz|Sätze)", "(?:eingefügt|angefügt)"
_FORMS: Sequence[tuple[re.Pattern[str], _Understood]] = [
    (re.compile(pattern), understood)
    for pattern, understood in (
        (rf"{_IN}{_BEHIND} {_NEW} eingefügt\.", _inserted_words),
        (rf"{_IN}{_AFTER}(?P<verb>ein|das) Leerzeichen (?:eingefügt|gestrichen)\.", _blank),
        (rf"{_IN}{_AFTER}{_OLD} gestrichen\.", _struck_words),
        (rf"{_IN}{_AFTER}{_OLD} durch {_NEW} ersetzt\.", _replaced_words),
        (rf"{_IN}{_AFTER}{_OLD} (?P<done>{DONE.pattern})\.", _restyled_words),
        (rf"I[nm] {_PLACE} wird Satz (?P<sentence>\d+) gestrichen\.", _struck_sentence),
        (
            rf"{_PLACE} Satz (?P<sentence>\d+) {_ANEW}: \0",
            _recast_sentence,
        ),
        (
            rf"I[nm] {_PLACE} wird Satz (?P<sentence>\d+) {_TO} gestellt\.",
            _moved_sentence,
        ),
        (
            rf"I[nm] {_PLACE} (?:wird|werden) {_BESIDE_SENTENCE}folgender? {_NOUN} {_VERB}: \0",
            _added_sentences,
        ),
        (
            rf"I[nm] {_PLACE} beginnt nach Satz (?P<sentence>\d+) eine? neue[rs]? {FORM}\.",
            _split,
        ),
        (
            rf"{_PLACE} wird ohne Absatzwechsel an (?P<beside>[^\0]+) angefügt\.",
            _joined,
        ),
        (rf"{_PLACE} wird in eine?n? {FORM} umgewandelt\.", _reformed),
        (
            rf"{_PLACE}(?: wird in eine?n? {FORM} umgewandelt und)? erhält folgende Fassung: \0",
            _recast,
        ),
        (rf"{_PLACE} wird durch folgende {FORM} ersetzt{_TEXTS}", _replaced),
        (rf"{_BESIDE} (?:wird|werden) folgende[rs]? {FORM} eingefügt{_TEXTS}", _inserted),
        (rf"{_PLACE} wird {_BESIDE} gestellt\.", _moved),
        (rf"{_PLACE} wird gestrichen\.", _struck),
    )
]
