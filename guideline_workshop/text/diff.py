"""The word diff: which words of two texts are the same ones.

diff-match-patch does it, on texts in which every distinct word is one character, without its clock
and with its bisection replaced by a bit-parallel longest common subsequence: the same result on
every machine, exact up to a bound on the work. Words match whatever blank follows them.
"""

from collections.abc import Hashable, Iterable, Sequence
from enum import StrEnum
from itertools import compress, count
from typing import NamedTuple

from diff_match_patch import diff_match_patch

from guideline_workshop.text.tokens import Token

WORK = 1 << 26
"""The most bits (words of one text times words of the other) that one bisection looks at."""

_UNSTYLED = Token("")[1:]
_FIRST_SURROGATE, _SURROGATES, _LAST = 0xD800, 0x800, 0x10FFFF


class Op(StrEnum):
    """What happened to a passage."""

    EQUAL = "equal"
    DELETED = "deleted"
    INSERTED = "inserted"


class Block(NamedTuple):
    """`size` words from `old` on in the old text match as many from `new` on in the new one."""

    old: int
    new: int
    size: int


class Hunk(NamedTuple):
    """The words from `start` to `end` of the old text become those of `new_start` to `new_end`."""

    start: int
    end: int
    new_start: int
    new_end: int


class Codes(dict[Hashable, str]):
    """One character for each distinct word, learned as words are looked up.

    Blanks after words do not count. Texts can be compared whose words have the same codes.
    """

    def __missing__(self, token: Token) -> str:
        """Learn a token."""
        # Most words have no style; then the text alone is a quicker key.
        word = token.text.removesuffix(" ") if token[1:] == _UNSTYLED else token.unspaced()
        character = self.get(word)
        if character is None:
            code = len(self) + 1
            # No surrogates. With more distinct words than code points the rest look alike to the
            # engine; a text of that size is refused long before.
            code += _SURROGATES if code >= _FIRST_SURROGATE else 0
            character = self[word] = chr(min(code, _LAST))
        self[token] = character
        return character

    def text(self, tokens: Iterable[Token]) -> str:
        """Return a text with one character for each token."""
        return "".join(map(self.__getitem__, tokens))


def blocks(old: Sequence[Token], new: Sequence[Token], codes: Codes | None = None) -> list[Block]:
    """Return the matching stretches of two texts in order; blanks after words do not count.

    Who compares many texts of the same words gives the same `codes` each time.
    """
    if old == new:
        return [Block(0, 0, len(old))] if old else []
    codes = Codes() if codes is None else codes
    return matching(codes.text(old), codes.text(new))


def matching(old: str, new: str) -> list[Block]:
    """Return the matching stretches of two texts of one character a word."""
    start = _ENGINE.diff_commonPrefix(old, new)
    room = min(len(old), len(new)) - start
    end = min(room, _ENGINE.diff_commonSuffix(old, new)) if room else 0
    found = [Block(0, 0, start)] if start else []
    found += _middle(old[start : len(old) - end], new[start : len(new) - end], start)
    if end:
        found.append(Block(len(old) - end, len(new) - end, end))
    return _united(found)


def _middle(old: str, new: str, offset: int) -> list[Block]:
    """Return the matching stretches of two texts without common ends.

    Words that only one of the texts has cannot match; the engine never sees them.
    """
    shared = set(old).intersection(new)
    if not shared:
        return []
    is_shared = shared.__contains__
    old_kept = list(compress(count(offset), map(is_shared, old)))
    new_kept = list(compress(count(offset), map(is_shared, new)))
    diffs = _ENGINE.diff_main(
        "".join(filter(is_shared, old)), "".join(filter(is_shared, new)), False
    )
    found: list[Block] = []
    i = j = 0
    for operation, text in diffs:
        size = len(text)
        if operation == diff_match_patch.DIFF_EQUAL:
            found += _blocks_at(old_kept[i : i + size], new_kept[j : j + size])
        i += size if operation != diff_match_patch.DIFF_INSERT else 0
        j += size if operation != diff_match_patch.DIFF_DELETE else 0
    return found


def _blocks_at(old: list[int], new: list[int]) -> list[Block]:
    """Return the blocks of words that match at these places."""
    size = len(old)
    if old[-1] - old[0] == new[-1] - new[0] == size - 1:
        return [Block(old[0], new[0], size)]
    gaps = [n for n in range(1, size) if old[n] - old[n - 1] > 1 or new[n] - new[n - 1] > 1]
    ends = zip([0, *gaps], [*gaps, size], strict=True)
    return [Block(old[start], new[start], end - start) for start, end in ends]


def _united(found: list[Block]) -> list[Block]:
    """Join blocks that follow each other directly in both texts."""
    united: list[Block] = []
    end = new_end = 0
    for block in found:
        i, j, size = block
        if united and i == end and j == new_end:
            before = united[-1]
            united[-1] = Block(before.old, before.new, before.size + size)
        else:
            united.append(block)
        end, new_end = i + size, j + size
    return united


def hunks(found: Sequence[Block], old_size: int, new_size: int) -> list[Hunk]:
    """Return what is between the blocks."""
    result = []
    i = j = 0
    for block in (*found, Block(old_size, new_size, 0)):
        if block.old > i or block.new > j:
            result.append(Hunk(i, block.old, j, block.new))
        i, j = block.old + block.size, block.new + block.size
    return result


def exact(old: Sequence[Token], new: Sequence[Token], matches: Iterable[Block]) -> list[Hunk]:
    """Return the merge diff: what must become what, also where only the blank differs.

    `matches` are the `blocks`.
    """
    same: list[Block] = []
    for block in matches:
        i, j, size = block
        if old[i : i + size] == new[j : j + size]:
            same.append(block)
        else:
            pairs = zip(old[i : i + size], new[j : j + size], strict=True)
            same += [Block(i + k, j + k, 1) for k, (a, b) in enumerate(pairs) if a == b]
    return hunks(_united(same), len(old), len(new))


class _Engine(diff_match_patch):  # type: ignore[misc]  # it ships no types
    """diff-match-patch without a clock, with a bounded, exact bisection."""

    def __init__(self) -> None:
        super().__init__()
        self.Diff_Timeout = 0

    def diff_bisect(self, old: str, new: str, deadline: float) -> list[tuple[int, str]]:
        """Return a minimal diff of two texts that differ at both ends.

        Beyond the bound, both texts are cut at the same parts of their lengths and what belongs
        together across a cut is not found: the diff is still right, no longer minimal.
        """
        if len(old) * len(new) <= WORK:
            return _as_diffs(old, new, common_subsequence(old, new))
        i, j = len(old) // 2, len(new) // 2
        first: list[tuple[int, str]] = self.diff_main(old[:i], new[:j], False, deadline)
        return first + list(self.diff_main(old[i:], new[j:], False, deadline))


def common_subsequence(old: str, new: str) -> list[Block]:
    """Return a longest common subsequence.

    Bit-parallel after Hyyrö (2004), on Python's integers: bit j of the row for old[i] is zero where
    new[j] makes the longest common subsequence of old[:i+1] and new[:j+1] longer.
    """
    places: dict[str, int] = {}
    for j, character in enumerate(new):
        places[character] = places.get(character, 0) | 1 << j
    full = (1 << len(new)) - 1
    row = full
    rows = []
    for character in old:
        hits = row & places.get(character, 0)
        row = ((row + hits) | (row - hits)) & full
        rows.append(row)
    return _traced(rows, len(new))


def _traced(rows: list[int], width: int) -> list[Block]:
    """Walk back through the rows of the table and collect what matched."""
    found: list[Block] = []
    i, j, size = len(rows), width, 0
    while i and j:
        if rows[i - 1] >> (j - 1) & 1:
            if size:
                found.append(Block(i, j, size))
                size = 0
            j -= 1
            continue
        i -= 1
        if i == 0 or rows[i - 1] >> (j - 1) & 1:
            j -= 1
            size += 1
        elif size:
            found.append(Block(i + 1, j, size))
            size = 0
    if size:
        found.append(Block(i, j, size))
    found.reverse()
    return found


def _as_diffs(old: str, new: str, found: list[Block]) -> list[tuple[int, str]]:
    """Write what matches the way diff-match-patch does."""
    diffs = []
    i = j = 0
    for block in (*found, Block(len(old), len(new), 0)):
        if block.old > i:
            diffs.append((diff_match_patch.DIFF_DELETE, old[i : block.old]))
        if block.new > j:
            diffs.append((diff_match_patch.DIFF_INSERT, new[j : block.new]))
        i, j = block.old + block.size, block.new + block.size
        if block.size:
            diffs.append((diff_match_patch.DIFF_EQUAL, old[block.old : i]))
    return diffs


_ENGINE = _Engine()
