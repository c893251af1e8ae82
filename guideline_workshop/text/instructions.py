"""Amending instructions (Änderungsbefehle) for a whole text: made from two versions, and followed.

All are about the version before, all at once; following them gives the new text.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from guideline_workshop.text.align import PairKind, align
from guideline_workshop.text.amendment import (
    Amendment,
    Change,
    Insert,
    InvalidAmendmentError,
    Move,
    Replace,
    StaleBaseError,
    apply,
)
from guideline_workshop.text.derive import changes_between
from guideline_workshop.text.document import Document, Provision
from guideline_workshop.text.following import reworded
from guideline_workshop.text.instruction import Action, Instruction, InvalidInstruction
from guideline_workshop.text.rewording import worded

_WHOLE = frozenset({Action.RECAST, Action.STRIKE})


def instructions(old: Document, new: Document) -> tuple[Instruction, ...]:
    """Return what to do to `old`, whose keys `new` shares, to make it `new`."""
    changes = changes_between(old, new)
    order = old.positions
    joined = _joined(old, new, changes)
    return tuple(
        instruction
        for change in sorted(changes, key=lambda change: order.get(_place(change), -1))
        for instruction in _said(old, change, joined)
    )


def _place(change: Change) -> str:
    return change.key if isinstance(change, Replace) else change.after


def _joined(
    old: Document, new: Document, changes: Sequence[Change]
) -> dict[str, list[Instruction]]:
    """Return how provisions are joined, by the key of the first and, with nothing to do, others."""
    moved = {change.key for change in changes if isinstance(change, Move)}
    joined: dict[str, list[Instruction]] = {}
    for pair in align(old, new):
        if pair.kind is not PairKind.JOINED:
            continue
        first, *others = (old.provisions[i] for i in pair.old)
        result = new.provisions[pair.new[0]]
        if first.key != result.key or first.key in moved or any(o.key in new for o in others):
            continue
        todo = worded((first, *others), (result,))
        if todo is not None:
            joins = [Instruction(Action.JOIN, one.key, after=first.key) for one in others]
            joined[first.key] = [*_reformed(first, result), *todo, *joins]
            joined |= {one.key: [] for one in others}
    return joined


def _said(old: Document, change: Change, joined: dict[str, list[Instruction]]) -> list[Instruction]:
    if isinstance(change, Insert):
        return [Instruction(Action.INSERT, change.after, provisions=change.provisions)]
    if isinstance(change, Move):
        return [Instruction(Action.MOVE, change.key, after=change.after)]
    if change.key in joined:
        return joined[change.key]
    if not change.provisions:
        return [Instruction(Action.STRIKE, change.key)]
    recast = Instruction(Action.RECAST, change.key, provisions=change.provisions)
    return _reworded(old[change.key], change.provisions) or [recast]


def _reworded(before: Provision, after: Sequence[Provision]) -> list[Instruction]:
    """Return what changes about a provision; nothing where all of it is worded anew."""
    if after[0].key != before.key:
        return []
    form = _reformed(before, after[0])
    if len(after) == 1 and after[0].text == before.text:
        return form
    todo = worded((before,), after)
    return [] if todo is None else [*form, *todo]


def _reformed(before: Provision, after: Provision) -> list[Instruction]:
    form = replace(after, text="")
    if form == replace(before, text=""):
        return []
    return [Instruction(Action.REFORM, before.key, provisions=(form,))]


def follow(old: Document, todo: Sequence[Instruction]) -> Document:
    """Return what following the instructions makes of `old`.

    Raises InvalidInstruction where provisions, sentences or words do not stand where they should,
    once, or where two instructions contradict each other.
    """
    for one in todo:
        if one.key not in old and not (one.action is Action.INSERT and not one.key):
            raise InvalidInstruction(f"there is no provision {one.key}", one.key)
    try:
        return apply(old, Amendment("", old.digest, tuple(_changes(old, todo))))
    except (StaleBaseError, InvalidAmendmentError) as error:
        raise InvalidInstruction(str(error), error.keys[0]) from error


def _changes(old: Document, todo: Sequence[Instruction]) -> Iterator[Change]:
    about_text: dict[str, list[Instruction]] = {}
    for one in todo:
        if one.action is Action.INSERT:
            yield Insert(one.key, one.provisions)
        elif one.action is Action.MOVE:
            yield Move(one.key, old[one.key].digest, one.after)
        elif one.action in _WHOLE:
            yield Replace(one.key, old[one.key].digest, one.provisions)
        elif one.action is not Action.JOIN:
            about_text.setdefault(one.key, []).append(one)
    texts = {key: reworded(old[key], some) for key, some in about_text.items()}
    for one in todo:
        if one.action is Action.JOIN:
            _join(old, texts, one)
    for key, parts in texts.items():
        yield Replace(key, old[key].digest, parts)


def _join(old: Document, texts: dict[str, tuple[Provision, ...]], one: Instruction) -> None:
    """Put the text of a provision behind that of another, and leave nothing of it."""
    here = texts.get(one.after, (old[one.after],)) if one.after in old else ()
    there = texts.get(one.key, (old[one.key],))
    if one.after == one.key or not here or not there:
        raise InvalidInstruction(f"there is no provision {one.after}", one.key)
    (*parts, last), (first, *more) = here, there
    both = replace(last, text=f"{last.text} {first.text}")
    texts[one.after] = (*parts, both, *more)
    texts[one.key] = ()
