"""Proposed decisions: writing one, publishing them, answering."""

from typing import Any

from wtforms import HiddenField, IntegerField, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from guideline_workshop.forms.amendment import NeededLater
from guideline_workshop.forms.base import BaseForm, clean_text, no_control_characters
from guideline_workshop.i18n import _
from guideline_workshop.rules.dispositions import Answer, Outcome

OUTCOMES = {
    Outcome.ADOPT.value: _("Adopt it as it is"),
    Outcome.ADOPT_MODIFIED.value: _("Adopt it in modified form"),
    Outcome.ADOPT_PARTLY.value: _("Adopt it in part"),
    Outcome.COVERED_ELSEWHERE.value: _("It is taken into account elsewhere"),
    Outcome.REJECT.value: _("Reject it"),
    Outcome.OBSOLETE.value: _("It is settled by another amendment"),
    Outcome.TAKE_NOTE.value: _("Take note of it"),
    Outcome.REFER.value: _("Refer it to another body"),
}
CONSENSUS = {"": _("not known"), "yes": _("yes"), "no": _("no")}


class ProposalForm(BaseForm):
    """What the moderation proposes; the boxes of the modified wording are read beside it."""

    outcome = RadioField(_("Proposed decision"), [InputRequired()], choices=OUTCOMES)
    obsolete_by = IntegerField(
        _("Number of the other amendment"),
        [Optional(), NumberRange(min=1, max=999_999)],
        description=_("Only if it is settled by another amendment."),
    )
    reason = TextAreaField(
        _("Reason"),
        [NeededLater(), Length(max=5_000), no_control_characters],
        filters=[clean_text],
        description=_("Needed unless it is to be adopted as it is."),
    )
    consensus = RadioField(
        _("Do all agree, as far as you know?"), [Optional()], choices=CONSENSUS, default=""
    )

    last_seen = HiddenField(_("Revision"), [InputRequired(), Length(max=20), no_control_characters])

    def renew(self, last_seen: str) -> None:
        """Let the next save name what stands there now."""
        self.last_seen.raw_data = None
        self.last_seen.data = last_seen

    def validate(self, extra_validators: Any = None) -> bool:
        """Ask for what the outcome needs, beside its field."""
        is_valid = super().validate(extra_validators)
        outcome = self.outcome.data
        if outcome in set(Outcome) - {Outcome.ADOPT} and not self.reason.data:
            self.refuse("reason", _("Please give a reason: the association has a right to it."))
            is_valid = False
        if outcome == Outcome.OBSOLETE and self.obsolete_by.data is None:
            self.refuse("obsolete_by", _("Name the other amendment by its number."))
            is_valid = False
        return is_valid

    @property
    def is_consensus(self) -> bool | None:
        """Whether all agree; None where that is not known."""
        return {"yes": True, "no": False}.get(self.consensus.data or "")


class PublishForm(BaseForm):
    """Which section is published; none is all of them."""

    section = StringField(_("Section"), [Optional(), Length(max=40), no_control_characters])
    everything = StringField(_("All"), [Optional(), Length(max=3)])


class AnswerForm(BaseForm):
    """What the association says to the modified wording."""

    answer = RadioField(
        _("Answer"),
        [InputRequired()],
        choices={Answer.AGREED.value: _("We agree"), Answer.OBJECTED.value: _("We object")},
    )
    reason = TextAreaField(
        _("Reason"),
        [NeededLater(), Length(max=5_000), no_control_characters],
        filters=[clean_text],
        description=_("Needed if you object. Everybody can read it."),
        id="answer-reason",
    )
