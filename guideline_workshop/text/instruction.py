"""An amending instruction (Änderungsbefehl): one thing to do to the text of a version.

Each says what to do where, in the version before; all are done at once.
"""

from dataclasses import dataclass
from enum import StrEnum

from guideline_workshop.text.document import Provision
from guideline_workshop.text.restyled import Restyle


class Action(StrEnum):
    """What is to be done."""

    INSERT_WORDS = "insert_words"
    STRIKE_WORDS = "strike_words"
    REPLACE_WORDS = "replace_words"
    RESTYLE_WORDS = "restyle_words"
    INSERT_BLANK = "insert_blank"
    STRIKE_BLANK = "strike_blank"
    INSERT_SENTENCES = "insert_sentences"
    INSERT_SENTENCES_BEFORE = "insert_sentences_before"
    MOVE_SENTENCE = "move_sentence"
    STRIKE_SENTENCE = "strike_sentence"
    RECAST_SENTENCE = "recast_sentence"
    SPLIT = "split"
    JOIN = "join"
    REFORM = "reform"
    RECAST = "recast"
    STRIKE = "strike"
    INSERT = "insert"
    MOVE = "move"


@dataclass(frozen=True, slots=True)
class Instruction:
    """One thing to do to the provision with `key`.

    `sentence` counts from 1 in the version before; `to` is the sentence another one is put behind,
    0 for the beginning. `old` are plain words that stand in the sentence, directly behind the words
    `after`; `nth` says which of several such places is meant, EVERY that all are, 0 that there is
    only one. New words are put behind `after` or, at the beginning, before the words `before`; they
    are markup. A split begins the provision in `provisions` (which has no text) behind `sentence`.
    `after` of a move, a join or an insertion of provisions is a key.
    """

    action: Action
    key: str
    sentence: int = 0
    old: str = ""
    new: str = ""
    after: str = ""
    before: str = ""
    nth: int = 0
    to: int = 0
    restyle: Restyle | None = None
    provisions: tuple[Provision, ...] = ()


class InvalidInstructionError(Exception):
    """An instruction cannot be followed; `key` is the provision it is about."""

    def __init__(self, reason: str, key: str = "") -> None:
        self.key = key
        super().__init__(reason)


InvalidInstruction = InvalidInstructionError
