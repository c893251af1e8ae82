"""The display diff: the word diff, cleaned for readers.

Cleaned on words, never on decoded text: what is kept is whole words, but for a changed word that
begins with the other one (Bürger, Bürger*innen). Merging takes nothing of this but whether
a text is rewritten.
"""

from collections.abc import Sequence
from itertools import accumulate
from operator import itemgetter
from typing import NamedTuple

from guideline_workshop.text.diff import Block, Codes, Hunk, blocks, hunks
from guideline_workshop.text.tokens import Token, is_extender

REWRITTEN = 0.2
"""A text of which less than this part is kept is shown, and merged, as replaced."""
PHRASE = 8
"""As many words in a row are never swallowed."""
STEM = 3
"""A shorter word is not shown as the beginning or the end of another."""
_SENTENCE = 2
_SENTENCE_ENDS = frozenset(".!?…:")
_CLAUSE_ENDS = frozenset(",;–—")
_HYPHENS = frozenset("-‐‑")
_NUMERAL_ENDS = ("zehn", "zig", "ßig", "hundert", "tausend")  # acht, achtzehn, achtzig
_TEXT = itemgetter(0)


def readable(old: Sequence[Token], new: Sequence[Token], codes: Codes | None = None) -> list[Hunk]:
    """Return the differences as a reader likes to see them; `codes` as in `blocks`."""
    found = hunks(blocks(old, new, codes), len(old), len(new))
    if not found or not old or not new:
        return found
    texts = _texts(old, new)
    cleaned = _without_confetti(_slid(found, old, new), texts)
    return _by_sentence(cleaned, old, new) if _keeps_hardly_any(cleaned, texts) else cleaned


def is_rewritten(old: Sequence[Token], new: Sequence[Token], same: Sequence[Block]) -> bool:
    """Return whether readers see one text replaced by another one; `same` is what matches."""
    found = hunks(same, len(old), len(new))
    if not found or not old or not new:
        return False
    texts = _texts(old, new)
    return _keeps_hardly_any(_without_confetti(_slid(found, old, new), texts), texts)


class _Texts(NamedTuple):
    """Two texts, and after how many characters each of their words begins."""

    old: Sequence[Token]
    new: Sequence[Token]
    old_at: list[int]
    new_at: list[int]

    def struck(self, hunk: Hunk) -> int:
        """Return how many characters a hunk strikes."""
        return self.old_at[hunk.end] - self.old_at[hunk.start]

    def added(self, hunk: Hunk) -> int:
        """Return how many characters a hunk inserts, with a blank the word before it gains."""
        added = self.new_at[hunk.new_end] - self.new_at[hunk.new_start]
        if not hunk.start or not hunk.new_start:
            return added
        before, after = self.old[hunk.start - 1], self.new[hunk.new_start - 1]
        return added + max(0, len(after.text) - len(before.text))


def _texts(old: Sequence[Token], new: Sequence[Token]) -> _Texts:
    return _Texts(old, new, _places(old), _places(new))


def _keeps_hardly_any(cleaned: Sequence[Hunk], texts: _Texts) -> bool:
    struck = sum([texts.struck(hunk) for hunk in cleaned])
    return texts.old_at[-1] - struck < REWRITTEN * min(texts.old_at[-1], texts.new_at[-1])


def _places(tokens: Sequence[Token]) -> list[int]:
    return list(accumulate(map(len, map(_TEXT, tokens)), initial=0))


def spanning(first: Hunk, last: Hunk) -> Hunk:
    """Return the hunk from the beginning of one to the end of another."""
    return Hunk(first.start, last.end, first.new_start, last.new_end)


def _slid(found: list[Hunk], old: Sequence[Token], new: Sequence[Token]) -> list[Hunk]:
    """Move lone insertions and deletions to where a sentence or clause begins, if they can be."""
    slid: list[Hunk] = []
    for hunk, after in zip(found, [*found[1:], Hunk(len(old), 0, len(new), 0)], strict=True):
        room_before = hunk.start - (slid[-1].end if slid else 0)
        room_after = after.start - hunk.end
        if hunk.start == hunk.end:
            shift = _best_shift(new, hunk.new_start, hunk.new_end, room_before, room_after)
        elif hunk.new_start == hunk.new_end:
            shift = _best_shift(old, hunk.start, hunk.end, room_before, room_after)
        else:
            shift = 0
        slid.append(Hunk(*[place + shift for place in hunk]) if shift else hunk)
    return _united(slid)


def _best_shift(
    text: Sequence[Token], start: int, end: int, room_before: int, room_after: int
) -> int:
    """Return by how many words an edit is best shifted; the text stays the same."""
    best, best_rank = 0, _rank(text, start)
    shift = 0
    while shift > -room_before and _is_same(text[start + shift - 1], text[end + shift - 1]):
        shift -= 1
        if (rank := _rank(text, start + shift)) > best_rank:
            best, best_rank = shift, rank
    shift = 0
    while shift < room_after and _is_same(text[start + shift], text[end + shift]):
        shift += 1
        if (rank := _rank(text, start + shift)) > best_rank:
            best, best_rank = shift, rank
    return best


def _is_same(one: Token, other: Token) -> bool:
    return one.text.removesuffix(" ") == other.text.removesuffix(" ") and one[1:] == other[1:]


def _rank(text: Sequence[Token], place: int) -> int:
    """Return how well an edit begins at `place`: at a sentence, at a clause, or anywhere."""
    before = text[place - 1].word if place else "."
    return _SENTENCE if before in _SENTENCE_ENDS else 1 if before in _CLAUSE_ENDS else 0


def _united(found: list[Hunk]) -> list[Hunk]:
    """Join hunks that came to touch each other."""
    united: list[Hunk] = []
    for hunk in found:
        if united and united[-1].end == hunk.start and united[-1].new_end == hunk.new_start:
            united[-1] = spanning(united[-1], hunk)
        else:
            united.append(hunk)
    return united


def _without_confetti(found: list[Hunk], texts: _Texts) -> list[Hunk]:
    """Swallow what is kept between two changes and is lighter than both of them."""
    kept: list[Hunk] = []
    weights: list[int] = []
    for hunk in found:
        kept.append(hunk)
        weights.append(_weight(hunk, texts))
        while len(kept) > 1 and _is_confetti(kept[-2], kept[-1], min(weights[-2:]), texts):
            kept[-2:] = [spanning(*kept[-2:])]
            weights[-2:] = [_weight(kept[-1], texts)]
    return kept


def _is_confetti(first: Hunk, second: Hunk, weight: int, texts: _Texts) -> bool:
    start, end = first.end, second.start
    if end - start >= PHRASE or texts.old_at[end] - texts.old_at[start] > weight:
        return False
    return not _is_sentence(texts.old, start, end)


def _is_sentence(text: Sequence[Token], start: int, end: int) -> bool:
    return text[end - 1].word in _SENTENCE_ENDS and _rank(text, start) == _SENTENCE


def _weight(hunk: Hunk, texts: _Texts) -> int:
    """Return how much a change changes, in characters."""
    struck, added = texts.struck(hunk), texts.added(hunk)
    if hunk.end - hunk.start == hunk.new_end - hunk.new_start == 1 and kept_inside(
        texts.old[hunk.start], texts.new[hunk.new_start]
    ):
        return abs(struck - added)
    return max(struck, added)


def kept_inside(old: Token, new: Token) -> int:
    """Return how many characters of a changed word are kept, at its end if negative; 0 is none.

    They are kept only where one word begins with the whole other one (Bürger, Bürger*innen), or
    ends with it behind a hyphen. Else readers would have to put eine and keine, or zehn and
    fünfzehn, together from parts: such words are replaced whole, and so is any written number.
    """
    short, long = old.word, new.word
    if len(short) > len(long):
        short, long = long, short
    if old[1:] != new[1:] or len(short) < STEM or len(short) == len(long):
        return 0
    if not (short[0].isalpha() and short[-1].isalpha()):
        return 0
    if long.startswith(short):
        more = long[len(short) :]
        return 0 if is_extender(more[0]) or more.endswith(_NUMERAL_ENDS) else len(short)
    return -len(short) if long.endswith(short) and long[-len(short) - 1] in _HYPHENS else 0


def _by_sentence(found: list[Hunk], old: Sequence[Token], new: Sequence[Token]) -> list[Hunk]:
    """Show what is hardly alike as replaced, sentence by sentence; keep whole sentences only."""
    whole: list[Hunk] = []
    for hunk in found:
        if whole and not _holds_sentence(old[whole[-1].end : hunk.start]):
            whole[-1] = spanning(whole[-1], hunk)
        else:
            whole.append(hunk)
    first, last = whole[0], whole[-1]
    if not _holds_sentence(old[: first.start]):
        whole[0] = Hunk(0, first.end, 0, first.new_end)
    if not _holds_sentence(old[last.end :]):
        whole[-1] = Hunk(whole[-1].start, len(old), whole[-1].new_start, len(new))
    return [part for hunk in whole for part in _sentence_pairs(hunk, old, new)]


def _holds_sentence(tokens: Sequence[Token]) -> bool:
    return any(token.word in _SENTENCE_ENDS for token in tokens[:-1]) or len(tokens) >= PHRASE


def _sentence_pairs(hunk: Hunk, old: Sequence[Token], new: Sequence[Token]) -> list[Hunk]:
    """Cut a replacement of as many sentences by as many into one for each."""
    struck = _sentence_ends(old, hunk.start, hunk.end)
    added = _sentence_ends(new, hunk.new_start, hunk.new_end)
    if len(struck) != len(added):
        return [hunk]
    ends = zip(struck, added, strict=True)
    start, new_start = hunk.start, hunk.new_start
    pairs = []
    for end, new_end in ends:
        pairs.append(Hunk(start, end, new_start, new_end))
        start, new_start = end, new_end
    return pairs


def _sentence_ends(tokens: Sequence[Token], start: int, end: int) -> list[int]:
    ends = [n + 1 for n in range(start, end) if tokens[n].word in _SENTENCE_ENDS]
    return ends if ends and ends[-1] == end else [*ends, end]
