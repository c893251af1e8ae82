"""Amending instructions read back: a text, and German sentences that say what becomes of it.

Nothing but the sentences is needed. What `german` writes is understood, and nothing else: a
sentence that is worded otherwise, or that does not fit the text, is refused.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from guideline_workshop.text.document import Document
from guideline_workshop.text.instruction import Instruction, InvalidInstruction
from guideline_workshop.text.instructions import follow
from guideline_workshop.text.naming import names
from guideline_workshop.text.numbering import numbering
from guideline_workshop.text.renumbered import renumberings
from guideline_workshop.text.understanding import NotUnderstood, Reader

_GROUP = re.compile(r"Nr\. ([\d.]+) wird wie folgt geändert:")
_POINT = re.compile(r"[a-z]+\) ")
_CONSEQUENCE = re.compile(r"(?:In [^„]+ (?:wird|werden) d|D)(?:er|ie) bisherigen? [^„]+\.")


class UnreadableInstructionError(Exception):
    """An instruction is not understood, or cannot be followed; `instruction` is its German text."""

    def __init__(self, instruction: str, reason: str) -> None:
        self.instruction = instruction
        super().__init__(f"{reason}: {instruction}")


UnreadableInstruction = UnreadableInstructionError


class _Sentence(NamedTuple):
    """A sentence, with the number of the heading under which it is listed."""

    text: str
    number: str


def amended(base: Document, said: Iterable[str]) -> Document:
    """Return what becomes of `base` when all that is said is done.

    New provisions get keys of their own. Raises UnreadableInstruction.
    """
    reader = Reader(base, names(base))
    todo: list[tuple[Instruction, _Sentence]] = []
    consequences: list[_Sentence] = []
    for sentence in _sentences(said):
        if _CONSEQUENCE.fullmatch(sentence.text):
            consequences.append(sentence)
            continue
        try:
            todo += [(one, sentence) for one in reader.read(sentence.text, sentence.number)]
        except NotUnderstood as error:
            raise UnreadableInstruction(sentence.text, str(error)) from error
    result = _followed(base, todo)
    _refuse_wrong_numbers(base, result, consequences)
    return result


def _sentences(said: Iterable[str]) -> Iterator[_Sentence]:
    """Take apart what is listed under one introduction."""
    for text in said:
        introduction, *lines = (line.strip() for line in text.strip().split("\n"))
        group = _GROUP.fullmatch(introduction)
        if not group:
            yield _Sentence("\n".join([introduction, *lines]), "")
            continue
        points: list[list[str]] = []
        for line in lines:
            point = _POINT.match(line)
            if point:
                points.append([line[point.end() :]])
            elif points:
                points[-1].append(line)
            else:
                raise UnreadableInstruction(text, "not understood")
        for point_lines in points:
            yield _Sentence("\n".join(point_lines), group[1])


def _followed(base: Document, todo: list[tuple[Instruction, _Sentence]]) -> Document:
    try:
        return follow(base, [one for one, _ in todo])
    except InvalidInstruction as error:
        said = [sentence.text for one, sentence in todo if error.key in _concerned(one)]
        raise UnreadableInstruction("; ".join(dict.fromkeys(said)), str(error)) from error


def _concerned(one: Instruction) -> set[str]:
    return {one.key, one.after, *(provision.key for provision in one.provisions)}


def _refuse_wrong_numbers(base: Document, result: Document, said: Iterable[_Sentence]) -> None:
    """Refuse what is said of new numbers, if it does not follow from the rest."""
    found = list(renumberings(numbering(base), numbering(result)))
    right = {("", one.full) for one in found} | {(one.number, one.below) for one in found}
    for sentence in said:
        if (sentence.number, sentence.text) not in right:
            raise UnreadableInstruction(sentence.text, "the number does not become that")
