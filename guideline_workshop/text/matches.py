"""Matches: which old provision is which new one, as far as their words tell.

No pair of provisions is compared word by word here, so that the work grows with the words, not with
their square.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence
from itertools import pairwise

from guideline_workshop.text.diff import matching
from guideline_workshop.text.document import Kind, Provision
from guideline_workshop.text.likeness import Likeness, same_kind
from guideline_workshop.text.ordering import Weighed, heaviest_chain, ordered

COMMON = 8
"""A word that more provisions than this have says nothing about which one it is."""
ALIKE = 0.34
"""What two provisions must share, in the weight of their words, to be one provision changed."""
MOVED = 0.6
"""What they must share if the one stands elsewhere than the other one stood."""
PHRASES, MOVED_PHRASES = 0.1, 0.2
"""What of their phrases, of two neighbouring words each, must be in both, here or elsewhere."""
TELLING = 12
"""A text of fewer words may be reworded so that no phrase is left."""
MOVABLE = 20
"""A shorter text that reads much like one that stood elsewhere is a coincidence, not a move."""
REWORDED = 0.25
"""What two provisions of one kind must share if both stand between the same neighbours.

Less than elsewhere, as there is hardly anything else that the one could have become. Of unrelated
paragraphs of administrative German one pair in a hundred shares more than a fifth.
"""
CUT_DOWN = 0.8
"""What a text must share with a longer one in its place to be what is left of that."""
BESIDE = 0.001
"""What a neighbour counts that may be a pair as well; it only decides between equals."""
NEAR = 4
"""Between two neighbours a rewording of the nth provision is looked for this far from the nth.

That bounds the work; where either side has fewer than twice as many provisions, all are looked at.
"""


class Matches:
    """Which old provision is which new one, as far as is known."""

    def __init__(self, old: Sequence[Provision], new: Sequence[Provision]) -> None:
        self.old, self.new = old, new
        self.partner: dict[int, int] = {}  # old -> new
        self.likeness = Likeness()
        self._taken: set[int] = set()

    def add(self, pairs: Iterable[tuple[int, int]]) -> None:
        """Record pairs, each provision once."""
        for i, j in pairs:
            if i not in self.partner and j not in self._taken:
                self.partner[i] = j
                self._taken.add(j)

    def free_old(self) -> list[int]:
        """Return the old provisions without a partner."""
        return [i for i in range(len(self.old)) if i not in self.partner]

    def free_new(self) -> list[int]:
        """Return the new provisions without a partner."""
        return [j for j in range(len(self.new)) if j not in self._taken]

    def add_equal(self) -> None:
        """Pair provisions that say the same and what nothing else says, wherever they stand."""
        if self.free_old() and self.free_new():
            ours, theirs = _once(self.old), _once(self.new)
            self.add((i, theirs[text]) for text, i in ours.items() if text in theirs)

    def add_alike(self) -> None:
        """Pair provisions that share much: in order first, then those that moved."""
        candidates = self._candidates(self.free_old(), self.free_new())
        if not candidates:
            return
        fixed = [(i, j, float(len(self.old) + 1)) for i, j in ordered(self.partner)]
        chain = heaviest_chain(self._with_neighbours(sorted(candidates + fixed)))
        self.add((i, j) for i, j, _ in chain)
        moved = sorted(candidates, key=lambda c: (-c[2], c[0], c[1]))
        self.add((i, j) for i, j, share in moved if share >= MOVED and self._may_move(i, j))

    def _with_neighbours(self, pairs: list[Weighed]) -> list[Weighed]:
        """Let neighbours that may be pairs as well decide where nothing else does.

        That of a heading is rather the one behind it, of everything else the one before it.
        """
        known = {(i, j) for i, j, _ in pairs}
        weighed = []
        for i, j, share in pairs:
            beside = [(i - 1, j - 1) in known, (i + 1, j + 1) in known]
            nearer = beside[self.old[i].kind is Kind.HEADING]
            weighed.append((i, j, share + BESIDE * (sum(beside) + nearer)))
        return weighed

    def add_repeated(self) -> None:
        """Pair provisions that say the same, as others do: which one it is, its neighbours say."""
        if not self.free_old() or not self.free_new():
            return
        self._add_carried_along()
        for gone, come in self._gaps():
            codes: dict[Hashable, str] = {}
            ours = "".join([_code(codes, said(self.old[i])) for i in gone])
            theirs = "".join([_code(codes, said(self.new[j])) for j in come])
            for block in matching(ours, theirs):
                steps = range(block.size)
                self.add((gone[block.old + n], come[block.new + n]) for n in steps)

    def add_reworded(self) -> None:
        """Pair provisions of one kind that stand between the same neighbours, in order."""
        for gone, come in self._gaps():
            chain = heaviest_chain(list(self._rewordings(gone, come)))
            self.add((i, j) for i, j, _ in chain)

    def _add_carried_along(self) -> None:
        """Pair what says the same and stands beside a pair, as in a section that moved.

        First behind it, then before it: what ends a section belongs to that section. A heading
        belongs to what follows.
        """
        for step in (1, -1):
            for i, j in sorted(self.partner.items()):
                at, to = i + step, j + step
                while self._is_free(at, to) and said(self.old[at]) == said(self.new[to]):
                    if step > 0 and self.old[at].kind is Kind.HEADING:
                        break
                    self.add([(at, to)])
                    at, to = at + step, to + step

    def _is_free(self, i: int, j: int) -> bool:
        inside = 0 <= i < len(self.old) and 0 <= j < len(self.new)
        return inside and i not in self.partner and j not in self._taken

    def _may_move(self, i: int, j: int) -> bool:
        """Return whether alike provisions are one that moved; not if they are two of the same."""
        old, new = self.old[i], self.new[j]
        is_other = len(old.text) >= MOVABLE and said(old) != said(new)
        return is_other and self.likeness.phrased(old, new) >= MOVED_PHRASES

    def _candidates(self, left: list[int], right: list[int]) -> list[Weighed]:
        """Return pairs of provisions that share rare words, with how alike they are."""
        if not left or not right:
            return []
        holders: dict[str, list[int]] = {}
        for i in left:
            for word in dict.fromkeys(self.likeness.words(self.old[i]).order):
                holders.setdefault(word, []).append(i)
        result = []
        for position, j in enumerate(right):
            votes: Counter[int] = Counter()
            for word in dict.fromkeys(self.likeness.words(self.new[j]).order):
                rivals = holders.get(word, ())
                if len(rivals) <= COMMON:
                    for i in rivals:
                        votes[i] += len(word)
            nearest = left[min(position, len(left) - 1)]
            near = {nearest: 0} if nearest not in votes else {}
            likely = sorted(votes.items(), key=lambda v: (-v[1], v[0]))[:3]
            for i, _ in (*likely, *near.items()):
                share = self.likeness.alike(self.old[i], self.new[j])
                if share >= ALIKE and self._keeps_phrases(self.old[i], self.new[j]):
                    result.append((i, j, share))
        return result

    def _gaps(self) -> Iterator[tuple[list[int], list[int]]]:
        """Yield what is gone and what has come between two neighbours that stay."""
        ends = (len(self.old), len(self.new))
        stays = [(-1, -1), *ordered(self.partner), ends]
        for (i, j), (next_i, next_j) in pairwise(stays):
            gone = [n for n in range(i + 1, next_i) if n not in self.partner]
            come = [n for n in range(j + 1, next_j) if n not in self._taken] if gone else []
            if gone and come:
                yield gone, come

    def _rewordings(self, gone: list[int], come: list[int]) -> Iterator[Weighed]:
        """Yield the pairs of one kind in a gap that may be one provision, with their likeness."""
        for n, i in enumerate(gone):
            here = n * len(come) // len(gone)
            is_small = min(len(gone), len(come)) <= 2 * NEAR
            near = come if is_small else come[max(0, here - NEAR) : here + NEAR + 1]
            for j in near:
                if share := self._reworded(self.old[i], self.new[j]):
                    yield i, j, share

    def _reworded(self, one: Provision, other: Provision) -> float:
        """Return how much speaks for one provision being the other one reworded; 0 is nothing."""
        if not same_kind(one, other):
            return 0.0
        share = self.likeness.alike(one, other)
        if share >= REWORDED and self._keeps_phrases(one, other):
            return share
        frame = self.likeness.framed(one, other)
        if frame >= ALIKE:
            return frame
        is_left = min(len(one.text), len(other.text)) >= MOVABLE
        return share if is_left and self.likeness.contained(one, other) >= CUT_DOWN else 0.0

    def _keeps_phrases(self, one: Provision, other: Provision) -> bool:
        words = self.likeness.words
        is_telling = min(len(words(one).order), len(words(other).order)) >= TELLING
        return not is_telling or self.likeness.phrased(one, other) >= PHRASES


def _code(codes: dict[Hashable, str], words: Hashable) -> str:
    return codes.setdefault(
        words, chr(len(codes) + 1 if len(codes) < 0xD7FF else len(codes) + 0x801)
    )


def said(provision: Provision) -> Hashable:
    """Return all that a provision says; its key is not part of that."""
    return (provision.kind, provision.level, provision.field, provision.text)


def _once(provisions: Sequence[Provision]) -> dict[Hashable, int]:
    """Return where the provisions stand that nothing else reads like.

    Of what stands in several places nobody can tell which one it was: it did not move.
    """
    counts = Counter([said(provision) for provision in provisions])
    places = {said(provision): n for n, provision in enumerate(provisions) if provision.text}
    return {text: n for text, n in places.items() if counts[text] == 1}
