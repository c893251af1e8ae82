"""Amending instructions written in German, in the forms of official papers."""

from collections.abc import Iterator, Sequence

from guideline_workshop.text.document import Document, Kind, Provision
from guideline_workshop.text.instructions import Action, Instruction, instructions
from guideline_workshop.text.markup import parse, plain
from guideline_workshop.text.numbering import FIELD_NAMES, Reference, numbering
from guideline_workshop.text.restyled import form, passages
from guideline_workshop.text.sentences import sentences

PAIR = 2
"""So many neighbours are named one by one."""
_SINGLE = str.maketrans("„“”", "‚‘‘")
_NEW = {
    Kind.HEADING: "folgende Überschrift",
    Kind.PARAGRAPH: "folgender Absatz",
    Kind.ITEM: "folgender Punkt",
    Kind.ROW: "folgende Zeile",
    Kind.FIELD: "folgendes Feld",
}
_SEVERAL = {
    Kind.HEADING: "Überschriften",
    Kind.PARAGRAPH: "Absätze",
    Kind.ITEM: "Punkte",
    Kind.ROW: "Zeilen",
    Kind.FIELD: "Felder",
}


def amending_instructions(old: Document, new: Document) -> tuple[str, ...]:
    """Return the sentences that say how `old` becomes `new`, whose keys come from it."""
    references = numbering(old)
    said = [_said(old, references, one) for one in instructions(old, new)]
    return (*said, *_renumbered(references, numbering(new)))


def _said(old: Document, references: dict[str, Reference], one: Instruction) -> str:
    place = references[one.key].german() if one.key else ""
    match one.action:
        case Action.INSERT:
            where = f"Nach {place}" if place else "Am Anfang"
            return f"{where} {_provisions(one.provisions)}"
        case Action.MOVE:
            after = references[one.after].german() if one.after else ""
            where = f"nach {after}" if after else "an den Anfang"
            return f"{place} wird {where} gestellt."
        case Action.STRIKE:
            return f"{place} wird gestrichen."
        case Action.RECAST:
            return _recast(place, old[one.key], one.provisions)
        case _:
            return _sentence(place, len(sentences(parse(old[one.key].text))), one)


def _recast(place: str, before: Provision, after: Sequence[Provision]) -> str:
    """Say that a provision is worded anew; of the same wording, what changes about it."""
    made = form(before, after[0]) if len(after) == 1 else ""
    if made and before.text == after[0].text:
        return f"{place} {made}."
    if len(after) == 1 and plain(before.text) == plain(after[0].text):
        said = [f"{place} {made}."] if made else []
        for words, done in passages(before.text, after[0].text):
            verb, named = _words(words)
            said.append(f"In {place} {verb} {named} {done}.")
        if said:
            return " ".join(said)
    anew = f"erhält folgende Fassung: {_quoted_texts(after)}"
    return f"{place} {made} und {anew}" if made else f"{place} {anew}"


def _sentence(place: str, count: int, one: Instruction) -> str:
    number = f" Satz {one.sentence}" if count > 1 else ""
    match one.action:
        case Action.STRIKE_SENTENCE:
            return f"In {place} wird Satz {one.sentence} gestrichen."
        case Action.RECAST_SENTENCE:
            return f"{place}{number} erhält folgende Fassung: {_quoted(one.new)}"
        case Action.INSERT_SENTENCES:
            return f"In {place} {_new_sentences(one, count)}: {_quoted(one.new)}"
        case Action.INSERT_WORDS:
            verb, words = _words(one.new)
            return f"In {place}{number} {verb} nach {_after(one.after)} {words} eingefügt."
        case Action.STRIKE_WORDS:
            verb, words = _words(one.old)
            return f"In {place}{number} {verb} {words} gestrichen."
    verb, words = _words(one.old)
    return f"In {place}{number} {verb} {words} durch {_words(one.new)[1]} ersetzt."


def _new_sentences(one: Instruction, count: int) -> str:
    several = len(sentences(parse(one.new))) > 1
    verb, noun = ("werden", "folgende Sätze") if several else ("wird", "folgender Satz")
    if one.sentence == count:
        return f"{verb} {noun} angefügt"
    where = f"nach Satz {one.sentence}" if one.sentence else "vor Satz 1"
    return f"{verb} {where} {noun} eingefügt"


def _words(text: str) -> tuple[str, str]:
    """Return the verb and the noun for some words."""
    words = [token for token in parse(text) if any(map(str.isalnum, token.text))]
    if any(map(str.isdigit, text)) or "§" in text:
        return "wird", f"die Angabe {_quoted(text)}"
    if len(words) > 1:
        return "werden", f"die Wörter {_quoted(text)}"
    return "wird", f"{'das Wort' if words else 'das Zeichen'} {_quoted(text)}"


def _after(text: str) -> str:
    noun = _words(text)[1]
    dative = {"die Angabe": "der Angabe", "die Wörter": "den Wörtern", "das": "dem"}
    for nominative, inflected in dative.items():
        if noun.startswith(nominative):
            return inflected + noun.removeprefix(nominative)
    return noun


def _provisions(provisions: Sequence[Provision]) -> str:
    first = provisions[0]
    if len(provisions) > 1:
        kinds = {provision.kind for provision in provisions}
        noun = _SEVERAL[first.kind] if len(kinds) == 1 else "Textstellen"
        return f"werden folgende {noun} eingefügt: {_quoted_texts(provisions)}"
    name = f" „{FIELD_NAMES[first.field]}“" if first.field else ""
    return f"wird {_NEW[first.kind]}{name} eingefügt: {_quoted_texts(provisions)}"


def _quoted_texts(provisions: Sequence[Provision]) -> str:
    return " ".join(_quoted(plain(provision.text)) for provision in provisions)


def _quoted(text: str) -> str:
    """Put quotation marks around a text, single ones inside."""
    return f"„{text.translate(_SINGLE)}“"


def _renumbered(old: dict[str, Reference], new: dict[str, Reference]) -> Iterator[str]:
    """Say which paragraphs and headings have another number now, neighbours together."""
    group: list[tuple[Reference, Reference]] = []
    for key, before in old.items():
        after = new.get(key)
        if after is None or not _is_renumbered(before, after):
            continue
        if group and not _follows(group[-1], (before, after)):
            yield _renumbering(group)
            group = []
        group.append((before, after))
    if group:
        yield _renumbering(group)


def _is_renumbered(before: Reference, after: Reference) -> bool:
    """Return whether its own number changed, not just that of the heading above."""
    if before.items or before.table or before.field or after.items or after.table or after.field:
        return False
    if bool(before.paragraph) != bool(after.paragraph):
        return False
    if before.paragraph:
        return before.number == after.number and before.paragraph != after.paragraph
    parent, _, last = before.number.rpartition(".")
    new_parent, _, new_last = after.number.rpartition(".")
    return parent == new_parent and last != new_last


def _follows(last: tuple[Reference, Reference], one: tuple[Reference, Reference]) -> bool:
    return all(
        a.paragraph and a.number == b.number and b.paragraph == a.paragraph + 1
        for a, b in zip(last, one, strict=True)
    )


def _renumbering(group: list[tuple[Reference, Reference]]) -> str:
    (before, after), (last_before, last_after) = group[0], group[-1]
    if not before.paragraph:
        return f"Die bisherige Nr. {before.number} wird Nr. {after.number}."
    where = f"In Nr. {before.number} wird der" if before.number else "Der"
    if len(group) == 1:
        verb = "" if before.number else " wird"
        return f"{where} bisherige Absatz {before.paragraph}{verb} Absatz {after.paragraph}."
    where = f"In Nr. {before.number} werden die" if before.number else "Die"
    verb = "" if before.number else " werden"
    to = "und" if len(group) == PAIR else "bis"
    olds = f"Absätze {before.paragraph} {to} {last_before.paragraph}"
    news = f"Absätze {after.paragraph} {to} {last_after.paragraph}"
    return f"{where} bisherigen {olds}{verb} die {news}."
