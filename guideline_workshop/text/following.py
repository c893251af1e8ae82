"""Following instructions about the words and sentences of one provision."""

from collections.abc import Iterable, Iterator, Sequence

from guideline_workshop.text.document import Provision
from guideline_workshop.text.instruction import Action, Instruction, InvalidInstruction
from guideline_workshop.text.markup import parse, render, styled
from guideline_workshop.text.passages import EVERY, is_behind, places
from guideline_workshop.text.sentences import sentences
from guideline_workshop.text.tokens import Token

_WHOLE = frozenset({Action.STRIKE_SENTENCE, Action.RECAST_SENTENCE})
_ABOUT_WORDS = frozenset(
    {
        *(Action.INSERT_WORDS, Action.STRIKE_WORDS, Action.REPLACE_WORDS),
        *(Action.RESTYLE_WORDS, Action.INSERT_BLANK, Action.STRIKE_BLANK),
    }
)
_NO_BLANK_BEFORE = frozenset(",.;:!?…)]“»/")
_NO_BLANK_AFTER = frozenset("([„«/")
Edit = tuple[int, int, tuple[Token, ...]]


def reworded(before: Provision, todo: Sequence[Instruction]) -> tuple[Provision, ...]:
    """Return what becomes of a provision: one, or its parts. Raises InvalidInstruction."""
    tokens = parse(before.text)
    ranges = sentences(tokens)
    _refuse_astray(todo, len(ranges), before.key)
    kept = [
        sentence_after(tokens[start:end], [one for one in todo if one.sentence == number])
        for number, (start, end) in enumerate(ranges, 1)
    ]
    moved = {one.sentence for one in todo if one.action is Action.MOVE_SENTENCE}
    forms = [_form(before, todo)]
    rows: list[list[Token]] = [_row(_put_behind(0, todo, kept))]
    for number, sentence in enumerate(kept, 1):
        here = [one for one in todo if one.sentence == number]
        new = [parse(one.new) for one in here if one.action is Action.INSERT_SENTENCES_BEFORE]
        stays = [] if number in moved else [sentence]
        rows[-1] = _row([rows[-1], *new, *stays, *_put_behind(number, todo, kept)])
        for one in here:
            if one.action is Action.SPLIT:
                rows.append([])
                forms.append(one.provisions[0])
    return tuple(
        Provision(form.key, form.kind, form.level, written(row), form.field)
        for form, row in zip(forms, rows, strict=True)
    )


def _form(before: Provision, todo: Sequence[Instruction]) -> Provision:
    """Return what the provision is made into, without its text."""
    forms = [one.provisions[0] for one in todo if one.action is Action.REFORM]
    if len(forms) > 1:
        raise InvalidInstruction("made into two things", before.key)
    return forms[0] if forms else before


def _put_behind(
    number: int, todo: Sequence[Instruction], kept: Sequence[list[Token]]
) -> Iterator[Sequence[Token]]:
    """Yield the sentences that are put directly behind a sentence, 0 being the beginning."""
    for one in todo:
        if one.action is Action.INSERT_SENTENCES and one.sentence == number:
            yield parse(one.new)
        elif one.action is Action.MOVE_SENTENCE and one.to == number:
            yield kept[one.sentence - 1]


def _row(some: Iterable[Sequence[Token]]) -> list[Token]:
    """Return sentences in a row, with a blank between them."""
    row: list[Token] = []
    for sentence in some:
        if row and sentence:
            row[-1] = _spaced(row[-1])
        row.extend(sentence)
    return row


def _refuse_astray(todo: Sequence[Instruction], count: int, key: str) -> None:
    for one in todo:
        if not 0 <= one.sentence <= count or not 0 <= one.to <= count:
            raise InvalidInstruction(f"there is no sentence {max(one.sentence, one.to)}", key)
        if not one.sentence and one.action is not Action.REFORM:
            raise InvalidInstruction("which sentence is meant?", key)


def written(row: Sequence[Token]) -> str:
    """Return the markup of words put together from several places."""
    return render(styled([(token.text, token.style, token.cell) for token in row]))


def sentence_after(tokens: Sequence[Token], todo: Sequence[Instruction]) -> list[Token]:
    """Return a sentence after all that is to be done to it. Raises InvalidInstruction."""
    wholly = [one for one in todo if one.action in _WHOLE]
    about_words = [one for one in todo if one.action in _ABOUT_WORDS]
    if wholly and (len(wholly) > 1 or about_words):
        raise InvalidInstruction("more than one change of one sentence", wholly[0].key)
    if wholly:
        return list(parse(wholly[0].new))
    row = list(tokens)
    edits: list[Edit] = []
    for one in about_words:
        for start, end in found(tokens, one):
            if one.action in {Action.INSERT_BLANK, Action.STRIKE_BLANK}:
                row[end - 1] = _blank_changed(row[end - 1], one)
            elif one.restyle:
                row[start:end] = map(one.restyle.of, row[start:end])
            else:
                edits.append((start, end, parse(one.new)))
    return _spliced(row, sorted(edits, key=lambda edit: edit[:2]), todo)


def _blank_changed(token: Token, one: Instruction) -> Token:
    spaced = _spaced(token) if one.action is Action.INSERT_BLANK else token.unspaced()
    if spaced == token:
        raise InvalidInstruction(f"the blank is not as it should be: {one.after}", one.key)
    return spaced


def found(tokens: Sequence[Token], one: Instruction) -> list[tuple[int, int]]:
    """Return the words of a sentence an instruction is about, an empty range for an insertion.

    Raises InvalidInstruction where they are not there, or where it is not clear which are meant.
    """
    if one.old:
        candidates = places(tokens, one.old)
        if one.after:
            candidates = [place for place in candidates if is_behind(tokens, one.after, place[0])]
    elif one.before:
        candidates = [(start, start) for start, _ in places(tokens, one.before)]
    else:
        candidates = [(end, end) for _, end in places(tokens, one.after)]
    if one.nth == EVERY and candidates:
        return candidates
    if 0 < one.nth <= len(candidates):
        return [candidates[one.nth - 1]]
    if one.nth or len(candidates) != 1:
        words = one.old or one.before or one.after
        raise InvalidInstruction(f"not there, or more than once: {words}", one.key)
    return candidates


def _spliced(row: list[Token], edits: list[Edit], todo: Sequence[Instruction]) -> list[Token]:
    result: list[Token] = []
    at = 0
    for start, end, new in edits:
        if start < at:
            raise InvalidInstruction("two changes of the same words", todo[0].key)
        result += row[at:start]
        before, after = row[start - 1 : start], row[end : end + 1]
        _join(result, new or tuple(after), before + row[start : start + 1])
        result += new
        if new:
            _join(result, after, row[max(end - 1, 0) : end] + after)
        at = end
    return result + row[at:]


def _join(left: list[Token], right: Sequence[Token], seam: Sequence[Token]) -> None:
    """Put a blank where German spelling has one, or as it was in a `seam` of the same kind."""
    if not left or not right:
        return
    blank = _has_blank(left[-1], right[0])
    if len(seam) > 1 and blank == _has_blank(*seam):
        blank = seam[0].text.endswith(" ")
    left[-1] = _spaced(left[-1]) if blank else left[-1].unspaced()


def _has_blank(left: Token, right: Token) -> bool:
    return right.text[0] not in _NO_BLANK_BEFORE and left.word[-1:] not in _NO_BLANK_AFTER


def _spaced(token: Token) -> Token:
    return token if token.text.endswith(" ") else token._replace(text=f"{token.text} ")
