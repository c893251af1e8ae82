"""What is refused, and by which error."""

import pytest

from guideline_workshop.text.amendment import Amendment, InvalidAmendment, Replace, StaleBase
from guideline_workshop.text.anchor import Anchor, reanchor
from guideline_workshop.text.document import Document, Kind, Provision
from guideline_workshop.text.instruction import Action, Instruction, InvalidInstruction
from guideline_workshop.text.instructions import follow
from guideline_workshop.text.relations import relations

BASE = Document((Provision("p1", Kind.PARAGRAPH, 0, "Der Kreis hilft."),))


@pytest.mark.parametrize(
    "wrong",
    [
        Instruction(Action.STRIKE, "nirgends"),
        Instruction(Action.STRIKE, ""),
        Instruction(Action.MOVE, "p1", after="nirgends"),
        Instruction(Action.MOVE, "p1", after="p1"),
        Instruction(Action.INSERT, "nirgends", provisions=BASE.provisions),
        Instruction(Action.INSERT, "", provisions=BASE.provisions),
        Instruction(Action.STRIKE_WORDS, "nirgends", 1, old="Kreis"),
        Instruction(Action.STRIKE_SENTENCE, "p1", 2),
    ],
)
def test_an_instruction_that_cannot_be_followed_is_refused(wrong):
    with pytest.raises(InvalidInstruction):
        follow(BASE, [wrong])


def test_an_amendment_of_another_text_has_no_relations():
    stale = Amendment("1", BASE.digest, (Replace("p1", "another digest", ()),))
    with pytest.raises(StaleBase):
        relations(BASE, [stale])


def test_two_amendments_with_one_id_have_no_relations():
    one = Amendment("1", BASE.digest, (Replace("p1", BASE["p1"].digest, ()),))
    with pytest.raises(InvalidAmendment):
        relations(BASE, [one, one])


def test_an_anchor_of_another_text_is_refused():
    with pytest.raises(KeyError, match="nirgends"):
        reanchor(BASE, BASE, Anchor("nirgends", 0, 1, "Der"))
