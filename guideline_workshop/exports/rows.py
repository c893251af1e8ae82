"""The cells of a tracked table row."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, groupby

from guideline_workshop.text.diff import Op
from guideline_workshop.text.document import Kind, Provision
from guideline_workshop.text.markup import parse
from guideline_workshop.text.tracked import Run, TrackedProvision

Runs = tuple[Run, ...]


def tracked_cells(line: TrackedProvision) -> tuple[Runs, ...]:
    """Split the runs of a tracked row into cells, at every separator of the old or the new row.

    Blanks beside separators go; within a cell, what is not deleted still reads as the new cell.
    """
    found: list[list[_Character]] = [[]]
    for character in _characters(line):
        if character.separates:
            found.append([])
        else:
            found[-1].append(character)
    return tuple(_joined(_trimmed(cell)) for cell in found)


def keeps_columns(line: TrackedProvision) -> bool:
    """Whether no cell of this row was added or taken away, so that it is one row in both texts."""
    return all(character.op is Op.EQUAL for character in _characters(line) if character.separates)


@dataclass(frozen=True, slots=True)
class _Character:
    """One character of a tracked row."""

    text: str
    op: Op
    run: Run
    separates: bool


def _characters(line: TrackedProvision) -> tuple[_Character, ...]:
    old = _literal_separators(line.old, _side(line.runs, Op.INSERTED))
    new = _literal_separators(line.new, _side(line.runs, Op.DELETED))
    found, old_index, new_index = [], 0, 0
    for run in line.runs:
        for text in run.text:
            separates = (run.op is not Op.INSERTED and old_index in old) or (
                run.op is not Op.DELETED and new_index in new
            )
            found.append(_Character(text, run.op, run, separates))
            old_index += run.op is not Op.INSERTED
            new_index += run.op is not Op.DELETED
    return tuple(found)


def _side(runs: Iterable[Run], without: Op) -> str:
    return "".join(run.text for run in runs if run.op is not without)


def _literal_separators(provision: Provision | None, literal: str) -> frozenset[int]:
    """Return where the separators of `provision` stand in its `literal` text."""
    if provision is None or provision.kind is not Kind.ROW:
        return frozenset()
    tokens = parse(provision.text)
    if literal != "".join(token.text for token in tokens):  # part of a row that was split, or moved
        return frozenset(index for index, character in enumerate(literal) if character == "|")
    ends = accumulate(len(token.text) for token in tokens)
    return frozenset(
        end - len(token.text) for token, end in zip(tokens, ends, strict=True) if token.cell
    )


def _trimmed(cell: Sequence[_Character]) -> tuple[_Character, ...]:
    """Take the blanks off both ends of the old and of the new cell."""
    for without in (Op.INSERTED, Op.DELETED):
        cell = _trimmed_end(_trimmed_end(cell, without)[::-1], without)[::-1]
    return tuple(cell)


def _trimmed_end(cell: Sequence[_Character], without: Op) -> Sequence[_Character]:
    """Take the trailing blanks off one side of `cell`: all of it but what is `without`."""
    kept = list(cell)
    for index in reversed(range(len(kept))):
        character = kept[index]
        if character.op is without:
            continue
        if character.text != " ":
            break
        if character.op is Op.EQUAL:  # a blank that only the other side still needs
            kept[index] = replace(character, op=without)
        else:
            del kept[index]
    return kept


def _joined(cell: Iterable[_Character]) -> Runs:
    """Put neighbours that look alike together again."""
    looks = groupby(cell, key=lambda character: character.run._replace(op=character.op, text=""))
    return tuple(
        look._replace(text="".join(character.text for character in group)) for look, group in looks
    )
