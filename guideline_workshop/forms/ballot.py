"""Ballots: what is put to the vote, and the vote."""

from wtforms import IntegerField, RadioField
from wtforms.validators import InputRequired, NumberRange

from guideline_workshop.forms.base import BaseForm
from guideline_workshop.i18n import _
from guideline_workshop.rules.ballots import Choice

CHOICES = {
    Choice.YES.value: _("Yes"),
    Choice.NO.value: _("No"),
    Choice.ABSTAIN.value: _("Abstention"),
}


class OpenBallotForm(BaseForm):
    """The number of the amendment to be voted on."""

    amendment = IntegerField(_("Amendment"), [InputRequired(), NumberRange(min=1, max=999_999_999)])


class VoteForm(BaseForm):
    """One vote."""

    choice = RadioField(
        _("Your vote"),
        [InputRequired(_("Please choose."))],
        choices=CHOICES,
    )

    @property
    def chosen(self) -> Choice:
        """The choice of a valid form."""
        return Choice(self.choice.data)
