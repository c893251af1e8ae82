"""Amending instructions (Änderungsbefehle): a difference in the words German papers use for it.

Each says what to do where, in the version before, all at once; following them gives the new text.
What cannot be said of single words for sure is said of the sentence, or of the whole provision.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

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
from guideline_workshop.text.diff import Hunk
from guideline_workshop.text.document import Document, Provision
from guideline_workshop.text.markup import normalise, parse, plain
from guideline_workshop.text.readable import readable
from guideline_workshop.text.sentences import sentences
from guideline_workshop.text.tokens import Token

MANY = 3
"""With more changes than this a sentence is worded anew."""


class Action(StrEnum):
    """What is to be done."""

    INSERT_WORDS = "insert_words"
    STRIKE_WORDS = "strike_words"
    REPLACE_WORDS = "replace_words"
    INSERT_SENTENCES = "insert_sentences"
    STRIKE_SENTENCE = "strike_sentence"
    RECAST_SENTENCE = "recast_sentence"
    RECAST = "recast"
    STRIKE = "strike"
    INSERT = "insert"
    MOVE = "move"


@dataclass(frozen=True, slots=True)
class Instruction:
    """One thing to do to the provision with `key`.

    `sentence` counts from 1 in the version before; 0 is the whole provision, or its beginning.
    `old` are words to strike, `after` the words to insert behind; both stand once in the sentence.
    `after` of a move or an insertion of provisions is a key.
    """

    action: Action
    key: str
    sentence: int = 0
    old: str = ""
    new: str = ""
    after: str = ""
    provisions: tuple[Provision, ...] = ()


def instructions(old: Document, new: Document) -> tuple[Instruction, ...]:
    """Return what to do to `old`, whose keys `new` shares, to make it `new`."""
    changes = changes_between(old, new)
    order = old.positions
    return tuple(
        instruction
        for change in sorted(changes, key=lambda change: order.get(_place(change), -1))
        for instruction in _said(old, change)
    )


def _place(change: Change) -> str:
    return change.key if isinstance(change, Replace) else change.after


def _said(old: Document, change: Change) -> list[Instruction]:
    if isinstance(change, Insert):
        return [Instruction(Action.INSERT, change.after, provisions=change.provisions)]
    if isinstance(change, Move):
        return [Instruction(Action.MOVE, change.key, after=change.after)]
    if not change.provisions:
        return [Instruction(Action.STRIKE, change.key)]
    before = old[change.key]
    if len(change.provisions) == 1:
        after = change.provisions[0]
        same = replace(after, text=before.text) == before
        worded = _worded(before, after) if same else []
        if worded and reworded(before.text, worded) == after.text:
            return worded
    return [Instruction(Action.RECAST, change.key, provisions=change.provisions)]


def _worded(before: Provision, after: Provision) -> list[Instruction]:
    """Return instructions for single words and sentences; none where marks are in the way."""
    if plain(before.text) != before.text or plain(after.text) != after.text:
        return []
    old, new = parse(before.text), parse(after.text)
    found = readable(old, new)
    result: list[Instruction] = []
    for number, (start, end) in enumerate(sentences(old), 1):
        inside = [hunk for hunk in found if start <= hunk.start and hunk.end <= end]
        inside = [hunk for hunk in inside if hunk.start < end or _is_last(hunk, end, old)]
        at = Instruction(Action.RECAST_SENTENCE, before.key, number)
        result += _in_sentence(at, old, new, (start, end), inside)
    across = [h for h in found if not any(s <= h.start and h.end <= e for s, e in sentences(old))]
    return [] if across else result


def _is_last(hunk: Hunk, end: int, old: Sequence[Token]) -> bool:
    return hunk.start == end == len(old)


def _in_sentence(
    at: Instruction,
    old: Sequence[Token],
    new: Sequence[Token],
    sentence: tuple[int, int],
    found: list[Hunk],
) -> list[Instruction]:
    start, end = sentence
    result: list[Instruction] = []
    rest: list[Hunk] = []
    for hunk in found:
        added = _text(new[hunk.new_start : hunk.new_end])
        if hunk.start == hunk.end == start and _is_whole(new[hunk.new_start : hunk.new_end]):
            result.append(_before(at, added))
        elif hunk.start == hunk.end == end and _is_whole(new[hunk.new_start : hunk.new_end]):
            result.append(replace(at, action=Action.INSERT_SENTENCES, new=added))
        else:
            rest.append(hunk)
    if len(rest) == 1 and (rest[0].start, rest[0].end) == sentence and not _added(rest[0]):
        return [*result, replace(at, action=Action.STRIKE_SENTENCE)]
    worded = [_words(at, old, new, sentence, hunk) for hunk in rest]
    if len(rest) > MANY or None in worded:
        first, last = rest[0], rest[-1]
        changed = new[first.new_start : last.new_end]
        text = _text((*old[start : first.start], *changed, *old[last.end : end]))
        return [*result, replace(at, new=text)]
    return result + [one for one in worded if one is not None]


def _added(hunk: Hunk) -> bool:
    return hunk.new_start < hunk.new_end


def _before(at: Instruction, text: str) -> Instruction:
    return replace(at, action=Action.INSERT_SENTENCES, sentence=at.sentence - 1, new=text)


def _is_whole(tokens: Sequence[Token]) -> bool:
    """Return whether some words are whole sentences."""
    return bool(tokens) and tokens[-1].word in {".", "!", "?", "…"}


def _words(
    at: Instruction,
    old: Sequence[Token],
    new: Sequence[Token],
    sentence: tuple[int, int],
    hunk: Hunk,
) -> Instruction | None:
    """Return what to do to words of a sentence, naming as many as make the place plain."""
    start, end = sentence
    row = [token.word for token in old[start:end]]
    first, last = hunk.start - start, hunk.end - start
    struck = _text(old[hunk.start : hunk.end])
    added = _text(new[hunk.new_start : hunk.new_end])
    if first == last:
        for begin in range(first - 1, -1, -1):
            if _count(row, row[begin:first]) == 1:
                words = _text(old[start + begin : hunk.start])
                return replace(at, action=Action.INSERT_WORDS, after=words, new=added)
        return None
    if _count(row, row[first:last]) == 1:
        action = Action.REPLACE_WORDS if added else Action.STRIKE_WORDS
        return replace(at, action=action, old=struck, new=added)
    for begin in range(first - 1, -1, -1):
        if _count(row, row[begin:last]) == 1:
            words = _text(old[start + begin : hunk.end])
            kept = old[start + begin : hunk.start]
            text = _text((*kept, *new[hunk.new_start : hunk.new_end]))
            return replace(at, action=Action.REPLACE_WORDS, old=words, new=text)
    return None


def _count(row: Sequence[str], part: Sequence[str]) -> int:
    size = len(part)
    return sum(list(row[n : n + size]) == list(part) for n in range(len(row) - size + 1))


def _text(tokens: Iterable[Token]) -> str:
    return "".join([token.text for token in tokens]).strip()


def follow(old: Document, todo: Sequence[Instruction]) -> Document:
    """Return what following the instructions makes of `old`.

    Raises InvalidInstruction where provisions, sentences or words do not stand where they should,
    once, or where two instructions contradict each other.
    """
    if astray := [one.key for one in todo if one.key not in old and not _is_at_start(one)]:
        raise InvalidInstructionError(f"there is no provision {', '.join(astray)}")
    changes: list[Change] = []
    worded: dict[str, list[Instruction]] = {}
    for one in todo:
        if one.action is Action.INSERT:
            changes.append(Insert(one.key, one.provisions))
        elif one.action is Action.MOVE:
            changes.append(Move(one.key, old[one.key].digest, one.after))
        elif one.action in {Action.RECAST, Action.STRIKE}:
            changes.append(Replace(one.key, old[one.key].digest, one.provisions))
        else:
            worded.setdefault(one.key, []).append(one)
    for key, some in worded.items():
        text = reworded(old[key].text, some)
        changes.append(Replace(key, old[key].digest, (replace(old[key], text=text),)))
    try:
        return apply(old, Amendment("", old.digest, tuple(changes)))
    except (StaleBaseError, InvalidAmendmentError) as error:
        raise InvalidInstructionError(str(error)) from error


def _is_at_start(one: Instruction) -> bool:
    return one.action is Action.INSERT and not one.key


class InvalidInstructionError(Exception):
    """The words of an instruction do not stand where they should, or more than once."""


InvalidInstruction = InvalidInstructionError


def reworded(text: str, todo: Iterable[Instruction]) -> str:
    """Return a text after all that is to be done to its words and sentences."""
    tokens = parse(text)
    ranges = sentences(tokens)
    parts: list[list[str]] = [[]]  # before the first sentence
    for number, (start, end) in enumerate(ranges, 1):
        mine = [one for one in todo if one.sentence == number]
        parts.append([_sentence(tokens[start:end], mine)])
    for one in todo:
        if not 0 <= one.sentence <= len(ranges):
            raise InvalidInstructionError(f"there is no sentence {one.sentence}")
        if one.action is Action.INSERT_SENTENCES:
            parts[one.sentence].append(one.new)
    return normalise(" ".join(sentence for part in parts for sentence in part if sentence))


def _sentence(tokens: Sequence[Token], todo: Sequence[Instruction]) -> str:
    actions = {one.action: one for one in todo}
    if Action.STRIKE_SENTENCE in actions:
        return ""
    if Action.RECAST_SENTENCE in actions:
        return actions[Action.RECAST_SENTENCE].new
    row = [token.word for token in tokens]
    places = sorted(
        (*_found(row, one), one.new) for one in todo if one.action is not Action.INSERT_SENTENCES
    )
    text = ""
    at = 0
    for start, end, new in places:
        text = _joined(_joined(text, _text(tokens[at:start])), new)
        at = end
    return _joined(text, _text(tokens[at:]))


def _found(row: Sequence[str], one: Instruction) -> tuple[int, int]:
    """Return the range of words an instruction strikes, empty for an insertion."""
    words = [token.word for token in parse(one.old or one.after)]
    size = len(words)
    starts = [n for n in range(len(row) - size + 1) if list(row[n : n + size]) == words]
    if len(starts) != 1 or not words:
        raise InvalidInstructionError(f"not there once: {one.old or one.after}")
    return (starts[0] if one.old else starts[0] + size), starts[0] + size


def _joined(left: str, right: str) -> str:
    """Put a blank between two passages where German spelling has one."""
    if not left or not right or right[0] in ",.;:!?…)]“»" or left[-1] in "([„«":
        return left + right
    return f"{left} {right}"
