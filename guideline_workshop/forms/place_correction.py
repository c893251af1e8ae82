"""Correcting the place of an amendment: proposing another one, answering."""

from typing import Any

from wtforms import HiddenField, IntegerField, RadioField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange
from wtforms.widgets import HiddenInput

from guideline_workshop.forms.base import BaseForm, clean_text, no_control_characters
from guideline_workshop.i18n import _


class PlaceForm(BaseForm):
    """Which change belongs where; it is asked for in the address to see it there."""

    change = SelectField(_("Change at"), [InputRequired()])
    to = SelectField(_("It belongs to"), [InputRequired()])

    def offer(self, changes: list[tuple[str, str]], places: Any) -> None:
        """Offer the changes, and the passages by their sections."""
        self.change.choices, self.to.choices = changes, places


class CorrectionForm(BaseForm):
    """The same, with the reason."""

    change = HiddenField(_("Change at"), [InputRequired(), Length(max=4)])
    to = HiddenField(_("It belongs to"), [InputRequired(), Length(max=40), no_control_characters])
    reason = TextAreaField(
        _("Reason"),
        [InputRequired(), Length(max=2_000), no_control_characters],
        filters=[clean_text],
        description=_("Everybody can read it."),
        render_kw={"rows": 3},
    )


class CorrectionAnswerForm(BaseForm):
    """What the association says to the other place."""

    proposal = IntegerField(
        _("Proposal"), [InputRequired(), NumberRange(min=1)], widget=HiddenInput()
    )
    answer = RadioField(
        _("Answer"),
        [InputRequired()],
        choices={"yes": _("Yes, it belongs there"), "no": _("No, leave it where it is")},
        id="correction-answer",
    )
    reason = TextAreaField(
        _("Remark"),
        [Length(max=2_000), no_control_characters],
        filters=[clean_text],
        description=_("Everybody can read it."),
        id="correction-reason",
    )
