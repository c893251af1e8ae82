"""Amending instructions written in German, in the forms of official papers.

What is said can be read back: `reading_back` makes the amended text of it.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from guideline_workshop.text.document import Document, Provision
from guideline_workshop.text.instruction import Action, Instruction
from guideline_workshop.text.instructions import instructions
from guideline_workshop.text.markup import parse
from guideline_workshop.text.naming import Names, dative, inside, names
from guideline_workshop.text.nouns import MIXED, form_of, new_words, old_words, place_words
from guideline_workshop.text.numbering import Reference, numbering
from guideline_workshop.text.ordinals import letters
from guideline_workshop.text.quotation import quoted
from guideline_workshop.text.renumbered import Renumbering, renumberings
from guideline_workshop.text.sentences import sentences


class _Said(NamedTuple):
    """A sentence, and how it is said under an introduction that names the number of the heading."""

    number: str
    full: str
    below: str


def amending_instructions(old: Document, new: Document) -> tuple[str, ...]:
    """Return the sentences that say how `old` becomes `new`, whose keys come from it.

    Several that concern one heading are listed under one introduction, a line each.
    """
    todo = instructions(old, new)
    known = names(old)
    said = [_said(old, known, one) for one in _without_sections(todo, known)]
    for one in renumberings(known.references, _references_after(new, todo)):
        _add_renumbering(said, one)
    return tuple(_listed(said))


def _references_after(new: Document, todo: Iterable[Instruction]) -> dict[str, Reference]:
    """Return the new references; of a provision replaced by several, that of the first."""
    references = numbering(new)
    for one in todo:
        if one.action is Action.RECAST:
            references[one.key] = references[one.provisions[0].key]
    return references


def _add_renumbering(said: list[_Said], one: Renumbering) -> None:
    """Put a renumbering behind what else is done below its heading."""
    number = one.number if any(other.number == one.number for other in said) else ""
    if not number:
        said.append(_Said("", one.full, one.full))
        return
    last = max(n for n, other in enumerate(said) if other.number == number)
    said.insert(last + 1, _Said(number, one.full, one.below))


def _listed(said: Iterable[_Said]) -> Iterable[str]:
    for number, group in groupby(said, key=lambda one: one.number):
        some = list(group)
        if not number or len(some) == 1:
            yield from (one.full for one in some)
        else:
            lines = [f"{letters(n)}) {one.below}" for n, one in enumerate(some, 1)]
            yield "\n".join([f"Nr. {number} wird wie folgt geändert:", *lines])


def _without_sections(todo: Sequence[Instruction], known: Names) -> list[Instruction | str]:
    """Return what to do, with the number of a heading where it goes with all that is below it."""
    struck = {one.key for one in todo if one.action is Action.STRIKE}
    result: list[Instruction | str] = []
    covered: set[str] = set()
    for one in todo:
        if one.action is not Action.STRIKE or one.key not in covered:
            keys = known.section(one.key) if one.action is Action.STRIKE else []
            if len(keys) > 1 and struck.issuperset(keys):
                covered.update(keys)
                result.append(known.references[one.key].number)
            else:
                result.append(one)
    return result


def _said(old: Document, known: Names, one: Instruction | str) -> _Said:
    if isinstance(one, str):
        sentence = f"Nr. {one} wird gestrichen."
        return _Said("", sentence, sentence)
    keys = [one.key, one.after] if one.action in {Action.MOVE, Action.JOIN} else [one.key]
    numbers = {known.references[key].number if key else "" for key in keys}
    full = _sentence(old, known.full, one)
    if len(numbers) > 1 or numbers == {""}:
        return _Said("", full, full)
    return _Said(numbers.pop(), full, _sentence(old, known.below, one))


def _sentence(old: Document, name: Mapping[str, str], one: Instruction) -> str:
    if one.action is Action.RECAST:
        said = _recast(name[one.key], old[one.key], one.provisions)
    elif one.sentence:
        said = _about_sentence(name[one.key], len(sentences(parse(old[one.key].text))), one)
    else:
        said = _about_provision(old, name, one)
    return said[0].upper() + said[1:]


def _about_provision(old: Document, name: Mapping[str, str], one: Instruction) -> str:
    place = name[one.key] if one.key else ""
    match one.action:
        case Action.INSERT:
            where = _behind(old, name, one.key) if place else "am Anfang"
            return f"{where} {_inserted(one.provisions)}"
        case Action.MOVE:
            where = _behind(old, name, one.after) if one.after else "an den Anfang"
            return f"{place} wird {where} gestellt."
        case Action.JOIN:
            return f"{place} wird ohne Absatzwechsel an {name[one.after]} angefügt."
        case Action.REFORM:
            return f"{place} wird in {form_of(one.provisions[0]).goal()} umgewandelt."
    return f"{place} wird gestrichen."


def _behind(old: Document, name: Mapping[str, str], key: str) -> str:
    """Say where what follows a provision begins: before the first item, if it introduces a list."""
    following = old.provisions[old.positions[key] + 1 :][:1]
    for one in following:
        if name[one.key].startswith(f"{name[key]} "):
            return f"vor {name[one.key]}"
    return f"nach {dative(name[key])}"


def _about_sentence(place: str, count: int, one: Instruction) -> str:
    here = f"{place} Satz {one.sentence}" if count > 1 else place
    match one.action:
        case Action.STRIKE_SENTENCE:
            said = f"{inside(place)} wird Satz {one.sentence} gestrichen."
        case Action.RECAST_SENTENCE if len(sentences(parse(one.new))) > 1:
            said = f"{here} wird durch folgende Sätze ersetzt: {quoted(one.new)}"
        case Action.RECAST_SENTENCE:
            said = f"{here} erhält folgende Fassung: {quoted(one.new)}"
        case Action.INSERT_SENTENCES | Action.INSERT_SENTENCES_BEFORE:
            said = f"{inside(place)} {_new_sentences(one, count)}: {quoted(one.new)}"
        case Action.MOVE_SENTENCE:
            where = f"nach Satz {one.to}" if one.to else "an den Anfang"
            said = f"{inside(place)} wird Satz {one.sentence} {where} gestellt."
        case Action.SPLIT:
            beginning = form_of(one.provisions[0]).beginning()
            said = f"{inside(place)} beginnt nach Satz {one.sentence} {beginning}."
        case _:
            said = f"{inside(here)} {_about_words(one)}."
    return said


def _about_words(one: Instruction) -> str:
    where = ""
    if one.after:
        where = f"nach {place_words(one.after).behind(0 if one.old else one.nth)} "
    elif one.before:
        where = f"vor {place_words(one.before).behind(one.nth)} "
    if one.action is Action.INSERT_BLANK:
        return f"wird {where}ein Leerzeichen eingefügt"
    if one.action is Action.STRIKE_BLANK:
        return f"wird {where}das Leerzeichen gestrichen"
    if one.action is Action.INSERT_WORDS:
        new = new_words(one.new)
        return f"{new.verb} {where}{new.added()} eingefügt"
    old = old_words(one.old, one.nth)
    named = f"{old.verb} {where}{old.known(one.nth)}"
    if one.restyle:
        return f"{named} {one.restyle.said()}"
    if one.action is Action.STRIKE_WORDS:
        return f"{named} gestrichen"
    return f"{named} durch {new_words(one.new).instead()} ersetzt"


def _new_sentences(one: Instruction, count: int) -> str:
    several = len(sentences(parse(one.new))) > 1
    verb, noun = ("werden", "folgende Sätze") if several else ("wird", "folgender Satz")
    if one.action is Action.INSERT_SENTENCES_BEFORE:
        return f"{verb} vor Satz {one.sentence} {noun} eingefügt"
    if one.sentence == count:
        return f"{verb} {noun} angefügt"
    return f"{verb} nach Satz {one.sentence} {noun} eingefügt"


def _recast(place: str, before: Provision, after: Sequence[Provision]) -> str:
    if len(after) > 1:
        noun, texts = _several(after)
        return f"{place} wird durch folgende {noun} ersetzt:{texts}"
    anew = f"erhält folgende Fassung: {quoted(after[0].text)}"
    if form_of(before) == form_of(after[0]):
        return f"{place} {anew}"
    return f"{place} wird in {form_of(after[0]).goal()} umgewandelt und {anew}"


def _inserted(provisions: Sequence[Provision]) -> str:
    if len(provisions) == 1:
        form = form_of(provisions[0]).following()
        return f"wird {form} eingefügt: {quoted(provisions[0].text)}"
    noun, texts = _several(provisions)
    return f"werden folgende {noun} eingefügt:{texts}"


def _several(provisions: Sequence[Provision]) -> tuple[str, str]:
    """Return what several provisions are called together, and their texts, a line each."""
    forms = {form_of(provision) for provision in provisions}
    texts = [quoted(provision.text) for provision in provisions]
    if len(forms) == 1:
        return forms.pop().several(), "".join(f"\n{text}" for text in texts)
    lines = zip(provisions, texts, strict=True)
    return MIXED, "".join(f"\n{form_of(one).named()}: {text}" for one, text in lines)
