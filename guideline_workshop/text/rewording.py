"""From two wordings to instructions: which sentences, and which words of them, are changed how.

What cannot be said of single words for sure is said of the sentence, or of the whole provision.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby, islice
from typing import NamedTuple

from guideline_workshop.text.diff import Hunk, blocks
from guideline_workshop.text.document import Kind, Provision
from guideline_workshop.text.following import reworded, sentence_after, written
from guideline_workshop.text.instruction import Action, Instruction, InvalidInstruction
from guideline_workshop.text.markup import chained, parse, render
from guideline_workshop.text.passages import EVERY, is_behind, places, text_of
from guideline_workshop.text.readable import readable
from guideline_workshop.text.restyled import between
from guideline_workshop.text.sentences import sentences
from guideline_workshop.text.tokens import Token

MANY = 3
"""With more changes than this a sentence is worded anew."""
ALIKE = 0.5
"""What two sentences must share, in characters, to be one sentence changed."""
GONE = 0.75
"""Where a greater part of a wording is struck, all of it is worded anew."""
CONTEXT = 2
"""So many words more are quoted to make a place plain; then the places are counted."""
_CITING = frozenset({"§", "§§", "Abs.", "Nr.", "Nrn.", "Art.", "Buchst.", "Kap.", "Ziff."})


class Sentence(NamedTuple):
    """A sentence of one of several provisions; `number` counts within it, from 1."""

    owner: int
    number: int
    tokens: tuple[Token, ...]


def worded(olds: Sequence[Provision], news: Sequence[Provision]) -> list[Instruction] | None:
    """Return instructions about the words of one provision, of its parts, or of those joined.

    None stands for a provision that had better be worded anew.
    """
    ours, theirs = _sentences(olds), _sentences(news)
    if not ours or not theirs or any(one.kind is Kind.HEADING for one in (*olds, *news)):
        return None
    result = _by_sentence(olds, news, _Pairing(ours, theirs, _paired(olds, news, ours, theirs)))
    if result is None or not _keeps_enough(result, ours, olds):
        return None
    if any(one.action is Action.RECAST_SENTENCE and _is_sole(ours, one, olds) for one in result):
        return None
    return result if _leads_to(olds, news, result) else None


def _keeps_enough(
    todo: Sequence[Instruction], ours: Sequence[Sentence], olds: Sequence[Provision]
) -> bool:
    """Return whether so much of the old wording is kept that single changes are worth saying."""
    lengths = {(olds[one.owner].key, one.number): len(text_of(one.tokens)) for one in ours}
    gone = (Action.STRIKE_SENTENCE, Action.RECAST_SENTENCE)
    struck = [
        lengths[one.key, one.sentence] if one.action in gone else _struck(one) for one in todo
    ]
    return sum(struck) <= GONE * sum(lengths.values())


def _struck(one: Instruction) -> int:
    """Return how many characters an instruction strikes."""
    return len(one.old) if one.action in {Action.STRIKE_WORDS, Action.REPLACE_WORDS} else 0


def _is_sole(ours: Sequence[Sentence], one: Instruction, olds: Sequence[Provision]) -> bool:
    """Return whether the sentence an instruction is about is all there is."""
    return sum(olds[sentence.owner].key == one.key for sentence in ours) == 1


def _sentences(provisions: Sequence[Provision]) -> list[Sentence]:
    return [
        Sentence(owner, number, tokens[start:end])
        for owner, provision in enumerate(provisions)
        for tokens in [parse(provision.text)]
        for number, (start, end) in enumerate(sentences(tokens), 1)
    ]


def _leads_to(
    olds: Sequence[Provision], news: Sequence[Provision], todo: Sequence[Instruction]
) -> bool:
    """Return whether following the instructions gives the new wording exactly."""
    try:
        parts = [
            part for old in olds for part in reworded(old, [o for o in todo if o.key == old.key])
        ]
    except InvalidInstruction:
        return False
    texts = [part.text for part in parts]
    joined = [" ".join(texts)] if len(olds) > 1 else texts
    return joined == [new.text for new in news]


def _plain(tokens: Sequence[Token]) -> list[Token]:
    return [Token(token.text) for token in tokens]


def _paired(
    olds: Sequence[Provision],
    news: Sequence[Provision],
    ours: Sequence[Sentence],
    theirs: Sequence[Sentence],
) -> dict[int, int]:
    """Return which new sentence is which old one, by the words that the diff says they share."""
    before = _plain(chained(one.text for one in olds)[0])
    after = _plain(chained(one.text for one in news)[0])
    old_owners = [n for n, one in enumerate(ours) for _ in one.tokens]
    new_owners = [n for n, one in enumerate(theirs) for _ in one.tokens]
    common: Counter[tuple[int, int]] = Counter()
    for block in blocks(before, after):
        for n in range(block.size):
            pair = old_owners[block.old + n], new_owners[block.new + n]
            common[pair] += len(before[block.old + n].word)
    partner: dict[int, int] = {}
    taken: set[int] = set()
    for (i, j), weight in sorted(common.items(), key=lambda one: (-one[1], one[0])):
        size = sum(len(token.word) for token in (*ours[i].tokens, *theirs[j].tokens))
        if i not in taken and j not in partner and 2 * weight >= ALIKE * size:
            partner[j] = i
            taken.add(i)
    _pair_gaps(partner, ours, theirs)
    return partner


def _pair_gaps(
    partner: dict[int, int], ours: Sequence[Sentence], theirs: Sequence[Sentence]
) -> None:
    """Take sentences that came where others went for the same ones, worded anew."""
    said = {text_of(one.tokens) for one in ours} & {text_of(one.tokens) for one in theirs}
    at = 0
    free: list[int] = []
    for j, one in enumerate([*theirs, None]):
        if one is None or j in partner:
            end = len(ours) if one is None else partner[j]
            gone = [i for i in range(at, end) if text_of(ours[i].tokens) not in said]
            come = [n for n in free if text_of(theirs[n].tokens) not in said]
            if ours[at:end] and len({ours[i].owner for i in gone}) == 1:
                partner.update(zip(come, gone, strict=False))
            at, free = end + 1, []
        else:
            free.append(j)


class _Pairing(NamedTuple):
    ours: list[Sentence]
    theirs: list[Sentence]
    partner: dict[int, int]

    def struck(self) -> list[int]:
        """Return the old sentences that are gone."""
        kept = set(self.partner.values())
        return [i for i in range(len(self.ours)) if i not in kept]


def _by_sentence(
    olds: Sequence[Provision], news: Sequence[Provision], pairing: _Pairing
) -> list[Instruction] | None:
    ours, theirs, partner = pairing
    gone = pairing.struck()
    result: list[Instruction] = []
    owner, before = -1, -1  # of the sentence before
    for j, sentence in enumerate(theirs):
        if sentence.owner != owner:
            if before >= 0:
                part = replace(news[sentence.owner], text="")
                at = _at(olds, ours[before])
                result.append(replace(at, action=Action.SPLIT, provisions=(part,)))
                before = -1
            elif owner >= 0:
                return None
            owner = sentence.owner
        if j in partner:
            before = partner[j]
            result += _in_sentence(_at(olds, ours[before]), ours[before].tokens, sentence.tokens)
            continue
        one = _arrival(olds, pairing, j, before)
        if one is None:
            return None
        twin = _twin(ours, gone, sentence) if len(olds) == len(news) == 1 else -1
        if twin >= 0:
            gone.remove(twin)
            to = one.sentence - (one.action is Action.INSERT_SENTENCES_BEFORE)
            at = _at(olds, ours[twin])
            one = replace(at, action=Action.MOVE_SENTENCE, to=to)
        result.append(one)
    if before < 0:
        return None
    result += [replace(_at(olds, ours[i]), action=Action.STRIKE_SENTENCE) for i in gone]
    return _together(result)


def _at(olds: Sequence[Provision], sentence: Sentence) -> Instruction:
    return Instruction(Action.RECAST_SENTENCE, olds[sentence.owner].key, sentence.number)


def _twin(ours: Sequence[Sentence], gone: Sequence[int], new: Sentence) -> int:
    """Return a sentence that is gone and says what a new one does; -1 if there is none."""
    return next((i for i in gone if render(ours[i].tokens) == render(new.tokens)), -1)


def _arrival(
    olds: Sequence[Provision], pairing: _Pairing, j: int, before: int
) -> Instruction | None:
    """Return the instruction that inserts a sentence, next to one of the same part that stays."""
    ours, theirs, partner = pairing
    new = render(theirs[j].tokens)
    if before >= 0:
        return replace(_at(olds, ours[before]), action=Action.INSERT_SENTENCES, new=new)
    for k in range(j + 1, len(theirs)):
        if k in partner and theirs[k].owner == theirs[j].owner:
            at = _at(olds, ours[partner[k]])
            return replace(at, action=Action.INSERT_SENTENCES_BEFORE, new=new)
    return None


def _together(todo: Sequence[Instruction]) -> list[Instruction]:
    """Say sentences that are inserted at one place together, and all in the order of the text."""
    inserted = {Action.INSERT_SENTENCES, Action.INSERT_SENTENCES_BEFORE}
    result: list[Instruction] = []
    for (action, _, _), group in groupby(todo, key=lambda one: (one.action, one.key, one.sentence)):
        some = list(group)
        if action in inserted and len(some) > 1:
            some = [replace(some[0], new=" ".join(one.new for one in some))]
        result += some
    return sorted(result, key=lambda one: one.sentence) if _has_one_owner(result) else result


def _has_one_owner(todo: Sequence[Instruction]) -> bool:
    return len({one.key for one in todo}) < 2


def _in_sentence(
    at: Instruction, old: tuple[Token, ...], new: tuple[Token, ...]
) -> list[Instruction]:
    """Return what to do to the words of a sentence; to word it anew, if nothing else will do."""
    anew = replace(at, new=render(new))
    if render(old) == anew.new:
        return []
    todo = list(islice(_of_words(at, old, new), MANY + 1))
    try:
        is_short = len(todo) <= MANY and sum(map(_struck, todo)) <= GONE * len(text_of(old))
        is_right = is_short and written(sentence_after(old, todo)) == anew.new
    except InvalidInstruction:
        is_right = False
    return todo if is_right and todo else [anew]


def _of_words(
    at: Instruction, old: tuple[Token, ...], new: tuple[Token, ...]
) -> Iterator[Instruction]:
    found = [_widened(h, old, new) for h in readable(_plain(old), _plain(new))]
    every: set[tuple[str, str]] = set()
    i = j = 0
    for hunk in (*found, Hunk(len(old), len(old), len(new), len(new))):
        yield from _of_kept(at, old, new, range(i, hunk.start), j - i)
        i, j = hunk.end, hunk.new_end
        if hunk not in found:
            continue
        change = text_of(old[hunk.start : hunk.end]), render(new[hunk.new_start : hunk.new_end])
        if change in every:
            continue
        if _is_everywhere(change[0], change[1], found, old, new):
            every.add(change)
            named = replace(at, nth=EVERY, old=change[0])
        else:
            named = _named(at, old, hunk.start, hunk.end)
        yield replace(named, action=_action(hunk), new=change[1])


def _action(hunk: Hunk) -> Action:
    if hunk.start == hunk.end:
        return Action.INSERT_WORDS
    return Action.STRIKE_WORDS if hunk.new_start == hunk.new_end else Action.REPLACE_WORDS


def _widened(hunk: Hunk, old: Sequence[Token], new: Sequence[Token]) -> Hunk:
    """Let a changed number take in what says what it numbers: § 5, not 5."""
    if not hunk.start or hunk.start == hunk.end or hunk.new_start == hunk.new_end:
        return hunk
    is_cited = old[hunk.start - 1].word in _CITING and old[hunk.start].text[0].isdigit()
    if is_cited and old[hunk.start - 1] == new[hunk.new_start - 1]:
        return hunk._replace(start=hunk.start - 1, new_start=hunk.new_start - 1)
    return hunk


def _is_everywhere(
    struck: str, added: str, found: Sequence[Hunk], old: Sequence[Token], new: Sequence[Token]
) -> bool:
    """Return whether the same is done to some words in all places where they stand, two or more."""
    changed = {
        (hunk.start, hunk.end)
        for hunk in found
        if render(new[hunk.new_start : hunk.new_end]) == added
    }
    where = places(old, struck)
    return len(where) > 1 and set(where) <= changed


def _of_kept(
    at: Instruction, old: Sequence[Token], new: Sequence[Token], kept: range, shift: int
) -> Iterator[Instruction]:
    """Say what changes about the style of words that stay, and about the blanks between them."""
    changes = ((n, between(old[n].style, new[n + shift].style)) for n in kept)
    for restyle, group in groupby(changes, key=lambda change: change[1]):
        some = [n for n, _ in group]
        if any(part is not None for part in restyle):
            named = _named(at, old, some[0], some[-1] + 1)
            yield replace(named, action=Action.RESTYLE_WORDS, restyle=restyle)
    for n in kept[:-1]:
        had, has = (token.text.endswith(" ") for token in (old[n], new[n + shift]))
        if had != has:
            named = _named(at, old, n + 1, n + 1)
            yield replace(named, action=Action.INSERT_BLANK if has else Action.STRIKE_BLANK)


def _named(at: Instruction, row: Sequence[Token], start: int, end: int) -> Instruction:
    """Name words of a sentence, or the place between two of them, so that it is plain."""
    words = text_of(row[start:end])
    if not end:
        return replace(at, before=row[0].word, nth=int(len(places(row, row[0].word)) > 1))
    here = places(row, words)
    if len(here) == 1:
        return replace(at, old=words)
    for size in range(1, min(start, CONTEXT + (not words)) + 1):
        after = text_of(row[start - size : start])
        rivals = here if words else places(row, after)
        if sum(not words or is_behind(row, after, place) for place, _ in rivals) == 1:
            return replace(at, old=words, after=after)
    if words:
        return replace(at, old=words, nth=_which(here, (start, end)))
    last = row[start - 1].word
    return replace(at, after=last, nth=_which(places(row, last), (start - 1, start)))


def _which(found: Sequence[tuple[int, int]], place: tuple[int, int]) -> int:
    """Return which of several places is meant; one that cannot be counted is no place at all."""
    return found.index(place) + 1 if place in found else len(found) + 1
